from __future__ import annotations

import pytest

from commplan.api import LiveChannel
from commplan.rules.channels.undeclared_channel import undeclared_channel
from commplan.testing import expect, expect_fixed, judge_text, read_workspace

PLAN = """
metadata:
  id: it-ops
  managed:
    channels:
    - "it-*"
channels:
  it-help: {kind: slack, slack: C01}
  desk: {kind: slack, name: it-desk}
  old: {kind: slack, slack: C03, name: it-old, state: archived}
"""


def found(live: str, plan: str = PLAN, **more: object) -> list[tuple[str, str, object]]:
    verdict = judge_text(undeclared_channel, plan, workspace=live, **more)  # type: ignore[arg-type]
    assert verdict.skipped == ()
    return [(f.location.path, f.location.pointer, f.facts["id"]) for f in verdict.findings]


def test_channels_of_managed_names_that_are_in_no_plan() -> None:
    live = """
    channels:
      C01: it-help
      C02: it-desk
      C03: it-old
      C04: it-lab
      C05: {name: it-secret, is_private: true}
      C06: {name: it-gone, is_archived: true}
      C07: lab
      C08: team-it-x
    """
    at = "/metadata/managed/channels/0"
    assert found(live) == [("plan.yaml", at, "C04"), ("plan.yaml", at, "C05")]


def test_the_finding_stands_at_the_pattern() -> None:
    expect(
        undeclared_channel,
        """
        metadata:
          id: it-ops
          managed:
            channels:
            - inc-*
            - "it-*"  # <- #it-lab (C04) is in no plan, although it-ops manages it-*
            - "*-lab"
        """,
        workspace="channels: {C04: it-lab, C05: other}",
    )


def test_a_renamed_channel_and_a_name_given_anew_are_declared() -> None:
    assert found("channels: {C01: it-helpdesk, C09: it-help, C10: it-desk, C11: it-desk}") == []


def test_without_managed_names_nothing_is_undeclared() -> None:
    assert found("channels: {C04: it-lab}", PLAN.replace("managed", "unmanaged")) == []


OTHER = """
metadata: {id: net, managed: {channels: ["*-lab", "net-*"]}}
channels: {it-tools: {kind: slack, slack: C05}}
"""


def test_a_channel_of_any_plan_is_declared_and_each_other_one_is_found_once() -> None:
    live = "channels: {C04: it-lab, C05: it-tools, C06: net-core}"
    others = {"net.yaml": OTHER}
    assert found(live, path="it.yaml", others=others) == [
        ("it.yaml", "/metadata/managed/channels/0", "C04"),
        ("net.yaml", "/metadata/managed/channels/1", "C06"),
    ]
    verdict = judge_text(undeclared_channel, PLAN, workspace=live, path="it.yaml", others=others)
    first, second = verdict.findings
    assert first.message.startswith(
        "#it-lab (C04) is in no plan, although it-ops and net manage it-* (read"
    )
    assert (first.facts["plans"], second.facts["plans"]) == (["it-ops", "net"], ["net"])
    assert first.fingerprint != second.fingerprint


def test_two_channels_at_one_pattern_are_two_findings() -> None:
    verdict = judge_text(undeclared_channel, PLAN, workspace="channels: {C04: it-a, C05: it-b}")
    assert len({finding.fingerprint for finding in verdict.findings}) == 2


def test_a_plan_of_another_workspace_has_no_say() -> None:
    elsewhere = OTHER.replace("id: net,", "id: net, workspace: {team: T09},")
    verdict = judge_text(
        undeclared_channel,
        PLAN,
        workspace="channels: {C05: it-tools, C06: net-core}",
        others={"net.yaml": elsewhere},
    )
    assert [finding.facts["id"] for finding in verdict.findings] == ["C05"]
    assert [(s.path, s.reason) for s in verdict.skipped] == [
        (
            "net.yaml",
            "the workspace that was read is T01ACME, not T09 as the plan says (AUD302)",
        )
    ]


CREATED = "channels: {C04: {name: it-lab, creator: U09}}"


@pytest.mark.parametrize(
    ("person", "words", "gone"),
    [
        ("{handle: kim, deleted: true}", "; kim (U09), who created it, is deactivated", True),
        ("{deleted: true}", "; U09, who created it, is deactivated", True),
        ("{handle: kim}", "", False),
    ],
)
def test_a_creator_who_is_gone_is_named(person: str, words: str, gone: bool) -> None:
    live = f"people: {{U09: {person}}}\n" + CREATED
    (finding,) = judge_text(undeclared_channel, PLAN, workspace=live).findings
    assert finding.message == (
        f"#it-lab (C04) is in no plan, although it-ops manages it-*{words}"
        " (read Sat 2026-11-21 09:00Z)"
    )
    assert (finding.facts["creator"], finding.facts["creator_gone"]) == ("U09", gone)


