import pytest

from commplan.rules.escalation.escalation_contact_not_in_channel import (
    escalation_contact_not_in_channel,
)
from commplan.testing import Verdict, expect, judge_text, read_workspace

PLAN = """
severities:
  sev1: {order: 1, path: "escalation:major"}
  sev2: {order: 2, path: "escalation:major"}
escalations:
  major:
    steps:
    - notify: ["person:alice"]
      ack_within: 15m
    - notify: ["person:bob", "person:alice"]
      ack_within: 15m
channels:
  incidents: {kind: slack, slack: C02INC, purpose: major-incident}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
"""
PEOPLE = "people: {U01ALICE: alice, U02BOB: bob, U03CHEN: chen, U0BOT: {is_bot: true}}\n"
READ = "(read Sat 2026-11-21 09:00Z)"
FIRST = "/escalations/major/steps/0/notify/0"


def live(members: str, more: str = "") -> str:
    return f"{PEOPLE}channels:\n  C02INC: {{name: incidents, members: [{members}]}}\n{more}"


def judged(members: str, plan: str = PLAN, more: str = "") -> Verdict:
    return judge_text(escalation_contact_not_in_channel, plan, workspace=live(members, more))


def told(members: str, plan: str = PLAN, more: str = "") -> list[str]:
    return [message.removesuffix(f" {READ}") for message in judged(members, plan, more).messages]


def reasons(verdict: Verdict) -> list[str]:
    assert verdict.messages == ()
    return [skipped.reason for skipped in verdict.skipped]


def test_whoever_is_there_is_well() -> None:
    verdict = judged("U01ALICE, U02BOB, U0BOT")
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_somebody_who_is_not_is_told_once_at_the_first_step_that_calls_them() -> None:
    (finding,) = judged("U02BOB").findings
    assert finding.message == (
        "alice (U01ALICE), whom step 1 of escalation:major calls for sev1 and sev2, "
        f"is not in #incidents (C02INC) {READ}"
    )
    assert finding.location.pointer == FIRST
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.id) == ("person", "U01ALICE")
    assert finding.facts["channels"] == ["incidents"]


def test_everybody_who_is_not_is_told() -> None:
    expect(
        escalation_contact_not_in_channel,
        PLAN.replace(
            '["person:alice"]', '["person:alice"]  # <- alice (U01ALICE), whom step 1'
        ).replace('["person:bob", "person:alice"]', '["person:bob"]  # <- whom step 2'),
        workspace=live("U03CHEN"),
    )


MESSAGES = """
messages:
  update: {kind: incident, when: severity is sev1, via: ["channel:war", "channel:mail"]}
  note: {kind: report, when: after sev2, via: ["channel:war"]}
"""
WAR = "  C03WAR: {name: war, members: [U02BOB]}\n"
WITH_WAR = (
    PLAN.replace(
        "stakeholders:", "  war: {kind: slack, slack: C03WAR}\n  mail: {kind: email}\nstakeholders:"
    )
    + MESSAGES
)


def test_channels_of_incident_messages_win_for_the_severities_that_they_name() -> None:
    assert told("U02BOB", WITH_WAR, WAR) == [
        (
            "alice (U01ALICE), whom step 1 of escalation:major calls for sev1 and sev2, "
            "is not in #war (C03WAR) or #incidents (C02INC)"
        )
    ]
    assert told("U01ALICE, U02BOB", WITH_WAR, WAR) == [
        "alice (U01ALICE), whom step 1 of escalation:major calls for sev1, is not in #war (C03WAR)"
    ]


def test_messages_by_other_routes_leave_the_channels_of_the_purpose() -> None:
    plan = WITH_WAR.replace('"channel:war", "channel:mail"', '"channel:mail"')
    assert told("U01ALICE, U02BOB", plan, WAR) == []
    assert len(told("U02BOB", plan, WAR)) == 1


