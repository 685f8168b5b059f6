"""A value of the wrong type: what was expected, what is there, and the obvious edit."""

from collections.abc import Callable
from typing import Any

import pytest

Mistake = Callable[[str, str, str | None], None]
PERSON = "stakeholders:\n  people:\n    dana:\n      name: Dana\n"
UNLIST = "write it as a mapping: each entry under a key of its own"
STEP = "escalations:\n  major:\n    steps:\n    - notify: ['role:lead']\n"


@pytest.mark.parametrize(
    ("fragment", "message", "advice"),
    [
        ("«channels»: []\n", "expected a mapping, found a list", UNLIST),
        (
            "channels:\n  «help»:\n  - kind: slack\n",
            "expected a mapping, found a list",
            UNLIST,
        ),
        ("channels: «slack»\n", "expected a mapping, found the text 'slack'", None),
        ("«channels»:\n", "expected a mapping, found nothing", "give it a value, or leave it out"),
        (
            PERSON + "      «slack»:\n",
            "expected text, found nothing",
            "give it a value, such as U01ALICE, or leave it out",
        ),
        (
            PERSON + "      contacts: {phone: «4790000000»}\n",
            "expected text, found the number 4790000000",
            'put it in quotes: "4790000000"',
        ),
        (
            PERSON + "      level: «2.0»\n",
            "expected text, found the number 2.0",
            "put it in quotes",
        ),
        (
            PERSON + "      level: «true»\n",
            "expected text, found true",
            'put it in quotes: "true"',
        ),
        (
            PERSON + "      «slack»: [U01DANA]\n",
            "expected text, found a list",
            "write it like U01ALICE",
        ),
        (
            PERSON + "      guest: «'yes'»\n",
            "expected true or false, found the text 'yes'",
            "write true, without quotes",
        ),
        (
            PERSON + "      guest: «0»\n",
            "expected true or false, found the number 0",
            None,
        ),
        (
            PERSON + "      verified: «20260914»\n",
            "expected text (date), found the number 20260914",
            "change it to 2026-09-14",
        ),
        (
            "severities: {sev1: {order: «'1'»}}\n",
            "expected a whole number, found the text '1'",
            "write it without quotes: 1",
        ),
        (
            "severities: {sev1: {order: «one»}}\n",
            "expected a whole number, found the text 'one'",
            "write it like 1",
        ),
        (
            "severities: {sev1: {order: «1.5»}}\n",
            "expected a whole number, found the number 1.5",
            "write it like 1",
        ),
        (
            "requests: {access: {per_week: «.nan»}}\n",
            ".nan is no number that can be compared; expected a number",
            None,
        ),
        (
            "requests: {access: {per_week: «-.inf»}}\n",
            "-.inf is no number that can be compared; expected a number",
            None,
        ),
        (
            STEP + "      ack_within: «300»\n",
            "expected text (duration), found the number 300",
            "write it like 5m",
        ),
        (
            "messages:\n  m:\n    audience: «'group:staff'»\n",
            "expected a list, found the text 'group:staff'",
            'write it as a list: ["group:staff"]',
        ),
        (
            "messages:\n  m:\n    audience: «group:staff, group:it»\n",
            "expected a list, found the text 'group:staff, group:it'",
            'write it as a list: ["group:staff", "group:it"]',
        ),
        (
            "escalations:\n  major:\n    «steps»:\n      notify: ['role:lead']\n",
            "expected a list, found a mapping",
            "write it as a list: put '- ' before the first key of each item",
        ),
        (
            "calendars:\n  uk:\n    timezone: Europe/London\n    hours: «09:00-17:00»\n",
            "expected a mapping, found the text '09:00-17:00'",
            'write it like {mon-fri: ["09:00-12:30", "13:30-17:30"]} or {daily: ["00:00-24:00"]}',
        ),
        (
            "calendars:\n  uk:\n    timezone: Europe/London\n    hours: {mon-fri: «09:00-17:00»}\n",
            "expected a list (time ranges), found the text '09:00-17:00'",
            'write it as a list: ["09:00-17:00"]',
        ),
        (
            "slas:\n  a:\n    targets:\n      «update_every»: [30m]\n",
            "expected text or a mapping, found a list",
            UNLIST,
        ),
        (
            "protocols: {naming: «7»}\n",
            "expected text or a mapping, found the number 7",
            'put it in quotes: "7"',
        ),
    ],
)
def test_expected_and_found(
    mistake: Mistake, fragment: str, message: str, advice: str | None
) -> None:
    mistake(fragment, message, advice)


def test_a_long_text_is_cut(told: Callable[[str], Any]) -> None:
    said = told(
        "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
        f"channels: {{a: {{kind: {'x' * 5000}}}}}\n"
    )
    assert said.messages[0].startswith(f"'{'x' * 57}…' is not a known kind of channel; expected")
