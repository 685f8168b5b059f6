from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.channels.audience_not_in_channel import audience_not_in_channel
from commplan.testing import expect, judge_text
from commplan.testing.rules import Verdict

PEOPLE = """
stakeholders:
  people:
    alice: {name: Alice, slack: U01}
    bob: {name: Bob, slack: U02}
    chen: {name: Chen, slack: U03}
    dana: {name: Dana, slack: U04}
    erin: {name: Erin, slack: U05}
  groups:
    desk: {members: ["person:alice", "person:bob"]}
    all: {slack_usergroup: S01}
  external:
    netco: {name: NetCo}
"""
LIVE = """
people: {U01: alice, U02: bob, U03: chen, U04: dana, U05: erin, U06: finn}
usergroups: {S01: {handle: all, users: [U01, U02, U03, U04, U05]}}
channels:
  C01: {name: four, members: [U01, U02, U03, U04]}
  C02: {name: three, members: [U01, U02, U03]}
  C03: {name: archived, is_archived: true, members: []}
  C04: {name: old, members: []}
"""


def test_four_of_five_are_enough_and_three_are_not() -> None:
    expect(
        audience_not_in_channel,
        """
channels:
  four: {kind: slack, slack: C01, audience: ["group:all"]}
  three:
    kind: slack
    slack: C02
    audience: ["group:all"]  # <- 3 of 5 people of group:all are in #three (60 %, at least 80 %)
  by-name: {kind: slack, name: three, audience: ["group:desk", "external:netco"]}
  partners: {kind: slack, slack: C04, name: old, audience: ["external:netco"]}
  archived: {kind: slack, slack: C03, audience: ["group:all"]}
  missing: {kind: slack, slack: C09, audience: ["group:all"]}
  retired: {kind: slack, slack: C04, name: old, audience: ["group:all"], state: retired}
  broken: {kind: slack, slack: C04, name: old, audience: ["group:al"]}
  none: {kind: slack, slack: C04, name: old}
  mail: {kind: email, audience: ["group:all"]}"""
        + PEOPLE,
        workspace=LIVE,
    )


def test_the_share_can_be_set() -> None:
    plan = 'channels: {three: {kind: slack, slack: C02, audience: ["group:all"]}}' + PEOPLE
    for share, found in ((0.6, 0), (0.61, 1)):
        verdict = judge_text(
            audience_not_in_channel, plan, workspace=LIVE, parameters={"min_share": share}
        )
        assert len(verdict.messages) == found


