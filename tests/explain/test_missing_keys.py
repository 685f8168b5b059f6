"""A key that an entry means nothing without: which, where, and an example to copy."""

from collections.abc import Callable
from typing import Any

import pytest

Mistake = Callable[[str, str, str | None], None]


@pytest.mark.parametrize(
    ("fragment", "message", "advice"),
    [
        (
            "channels:\n  «it-help»: {purpose: x}\n",
            "channels.it-help has no 'kind'",
            "add 'kind: slack'",
        ),
        (
            "stakeholders:\n  people:\n    «dana»: {slack: U01DANA}\n",
            "stakeholders.people.dana has no 'name'",
            "add 'name: Alice Ng'",
        ),
        (
            "severities:\n  «sev1»: {}\n",
            "severities.sev1 has no 'order'",
            "add 'order: 1'",
        ),
        (
            "slas:\n  «desk»: {clock: 24x7}\n",
            "slas.desk has no 'targets'",
            "add 'targets: {acknowledge: 10m}'",
        ),
        (
            "obligations:\n  «breach»: {}\n",
            "obligations.breach has no 'deadline'",
            "add 'deadline: 72h'",
        ),
        (
            "escalations:\n  major:\n    steps:\n    - «ack_within»: 5m\n",
            "item 1 of escalations.major.steps has no 'notify'",
            "add 'notify: [\"rotation:primary\"]'",
        ),
        (
            (
                "channels:\n  a:\n    kind: slack\n    bridges:\n    - {to: 'channel:a'}\n"
                "    - «by»: a bot\n"
            ),
            "item 2 of channels.a.bridges has no 'to'",
            "add 'to: \"channel:status\"'",
        ),
        (
            "calendars:\n  «uk»: {hours: {}}\n",
            "calendars.uk has no 'timezone'",
            "add 'timezone: Europe/London'",
        ),
        (
            "waivers:\n  «w1»: {rule: AVL204}\n",
            "waivers.w1 has no 'at'",
            "add 'at: \"/rotations\"'",
        ),
    ],
)
def test_the_entry_is_named_and_an_example_given(
    mistake: Mistake, fragment: str, message: str, advice: str
) -> None:
    mistake(fragment, message, advice)


def test_a_document_without_metadata(told: Callable[[str], Any]) -> None:
    said = told("«apiVersion»: commplan/v1\nkind: CommunicationPlan\n")
    assert said.messages == ["the document has no 'metadata'"]
    assert said.helps == ["add 'metadata: {id: it-ops}'"]
    assert said.texts == said.marked


def test_each_missing_key_is_told(told: Callable[[str], Any]) -> None:
    said = told(
        "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
        "rotations:\n  watch: {shift: 1w}\n"
    )
    assert said.messages == [
        "rotations.watch has no 'start'",
        "rotations.watch has no 'timezone'",
        "rotations.watch has no 'users'",
    ]
