from __future__ import annotations

import pytest

from commplan.rules.escalation.contact_method_missing import contact_method_missing
from commplan.testing import expect, judge_text

PEOPLE = """
stakeholders:
  people:
    all: {name: All, slack: U01ALL, contacts: {phone: "secret:a", email: a@example.org}}
    slack: {name: Slack, slack: U02SLACK}
    mail: {name: Mail, contacts: {email: m@example.org}}
    phone: {name: Phone, contacts: {phone: "secret:p"}}
    none: {name: None}
  groups:
    listed: {members: ["person:all", "person:mail"]}
    in-slack: {slack_usergroup: S01A}
    both: {slack_usergroup: S02B, members: ["person:mail", "person:none"]}
  roles:
    boss: {holders: ["rotation:primary"], deputies: ["person:phone"]}
  external:
    netco: {contact: netco@example.org}
rotations:
  primary: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:all"]}
tools:
  pager: {kind: paging}
  suite: {kind: chat, also: [paging]}
  chat: {kind: chat}
channels:
  incidents: {kind: slack}
"""


def judge(*steps: str, tool: str = "") -> tuple[str, ...]:
    named = f'tool: "tool:{tool}", ' if tool else ""
    listed = ", ".join(f"{{{step}, ack_within: 5m}}" for step in steps)
    text = f"escalations: {{desk: {{{named}steps: [{listed}]}}}}" + PEOPLE
    return judge_text(contact_method_missing, text).messages


@pytest.mark.parametrize(
    ("medium", "target", "contact"),
    [
        ("phone", "mail", "contacts.phone"),
        ("sms", "slack", "contacts.phone"),
        ("email", "phone", "contacts.email"),
        ("slack", "mail", "slack"),
    ],
)
def test_what_each_medium_needs(medium: str, target: str, contact: str) -> None:
    step = f'notify: ["person:%s"], via: [{{{medium}: 0m}}]'
    assert judge(step % "all") == ()
    assert judge(step % target) == (
        f"{target} has no {contact}, but step 1 of escalation:desk uses {medium}",
    )


def test_a_step_without_via_uses_slack() -> None:
    assert judge('notify: ["person:slack"]', 'notify: ["person:phone"]') == (
        "phone has no slack, but step 2 of escalation:desk uses slack, as it has no `via`",
    )


def test_everybody_behind_a_target_is_looked_at() -> None:
    assert judge('notify: ["group:listed"], via: [{phone: 0m}]') == (
        "mail has no contacts.phone, but step 1 of escalation:desk uses phone",
    )
    assert judge('notify: ["role:boss"], via: [{slack: 0m}]') == (
        "phone has no slack, but step 1 of escalation:desk uses slack",
    )


def test_one_finding_for_each_missing_contact_of_a_person() -> None:
    text = """
        escalations:
          desk:
            steps:
            - {notify: ["person:slack"], via: [{sms: 0m}, {phone: 2m}, {email: 3m}], ack_within: 5m}
            - {notify: ["person:slack"], via: [{phone: 0m}], ack_within: 5m}
        """
    phone, mail = judge_text(
        contact_method_missing, text + PEOPLE.replace("\n", "\n" + 8 * " ")
    ).findings
    assert phone.message == (
        "slack has no contacts.phone, but step 1 of escalation:desk uses sms (and 2 more)"
    )
    assert phone.location.pointer == "/escalations/desk/steps/0/via/0/sms"
    assert [place.message for place in phone.related] == [
        "person:slack",
        "step 1 of escalation:desk uses phone",
        "step 2 of escalation:desk uses phone",
    ]
    assert phone.help == 'add `contacts: {phone: "secret:…"}` to person:slack'
    assert phone.facts == {"person": "slack", "medium": "sms", "uses": 3}
    assert mail.message == "slack has no contacts.email, but step 1 of escalation:desk uses email"


def test_a_user_group_is_reached_by_slack_as_a_whole() -> None:
    assert judge('notify: ["group:both"], via: [{slack: 0m}]') == ()
    assert judge('notify: ["group:in-slack"], via: [{phone: 0m}]') == ()
    assert judge('notify: ["group:both"], via: [{phone: 0m}]') == (
        "mail has no contacts.phone, but step 1 of escalation:desk uses phone",
        "none has no contacts.phone, but step 1 of escalation:desk uses phone",
    )


def test_targets_that_are_reached_otherwise() -> None:
    assert judge('notify: ["external:netco", "channel:incidents"], via: [{phone: 0m}]') == ()
    assert judge('notify: ["person:zoe", "person:none"], via: [{email: 0m}]') == ()


def test_another_path_uses_its_own_methods() -> None:
    expect(
        contact_method_missing,
        """
        escalations:
          desk:
            steps: [{notify: ["escalation:major"], via: [{slack: 0m}], ack_within: 5m}]
          major:
            steps: [{notify: ["person:phone"], via: [{phone: 0m}], ack_within: 5m}]
        """
        + PEOPLE.replace("\n", "\n        "),
    )


def test_push_needs_a_paging_tool() -> None:
    step = 'notify: ["person:slack"], via: [{push: 0m}]'
    assert judge(step, tool="pager") == ()
    assert judge(step, tool="suite") == ()
    assert judge(step, tool="gone") == ()
    assert judge(step, step, tool="chat") == (
        "push on escalation:desk reaches nobody: tool:chat is not of kind paging",
    )
    assert judge(step) == ("push on escalation:desk reaches nobody: the path names no paging tool",)


def test_push_suggests_a_paging_tool_of_the_plan() -> None:
    text = 'escalations: {d: {steps: [{notify: ["person:slack"], via: [{push: 0m}]}]}}' + PEOPLE
    (finding,) = judge_text(contact_method_missing, text).findings
    assert finding.help == 'use `tool: "tool:pager"`'
    assert finding.location.pointer == "/escalations/d/steps/0/via/0/push"
    assert finding.facts == {"person": None, "medium": "push", "uses": 1}