def test_a_path_calls_for_its_own_severities_only() -> None:
    plan = PLAN.replace(
        'sev2: {order: 2, path: "escalation:major"}', 'sev2: {order: 2, path: "escalation:desk"}'
    ).replace(
        "escalations:\n",
        'escalations:\n  desk: {steps: [{notify: ["person:chen"], ack_within: 5m}]}\n'
        '  idle: {steps: [{notify: ["person:bob"], ack_within: 5m}]}\n',
    )
    assert told("U01ALICE, U02BOB", plan) == [
        (
            "chen (U03CHEN), whom step 1 of escalation:desk calls for sev2, "
            "is not in #incidents (C02INC)"
        )
    ]
    assert told("U01ALICE, U03CHEN", plan) == [
        (
            "bob (U02BOB), whom step 2 of escalation:major calls for sev1, "
            "is not in #incidents (C02INC)"
        )
    ]


def test_users_of_a_rotation_and_members_of_a_group_count_one_by_one() -> None:
    plan = PLAN.replace('["person:alice"]', '["rotation:primary"]').replace(
        '["person:bob", "person:alice"]', '["group:desk"]'
    )
    plan += """  groups: {desk: {members: ["person:chen"], slack_usergroup: S01}}
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
"""
    assert [message.partition(",")[0] for message in told("U01ALICE", plan)] == [
        "bob (U02BOB)",
        "chen (U03CHEN)",
    ]


def test_what_is_called_when_the_path_gives_up_is_no_step() -> None:
    plan = PLAN.replace("channels:", '    on_exhausted: {notify: ["person:chen"]}\nchannels:')
    assert told("U01ALICE, U02BOB", plan) == []


CREW = PLAN.replace('["person:bob", "person:alice"]', '["group:crew"]') + (
    "  groups: {crew: {slack_usergroup: S06CREW}}\n"
)


def test_of_a_user_group_everybody_should_be_there() -> None:
    group = "usergroups: {S06CREW: {handle: crew, users: [U02BOB, U03CHEN]}}"
    assert told("U01ALICE, U02BOB, U03CHEN", CREW, group) == []
    verdict = judged("U01ALICE", CREW, group)
    (finding,) = verdict.findings
    assert finding.message == (
        "of group:crew (S06CREW), whom step 2 of escalation:major calls for sev1 and sev2, "
        f"bob and chen are not in #incidents (C02INC) {READ}"
    )
    assert finding.resource is not None
    assert (finding.resource.kind, finding.resource.id) == ("usergroup", "S06CREW")
    (message,) = told("U01ALICE, U02BOB", CREW, group)
    assert message.endswith("chen is not in #incidents (C02INC)")


def test_whoever_is_called_by_name_too_is_not_told_again_under_their_user_group() -> None:
    plan = CREW.replace('["group:crew"]', '["group:crew", "person:bob"]')
    group = "usergroups: {S06CREW: {handle: crew, users: [U02BOB, U03CHEN]}}"
    assert [message.partition(",")[0] for message in told("U01ALICE, U03CHEN", plan, group)] == [
        "bob (U02BOB)"
    ]
    by_group, by_name = told("U01ALICE", plan, group)
    assert by_group.endswith(", chen is not in #incidents (C02INC)")
    assert by_name.startswith("bob (U02BOB), whom step 2 ")


def test_whoever_is_in_two_user_groups_is_told_once() -> None:
    plan = CREW.replace('["group:crew"]', '["group:crew", "group:desk"]').replace(
        "S06CREW}", "S06CREW}, desk: {slack_usergroup: S07DESK}"
    )
    groups = "usergroups: {S06CREW: {handle: crew, users: [U02BOB]}, "
    groups += "S07DESK: {handle: desk, users: [U02BOB, U03CHEN]}}"
    (message,) = told("U01ALICE, U03CHEN", plan, groups)
    assert message.startswith("of group:crew (S06CREW)")


@pytest.mark.parametrize(
    ("members", "more", "reasons_given"),
    [
        (
            "U01ALICE",
            "usergroups: {S06CREW: crew}",
            ["the members of S06CREW were not read"],
        ),
        (
            "U01ALICE",
            "unread: {usergroups: unsupported}",
            ["usergroups: unsupported"],
        ),
    ],
)
def test_a_user_group_that_was_not_read_is_not_assessed(
    members: str, more: str, reasons_given: list[str]
) -> None:
    assert reasons(judged(members, CREW, more)) == reasons_given


