"""How much of what is live the plans know of; what was not read is in no number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.checker.coverage import coverage
from commplan.checker.live import load_plans
from commplan.checker.target import Target
from commplan.finding import Coverage
from commplan.plan import Plan
from commplan.testing.workspaces import read_workspace
from commplan.workspace import Reading, Status, Workspace
from tests.depth import examples

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: {id}
  workspace: {{team: {team}}}
  managed: {{channels: [{channels}], usergroups: [{usergroups}]}}
stakeholders:
  groups:
    leads: {{slack_usergroup: S1LEADS}}
    gone: {{slack_usergroup: S9GONE}}
channels:
  help: {{kind: slack, slack: C1HELP}}
  old: {{kind: slack, slack: C2OLD}}
  gone: {{kind: slack, slack: C9GONE}}
  retired: {{kind: slack, slack: C8RETIRED, state: retired}}
  named: {{kind: slack, name: team}}
  hidden: {{kind: slack, slack: C7HIDDEN, visibility: private}}
  status: {{kind: status-page}}
"""
WORKSPACE = """\
channels:
  C1HELP: help
  C2OLD: {name: old, is_archived: true}
  C3TEAM: team
  C4LUNCH: lunch
  C5BOARD: {name: board, is_private: true}
  C6PAST: {name: past, is_archived: true}
usergroups:
  S1LEADS: leads
  S2OTHERS: others
  S3PAST: {handle: past, date_delete: 1700000000}
"""


def plan(
    folder: Path, *, id: str = "a", team: str = "T01ACME", channels: str = "", usergroups: str = ""
) -> Plan:
    path = folder / f"{id}.yaml"
    text = PLAN.format(id=id, team=team, channels=channels, usergroups=usergroups)
    if not channels and not usergroups:
        text = "".join(line for line in text.splitlines(True) if "managed:" not in line)
    path.write_text(text, "utf-8")
    (loaded,) = load_plans(Target((str(path),), frozenset({str(path)})))
    return loaded


def unread(workspace: Workspace, *facts: str, status: Status = Status.NOT_GRANTED) -> Workspace:
    readings = tuple(
        Reading(r.fact, status, ("x:read",)) if r.fact in facts else r for r in workspace.readings
    )
    return workspace._replace(readings=readings)


def test_managed_undeclared_and_missing_are_counted(tmp_path: Path) -> None:
    channels, usergroups = coverage([plan(tmp_path)], read_workspace(WORKSPACE))
    # help and team; lunch and board; old, which is archived, and gone; hidden is not known.
    assert channels == Coverage("channels", True, 2, 2, 2, not_read=1)
    assert (channels.total, channels.percent) == (6, 33)
    assert usergroups == Coverage("usergroups", True, 1, 1, 1)
    assert usergroups.percent == 33


def test_only_names_that_some_plan_manages_can_be_undeclared(tmp_path: Path) -> None:
    one = plan(tmp_path, channels='"lun*"', usergroups='"x*"')
    channels, usergroups = coverage([one], read_workspace(WORKSPACE))
    assert (channels.undeclared, channels.managed) == (1, 2)
    assert (usergroups.undeclared, usergroups.managed) == (0, 1)
    two = plan(tmp_path, id="b", channels='"board"', usergroups='"others"')
    channels, usergroups = coverage([one, two], read_workspace(WORKSPACE))
    assert (channels.undeclared, usergroups.undeclared) == (2, 1)


def test_two_plans_that_say_the_same_count_once(tmp_path: Path) -> None:
    plans = [plan(tmp_path), plan(tmp_path, id="b")]
    assert coverage(plans, read_workspace(WORKSPACE)) == coverage(
        plans[:1], read_workspace(WORKSPACE)
    )


def test_a_plan_of_another_workspace_declares_nothing_here(tmp_path: Path) -> None:
    channels, usergroups = coverage([plan(tmp_path, team="T02OTHER")], read_workspace(WORKSPACE))
    assert (channels.managed, channels.missing, channels.undeclared) == (0, 0, 4)
    assert (usergroups.managed, usergroups.missing, usergroups.undeclared) == (0, 0, 2)


def test_nothing_of_nothing_is_no_share() -> None:
    for found in coverage([], read_workspace("")):
        assert (found.counted, found.total, found.percent, found.reason) == (True, 0, None, None)


def test_what_was_not_listed_is_not_counted(tmp_path: Path) -> None:
    live = unread(read_workspace(WORKSPACE), *("public-channels", "private-channels", "usergroups"))
    channels, usergroups = coverage([plan(tmp_path)], live)
    for found in (channels, usergroups):
        assert not found.counted
        assert (found.managed, found.undeclared, found.missing, found.percent) == (0, 0, 0, None)
        assert found.reason == "the token lacks the scope x:read"


@pytest.mark.parametrize("status", [Status.NOT_GRANTED, Status.PARTIAL, Status.FAILED])
def test_one_list_is_counted_without_the_other(tmp_path: Path, status: Status) -> None:
    live = unread(read_workspace(WORKSPACE), "private-channels", status=status)
    channels, _ = coverage([plan(tmp_path)], live)
    assert channels.counted
    # A channel that is not among the public ones may be a private one that was not read.
    assert (channels.managed, channels.undeclared, channels.missing) == (2, 1, 1)
    assert channels.not_read == 2
    assert channels.reason is not None
    assert channels.reason.startswith("private channels: ")


IDS = ("C1", "C2", "C3", "C4")


@examples(80)
@given(st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_against_sets(declared: set[str], there: set[str], archived: set[str]) -> None:
    live = read_workspace(
        "channels:\n  C0: other\n"
        + "".join(
            f"  {one}: {{name: {one.lower()}, is_archived: {str(one in archived).lower()}}}\n"
            for one in sorted(there)
        )
    )
    plans = [_plan_of(declared)]
    found, _ = coverage(plans, live)
    usable = there - archived
    assert found.managed == len(declared & usable)
    assert found.missing == len(declared - usable)
    assert found.undeclared == len(usable - declared) + 1


def _plan_of(declared: set[str]) -> Plan:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        channels = "".join(
            f"  {one.lower()}: {{kind: slack, slack: {one}}}\n" for one in sorted(declared)
        )
        path.write_text(
            "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: p}\n"
            + (f"channels:\n{channels}" if channels else ""),
            "utf-8",
        )
        (loaded,) = load_plans(Target((str(path),), frozenset({str(path)})))
        return loaded
