from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.reviews.review_overdue import review_overdue
from commplan.testing import Verdict, judge_text

AS_OF = date(2026, 11, 21)
HEAD = "review,done,by\n"
INCIDENTS = "id,severity,started_at\n"


def judge(
    text: str,
    records: str | None = None,
    incidents: str | None = None,
    as_of: str = "2026-11-21T09:00:00Z",
    **parameters: object,
) -> Verdict:
    files = {"r.csv": records, "i.csv": incidents}
    return judge_text(
        review_overdue,
        text,
        files={path: content for path, content in files.items() if content is not None},
        as_of=as_of,
        parameters=parameters or None,
    )


def reasons(verdict: Verdict) -> list[str]:
    return [skipped.reason for skipped in verdict.skipped]


def test_what_is_overdue_is_told_with_its_days() -> None:
    (finding,) = judge('reviews: {channels: {every: 3mo, last: "2026-07-31"}}').findings
    assert finding.message == (
        "review of channels was due 2026-10-31 (last 2026-07-31, every 3mo), 21 days ago"
    )
    assert finding.location.pointer == "/reviews/channels/last"
    assert finding.facts == {
        "what": "review of channels",
        "last": "2026-07-31",
        "every": "3mo",
        "incident": None,
        "due": "2026-10-31",
        "days_late": 21,
    }


@pytest.mark.parametrize(
    ("every", "last", "late"),
    [
        ("3mo", "2026-08-21", None),
        ("3mo", "2026-08-20", "yesterday"),
        ("1d", "2026-11-20", None),
        ("1d", "2026-11-19", "yesterday"),
        ("2w", "2026-11-07", None),
        ("2w", "2026-11-05", "2 days ago"),
        ("5bd", "2026-11-16", None),
        ("5bd", "2026-11-13", "yesterday"),
        ("36h", "2026-11-20", None),
        ("1mo", "2026-10-31", None),
        ("12mo", "2026-11-21", None),
        ("9999mo", "1999-01-01", None),
    ],
)
def test_what_is_due_today_is_not_late(every: str, last: str, late: str | None) -> None:
    messages = judge(f'reviews: {{plan: {{every: {every}, last: "{last}"}}}}').messages
    assert [message.rpartition(", ")[2] for message in messages] == ([late] if late else [])


def test_days_are_those_of_the_plan() -> None:
    text = 'metadata: {id: x, timezone: %s}\nreviews: {plan: {every: 1d, last: "2026-11-20"}}'
    late_on = "2026-11-21T12:30:00Z"
    assert judge(text % "UTC", as_of=late_on).messages == ()
    assert len(judge(text % "Pacific/Auckland", as_of=late_on).messages) == 1


def test_everything_with_a_cadence_is_looked_at() -> None:
    text = """
        reviews: {plan: {every: 6mo, last: "2025-01-01"}, post_incident: {owner: "person:a"}}
        programmes: {social: {every: 3mo, last: "2025-01-01"}, talk: {last: "2025-01-01"}}
        feedback:
          csat: {every: 3mo, last: "2025-01-01"}
          engagement: {every: 6mo, last: "2025-01-01"}
          appraisal: {every: 12mo, last: "2025-01-01"}
        """
    assert [message.partition(" was")[0] for message in judge(text).messages] == [
        "review of plan",
        "programme social",
        "survey csat",
        "survey engagement",
        "appraisal",
    ]


def test_a_record_counts_like_the_stated_day() -> None:
    text = """
        reviews: {plan: {every: 6mo, last: "2025-01-01"}}
        programmes: {social: {every: 1mo, records: r.csv}}
        evidence: {reviews: r.csv}
        """
    records = HEAD + "plan,2026-05-21,ann\nplan,2026-01-01,ann\nsocial,2026-09-30,\n"
    (message,) = judge(text, records).messages
    assert (
        message == "programme social was due 2026-10-30 (last 2026-09-30, every 1mo), 22 days ago"
    )


def test_a_survey_is_done_when_somebody_answers() -> None:
    text = "feedback: {csat: {every: 3mo, records: r.csv}}"
    records = "date,score\n2026-06-29,4\n2026-06-30,5\n2026-12-01,5\n"
    (message,) = judge(text, records).messages
    assert message == "survey csat was due 2026-09-30 (last 2026-06-30, every 3mo), 52 days ago"
    assert judge(text, records + "2026-08-21,1\n").messages == ()


def test_what_is_yet_to_come_has_not_been_done() -> None:
    text = 'reviews: {plan: {every: 6mo, last: "%s", records: r.csv}}'
    assert len(judge(text % "2026-01-01", HEAD + "plan,2026-11-22,\n").messages) == 1
    assert judge(text % "2026-01-01", HEAD + "plan,2026-11-21,\n").messages == ()
    verdict = judge(text % "2027-01-01", HEAD)
    assert verdict.messages == ()
    assert reasons(verdict) == [
        "neither `last` nor a record says when review of plan was last done"
    ]


def test_what_was_never_recorded_is_not_judged() -> None:
    verdict = judge("programmes: {social: {every: 1mo}}\nfeedback: {csat: {every: 1mo}}")
    assert verdict.messages == ()
    assert reasons(verdict) == [
        "neither `last` nor a record says when programme social was last done",
        "neither `last` nor a record says when survey csat was last done",
    ]
    assert [skipped.pointer for skipped in verdict.skipped] == [
        "/programmes/social",
        "/feedback/csat",
    ]


