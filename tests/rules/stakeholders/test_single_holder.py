from __future__ import annotations

import pytest

from commplan.rules.stakeholders.single_holder import single_holder
from commplan.testing import expect, judge_text

PEOPLE = "people: {alice: {name: A}, bob: {name: B}, chen: {name: C}}"


def test_roles_that_something_uses() -> None:
    expect(
        single_holder,
        f"""
        stakeholders:
          {PEOPLE}
          roles:
            duty: {{holders: ["person:alice"]}}  # <- only alice holds role:duty, a target of step 2
            dpo: {{holders: ["person:alice"]}}  # <- only alice holds role:dpo, the decision-maker
            lead: {{holders: ["person:bob"]}}  # <- only bob holds role:lead, the sender of message
            boss: {{holders: ["person:bob"]}}  # <- only bob holds role:boss, the approver of
            last: {{deputies: ["person:bob"]}}  # <- only bob holds role:last, a target of
            idle: {{holders: ["person:bob"]}}
            owner: {{holders: ["person:bob"]}}
            heard: {{holders: ["person:bob"]}}
        metadata: {{id: x, owner: "role:owner", approver: "role:owner"}}
        escalations:
          p:
            steps: [{{notify: ["person:alice"]}}, {{notify: ["role:duty", "person:bob"]}}]
            on_exhausted: {{notify: ["role:last"]}}
        obligations: {{gdpr-33: {{deadline: 72h, decision: "role:dpo"}}}}
        messages: {{m: {{sender: "role:lead", approver: "role:boss", audience: ["role:heard"]}}}}
        """,
    )


@pytest.mark.parametrize(
    "role",
    [
        '{holders: ["person:alice"], deputies: ["person:bob"]}',
        '{holders: ["person:alice", "person:bob"]}',
        '{deputies: ["group:two"]}',
        '{holders: ["rotation:turns"]}',
        '{holders: ["person:alice"], deputies: ["group:unknown", "person:bob"]}',
    ],
)
def test_two_people_are_enough(role: str) -> None:
    expect(single_holder, uses(role))


def uses(role: str) -> str:
    """A plan in which a path uses a role."""
    return f"""
        stakeholders:
          {PEOPLE}
          groups:
            two: {{members: ["person:alice", "person:bob"]}}
            unknown: {{slack_usergroup: S01}}
          roles: {{duty: {role}}}
        rotations:
          turns: {{timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["group:two"]}}
          solo: {{timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:alice"]}}
        escalations: {{p: {{steps: [{{notify: ["role:duty"]}}]}}}}
        """


@pytest.mark.parametrize(
    "role",
    [
        '{holders: ["person:alice", "person:alice"]}',
        '{holders: ["person:alice"], deputies: ["rotation:solo"]}',
    ],
)
def test_the_same_person_twice_is_one(role: str) -> None:
    assert judge_text(single_holder, uses(role)).messages == (
        "only alice holds role:duty, a target of step 1 of escalation:p",
    )


def test_more_can_be_asked_for() -> None:
    text = uses('{holders: ["person:alice"], deputies: ["person:bob"]}')
    verdict = judge_text(single_holder, text, parameters={"min_holders": 3})
    assert verdict.messages == (
        "only alice and bob hold role:duty, a target of step 1 of escalation:p",
    )
    assert verdict.findings[0].help == "add people to its `deputies`, so that there are 3"
    assert judge_text(single_holder, text, parameters={"min_holders": 2}).messages == ()


def test_members_that_only_slack_knows() -> None:
    verdict = judge_text(single_holder, uses('{holders: ["person:alice", "group:unknown"]}'))
    assert verdict.findings == ()
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (
            "how many people are in group:unknown is known to Slack only",
            "/escalations/p/steps/0/notify/0",
        )
    ]


