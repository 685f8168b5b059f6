"""What records beside a plan show, as users have it told: by the command, against a snapshot."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.checker.unmet import UNMEASURED
from commplan.cli.main import main
from commplan.testing.slack import SlackServer
from tests.scenarios.audited import DEMO, TOKEN

ROOT = Path(__file__).parents[2]
SNAPSHOT = f"snapshot:{ROOT / 'examples' / 'acme-workspace.json'}"
AS_OF = "2026-11-21T09:00:00Z"
MEASURED = ("ESC401", "NTF401", "REV401")
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops, timezone: UTC}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
  roles:
    dpo: {holders: ["person:alice", "person:bob"]}
severities:
  sev1:
    order: 1
    pir: {required: true, within: 3d}
escalations:
  major:
    steps:
    - notify: ["role:dpo"]
      ack_within: 5m
    drill:
      every: 7d
      records: evidence/drills.csv
obligations:
  gdpr-33:
    trigger: personal-data-breach
    deadline: 72h
    decision: "role:dpo"
"""
NAMED = """\
evidence:
  incidents: evidence/incidents.csv
  reviews: evidence/reviews.csv
  actions: evidence/actions.csv
  notifications: evidence/notifications.csv
"""
TABLES = {
    "drills": "path,date,level,notified_at,acknowledged_at\n"
    "major,2026-11-09,1,2026-11-09T10:00:00Z,2026-11-09T10:07:00Z\n",
    "incidents": "id,severity,started_at,closed_at\n"
    "INC-12,sev1,2026-11-09T08:00:00Z,2026-11-09T12:00:00Z\n",
    "reviews": "review,done\nINC-11,2026-10-08\n",
    "actions": "review,action,due,done\nINC-11,OPS-7,2026-11-20,\n",
    "notifications": "obligation,incident,aware_at,submitted_at\n"
    "gdpr-33,INC-12,2026-11-09T08:00:00Z,2026-11-12T09:00:00Z\n",
}
FOUND = [
    ("ESC401", "ack_within: 5m"),
    ("ESC401", "every: 7d"),
    ("NTF401", "deadline: 72h"),
    ("REV401", "pir: {required: true, within: 3d}"),
]
ACTION = ("REV401", "actions: evidence/actions.csv")

Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def command(name: str, *words: str, select: tuple[str, ...] = MEASURED) -> tuple[int, Any]:
        chosen = ("--select", ",".join(select), "--as-of", AS_OF, "--format", "json")
        code = main([name, *(words or ("plans",)), *chosen])
        return code, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def audit(run: Run) -> Run:
    return lambda **more: run("audit", "--workspace", SNAPSHOT, "plans", **more)


def write(plan: str, **tables: str) -> None:
    Path("plans/evidence").mkdir(parents=True, exist_ok=True)
    Path("plans/plan.yaml").write_text(plan, encoding="utf-8")
    for name, text in tables.items():
        Path(f"plans/evidence/{name}").write_text(text, encoding="utf-8")


def as_tables() -> None:
    write(PLAN + NAMED, **{f"{name}.csv": text for name, text in TABLES.items()})


def as_document(plan: str = "it-ops") -> None:
    records = {}
    for name, text in TABLES.items():
        header, *rows = (line.split(",") for line in text.splitlines())
        records[name] = [
            {key: cell for key, cell in zip(header, row, strict=True) if cell} for row in rows
        ]
    head = {"apiVersion": "commplan/v1", "kind": "Evidence", "metadata": {"id": "e", "plan": plan}}
    text = json.dumps({**head, "records": records}, indent=1)
    write(PLAN.replace("      records: evidence/drills.csv\n", ""), **{"all.yaml": text})


def found(report: Any) -> list[tuple[str, str]]:
    lines = Path("plans/plan.yaml").read_text(encoding="utf-8").splitlines()
    return sorted((f["code"], lines[f["line"] - 1].strip()) for f in report["findings"])


def test_an_audit_tells_what_the_records_show(audit: Run) -> None:
    as_tables()
    code, report = audit()
    assert found(report) == sorted([*FOUND, ACTION])
    assert (report["skipped"], report["complete"], code) == ([], True, 1)
    assert "alice" not in json.dumps(report["findings"])


def test_a_document_of_records_says_the_same(audit: Run) -> None:
    as_document()
    code, report = audit()
    assert found(report) == sorted([*FOUND, ("REV401", "metadata: {id: it-ops, timezone: UTC}")])
    assert (report["skipped"], code) == ([], 1)


def test_a_document_for_another_plan_says_nothing(audit: Run) -> None:
    as_document("elsewhere")
    code, report = audit()
    assert report["findings"] == []
    assert {skip["reason"] for skip in report["skipped"]} == {
        "the plan names no file of drills",
        "the plan names no file of incidents",
        "the plan names no file of notifications",
    }
    assert code == 0


def test_a_check_says_that_it_does_not_measure(run: Run) -> None:
    as_tables()
    code, report = run("check")
    assert (report["findings"], code) == ([], 0)
    assert {skip["code"]: skip["reason"] for skip in report["skipped"]} == dict.fromkeys(
        MEASURED, UNMEASURED
    )


def test_records_are_read_where_the_workspace_cannot_be(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_tables()
    with SlackServer(DEMO, token=TOKEN) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-another")
        code, report = run("audit", "plans")
        assert found(report) == sorted([*FOUND, ACTION])
        assert code == 4
        Path("plans/evidence/drills.csv").unlink()
        _, report = run("audit", "plans", select=("AUD201",))
        assert found(report) == [("AUD201", "records: evidence/drills.csv")]


def test_missing_and_malformed_files_are_told_by_the_rules_about_them(audit: Run) -> None:
    as_tables()
    Path("plans/evidence/drills.csv").unlink()
    Path("plans/evidence/notifications.csv").write_text("obligation\n", encoding="utf-8")
    code, report = audit(select=(*MEASURED, "AUD201", "AUD202"))
    codes = sorted(finding["code"] for finding in report["findings"])
    assert codes == ["AUD201", "AUD202", "REV401", "REV401"]
    assert sorted({skip["code"] for skip in report["skipped"]}) == ["AUD201", "ESC401", "NTF401"]
    assert code == 1


def test_a_late_notification_is_waived_with_its_reason(audit: Run) -> None:
    as_tables()
    waiver = """\
waivers:
  w1: {rule: NTF401, at: /obligations/gdpr-33, reason: the portal was down, owner: "person:bob",
    approved_by: "person:alice", created: "2026-11-13", expires: "2026-12-31"}
"""
    write(PLAN + NAMED + waiver)
    _, report = audit(select=("NTF401",))
    assert report["findings"] == []
    assert [entry["code"] for entry in report["waived"]] == ["NTF401"]


def test_a_plan_and_its_records_come_by_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_document()
    text = Path("plans/plan.yaml").read_text("utf-8") + "---\n"
    text += Path("plans/evidence/all.yaml").read_text("utf-8")
    pipe = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr("sys.stdin", pipe)
    code, report = run("audit", "--workspace", SNAPSHOT, "-")
    assert sorted(finding["code"] for finding in report["findings"]) == [
        *("ESC401",) * 2,
        "NTF401",
        *("REV401",) * 2,
    ]
    assert (report["skipped"], code) == ([], 1)