@pytest.mark.parametrize(
    ("records", "why"),
    [
        (None, "r.csv: there is no such file"),
        (HEAD + "plan,2026-11-01,\nplan,soon,\n", "r.csv is malformed in line 3"),
    ],
)
def test_records_that_cannot_be_read_might_be_newer(records: str | None, why: str) -> None:
    text = 'reviews: {plan: {every: 6mo, last: "%s", records: r.csv}}'
    verdict = judge(text % "2026-01-01", records)
    assert verdict.messages == ()
    assert reasons(verdict) == [f"when review of plan was last done is not known: {why}"]
    recent = judge(text % "2026-11-01", records)
    assert (recent.messages, recent.skipped) == ((), ())


def test_a_survey_does_not_suffer_from_the_records_of_reviews() -> None:
    text = """
        reviews: {plan: {every: 6mo, records: r.csv}}
        feedback: {csat: {every: 3mo, last: "2026-01-01"}}
        """
    verdict = judge(text, "nonsense")
    assert [message.partition(" was")[0] for message in verdict.messages] == ["survey csat"]
    assert len(verdict.skipped) == 1


ON = """
reviews: {plan: {last: "2026-09-14", "on": [major-incident]}}
severities: {sev1: {order: 1}, sev2: {order: 2}}
evidence: {incidents: i.csv, reviews: r.csv}
"""


def test_a_grave_incident_demands_a_review() -> None:
    incidents = INCIDENTS + "INC-1,sev1,2026-09-01T00:00Z\nINC-3,sev1,2026-10-22T10:00Z\n"
    incidents += "INC-2,sev1,2026-10-21T09:00Z\nINC-4,sev2,2026-09-20T09:00Z\n"
    (finding,) = judge(ON, HEAD, incidents).findings
    assert finding.message == (
        "review of plan after INC-2 (sev1, 2026-10-21) was due 2026-11-20 (last 2026-09-14), "
        "yesterday"
    )
    assert finding.location.pointer == "/reviews/plan/on/0"
    assert finding.facts["incident"] == "INC-2"
    assert finding.facts["every"] is None
    assert judge(ON, HEAD, incidents.replace("INC-2,sev1", "INC-2,sev2")).messages == ()


@pytest.mark.parametrize(("done", "is_seen"), [("2026-10-20", False), ("2026-10-21", True)])
def test_a_review_since_the_incident_settles_it(done: str, is_seen: bool) -> None:
    incidents = INCIDENTS + "INC-2,sev1,2026-10-21T23:00Z\n"
    verdict = judge(ON, HEAD + f"plan,{done},\n", incidents)
    assert (verdict.messages == ()) == is_seen


def test_how_soon_may_be_set() -> None:
    incidents = INCIDENTS + "INC-2,sev1,2026-11-18T09:00Z\n"
    assert judge(ON, HEAD, incidents).messages == ()
    assert judge(ON, HEAD, incidents, after="3d").messages == ()
    assert len(judge(ON, HEAD, incidents, after="2d").messages) == 1


def test_an_incident_after_as_of_has_not_happened() -> None:
    incidents = INCIDENTS + "INC-2,sev1,2026-11-21T09:00:01Z\n"
    assert judge(ON, HEAD, incidents, after="0d", as_of="2027-01-01T00:00:00Z").findings
    assert judge(ON, HEAD, incidents, after="0d").messages == ()


def test_what_is_overdue_by_its_cadence_is_told_once() -> None:
    text = ON.replace("{last", "{every: 1mo, last")
    incidents = INCIDENTS + "INC-2,sev1,2026-10-01T00:00Z\n"
    (message,) = judge(text, HEAD, incidents).messages
    assert message.startswith("review of plan was due 2026-10-14 (last 2026-09-14, every 1mo)")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ON.replace("incidents: i.csv, ", ""), "the plan names no file of incidents"),
        (ON, "i.csv: there is no such file"),
        (
            ON.replace("major-incident", "owner-change"),
            "when the owner changed is recorded nowhere",
        ),
    ],
)
def test_an_event_that_nobody_records_is_not_judged(text: str, why: str) -> None:
    verdict = judge(text, HEAD)
    assert verdict.messages == ()
    assert reasons(verdict) == [why]
    assert verdict.skipped[0].pointer == "/reviews/plan/on/0"


@given(st.dates(date(2025, 1, 1), AS_OF), st.integers(0, 40), st.sampled_from("dw"))
def test_against_counting(last: date, number: int, unit: str) -> None:
    text = f'reviews: {{plan: {{every: {number}{unit}, last: "{last}"}}}}'
    late = (AS_OF - last).days - number * (7 if unit == "w" else 1)
    facts = [finding.facts["days_late"] for finding in judge(text).findings]
    assert facts == ([late] if late > 0 else [])


@given(st.dates(date(2024, 1, 1), AS_OF), st.integers(1, 30))
def test_months_against_the_calendar(last: date, months: int) -> None:
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    due = None
    day = last.day
    while due is None:
        try:
            due = date(year, month + 1, day)
        except ValueError:
            day -= 1
    text = f'reviews: {{plan: {{every: {months}mo, last: "{last}"}}}}'
    facts = [finding.facts["due"] for finding in judge(text).findings]
    assert facts == ([str(due)] if due < AS_OF else [])
    assert due - last <= timedelta(days=31 * months)
