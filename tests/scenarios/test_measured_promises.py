"""Promises that were not kept: a whole audit of an export, with records beside the plan."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import main

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
severities:
  sev1: {order: 1, sla: "sla:major"}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: "calendar:uk"
    targets: {first_response: 30m}
    objective: {attainment: 0.9, window: 28d}
  major: {clock: 24x7, targets: {update_every: 30m}}
channels:
  it-help: {kind: slack, slack: C1, intake: {responders: "person:alice"}}
  incidents: {kind: slack, slack: C2, purpose: major-incident}
  team: {kind: slack, slack: C3}
messages:
  update: {kind: incident, when: sev1, via: ["channel:incidents"], sender: "person:alice"}
templates:
  delay: {type: delay-notice, marker: Delay notice}
evidence: {incidents: incidents.csv}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U1}
"""
INCIDENTS = "id,severity,started_at,resolved_at\nINC-7,sev1,2026-11-16T09:00Z,2026-11-16T11:00Z\n"
NINE = 1_794_819_600
"""2026-11-16 09:00 UTC, a Monday."""
SECRET = "the password is hunter2"  # what nothing may repeat


def asked(start: int, user: str, answered: int | None) -> list[dict[str, Any]]:
    """A request, and what Alice answers some minutes later."""
    root: dict[str, Any] = {
        "type": "message",
        "user": user,
        "ts": f"{start}.000100",
        "text": SECRET,
    }
    if answered is None:
        return [root]
    at = f"{start + answered * 60}.000200"
    told = {"thread_ts": root["ts"], "reply_count": 1, "latest_reply": at, "reply_users": ["U1"]}
    reply = {"type": "message", "user": "U1", "ts": at, "thread_ts": root["ts"], "text": SECRET}
    return [root | told, reply]


@pytest.fixture
def report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    """The report of an audit of five days, and what it prints."""
    messages: dict[str, list[dict[str, Any]]] = {"it-help": [], "incidents": [], "team": []}
    for day in range(5):
        for number in range(8):
            start = NINE + day * 86_400 + number * 1800
            late = 45 if day < 3 else 10
            messages["it-help"] += asked(start, f"U{5 + number}", late)
            messages["team"] += asked(start + 60, f"U{5 + number}", 5)
    messages["it-help"] += asked(NINE + 4 * 86_400 + 7 * 3600, "U9", None)
    messages["incidents"] += asked(NINE + 1200, "U1", None)
    folder = tmp_path / "export"
    names = {"it-help": "C1", "incidents": "C2", "team": "C3"}
    files: dict[str, Any] = {
        "users": [{"id": f"U{n}", "name": f"u{n}", "deleted": False} for n in range(1, 14)],
        "channels": [
            {"id": id_, "name": name, "created": 1_700_000_000} for name, id_ in names.items()
        ],
    }
    for name, told in messages.items():
        files[f"{name}/2026-11-16"] = told
        files[f"{name}/2026-08-01"] = [
            {"type": "message", "user": "U13", "ts": "1785571200.000100"}
        ]
        files[f"{name}/2026-11-22"] = [{"type": "message", "user": "U1", "ts": "1795338000.000100"}]
    for name, content in files.items():
        path = folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "incidents.csv").write_text(INCIDENTS, encoding="utf-8")
    code = main(
        [
            *("audit", "--workspace", f"export:{folder}", "--as-of", "2026-11-22T09:00:00Z"),
            *("--profile", "complete", "--select", "SLA401,SLA402,SLA403,SLA405,CHN401"),
            *("--format", "json", str(tmp_path / "plan.yaml")),
        ]
    )
    printed = capsys.readouterr().out
    return code, json.loads(printed), printed


def test_each_promise_that_was_not_kept_is_told_once(report: tuple[int, Any, str]) -> None:
    code, told, _ = report
    found = Counter((one["code"], one["outcome"]) for one in told["findings"])
    assert found == {
        (code, "fail"): 1 for code in ("CHN401", "SLA401", "SLA402", "SLA403", "SLA405")
    }
    assert (code, told["complete"], told["incomplete"]) == (1, True, [])
    facts = {one["code"]: one["facts"] for one in told["findings"]}
    assert (facts["SLA401"]["met"], facts["SLA401"]["missed"]) == (16, 25)
    assert facts["SLA402"]["gap_seconds"] == 100 * 60 - 1
    assert (facts["SLA403"]["n"], facts["SLA403"]["asked"]) == (1, 41)
    assert (facts["SLA405"]["n"], facts["SLA405"]["hits"]) == (25, 25)
    assert (facts["CHN401"]["hits"], facts["CHN401"]["n"]) == (40, 81)


def test_nothing_of_what_people_wrote_is_repeated(report: tuple[int, Any, str]) -> None:
    _, _, printed = report
    assert "hunter2" not in printed
    assert "U9" not in printed
