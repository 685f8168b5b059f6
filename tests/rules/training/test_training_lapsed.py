from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import day_after, parse_duration
from commplan.rules.training.training_lapsed import training_lapsed
from commplan.testing import Verdict, judge_text

HEAD = "person,course,completed\n"
PEOPLE = "{ann: {name: Ann}, bob: {name: Bob}, cat: {name: Cat, until: '2026-11-20'}}"
PLAN = f"""
stakeholders:
  people: {PEOPLE}
  groups: {{team: {{members: ["person:ann", "person:cat"]}}}}
training:
  courses: {{radio: {{valid: 12mo, required_for: ["group:team"]}}}}
  records: t.csv
"""


def judge(text: str, records: str | None = HEAD, as_of: str = "2026-11-21T09:00:00Z") -> Verdict:
    files = {} if records is None else {"t.csv": records}
    return judge_text(training_lapsed, text, files=files, as_of=as_of)


def reasons(verdict: Verdict) -> list[str]:
    return [skipped.reason for skipped in verdict.skipped]


def test_a_lapsed_pass_is_told_with_its_days() -> None:
    (finding,) = judge(PLAN, HEAD + "ann,radio,2024-01-01\nann,radio,2025-11-10\n").findings
    assert finding.message == (
        "ann's radio of 2025-11-10 lapsed on 2026-11-10 (valid 12mo); group:team requires it"
    )
    assert finding.help == "have ann pass it, and record it in t.csv"
    assert finding.location.line == 5
    assert finding.location.pointer == "/training/courses/radio/required_for/0/ann"
    assert finding.facts == {
        "person": "ann",
        "course": "radio",
        "completed": "2025-11-10",
        "lapsed": "2026-11-10",
        "required_by": ["group:team"],
    }


def test_who_never_passed() -> None:
    verdict = judge(PLAN, HEAD + "bob,radio,2026-11-10\nann,other,2026-11-10\n")
    assert verdict.messages == ("no record shows that ann passed radio; group:team requires it",)


@pytest.mark.parametrize(
    ("completed", "is_valid"),
    [
        ("2025-11-20", False),
        ("2025-11-21", True),
        ("2026-11-21", True),
        ("2026-11-22", False),
    ],
)
def test_a_pass_counts_through_its_last_day(completed: str, is_valid: bool) -> None:
    assert (judge(PLAN, HEAD + f"ann,radio,{completed}\n").messages == ()) == is_valid


def test_a_later_pass_renews_and_an_unknown_future_does_not() -> None:
    assert judge(PLAN, HEAD + "ann,radio,2025-01-01\nann,radio,2026-01-01\n").messages == ()
    (message,) = judge(PLAN, HEAD + "ann,radio,2025-01-01\nann,radio,2026-12-01\n").messages
    assert "of 2025-01-01 lapsed on 2026-01-01" in message


def test_without_a_term_a_pass_counts_for_ever() -> None:
    plan = PLAN.replace("valid: 12mo, ", "")
    assert judge(plan, HEAD + "ann,radio,1999-01-01\n").messages == ()
    assert len(judge(plan).messages) == 1


def test_days_are_those_of_the_plan() -> None:
    plan = PLAN + "metadata: {id: x, timezone: Pacific/Auckland}\n"
    records = HEAD + "ann,radio,2025-11-21\n"
    assert judge(plan, records, "2026-11-21T10:59:59Z").messages == ()
    assert len(judge(plan, records, "2026-11-21T11:00:00Z").messages) == 1


def test_people_of_a_role_are_its_holders_deputies_and_everybody_in_its_rotations() -> None:
    plan = """
stakeholders:
  people: {ann: {name: Ann}, bob: {name: Bob}, dan: {name: Dan}, eve: {name: Eve}}
  groups: {night: {members: ["person:eve"]}}
  roles:
    commander: {holders: ["rotation:first"], deputies: ["person:dan"], training: [ic]}
    scribe: {holders: ["group:night"], training: [ic, none]}
rotations:
  first:
    {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:ann", "person:bob"]}
training: {courses: {ic: {}}, records: t.csv}
"""
    assert [message.partition(" passed")[0].split()[-1] for message in judge(plan).messages] == [
        "ann",
        "bob",
        "dan",
        "eve",
    ]
    pointers = [finding.location.pointer for finding in judge(plan).findings]
    assert pointers[0] == "/stakeholders/roles/commander/training/0/ann"
    assert pointers[3] == "/stakeholders/roles/scribe/training/0/eve"


def test_who_has_to_for_several_reasons_is_told_once() -> None:
    plan = PLAN.replace('["group:team"]', '["group:team", "role:lead", "group:gone"]').replace(
        "training:\n", '  roles: {lead: {holders: ["person:ann"], training: [radio]}}\ntraining:\n'
    )
    (finding,) = judge(plan).findings
    assert finding.facts["required_by"] == ["group:team", "role:lead", "role:lead"]
    assert [place.message for place in finding.related] == [
        "role:lead requires it, too",
        "role:lead requires it, too",
    ]


def test_a_group_that_only_slack_knows_is_not_judged() -> None:
    plan = PLAN.replace('members: ["person:ann", "person:cat"]', "slack_usergroup: S01TEAM")
    verdict = judge(plan)
    assert verdict.messages == ()
    assert reasons(verdict) == ["only Slack knows who is in group:team"]
    assert verdict.skipped[0].pointer == "/training/courses/radio/required_for/0"


@pytest.mark.parametrize(
    ("records", "why"),
    [
        (None, "t.csv: there is no such file"),
        (HEAD + "bob,radio\nann,radio,2026-11-10\n", "t.csv is malformed in line 2"),
    ],
)
def test_records_that_cannot_be_read_prove_nothing(records: str | None, why: str) -> None:
    verdict = judge(PLAN, records)
    assert verdict.messages == ()
    assert reasons(verdict) == [f"who has passed radio is not known: {why}"]


def test_an_empty_file_proves_that_nobody_passed() -> None:
    assert len(judge(PLAN, "").messages) == 1


def test_what_other_files_prove_is_proven() -> None:
    plan = PLAN + "evidence: {training: [more.csv]}\n"
    files = {"t.csv": "nonsense", "more.csv": HEAD + "ann,radio,2026-11-10\n"}
    verdict = judge_text(training_lapsed, plan, files=files)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_without_records_nothing_can_be_said() -> None:
    verdict = judge(PLAN.replace("  records: t.csv\n", ""))
    assert reasons(verdict) == ["the plan names no file of training records"]


@pytest.mark.parametrize(
    "text", ["channels: {}", "training: {courses: {radio: {}}, records: t.csv}"]
)
def test_where_nobody_has_to_be_trained_no_file_is_read(text: str) -> None:
    verdict = judge(text, None)
    assert (verdict.messages, verdict.skipped) == ((), ())


days = st.dates(date(2024, 6, 1), date(2027, 3, 1))


@given(st.lists(days, max_size=4), days, st.sampled_from(["1mo", "6mo", "12mo", "30d", "10bd"]))
def test_somebody_is_trained_whom_some_pass_covers(
    passed: list[date], today: date, valid: str
) -> None:
    records = HEAD + "".join(f"ann,radio,{day}\n" for day in passed)
    plan = PLAN.replace(', "person:cat"', "").replace("12mo", valid)
    found = judge(plan, records, f"{today}T12:00:00Z").messages
    is_trained = any(day <= today <= day_after(day, parse_duration(valid)) for day in passed)
    assert (found == ()) == is_trained
