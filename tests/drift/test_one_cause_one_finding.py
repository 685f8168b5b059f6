"""Who speaks of what, when somebody who is gone stands in several places."""

from collections.abc import Callable
from textwrap import dedent

from commplan.api import Drift

Join = Callable[..., Drift]

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
    chen: {name: Chen Wu, slack: U03CHEN}
"""
ALICE_LEFT = "people: {U01ALICE: {deleted: true}, U02BOB: bob, U03CHEN: chen}"
TWO_LEFT = "people: {U01ALICE: {deleted: true}, U02BOB: {deleted: true}, U03CHEN: chen}"


def with_people(plan: str) -> str:
    return dedent(plan) + PEOPLE


def told(drift: Drift) -> dict[str, list[str]]:
    """What each kind of rule would report."""
    found = drift.charges
    kinds = {
        "ESC305": [level.label for level in found.unstaffed],
        "ESC30x": [f"{call.level.label}: {call.target.reference}" for call in found.calls],
        "CHN303": [ownership.label for ownership in found.deserted],
        "STK30x": [account.person.id for account in found.accounts],
        "groups": [group.id for group in found.usergroups],
    }
    return {kind: labels for kind, labels in kinds.items() if labels}


def test_nobody_gone_is_nothing_told(join: Join) -> None:
    assert told(join(PEOPLE, "people: {U01ALICE: a, U02BOB: b, U03CHEN: c}")) == {}


def test_a_person_without_use_is_told_as_such(join: Join) -> None:
    assert told(join(PEOPLE, ALICE_LEFT)) == {"STK30x": ["alice"]}


def test_the_only_owner_is_told_with_the_channel(join: Join) -> None:
    plan = 'channels: {it-help: {kind: slack, slack: C01, owner: "person:alice"}}' + PEOPLE
    live = f"{ALICE_LEFT}\nchannels: {{C01: it-help}}"
    assert told(join(plan, live)) == {"CHN303": ["#it-help"]}


def test_every_channel_of_a_gone_owner_is_told(join: Join) -> None:
    plan = """
    channels:
      it-help: {kind: slack, slack: C01, owner: "person:alice"}
      status: {kind: status-page, owner: "person:alice"}
    """
    live = f"{ALICE_LEFT}\nchannels: {{C01: it-help}}"
    assert told(join(with_people(plan), live)) == {"CHN303": ["#it-help", "channel:status"]}


def test_one_of_two_owners_is_told_as_a_person(join: Join) -> None:
    plan = """
    channels: {it-help: {kind: slack, slack: C01, owner: "role:desk"}}
    """
    roles = "  roles: {desk: {holders: ['person:alice'], deputies: ['person:bob']}}\n"
    text = with_people(plan) + roles
    channels = "\nchannels: {C01: it-help}"
    assert told(join(text, ALICE_LEFT + channels)) == {"STK30x": ["alice"]}
    assert told(join(text, TWO_LEFT + channels)) == {"CHN303": ["#it-help"]}


def test_a_channel_that_is_missing_itself_tells_nothing_of_its_owner(join: Join) -> None:
    plan = 'channels: {it-help: {kind: slack, slack: C01, owner: "person:alice"}}' + PEOPLE
    assert told(join(plan, ALICE_LEFT)) == {"STK30x": ["alice"]}
    archived = ALICE_LEFT + "\nchannels: {C01: {name: it-help, is_archived: true}}"
    assert told(join(plan, archived)) == {"STK30x": ["alice"]}


def test_a_hidden_channel_stops_all_rules_on_it(join: Join) -> None:
    plan = (
        'channels: {sec: {kind: slack, slack: C01, owner: "person:alice", visibility: private}}'
        + PEOPLE
    )
    assert told(join(plan, ALICE_LEFT)) == {"STK30x": ["alice"]}


def test_a_retired_channel_needs_no_owner(join: Join) -> None:
    plan = """
    channels:
      old: {kind: slack, slack: C01, owner: "person:alice", state: retired}
      gone: {kind: email, owner: "person:alice", expires: "2026-11-01"}
    """
    assert told(join(with_people(plan), ALICE_LEFT)) == {"STK30x": ["alice"]}


PATH = """
channels: {it-help: {kind: slack, slack: C01, owner: "person:alice"}}
escalations:
  desk:
    steps:
    - notify: [%s]
    - notify: ["person:chen", "person:alice"]
"""


def test_a_step_target_is_told_once_and_with_the_step(join: Join) -> None:
    plan = PATH % '"person:alice", "person:bob"' + PEOPLE
    live = ALICE_LEFT + "\nchannels: {C01: it-help}"
    assert told(join(plan, live)) == {"ESC30x": ["step 1 of escalation:desk: person:alice"]}


def test_an_unstaffed_step_takes_the_place_of_its_targets(join: Join) -> None:
    plan = PATH % '"person:alice"' + PEOPLE
    live = ALICE_LEFT + "\nchannels: {C01: it-help}"
    assert told(join(plan, live)) == {
        "ESC305": ["step 1 of escalation:desk"],
        "ESC30x": ["step 2 of escalation:desk: person:alice"],
    }


def test_a_step_that_also_tells_a_channel_is_not_unstaffed(join: Join) -> None:
    plan = PATH % '"person:alice", "channel:it-help"' + PEOPLE
    live = ALICE_LEFT + "\nchannels: {C01: it-help}"
    assert told(join(plan, live)) == {"ESC30x": ["step 1 of escalation:desk: person:alice"]}


def test_a_step_that_may_still_reach_somebody_is_doubtful(join: Join) -> None:
    plan = PATH % '"person:alice", "person:bob"' + PEOPLE
    live = "people: {U01ALICE: {deleted: true}, U02BOB: {team_id: T09}, U03CHEN: chen}"
    drift = join(plan, live)
    assert told(drift)["ESC30x"] == ["step 1 of escalation:desk: person:alice"]
    first, second = drift.levels
    assert first.doubtful is drift.accounts["bob"]
    assert second.doubtful is None


ROTATION = """
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice", "person:bob"]
escalations:
  desk:
    steps:
    - notify: ["rotation:primary"]
    - notify: ["rotation:primary", "person:chen"]