def test_the_finding_in_full() -> None:
    plan = 'channels: {three: {kind: slack, slack: C02, audience: ["group:all"]}}' + PEOPLE
    (finding,) = judge_text(audience_not_in_channel, plan, workspace=LIVE).findings
    assert finding.message == (
        "3 of 5 people of group:all are in #three (60 %, at least 80 %); missing: dana and erin"
        " (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "invite them to #three in Slack, or correct the audience"
    assert finding.location.pointer == "/channels/three/audience"
    assert finding.resource == ("channel", "C02", "three")
    assert finding.facts == {
        "channel": "three",
        "id": "C02",
        "audience": ["group:all"],
        "people": 5,
        "present": 3,
        "missing": ["dana", "erin"],
        "min_share": 0.8,
        "read_at": "2026-11-21T09:00:00Z",
    }


def crowd(people: int, present: int) -> str:
    ids = [f"U{number:04}" for number in range(people)]
    accounts = ", ".join(f"{one}: p{one[1:]}" for one in ids)
    return f"""
    people: {{{accounts}}}
    usergroups: {{S01: {{handle: all, users: [{", ".join(ids)}]}}}}
    channels: {{C01: {{name: news, members: [{", ".join(ids[:present])}]}}}}
    """


def judged(live: str) -> Verdict:
    plan = 'channels: {news: {kind: slack, slack: C01, audience: ["group:all"]}}' + PEOPLE
    return judge_text(audience_not_in_channel, plan, workspace=live)


def test_of_many_five_are_named() -> None:
    (finding,) = judged(crowd(250, 100)).findings
    names = "p0100, p0101, p0102, p0103, p0104 and 145 more"
    assert (
        f"100 of 250 people of group:all are in #news (40 %, at least 80 %); missing: {names} ("
        in (finding.message)
    )
    missing = finding.facts["missing"]
    assert isinstance(missing, list)
    assert (len(missing), missing[0], missing[-1]) == (100, "p0100", "p0199")


def test_a_share_just_below_the_limit_is_not_rounded_up_to_it() -> None:
    (finding,) = judged(crowd(1000, 799)).findings
    assert "(79 %, at least 80 %)" in finding.message
    assert judged(crowd(1000, 800)).findings == ()


@given(st.integers(1, 40), st.integers(0, 40))
def test_the_limit_itself_is_enough(people: int, present: int) -> None:
    present = min(people, present)
    assert bool(judged(crowd(people, present)).findings) == (present * 10 < people * 8)


DEFAULTS = """
stakeholders:
  people: {alice: {name: Alice, slack: U01}, bob: {name: Bob, slack: U02}}
  groups:
    desk:
      members: ["person:alice", "person:bob"]
      default_channels:
      - "channel:news"
"""


def test_a_default_channel_is_for_the_whole_group() -> None:
    live = "{people: {U01: alice, U02: bob}, channels: {C01: {name: news, members: [U01]}}}"
    plan = "channels: {news: {kind: slack, slack: C01}}" + DEFAULTS
    (finding,) = judge_text(audience_not_in_channel, plan, workspace=live).findings
    assert finding.location.pointer == "/stakeholders/groups/desk/default_channels/0"
    assert finding.message.startswith(
        "1 of 2 people of group:desk are in its default channel #news (50 %, at least 80 %); "
        "missing: bob"
    )
    assert finding.help == ("invite them to #news in Slack, or take it out of `default_channels`")


def test_a_group_of_the_audience_is_told_of_with_it() -> None:
    live = "{people: {U01: alice, U02: bob}, channels: {C01: {name: news, members: [U01]}}}"
    plan = 'channels: {news: {kind: slack, slack: C01, audience: ["group:desk"]}}' + DEFAULTS
    (finding,) = judge_text(audience_not_in_channel, plan, workspace=live).findings
    assert finding.location.pointer == "/channels/news/audience"
    assert [(r.location.pointer, r.message) for r in finding.related] == [
        (
            "/stakeholders/groups/desk/default_channels/0",
            "group:desk has it as a default channel",
        )
    ]


def test_a_small_group_may_be_missing_from_an_audience_that_is_there() -> None:
    live = """
    people: {U01: alice, U02: bob, U03: c, U04: d, U05: e, U06: f}
    usergroups: {S01: {handle: all, users: [U02, U03, U04, U05, U06]}}
    channels: {C01: {name: news, members: [U02, U03, U04, U05, U06]}}
    """
    plan = 'channels: {news: {kind: slack, slack: C01, audience: ["group:all", "group:desk"]}}'
    plan += DEFAULTS + "    all: {slack_usergroup: S01}\n"
    (finding,) = judge_text(audience_not_in_channel, plan, workspace=live).findings
    assert finding.message.startswith("1 of 2 people of group:desk are in its default channel")


@pytest.mark.parametrize(
    ("audience", "live", "reason"),
    [
        ("group:all", "not_granted: ['channels:read']", "the token lacks the scope channels:read"),
        ("group:all", LIVE.replace(", members: [U01, U02, U03]", ""), "members: not read"),
        (
            "group:all",
            LIVE.replace("usergroups:", "unread: {usergroups: unsupported}\nx:").replace(
                "x: {S01: {handle: all, users: [U01, U02, U03, U04, U05]}}", ""
            ),
            "usergroups: unsupported",
        ),
        (
            "group:class",
            LIVE,
            "group:class lists no members and names no user group",
        ),
        (
            "group:left",
            LIVE.replace("U05: erin", "U05: {handle: erin, deleted: true}"),
            "nobody of group:left has an active account",
        ),
        (
            "group:some",
            LIVE,
            "the plan gives neither a Slack id nor an e-mail address of fay",
        ),
    ],
)
def test_what_cannot_be_known_is_not_assessed(audience: str, live: str, reason: str) -> None:
    plan = f'channels: {{three: {{kind: slack, slack: C02, audience: ["{audience}"]}}}}' + PEOPLE
    plan = plan.replace(
        "  groups:\n",
        """    fay: {name: Fay}
  groups:
    class: {class: end-users}
    left: {members: ["person:erin"]}
    some: {members: ["person:alice", "person:bob", "person:chen", "person:fay"]}
""",
    )
    verdict = judge_text(audience_not_in_channel, plan, workspace=live)
    assert verdict.messages == ()
    assert [(skipped.reason, skipped.pointer) for skipped in verdict.skipped] == [
        (reason, "/channels/three/audience")
    ]


def test_whoever_is_unknown_cannot_save_a_channel_that_few_are_in() -> None:
    plan = 'channels: {four: {kind: slack, slack: C04, name: old, audience: ["group:all"]}}'
    live = LIVE.replace("U04: dana", "U04: {handle: dana, team_id: T09}")
    (finding,) = judge_text(audience_not_in_channel, plan + PEOPLE, workspace=live).findings
    assert finding.message.startswith("0 of 4 people of group:all are in #old (0 %")


def test_a_private_channel_without_the_app_is_left_to_others() -> None:
    plan = (
        'channels: {sec: {kind: slack, slack: C09, visibility: private, audience: ["group:all"]}}'
        + PEOPLE
    )
    verdict = judge_text(audience_not_in_channel, plan, workspace=LIVE)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == "the app cannot see #sec (C09), which is private (CHN309)"
