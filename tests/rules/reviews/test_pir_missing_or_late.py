from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.reviews.pir_missing_or_late import pir_missing_or_late
from commplan.testing import Verdict, judge_text

PLAN = """
metadata: {id: x, timezone: UTC}
severities:
  sev1: {order: 1, pir: {required: true, within: 3d}}
  sev2: {order: 2, pir: {required: true, within: 5bd}}
  sev3: {order: 3, pir: {required: false, within: 1d}}
reviews:
  channels: {every: 3mo}
evidence: {incidents: i.csv, reviews: r.csv, actions: [a.csv]}
"""
INC_12 = "INC-12,sev1,2026-11-09T08:00:00Z,2026-11-09T12:00:00Z"


def judged(
    *incidents: str,
    reviews: tuple[str, ...] = (),
    actions: tuple[str, ...] = (),
    plan: str = PLAN,
    **more: object,
) -> Verdict:
    files = {
        "i.csv": "\n".join(("id,severity,started_at,closed_at", *incidents)),
        "r.csv": "\n".join(("review,done", *reviews)),
        "a.csv": "\n".join(("review,action,due,done", *actions)),
    }
    return judge_text(pir_missing_or_late, plan, files=files, **more)  # type: ignore[arg-type]


def reasons(verdict: Verdict) -> list[str]:
    return [skipped.reason for skipped in verdict.skipped]


def test_a_review_that_is_missing() -> None:
    (finding,) = judged(INC_12).findings
    assert finding.message == (
        "INC-12 (sev1) closed Mon 2026-11-09 12:00Z: review was due Thu 2026-11-12 12:00Z, "
        "none recorded, 9 days late"
    )
    assert finding.location.pointer == "/severities/sev1/pir/within"
    assert finding.facts == {
        "review": "INC-12",
        "severity": "sev1",
        "closed_at": "2026-11-09T12:00:00Z",
        "action": None,
        "due": "2026-11-12T12:00:00Z",
        "held": None,
        "days_late": 9,
    }


@pytest.mark.parametrize(
    ("held", "late"), [("2026-11-12", False), ("2026-11-13", True), ("2026-11-08", True)]
)
def test_the_day_on_which_it_is_due_is_in_time(held: str, *, late: bool) -> None:
    verdict = judged(INC_12, reviews=(f"INC-12,{held}",))
    assert bool(verdict.findings) == late


def test_a_late_review_says_when_it_was_held() -> None:
    rows = ("INC-12,2026-11-20", "INC-12,2026-11-14")
    (finding,) = judged(INC_12, reviews=rows).findings
    assert finding.message.endswith("Thu 2026-11-12 12:00Z, held 2026-11-14, 2 days late")


def test_what_is_due_today_is_not_late() -> None:
    assert not judged(INC_12, as_of="2026-11-12T23:59:00Z").findings
    assert judged(INC_12, as_of="2026-11-13T00:00:00Z").messages[0].endswith("1 day late")


def test_a_day_is_one_of_the_plan() -> None:
    plan = PLAN.replace("timezone: UTC", "timezone: Australia/Sydney")
    late = "INC-12,sev1,2026-11-09T08:00:00Z,2026-11-09T14:00:00Z"  # Tuesday there
    assert not judged(late, reviews=("INC-12,2026-11-13",), plan=plan).findings
    assert judged(late, reviews=("INC-12,2026-11-13",)).findings


def test_business_days_are_monday_to_friday() -> None:
    friday = "INC-1,sev2,2026-11-06T08:00:00Z,2026-11-06T12:00:00Z"
    saturday = friday.replace("11-06T12", "11-07T12")
    for row in (friday, saturday):
        assert not judged(row, reviews=("INC-1,2026-11-13",)).findings
        assert judged(row, reviews=("INC-1,2026-11-14",)).findings


@pytest.mark.parametrize(
    "row",
    [
        "INC-1,sev1,2026-11-09T08:00:00Z,",
        "INC-1,sev3,2026-11-09T08:00:00Z,2026-11-09T12:00:00Z",
        "INC-1,sev1,2026-11-09T08:00:00Z,2026-11-25T12:00:00Z",
    ],
)
def test_what_is_open_or_needs_no_review(row: str) -> None:
    verdict = judged(row)
    assert (verdict.findings, verdict.skipped) == ((), ())


def test_an_incident_that_was_closed_again_is_reviewed_after_that() -> None:
    again = INC_12.replace("11-09T12", "11-19T12")
    assert not judged(INC_12, again).findings


def test_what_was_late_is_told_for_a_year_and_what_is_missing_until_it_is_held() -> None:
    row = "INC-1,sev1,2025-01-01T08:00:00Z,2025-01-02T12:00:00Z"
    assert not judged(row, reviews=("INC-1,2025-11-20",)).findings
    assert judged(row, reviews=("INC-1,2025-11-21",)).findings
    assert judged(row).findings