"""


def test_a_rotation_counts_with_all_its_users(join: Join) -> None:
    drift = join(ROTATION + PEOPLE, ALICE_LEFT)
    assert told(drift) == {"ESC30x": ["step 1 of escalation:desk: person:alice"]}
    (call,) = drift.charges.calls
    assert call.target.reference.at.pointer == ("rotations", "primary", "users", 0)
    drift = join(ROTATION + PEOPLE, TWO_LEFT)
    assert told(drift) == {
        "ESC305": ["step 1 of escalation:desk"],
        "ESC30x": [
            "step 2 of escalation:desk: person:alice",
            "step 2 of escalation:desk: person:bob",
        ],
    }


def test_who_left_by_the_plans_own_account_is_no_news(join: Join) -> None:
    plan = (PATH % '"person:alice", "person:bob"' + PEOPLE).replace(
        "U01ALICE}", 'U01ALICE, until: "2026-10-31"}'
    )
    assert told(join(plan, ALICE_LEFT + "\nchannels: {C01: it-help}")) == {}


def test_a_step_of_leavers_only_is_unstaffed_all_the_same(join: Join) -> None:
    plan = (PATH % '"person:alice"' + PEOPLE).replace("U01ALICE}", 'U01ALICE, until: "2026-10-31"}')
    assert told(join(plan, ALICE_LEFT)) == {"ESC305": ["step 1 of escalation:desk"]}


GROUP = """
channels: {it-help: {kind: slack, slack: C01, owner: "group:it-ops"}}
escalations:
  desk:
    steps:
    - notify: [%s]
    - notify: ["person:alice"]
stakeholders:
  people: {alice: {name: Alice Ng, slack: U01ALICE}}
  groups: {it-ops: {slack_usergroup: S01}}
"""
LIVE = "people: {U01ALICE: alice}\nchannels: {C01: it-help}\nusergroups: "


def test_a_missing_user_group_is_told_with_the_step_else_as_a_group(join: Join) -> None:
    plan = GROUP % '"group:it-ops", "person:alice"'
    assert told(join(plan, LIVE)) == {"ESC30x": ["step 1 of escalation:desk: group:it-ops"]}
    assert told(join(GROUP % '"person:alice"', LIVE)) == {"groups": ["S01"]}
    assert told(join(GROUP % '"group:it-ops"', LIVE)) == {"ESC305": ["step 1 of escalation:desk"]}


def test_an_empty_or_disabled_user_group_is_told_as_a_group_while_others_answer(
    join: Join,
) -> None:
    for live in ("{S01: {users: []}}", "{S01: {users: [U01ALICE], date_delete: 1790000000}}"):
        shared = GROUP % '"group:it-ops", "person:alice"'
        assert told(join(shared, LIVE + live)) == {"groups": ["S01"]}
        alone = GROUP % '"group:it-ops"'
        assert told(join(alone, LIVE + live)) == {"ESC305": ["step 1 of escalation:desk"]}


def test_a_group_with_listed_members_is_called_through_them(join: Join) -> None:
    plan = (GROUP % '"group:it-ops"').replace(
        "{slack_usergroup: S01}", '{slack_usergroup: S01, members: ["person:alice"]}'
    )
    assert told(join(plan, LIVE)) == {"groups": ["S01"]}


def test_broken_references_are_left_to_their_own_rule(join: Join) -> None:
    plan = 'channels: {it-help: {kind: slack, slack: C01, owner: "person:zoe"}}' + PEOPLE
    drift = join(plan, ALICE_LEFT + "\nchannels: {C01: it-help}")
    assert told(drift) == {"STK30x": ["alice"]}
    assert drift.ownerships == ()


def test_the_other_places_are_named_once_each(join: Join) -> None:
    plan = PATH % '"person:bob", "person:alice"' + PEOPLE
    drift = join(plan, ALICE_LEFT + "\nchannels: {C01: it-help}")
    (call,) = drift.charges.calls
    found = drift.mentions(call.target.subject, call.target.reference.at)
    assert [mention.words for mention in found] == [
        "alice is U01ALICE here",
        "step 2 of escalation:desk calls person:alice",
        "#it-help has no other owner",
    ]
    assert call.target.reference.at not in [mention.at for mention in found]


def test_a_mention_without_consequence_comes_last(join: Join) -> None:
    plan = PEOPLE + "metadata: {id: x, owner: 'person:alice'}\n"
    drift = join(plan, ALICE_LEFT)
    (account,) = drift.charges.accounts
    assert [mention.words for mention in drift.mentions(account, account.at)] == [
        "the plan names person:alice"
    ]


def test_what_a_graver_rule_does_not_say_falls_to_the_next(join: Join) -> None:
    plan = PATH % '"person:alice"' + PEOPLE
    drift = join(plan, ALICE_LEFT + "\nchannels: {C01: it-help}")
    cases: list[tuple[set[str], dict[str, list[str]]]] = [
        ({"ESC303", "CHN303"}, {"ESC30x": ["step 1 of escalation:desk: person:alice"]}),
        ({"CHN303"}, {"CHN303": ["#it-help"]}),
        ({"ESC301"}, {"CHN303": ["#it-help"], "STK30x": ["alice"]}),
    ]
    for rules, expected in cases:
        assert told(Drift(drift.plan, drift.workspace, rules)) == expected
