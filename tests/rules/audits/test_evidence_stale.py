from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.audits.evidence_stale import evidence_stale
from commplan.testing import Verdict, expect, judge_text
from tests.depth import examples

TRAINING = "person,course,completed\n"
REVIEWS = "review,done\n"
SURVEY = "date,score\n"
INCIDENTS = "id,severity,started_at\n"
LIVE = 'taken_at: "2026-11-21T09:00:00Z"\n'
GONE = "there is no such file"


def judge(text: str, records: str | None, workspace: str | None = None, **more: object) -> Verdict:
    files = {} if records is None else {"f.csv": records}
    return judge_text(evidence_stale, text, files=files, workspace=workspace, **more)  # type: ignore[arg-type]


def test_an_old_file_is_told_with_its_newest_record() -> None:
    plan = "training: {records: f.csv}"
    records = TRAINING + "ann,radio,2025-11-20\nann,radio,2024-01-01\n"
    (finding,) = judge(plan, records).findings
    assert finding.message == (
        "f.csv: newest record 2025-11-20 (366 days), training records are to be no older than 12mo"
    )
    assert finding.facts == {"file": "f.csv", "newest": "2025-11-20", "days": 366}
    assert judge(plan, records + "ann,radio,2025-11-21\n").messages == ()
    assert len(judge(plan, records + "ann,radio,2026-12-01\n").messages) == 1


def test_how_old_training_may_be_can_be_set() -> None:
    plan, records = "training: {records: f.csv}", TRAINING + "ann,radio,2026-10-20\n"
    assert len(judge(plan, records, parameters={"training": "1mo"}).messages) == 1
    assert judge(plan, records, parameters={"training": "2mo"}).messages == ()


@pytest.mark.parametrize("text", ["", TRAINING, TRAINING + "ann,radio,2026-11-22\n"])
def test_an_empty_file(text: str) -> None:
    (finding,) = judge("training: {records: f.csv}", text).findings
    assert finding.message == (
        "f.csv: it holds no record up to 2026-11-21, and training rests on it"
    )


def test_a_missing_file() -> None:
    plan = """
        training: {records: f.csv}
        evidence: {training: ./f.csv}
        """
    (finding,) = judge(plan, None).findings
    assert finding.message == "f.csv: there is no such file, and training rests on it"
    assert finding.location.pointer == "/training/records"


def test_a_malformed_file_is_left_to_the_rule_about_form() -> None:
    verdict = judge("training: {records: f.csv}", "nonsense")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == ["f.csv is malformed in line 1"]


EVERYTHING = """
training: {records: a}  # <- a: there is no such file, and training rests on it
reviews:
  plan: {records: b}  # <- b: there is no such file, and the review of plan rests on it
programmes:
  social: {records: c}  # <- c: there is no such file, and the programme social rests on it
feedback:
  csat: {every: 3mo, records: d}  # <- d: there is no such file, and the csat survey rests on it
  engagement: {records: e}  #AUDIT <- e: there is no such file
tools:
  pager: {drill: {every: 7d, records: f}}  #AUDIT <- f: there is no such file
kpis:
  mttr: {metric: resolve, source: g}  #AUDIT <- g: there is no such file
evidence:
  incidents: h  #AUDIT <- h: there is no such file
  tickets: [i]  #AUDIT <- i: there is no such file
  reviews: j  # <- j: there is no such file
"""


def test_a_check_looks_at_what_it_reads_itself() -> None:
    expect(evidence_stale, EVERYTHING.replace("#AUDIT <-", "# audit:"), files={})


def test_an_audit_looks_at_everything() -> None:
    expect(evidence_stale, EVERYTHING.replace("#AUDIT", "#"), files={}, workspace=LIVE)


def test_a_check_reads_incidents_where_they_demand_reviews() -> None:
    plan = "evidence: {incidents: f.csv}\nreviews: {plan: {'on': [%s]}}"
    assert len(judge(plan % "major-incident", None).messages) == 1
    assert judge(plan % "owner-change", None).messages == ()


@pytest.mark.parametrize(
    ("kind", "head", "is_told"),
    [
        ("incidents", INCIDENTS, False),
        ("notifications", "obligation,incident,aware_at\n", False),
        ("tickets", "key,created_at\n", True),
        ("drills", "path,date,level\n", True),
        ("surveys", SURVEY, True),
    ],
)
def test_that_nothing_bad_happened_is_no_fault(kind: str, head: str, is_told: bool) -> None:
    verdict = judge(f"evidence: {{{kind}: f.csv}}", head, LIVE)
    assert bool(verdict.messages) == is_told


def test_an_indicator_looks_at_its_window() -> None:
    plan = "kpis: {csat: {metric: survey.csat, window: 90d, source: f.csv}}"
    (finding,) = judge(plan, SURVEY + "2026-06-30,4\n", LIVE).findings
    assert finding.message == (
        "f.csv: newest record 2026-06-30 (144 days), kpi csat looks at the last 90d"
    )
    assert finding.location.pointer == "/kpis/csat/source"
    assert judge(plan, SURVEY + "2026-08-23,4\n", LIVE).messages == ()
    assert judge(plan, SURVEY + "2026-06-30,4\n").messages == ()


def test_the_shortest_of_several_terms_counts() -> None:
    plan = """
        kpis:
          a: {metric: survey.csat, window: 90d, source: f.csv}
          b: {metric: survey.csat, window: 30d, source: f.csv}
        """
    (finding,) = judge(plan, SURVEY + "2026-06-30,4\n", LIVE).findings
    assert finding.message.endswith("kpi b looks at the last 30d")