def test_what_cannot_be_looked_up_is_not_assessed() -> None:
    assert reasons(judged("INC-1,sev1,soon,")) == [
        "which incidents there were is not known: i.csv is malformed in line 2"
    ]
    assert reasons(judged(INC_12, reviews=("INC-12,soon",))) == [
        "when INC-12 was reviewed is not known: r.csv is malformed in line 2"
    ]
    assert reasons(judged(plan=PLAN.replace("incidents: i.csv, ", ""))) == [
        "the plan names no file of incidents"
    ]
    assert reasons(judged(INC_12, plan=PLAN.replace("reviews: r.csv, ", ""))) == [
        "when INC-12 was reviewed is not known: the plan names no file of reviews"
    ]
    assert reasons(judged(INC_12, plan=PLAN.replace("true, within: 3d", "true"))) == [
        "how soon an incident of sev1 is to be reviewed is not said"
    ]
    assert reasons(judged(INC_12.replace("sev1", "sev01"))) == [
        "i.csv: the plan has no severity 'sev01'; did you mean sev1?"
    ]


def test_a_severity_that_is_reviewed_never_asks_for_nothing() -> None:
    verdict = judge_text(pir_missing_or_late, "severities: {sev1: {order: 1}}")
    assert (verdict.findings, verdict.skipped) == ((), ())


class TestActions:
    def told(self, *rows: str, **more: object) -> list[tuple[str, str]]:
        found = judged(INC_12, reviews=("INC-12,2026-11-10",), actions=rows, **more).findings  # type: ignore[arg-type]
        return [(finding.message, finding.location.pointer) for finding in found]

    def test_one_that_is_past_its_day_and_not_done(self) -> None:
        assert self.told("INC-12,OPS-7,2026-11-10,") == [
            (
                (
                    "action OPS-7 of the review of INC-12 was due 2026-11-10, 11 days ago, "
                    "and is not done"
                ),
                "/severities/sev1/pir",
            )
        ]

    @pytest.mark.parametrize(
        "row",
        [
            "INC-12,OPS-7,2026-11-21,",
            "INC-12,OPS-7,2026-11-10,2026-11-20",
            "INC-12,OPS-7,2027-01-01,",
        ],
    )
    def test_what_is_done_or_due_today_is_well(self, row: str) -> None:
        assert self.told(row) == []

    def test_what_is_to_be_done_tomorrow_is_not_done(self) -> None:
        assert len(self.told("INC-12,OPS-7,2026-11-10,2026-11-22")) == 1

    def test_it_stands_at_the_review_that_decided_it_or_at_the_file(self) -> None:
        rows = ("channels,OPS-8,2026-11-20,", "other,OPS-9,2026-11-20,")
        assert [place for _, place in self.told(*rows)] == [
            "/reviews/channels",
            "/evidence/actions/0",
        ]

    def test_actions_of_one_review_are_told_apart(self) -> None:
        rows = ("INC-12,OPS-7,2026-11-10,", "INC-12,OPS-8,2026-11-10,")
        first, second = judged(INC_12, reviews=("INC-12,2026-11-10",), actions=rows).findings
        assert first.fingerprint != second.fingerprint

    def test_where_they_are_tracked_elsewhere_it_is_said(self) -> None:
        plan = PLAN.replace(", actions: [a.csv]", "").replace(
            "{every: 3mo}", '{every: 3mo, actions_in: "tool:jira"}\ntools: {jira: {kind: tickets}}'
        )
        assert reasons(judged(plan=plan)) == ["the plan names no file of actions"]

    def test_a_malformed_file_is_not_assessed(self) -> None:
        assert reasons(judged(actions=("INC-12,OPS-7,soon,",))) == [
            "which actions are overdue is not known: a.csv is malformed in line 2"
        ]


NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WORKED = (0, 1, 2, 3, 4)


def due_by_hand(closed: datetime, severity: str) -> date:
    if severity == "sev1":
        return (closed + timedelta(days=3)).date()
    day, left = closed.date(), 5
    while left:
        day += timedelta(days=1)
        left -= day.weekday() in WORKED
    return day


@given(
    st.integers(1, 30 * 24),
    st.sampled_from(["sev1", "sev2"]),
    st.none() | st.integers(-2, 20),
)
def test_it_finds_what_a_calendar_on_the_wall_would(
    hours: int, severity: str, after: int | None
) -> None:
    closed = NOW - timedelta(hours=hours)
    held = None if after is None else closed.date() + timedelta(days=after)
    row = f"INC-1,{severity},{(closed - timedelta(days=9)).isoformat()},{closed.isoformat()}"
    verdict = judged(row, reviews=() if held is None else (f"INC-1,{held}",))
    known = held if held is not None and held <= NOW.date() else None
    assert bool(verdict.findings) == ((known or NOW.date()) > due_by_hand(closed, severity))
