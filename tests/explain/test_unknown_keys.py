"""A key that the plan language does not know: what was meant, or where it belongs."""

from collections.abc import Callable
from typing import Any

import pytest

Mistake = Callable[[str, str, str | None], None]
STEP = "escalations:\n  major:\n    steps:\n    - notify: ['role:lead']\n"


@pytest.mark.parametrize(
    ("fragment", "message", "advice"),
    [
        (
            "channels:\n  it-help:\n    kind: slack\n    «ownr»: 'role:lead'\n",
            "unknown key 'ownr'; did you mean 'owner'?",
            "rename it to 'owner'",
        ),
        (
            "«chanels»: {}\n",
            "unknown key 'chanels'; did you mean 'channels'?",
            "rename it to 'channels'",
        ),
        (
            "«Channels»: {}\n",
            "unknown key 'Channels'; did you mean 'channels'?",
            "rename it to 'channels'",
        ),
        (
            STEP + "      «ackWithin»: 5m\n",
            "unknown key 'ackWithin'; did you mean 'ack_within'?",
            "rename it to 'ack_within'",
        ),
        (
            STEP + "      «ack-within»: 5m\n",
            "unknown key 'ack-within'; did you mean 'ack_within'?",
            "rename it to 'ack_within'",
        ),
        (
            STEP + "      «timeout»: 5m\n",
            "unknown key 'timeout'; known here: notify, via, ack_within, management, mention",
            "remove it, or correct its spelling",
        ),
        (
            "stakeholders:\n  people:\n    al:\n      name: Al\n      contacts: {«signal»: x}\n",
            "unknown key 'signal'; known here: phone, email",
            "remove it, or correct its spelling",
        ),
        (
            "«runbooks»: {}\n",
            (
                "unknown key 'runbooks'; known here: apiVersion, kind, metadata, classification, "
                "stakeholders, goals, kpis, security_profiles, tools, channels, messages, "
                "severities, priority_matrix, slas, olas, calendars and 16 more"
            ),
            "remove it, or correct its spelling",
        ),
        (
            "channels:\n  a: {kind: slack, «'bad key'»: 1}\n",
            (
                "unknown key 'bad key'; known here: kind, slack, name, purpose, audience, owner, "
                "visibility, private_reason, ceiling, tool, provider, depends_on, address, "
                "fallback, anonymous, out_of_band and 15 more"
            ),
            "remove it, or correct its spelling",
        ),
    ],
)
def test_a_misspelt_key(mistake: Mistake, fragment: str, message: str, advice: str) -> None:
    mistake(fragment, message, advice)


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("«people»: {}\n", "under 'stakeholders'; known here: apiVersion"),
        ("«owner»: 'role:lead'\n", "under 'metadata'; known here: apiVersion"),
        ("«courses»: {}\n", "under 'training'; known here: apiVersion"),
        (
            "channels:\n  a:\n    kind: slack\n    «responders»: 'role:lead'\n",
            "under 'intake'; known here: kind",
        ),
        (
            "slas:\n  a:\n    targets: {}\n    «first_response»: 30m\n",
            "under 'targets'; known here: applies, clock, targets",
        ),
        (
            "training:\n  courses: {}\n  «reviews»: {}\n",
            "at the top level; known here: courses, records",
        ),
        (
            "channels:\n  a:\n    kind: slack\n    settings:\n      «owner»: 'role:lead'\n",
            "to channels.a; known here: threads, huddles, retention",
        ),
        (
            (
                "stakeholders:\n  people:\n    al:\n      name: Al\n      leave:\n"
                "      - {from: 2026-01-01, to: 2026-01-02, «mentor»: 'person:al'}\n"
            ),
            "to stakeholders.people.al; known here: from, to",
        ),
    ],
)
def test_a_key_in_the_wrong_mapping(told: Callable[[str], Any], fragment: str, place: str) -> None:
    said = told("apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n" + fragment)
    assert said.texts == said.marked
    assert f"; it belongs {place}" in said.messages[0]
    assert said.helps == ["move it, or mend the indentation"]


@pytest.mark.parametrize(
    ("fragment", "message"),
    [
        ("channels:\n  a: {«knd»: slack}\n", "unknown key 'knd'; did you mean 'kind'?"),
        (
            "waivers:\n  w1: {rule: AVL204, «att»: /rotations}\n",
            "unknown key 'att'; did you mean 'at'?",
        ),
        (
            "severities:\n  «sev1»: {path: 'escalation:a'}\n  sev2: {«oder»: 2}\n",
            "severities.sev1 has no 'order'",
        ),
    ],
)
def test_a_misspelt_key_is_not_missing_as_well(
    told: Callable[[str], Any], fragment: str, message: str
) -> None:
    said = told("apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n" + fragment)
    assert said.texts == said.marked
    assert said.messages[0] == message


def test_an_unknown_key_explains_the_size_of_its_mapping_too(mistake: Mistake) -> None:
    mistake(
        "escalations:\n  major:\n    steps:\n    - notify: ['role:lead']\n"
        "      via: [{push: 0m, «fax»: 1m}]\n",
        "unknown key 'fax'; known here: push, sms, phone, slack, email",
        "remove it, or correct its spelling",
    )


@pytest.mark.parametrize(
    ("fragment", "message", "advice"),
    [
        (
            "channels:\n  «'two words'»: {kind: slack}\n",
            "'two words' is not a valid id; did you mean 'two-words'?",
            "change it to two-words",
        ),
        (
            "channels:\n  «'channel:help'»: {kind: slack}\n",
            "'channel:help' is not a valid id; did you mean 'help'?",
            "change it to help",
        ),
        (
            "channels:\n  «''»: {kind: slack}\n",
            "'' is not a valid id",
            "write it like it-help or team-bømlo",
        ),
        (
            (
                "calendars:\n  uk:\n    timezone: Europe/London\n    hours:\n"
                "      «Mon-Fri»: ['09:00-17:00']\n"
            ),
            "'Mon-Fri' is not a valid day or days of the week; did you mean 'mon-fri'?",
            "change it to mon-fri",
        ),
        (
            (
                "calendars:\n  uk:\n    timezone: Europe/London\n    hours:\n"
                "      «weekdays»: ['09:00-17:00']\n"
            ),
            "'weekdays' is not a valid day or days of the week; did you mean 'mon-fri'?",
            "change it to mon-fri",
        ),
        (
            (
                "calendars:\n  uk:\n    timezone: Europe/London\n    hours:\n"
                "      «'1-5'»: ['09:00-17:00']\n"
            ),
            "'1-5' is not a valid day or days of the week",
            'write it like mon-fri or "sat,sun" or daily',
        ),
        (
            (
                "calendars:\n  uk:\n    timezone: Europe/London\n    hours: {}\n    exceptions:\n"
                "      «2026-02-30»: []\n"
            ),
            "'2026-02-30' is not a valid date: February 2026 has 28 days",
            None,
        ),
        (
            "classification:\n  medium_ceiling: {«e-mail»: internal}\n",
            "'e-mail' is not a known kind of channel; did you mean 'email'?",
            "change it to email",
        ),
        (
            "classification:\n  medium_ceiling: {«pigeon»: internal}\n",
            (
                "'pigeon' is not a known kind of channel; expected one of slack, chat, email, "
                "phone, sms, push, paging, video, meeting, status-page, web, form, docs, ticketing"
            ),
            None,
        ),
    ],
)
def test_a_malformed_key_of_a_map(
    mistake: Mistake, fragment: str, message: str, advice: str | None
) -> None:
    mistake(fragment, message, advice)