def test_the_window_of_tickets_may_be_set() -> None:
    plan, records = "evidence: {tickets: f.csv}", "key,created_at\nA,2026-10-24T09:00Z\n"
    assert judge(plan, records, LIVE).messages == ()
    (message,) = judge(plan, records, LIVE, parameters={"window": "27d"}).messages
    assert message.endswith("tickets are measured over the last 27d")


def test_what_is_overdue_by_all_that_is_known_is_left_to_the_rule_about_reviews() -> None:
    plan = 'reviews: {plan: {every: 6mo, last: "%s", records: f.csv}}'
    records = REVIEWS + "plan,2026-03-01\n"
    assert judge(plan % "2026-03-01", records).messages == ()
    assert judge(plan % "2026-05-20", records).messages == ()
    assert judge(plan % "2027-01-01", records).messages == ()
    (message,) = judge(plan % "2026-09-14", records).messages
    assert message == (
        "f.csv: newest record 2026-03-01 (265 days), "
        "but the review of plan is said to have been done on 2026-09-14"
    )


def test_a_snapshot_is_to_be_recent() -> None:
    old = 'taken_at: "2026-11-14T08:59:59Z"'
    (finding,) = judge("channels: {}", None, old).findings
    assert finding.message == (
        "the workspace was read on 2026-11-14T08:59:59Z, 7 days ago; it is to be no older than 7d"
    )
    assert finding.location.pointer == "/metadata"
    assert judge("channels: {}", None, old.replace("08:59:59", "09:00:00")).messages == ()
    assert judge("channels: {}", None, old, parameters={"snapshot_max_age": "8d"}).messages == ()
    assert judge("channels: {}", None, LIVE, as_of="2020-01-01T00:00:00Z").messages == ()


TODAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
AGES = st.lists(st.integers(-3, 120), max_size=4)
"""How many days before today something was recorded."""
DAY = timedelta(days=1)


def days_until(day: date, today: date) -> int:
    """The days of a calendar torn off one by one."""
    count = 0
    while day < today:
        day += DAY
        count += 1
    return count


def latest(ages: list[int], today: date) -> date | None:
    """The newest day that is not in the future."""
    return max((today - DAY * age for age in ages if age >= 0), default=None)


def lines(head: str, start: str, ages: list[int], today: date, end: str = "") -> str:
    return head + "".join(f"{start}{today - DAY * age}{end}\n" for age in ages)


def told(verdict: Verdict) -> list[tuple[object, object]]:
    return [(finding.facts["newest"], finding.facts["days"]) for finding in verdict.findings]


@examples(60)
@given(TODAYS, AGES, st.lists(st.integers(1, 100), min_size=1, max_size=3))
def test_windows_against_counting_days(today: date, ages: list[int], windows: list[int]) -> None:
    plan = "kpis:\n" + "".join(
        f"  k{number}: {{metric: survey.csat, window: {window}d, source: f.csv}}\n"
        for number, window in enumerate(windows)
    )
    noon = f"{today}T12:00:00Z"
    records = lines(SURVEY, "", ages, today, ",4")
    verdict = judge(plan, records, f'taken_at: "{noon}"', as_of=noon)
    newest = latest(ages, today)
    if newest is None:
        assert told(verdict) == [(None, None)]
    else:
        days = days_until(newest, today)
        assert told(verdict) == ([(str(newest), days)] if days > min(windows) else [])


@examples(60)
@given(TODAYS, AGES, st.integers(1, 4), st.sampled_from(["d", "w", "mo"]))
def test_training_against_a_calendar(today: date, ages: list[int], number: int, unit: str) -> None:
    """A month lasts until the same day of the next, or until its last one if it is shorter."""
    records = lines(TRAINING, "ann,radio,", ages, today)
    verdict = judge(
        "training: {records: f.csv}",
        records,
        as_of=f"{today}T12:00:00Z",
        parameters={"training": f"{number}{unit}"},
    )
    newest = latest(ages, today)
    if newest is None:
        assert told(verdict) == [(None, None)]
        return
    allowed = number * {"d": 1, "w": 7, "mo": 0}[unit]
    if unit == "mo":
        month = newest.replace(day=1)
        for _ in range(number):
            month += DAY * monthrange(month.year, month.month)[1]
        length = monthrange(month.year, month.month)[1]
        allowed = days_until(newest, month.replace(day=min(newest.day, length)))
    days = days_until(newest, today)
    assert told(verdict) == ([(str(newest), days)] if days > allowed else [])


@examples(60)
@given(TODAYS, st.lists(st.integers(0, 60), min_size=1, max_size=3), st.data())
def test_a_review_is_claimed_against_counting_days(
    today: date, ages: list[int], data: st.DataObject
) -> None:
    """The claim itself is recent enough, and without it the review would be overdue."""
    every, claimed = data.draw(st.integers(1, 40)), data.draw(st.integers(-2, 60))
    last = today - DAY * claimed
    plan = f'reviews: {{plan: {{every: {every}d, last: "{last}", records: f.csv}}}}'
    records = lines(REVIEWS, "plan,", ages, today)
    verdict = judge(plan, records, as_of=f"{today}T12:00:00Z")
    days = min(ages)
    is_current = 0 <= claimed <= every
    expected = [(str(today - DAY * days), days)] if is_current and days > every else []
    assert told(verdict) == expected
