"""Channels that are to be measured further back than they can be read, audited live."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commplan.testing.slack import AUDIT_SCOPES, SlackServer
from tests.scenarios.audited import Audit, Outcome, changed

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
channels:
  it-help: {kind: slack, slack: C01HELP}
  incidents: {kind: slack, slack: C02INC}
  team: {kind: slack, slack: C04OPS}
slas:
  helpdesk:
    applies: {channel: it-help}
    targets: {first_response: 30m}
    objective:
      window: 28d
"""
WINDOW = "window: 28d"
QUESTION = {"user": "U07GRACE", "text": "The VPN is down."}


def asked(*ages: str, **changes: Any) -> dict[str, Any]:
    """The demo with questions in the measured channel and no other messages there."""
    messages = [{**QUESTION, "ago": age} for age in ages]
    return changed(C01HELP={"messages": messages, "pins": []}, **changes)


def audit_history(audit: Audit, *given: Any, select: str = "AUD303", **options: Any) -> Outcome:
    return audit(*given, words=("--select", select), **options)


@pytest.mark.parametrize(
    ("seed", "found"),
    [
        (asked("40d", "1d"), False),
        (asked("28d 1h", "1d"), False),
        (asked("27d", "1d"), True),
        (asked(), True),
        (asked("200d", "20d", workspace={"plan": "free"}), True),
        (asked("200d", "89d", "20d", workspace={"plan": "free"}), False),
    ],
)
def test_history_reaches_back_to_the_window_or_not(
    audit: Audit, seed: dict[str, Any], found: bool
) -> None:
    outcome = audit_history(audit, seed, PLAN)
    assert outcome.found == ([("AUD303", WINDOW, "C01HELP")] if found else [])
    assert outcome.report["skipped"] == []
    assert outcome.code == 0


def test_a_rule_that_looks_further_back_than_the_plan_is_told(audit: Audit) -> None:
    """Eight weeks, and not in the channel in which nobody asks for anything."""
    seed = asked("40d", "1d")
    outcome = audit_history(audit, seed, PLAN, select="AUD303,TKT402")
    (found,) = (one for one in outcome.report["findings"] if one["code"] == "AUD303")
    assert found["pointer"] == "/channels/it-help"
    assert found["message"].startswith(
        "TKT402 (backlog-growing) is measured over 56d, but the oldest readable message of #it-help"
    )
    assert audit_history(audit, asked("57d", "1d"), PLAN, select="AUD303,TKT402").found == []


def test_a_free_workspace_is_recognised_by_its_ninety_days(audit: Audit) -> None:
    seed = asked("200d", "89d", "20d", workspace={"plan": "free"})
    outcome = audit_history(audit, seed, PLAN.replace("28d", "180d"))
    (finding,) = outcome.report["findings"]
    assert "89 days old" in finding["message"]
    assert "free workspaces show 90 days" in finding["message"]


def test_only_measured_channels_are_read_and_no_text_is_kept(audit: Audit) -> None:
    servers: list[SlackServer] = []
    outcome = audit_history(audit, asked("2d"), PLAN, trouble=servers.append)
    calls = servers[0].calls("conversations.history")
    assert {call.arguments["channel"] for call in calls} == {"C01HELP"}
    assert "VPN" not in outcome.output


def test_a_channel_without_the_app_is_not_assessed(audit: Audit) -> None:
    outcome = audit_history(audit, changed(C01HELP={"members": ["U01ALICE"]}), PLAN)
    assert outcome.found == []
    (skipped,) = outcome.report["skipped"]
    assert (skipped["pointer"], "not_in_channel" in skipped["reason"]) == (
        "/channels/it-help/slack",
        True,
    )


def test_without_the_scope_that_is_named_and_nothing_is_accused(audit: Audit) -> None:
    scopes = tuple(scope for scope in AUDIT_SCOPES if not scope.endswith(":history"))
    outcome = audit_history(audit, asked("2d"), PLAN, select="AUD3", scopes=scopes)
    assert set(outcome.codes) == {"AUD301"}
    assert "AUD303" in {skipped["code"] for skipped in outcome.report["skipped"]}


ANSWERED = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
channels:
  it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
slas:
  helpdesk:
    applies: {channel: it-help}
    targets: {first_response: 2d}
    objective: {attainment: 0.9}
stakeholders:
  people: {alice: {name: Alice Ng, slack: U01ALICE}}
"""


def test_threads_that_need_not_be_read_are_told(audit: Audit, tmp_path: Path) -> None:
    page = tmp_path / "audit.md"
    servers: list[SlackServer] = []
    asked_of_all = {**QUESTION, "ago": "40d"}
    only_one = {**QUESTION, "ago": "3d", "thread": [{"user": "U01ALICE", "ago": "2d"}]}
    others_first = {
        **QUESTION,
        "ago": "6d",
        "thread": [{"user": "U07GRACE", "ago": "5d"}, {"user": "U01ALICE", "ago": "5d"}],
    }
    seed = changed(C01HELP={"messages": [asked_of_all, others_first, only_one], "pins": []})
    words = ("--select", "SLA401", "--format", f"markdown:{page}")
    outcome = audit(seed, ANSWERED, words=words, trouble=servers.append)
    assert servers[0].count("conversations.replies") == 1
    (finding,) = outcome.report["findings"]
    assert finding["facts"]["n"] == 2
    assert finding["facts"]["mean_seconds"] == 86_400
    told = "; 1 of 2 threads with unread replies need not be read"
    assert told in page.read_text(encoding="utf-8")