def test_owners_of_channels_on_which_something_depends() -> None:
    expect(
        single_holder,
        f"""
        stakeholders:
          {PEOPLE}
          groups:
            one: {{members: ["person:chen"]}}  # <- only chen belongs to group:one, the owner of
        rotations:
          solo:  # <- only bob takes turns in rotation:solo, the owner of channel:told, which
            {{timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:bob"]}}
        channels:
          help: {{kind: slack, owner: "person:alice"}}  # <- alice alone is the owner of
          alarm: {{kind: slack, owner: "group:one"}}
          told: {{kind: email, owner: "rotation:solo", fallback: "channel:spare"}}
          spare: {{kind: phone, owner: "person:bob"}}
          chat: {{kind: slack, owner: "person:bob"}}
        slas: {{desk: {{applies: {{channel: help}}, targets: {{first_response: 1h}}}}}}
        monitoring: {{vpn: {{alerts: {{vpn-down: {{channel: "channel:alarm"}}}}}}}}
        messages:
          update: {{kind: incident, via: ["channel:told"]}}
          news: {{kind: change, via: ["channel:chat"]}}
        """,
    )


SEVERITIES = f"""
stakeholders: {{{PEOPLE}}}
channels:
  incidents: {{kind: slack, purpose: major-incident, owner: "person:alice"}}
  news: {{kind: slack, owner: "person:bob"}}
severities: {{sev1: {{order: 1}}, sev2: {{order: 2}}}}
messages: {{update: {{kind: change, when: "sev1 or sev2", via: ["channel:news"]}}}}
"""


def test_a_severity_that_no_incident_message_names_uses_the_channel_for_major_incidents() -> None:
    assert judge_text(single_holder, SEVERITIES).messages == (
        "alice alone is the owner of channel:incidents, which severity sev1 and severity sev2 need",
    )
    named = SEVERITIES.replace("kind: change", "kind: incident")
    assert judge_text(single_holder, named).messages == (
        "bob alone is the owner of channel:news, which 'update' needs",
    )
    in_part = named.replace("sev1 or sev2", "sev1")
    assert judge_text(single_holder, in_part).messages == (
        "bob alone is the owner of channel:news, which 'update' needs",
        "alice alone is the owner of channel:incidents, which severity sev2 needs",
    )


def test_one_person_is_reported_once_under_the_gravest_use() -> None:
    text = f"""
        stakeholders:
          {PEOPLE}
          roles: {{duty: {{holders: ["person:alice"]}}}}
        channels:
          a: {{kind: slack, owner: "role:duty"}}
          b: {{kind: slack, owner: "person:alice"}}
        slas: {{s: {{applies: {{channel: [a, b, gone]}}, targets: {{resolve: 1d}}}}}}
        obligations: {{o: {{deadline: 72h, decision: "role:duty"}}}}
        escalations: {{p: {{steps: [{{notify: ["role:duty"]}}]}}}}
        """
    role, owner = judge_text(single_holder, text).findings
    assert (
        role.message
        == "only alice holds role:duty, a target of step 1 of escalation:p (and 2 more)"
    )
    assert role.location.pointer == "/stakeholders/roles/duty"
    assert [r.location.pointer for r in role.related] == [
        "/escalations/p/steps/0/notify/0",
        "/channels/a/owner",
        "/obligations/o/decision",
    ]
    assert role.facts == {
        "subject": "role:duty",
        "people": ["alice"],
        "required": 2,
        "uses": 3,
    }
    assert owner.message == "alice alone is the owner of channel:b, which sla:s needs"
    assert (owner.location.pointer, owner.related) == ("/channels/b/owner", ())


@pytest.mark.parametrize("role", ["{}", '{holders: ["group:empty"]}'])
def test_nobody_is_reported_where_no_other_rule_does(role: str) -> None:
    decides = f"""
stakeholders: {{groups: {{empty: {{}}}}, roles: {{duty: {role}}}}}
obligations: {{o: {{deadline: 72h, decision: "role:duty"}}}}
"""
    assert judge_text(single_holder, decides).messages == (
        "nobody holds role:duty, the decision-maker of obligation o",
    )
    sends = f'{decides}messages: {{m: {{sender: "role:duty"}}}}\n'
    assert judge_text(single_holder, sends).messages == ()


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("role:duty", "role:duyt"),
        ('{holders: ["person:alice"]}', '{holders: ["person:alcie"]}'),
        ('{holders: ["person:alice"]}', '{holders: ["role:duty"]}'),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    text = uses('{holders: ["person:alice"]}')
    assert judge_text(single_holder, text).messages
    verdict = judge_text(single_holder, text.replace(change, to))
    assert verdict.findings == verdict.skipped == ()
