from __future__ import annotations

import pytest

from commplan.rules.feedback.speak_up_channel_missing import speak_up_channel_missing
from commplan.testing import judge_text

WARNING = "messages: {near-miss: {kind: proactive}}"


def judge(*sections: str) -> tuple[str, ...]:
    return judge_text(speak_up_channel_missing, "\n".join(sections)).messages


@pytest.mark.parametrize(
    "channel",
    [
        "kind: form, anonymous: true",
        "kind: form",
        "kind: form, anonymous: false",
        "kind: phone",
        "kind: email",
        "kind: slack, visibility: private",
        "kind: chat, visibility: private, anonymous: false",
        "kind: slack, anonymous: true",
        "kind: web, visibility: public, anonymous: true",
    ],
)
def test_routes_that_keep_a_name_to_themselves(channel: str) -> None:
    feedback = 'feedback: {speak_up: "channel:c"}'
    assert judge(WARNING, feedback, f"channels: {{c: {{{channel}}}}}") == ()


@pytest.mark.parametrize(
    "channel",
    [
        "kind: slack",
        "kind: chat, anonymous: false",
        "kind: slack, visibility: public",
        "kind: web, visibility: public",
    ],
)
def test_routes_that_everybody_reads(channel: str) -> None:
    feedback = 'feedback: {speak_up: "channel:c"}'
    assert judge(WARNING, feedback, f"channels: {{c: {{{channel}}}}}") == (
        "channel:c is where to speak up, but everybody there can read who said what",
    )


def test_there_has_to_be_a_route_and_a_message() -> None:
    assert judge("goals: {}") == (
        (
            "nobody can speak up without giving a name: "
            "the plan names no anonymous or confidential route"
        ),
        "no message type is of kind proactive: nobody is told how to warn early",
    )
    assert len(judge(WARNING, "feedback: {csat: {every: 3mo}}")) == 1
    assert len(judge("messages: {m: {kind: incident}}", "feedback: {csat: {every: 3mo}}")) == 2


def test_a_route_that_does_not_exist_is_left_to_broken_reference() -> None:
    assert judge(WARNING, 'feedback: {speak_up: "channel:gone"}') == ()


def test_the_finding_stands_at_the_route() -> None:
    text = 'feedback: {speak_up: "channel:c"}\nchannels: {c: {kind: slack}}\n' + WARNING
    (finding,) = judge_text(speak_up_channel_missing, text).findings
    assert finding.location.pointer == "/feedback/speak_up"
    assert finding.related[0].location.pointer == "/channels/c"
    assert finding.facts == {"missing": "speak_up", "channel": "c"}