def test_a_creator_of_whom_nothing_is_known_is_not_named() -> None:
    (finding,) = judge_text(undeclared_channel, PLAN, workspace=CREATED).findings
    assert (finding.facts["creator"], finding.facts["creator_gone"]) == ("U09", None)


def members(first: int, last: int) -> str:
    return "[" + ", ".join(f"U{number:02}" for number in range(first, last + 1)) + "]"


@pytest.mark.parametrize(
    ("help", "lab", "share"),
    [
        (members(1, 10), members(1, 10), 1.0),
        (members(1, 10), members(1, 8), 0.8),
        (members(1, 9), members(2, 10), 0.8),
        (members(1, 10), members(1, 7), None),
        (members(1, 10), members(3, 12), None),
        (members(1, 1), members(1, 1), None),
        ("[]", "[]", None),
    ],
)
def test_a_declared_channel_with_nearly_the_same_members(
    help: str, lab: str, share: float | None
) -> None:
    live = f"channels: {{C01: {{name: it-help, members: {help}}}, "
    live += f"C04: {{name: it-lab, members: {lab}}}}}"
    (finding,) = judge_text(undeclared_channel, PLAN, workspace=live).findings
    assert (finding.facts["like"], finding.facts["overlap"]) == (
        (None, None) if share is None else ("C01", share)
    )


def test_the_finding_in_full() -> None:
    live = f"""
    people: {{U02: {{handle: kim, deleted: true}}}}
    channels:
      C01: {{name: it-help, members: {members(1, 10)}}}
      C02: {{name: it-desk, members: {members(1, 9)}}}
      C04: {{name: it-lab, creator: U02, members: {members(1, 9)}}}
      C05: {{name: other, members: {members(1, 9)}}}
    """
    (finding,) = judge_text(undeclared_channel, PLAN, workspace=live).findings
    assert finding.message == (
        "#it-lab (C04) is in no plan, although it-ops manages it-*; kim (U02), who created it, is "
        "deactivated; of 9 people in it or in #it-desk, 9 are in both (100 %)"
        " (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "declare it, archive it in Slack, or let the pattern mean fewer names"
    assert finding.resource == ("channel", "C04", "it-lab")
    assert finding.facts == {
        "id": "C04",
        "name": "it-lab",
        "pattern": "it-*",
        "plans": ["it-ops"],
        "creator": "U02",
        "creator_gone": True,
        "like": "C02",
        "overlap": 1.0,
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_the_overlap_can_be_set() -> None:
    live = f"channels: {{C01: {{name: it-help, members: {members(1, 10)}}}, "
    live += f"C04: {{name: it-lab, members: {members(1, 7)}}}}}"
    (finding,) = judge_text(
        undeclared_channel, PLAN, workspace=live, parameters={"overlap": 0.7}
    ).findings
    assert finding.facts["overlap"] == 0.7


@pytest.mark.parametrize(
    ("unread", "reason"),
    [
        ("not_granted: ['groups:read']", "the token lacks the scope groups:read"),
        ("unread: {public-channels: partial}", "public-channels: partial"),
    ],
)
def test_a_listing_that_is_not_complete_is_no_pass(unread: str, reason: str) -> None:
    live = f"channels: {{C04: it-lab}}\n{unread}"
    verdict = judge_text(undeclared_channel, PLAN, workspace=live)
    assert [finding.facts["id"] for finding in verdict.findings] == ["C04"]
    assert [(s.reason, s.pointer) for s in verdict.skipped] == [
        (reason, "/metadata/managed/channels")
    ]


def test_a_channel_that_may_be_archived_is_not_assessed() -> None:
    live = read_workspace("")._replace(channels=(LiveChannel("C04", "it-lab"),))
    verdict = judge_text(undeclared_channel, PLAN, workspace=live)
    assert verdict.messages == ()
    assert [s.reason for s in verdict.skipped] == ["Slack does not tell whether C04 is archived"]


def test_plans_with_one_pattern_share_the_finding() -> None:
    live = "channels: {C04: it-lab}"
    second = PLAN.replace("id: it-ops", "id: second")
    assert len(found(live, others={"second.yaml": second})) == 1


def test_the_channel_is_declared_for_somebody_to_own() -> None:
    text = """
    metadata: {id: it-ops, managed: {channels: ["it-*"]}}
    channels:
      it-help: {kind: slack, slack: C01HELP}
    """
    live = "channels: {C01HELP: it-help, C09LAB: it-lab}"
    mended = """
    metadata: {id: it-ops, managed: {channels: ["it-*"]}}
    channels:
      it-help: {kind: slack, slack: C01HELP}
      it-lab: {kind: slack, slack: C09LAB}
    """
    expect_fixed(undeclared_channel, text, mended, workspace=live)