@pytest.mark.parametrize(
    ("workspace", "reason", "pointer"),
    [
        (
            PEOPLE + "channels: {C02INC: incidents}",
            "members: not read",
            "/channels/incidents/slack",
        ),
        (
            PEOPLE + "channels: {C02INC: incidents}\n"
            "unread: {members: {status: complete, exceptions: [{id: C02INC, status: hidden}]}}",
            "members: hidden",
            "/channels/incidents/slack",
        ),
        (
            live("U03CHEN").replace(PEOPLE, "") + "not_granted: ['users:read']",
            "the token lacks the scope users:read",
            FIRST,
        ),
    ],
)
def test_what_could_not_be_read_is_not_assessed(workspace: str, reason: str, pointer: str) -> None:
    verdict = judge_text(escalation_contact_not_in_channel, PLAN, workspace=workspace)
    assert verdict.messages == ()
    assert (reason, pointer) in [(s.reason, s.pointer) for s in verdict.skipped]


def test_a_private_channel_without_the_app_is_not_assessed() -> None:
    plan = PLAN.replace("purpose: major-incident", "purpose: major-incident, visibility: private")
    verdict = judge_text(escalation_contact_not_in_channel, plan, workspace=PEOPLE)
    assert reasons(verdict) == ["the app cannot see #incidents (C02INC), which is private (CHN309)"]


@pytest.mark.parametrize(
    "channels", ["", "channels: {C02INC: {name: incidents, is_archived: true, members: []}}"]
)
def test_a_channel_that_is_missing_or_archived_is_another_matter(channels: str) -> None:
    verdict = judge_text(escalation_contact_not_in_channel, PLAN, workspace=PEOPLE + channels)
    assert (verdict.messages, verdict.skipped) == ((), ())


@pytest.mark.parametrize(
    "change",
    [
        ("U01ALICE: alice", "U01ALICE: {deleted: true}"),
        ("U01ALICE: alice, ", ""),
        ("U01ALICE: alice", "U01ALICE: {is_bot: true}"),
    ],
)
def test_whoever_is_gone_is_told_elsewhere(change: tuple[str, str]) -> None:
    workspace = live("U02BOB").replace(*change)
    verdict = judge_text(escalation_contact_not_in_channel, PLAN, workspace=workspace)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_whoever_has_left_need_not_be_there() -> None:
    plan = PLAN.replace("U01ALICE}", 'U01ALICE, until: "2026-11-20"}')
    verdict = judged("U02BOB", plan)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_the_two_ids_of_a_person_are_one() -> None:
    joined = PEOPLE.replace("U01ALICE: alice", "W01ALICE: {enterprise_user_id: U01ALICE}")
    for member in ("U01ALICE", "W01ALICE"):
        workspace = live(f"{member}, U02BOB").replace(PEOPLE, joined)
        verdict = judge_text(escalation_contact_not_in_channel, PLAN, workspace=workspace)
        assert (verdict.messages, verdict.skipped) == ((), ())


def test_an_unknown_member_of_another_kind_may_be_somebody_who_seems_to_be_absent() -> None:
    assert reasons(judged("W77, U02BOB")) == [
        (
            "W77 is not among the accounts of the workspace; "
            "nobody can tell whether it is alice (U01ALICE)"
        )
    ]
    assert len(told("U77, U02BOB")) == 1
    enterprise = read_workspace(live("U77, U02BOB"))._replace(enterprise_id="E01")
    verdict = judge_text(escalation_contact_not_in_channel, PLAN, workspace=enterprise)
    assert len(reasons(verdict)) == 1


def test_without_a_channel_for_incidents_there_is_nothing_to_be_in() -> None:
    plan = PLAN.replace("purpose: major-incident", "purpose: team")
    verdict = judged("U03CHEN", plan)
    assert (verdict.messages, verdict.skipped) == ((), ())
    broken = PLAN.replace('path: "escalation:major"', 'path: "escalation:majr"')
    assert judged("U03CHEN", broken).messages == ()
