"""The documents beside a plan: baselines, waivers and evidence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest

Schemas = Mapping[str, dict[str, Any]]
Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]
Place = tuple[str | int, ...]

NOTHING: frozenset[Place] = frozenset()


def _head(kind: str, **metadata: str) -> dict[str, Any]:
    return {"apiVersion": "commplan/v1", "kind": kind, "metadata": {"id": "a", **metadata}}


# Baselines


def test_a_baseline_has_the_sections_of_a_plan(schemas: Schemas) -> None:
    assert list(schemas["baseline"]["properties"]) == list(
        schemas["communication-plan"]["properties"]
    )


def test_a_baseline_takes_whatever_a_plan_takes(faults: Faults, full_plan: Any) -> None:
    assert faults("baseline", {**full_plan, "kind": "Baseline"}) == NOTHING


def test_a_baseline_may_be_partial(faults: Faults) -> None:
    baseline = {
        **_head("Baseline"),
        "channels": {"desk": {"visibility": "public"}},
        "severities": {"grave": {"pir": {"required": True}}},
        "stakeholders": {"people": {"ann": {}}},
    }
    assert faults("baseline", baseline) == NOTHING


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "CommunicationPlan"}, ("kind",)),
        ({"metadata": {}}, ("metadata",)),
        ({"channel": {}}, ()),
        ({"channels": {"desk": {"ownr": "x"}}}, ("channels", "desk")),
        ({"slas": {"a": {"targets": {"resolve": "4"}}}}, ("slas", "a", "targets", "resolve")),
        ({"escalations": {"a": {"steps": [{}]}}}, ("escalations", "a", "steps", 0)),
    ],
)
def test_a_baseline_is_as_strict_with_what_it_says(
    faults: Faults, change: dict[str, Any], place: Place
) -> None:
    assert faults("baseline", {**_head("Baseline"), **change}) == {place}


# Waivers

WAIVERS = {
    **_head("Waivers", plan="it-ops"),
    "waivers": {"w1": {"rule": ["AVL204"], "at": "/rotations", "expires": "2027-01-31"}},
}


def test_waivers(faults: Faults) -> None:
    assert faults("waivers", WAIVERS) == NOTHING


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "Waiver"}, ("kind",)),
        ({"metadata": {"id": "a"}}, ("metadata",)),
        ({"channels": {}}, ()),
        ({"waivers": {"w1": {"rule": "AVL204"}}}, ("waivers", "w1")),
        ({"waivers": [{"rule": "AVL204", "at": "/"}]}, ("waivers",)),
    ],
)
def test_broken_waivers(faults: Faults, change: dict[str, Any], place: Place) -> None:
    assert faults("waivers", {**WAIVERS, **change}) == {place}


# Evidence

CSV = {
    "training": "person,course,completed\nann,writing,2026-03-02\n",
    "reviews": "review,done,by\nplan,2026-09-14,ann\nplan,2026-03-14,\n",
    "actions": "review,action,due,done\nINC-1,Q-7,2026-12-01,\nplan,Q-8,2026-10-01,2026-09-30\n",
    "surveys": "date,wave,group,score\n2026-09-30,2026-Q3,finance,4\n2026-09-30,,,4.5\n",
    "drills": "path,date,level,notified_at,acknowledged_at\n"
    "call,2026-11-16,1,2026-11-16T10:00:00Z,2026-11-16T10:03:00Z\n"
    "call,2026-11-16,2,2026-11-16T10:05:00Z,\n",
    "incidents": "id,severity,started_at,acknowledged_at,resolved_at,closed_at,team\n"
    "INC-1,grave,2026-11-09T08:00Z,2026-11-09T08:04Z,,,harbour\n",
    "updates": "incident,posted_at,phase,next_update_at\n"
    "INC-1,2026-11-09T08:15Z,investigating,2026-11-09T08:45Z\nINC-1,2026-11-09T08:40Z,,\n",
    "tickets": "key,request_ts,channel,created_at,assignee,closed_at\n"
    "Q-1,1793955600.000100,C0DESK,2026-11-09T08:00:00+01:00,ann,\nQ-2,,,2026-11-09T08:00:00Z,,\n",
    "pages": "path,at,person\ncall,2026-11-09T03:12:00Z,ann\ncall,2026-11-09T03:20:00+01:00,\n",
    "notifications": "obligation,incident,aware_at,submitted_at\n"
    "spill,INC-1,2026-05-01T09:00:00Z,2026-05-03T15:30:00.5Z\nspill,INC-2,2026-05-01T09:00:00Z,\n",
    "analytics": "date,user,posts,channel_posts\n2026-11-16,U0ANN,42,30\n",
}


def _rows(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("kind", CSV)
def test_rows_of_csv_files(schemas: Schemas, faults: Faults, kind: str) -> None:
    rows = _rows(CSV[kind])
    assert [row for row in rows if faults(f"evidence#/$defs/{kind}_row", row)] == []
    columns = schemas["evidence"]["$defs"][f"{kind}_row"]["properties"]
    assert set(columns) <= set(rows[0])


def test_records_in_a_document(faults: Faults) -> None:
    records: dict[str, Any] = {kind: _rows(text) for kind, text in CSV.items()}
    records["surveys"][0]["score"] = 4.5
    records["drills"][1]["acknowledged_at"] = None
    evidence = {**_head("Evidence", plan="it-ops"), "records": records}
    assert faults("evidence", evidence) == NOTHING


@pytest.mark.parametrize(
    ("kind", "row", "place"),
    [
        ("training", {"person": "ann", "course": "writing"}, ()),
        ("training", {"person": "ann", "course": "c", "completed": "2.3.26"}, ("completed",)),
        ("training", {"person": "a", "course": "c", "completed": "2026-03-02", "x": ""}, ()),
        ("actions", {"review": "INC-1", "action": "Q-7", "due": ""}, ("due",)),
        ("actions", {"review": "1", "action": "2", "due": "2026-12-01", "done": "x"}, ("done",)),
        ("surveys", {"date": "2026-09-30", "score": "good"}, ("score",)),
        ("drills", {"path": "call", "date": "2026-11-16", "level": "first"}, ("level",)),
        ("drills", {"path": "call", "date": "2026-11-16", "level": -1}, ("level",)),
        ("incidents", {"id": "1", "severity": "grave", "started_at": ""}, ("started_at",)),
        ("tickets", {"key": "Q-1", "created_at": "2026-11-09"}, ("created_at",)),
        (
            "tickets",
            {"key": "Q-1", "created_at": "2026-11-09T08:00", "request_ts": 1.5},
            ("request_ts",),
        ),
        (
            "notifications",
            {"obligation": "spill", "incident": "1", "aware_at": "2026-05-32T09:00Z"},
            ("aware_at",),
        ),
        ("analytics", {"date": "2026-11-16", "user": "U0", "posts": "1"}, ()),
    ],
)
def test_broken_rows(faults: Faults, kind: str, row: dict[str, Any], place: Place) -> None:
    assert faults(f"evidence#/$defs/{kind}_row", row) == {place}
    evidence = {**_head("Evidence"), "records": {kind: [row]}}
    assert faults("evidence", evidence) == {("records", kind, 0, *place)}


def test_records_of_an_unknown_type(faults: Faults) -> None:
    assert faults("evidence", {**_head("Evidence"), "records": {"mails": []}}) == {("records",)}
