from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.rules.audits.evidence_stale import evidence_stale
from commplan.rules.escalation.drill_overdue_or_failed import drill_overdue_or_failed
from commplan.testing import Verdict, judge_text

PLAN = """
escalations:
  major:
    tool: "tool:pager"
    steps:
    - {notify: ["group:ops"], ack_within: 5m}
    - {notify: ["person:ann", "role:lead"], ack_within: 10m}
    - {notify: ["person:ann"]}
    drill: {every: 7d, records: d.csv}
  desk:
    tool: "tool:pager"
    steps: [{notify: ["person:ann"], ack_within: 1bd}]
channels:
  bridge: {kind: video, drill: {every: 3mo}}
tools:
  pager: {kind: paging, provider: x}
stakeholders:
  people: {ann: {name: Ann Lee, slack: U01ANN}}
  groups: {ops: {members: ["person:ann"]}}
  roles: {lead: {holders: ["person:ann"]}}
"""
BRIDGE = "channel:bridge,2026-11-20,1,,2026-11-20T10:00Z"
ONCE = "major,2026-11-16,{},2026-11-16T10:00:00Z,{}"


def judged(*rows: str, plan: str = PLAN, **more: object) -> Verdict:
    text = "path,date,level,notified_at,acknowledged_at\n" + "".join(f"{row}\n" for row in rows)
    return judge_text(drill_overdue_or_failed, plan, files={"d.csv": text}, **more)  # type: ignore[arg-type]


def reasons(verdict: Verdict) -> list[str]:
    return [skipped.reason for skipped in verdict.skipped]


def test_a_drill_that_is_overdue() -> None:
    (finding,) = judged(BRIDGE, "major,2026-11-02,1,,2026-11-02T10:01Z", plan=PLAN).findings[:1]
    assert finding.message == "escalation:major: last drill 2026-11-02, due every 7d, 12 days late"
    assert finding.location.pointer == "/escalations/major/drill/every"
    assert finding.facts["days_late"] == 12


@pytest.mark.parametrize(("day", "late"), [("2026-11-14", False), ("2026-11-13", True)])
def test_what_is_due_today_is_not_late(day: str, *, late: bool) -> None:
    verdict = judged(BRIDGE, f"major,{day},1,{day}T10:00Z,{day}T10:01Z")
    assert verdict.messages == (
        ("escalation:major: last drill 2026-11-13, due every 7d, 1 day late",) if late else ()
    )


def test_what_was_never_rehearsed_is_overdue_and_only_once() -> None:
    verdict = judged()
    assert sorted(verdict.messages) == [
        "channel:bridge: no drill is recorded, due every 3mo",
        "escalation:major: no drill is recorded, due every 7d",
    ]
    empty = {"d.csv": "path,date,level\n"}
    audited = judge_text(evidence_stale, PLAN, files=empty, workspace="people: {}")
    assert audited.messages == ()


def test_months_are_those_of_the_calendar() -> None:
    major = ONCE.format(1, "2026-11-16T10:01Z")
    row = "bridge,2026-08-{},1,,2026-08-21T10:00Z"
    assert judged(major, row.format(21)).messages == ()
    assert judged(major, row.format(20)).messages == (
        "channel:bridge: last drill 2026-08-20, due every 3mo, 1 day late",
    )


def test_a_path_through_a_tool_rehearses_the_tool() -> None:
    plan = PLAN.replace("provider: x", "provider: x, drill: {every: 1w}")
    rows = (BRIDGE, ONCE.format(1, "2026-11-16T10:01Z"))
    assert judged(*rows, plan=plan).messages == ()
    assert judged(*rows, "tool:pager,2026-11-17,1,,2026-11-17T10:00Z", plan=plan).messages == ()
    found = sorted(judged(*rows, plan=plan, as_of="2026-11-25T09:00:00Z").messages)
    assert found[0] == "escalation:major: last drill 2026-11-16, due every 7d, 2 days late"
    assert found[1] == (
        "tool:pager: last drill 2026-11-16 (escalation:major), due every 7d, 2 days late"
    )


class TestLevels:
    def told(self, *rows: str, **more: object) -> tuple[str, ...]:
        return judged(BRIDGE, *rows, **more).messages  # type: ignore[arg-type]

    def test_in_time_means_within_what_the_step_waits(self) -> None:
        assert self.told(ONCE.format(1, "2026-11-16T10:05:00Z")) == ()
        assert self.told(ONCE.format(1, "2026-11-16T10:05:01Z")) == (
            (
                "escalation:major, drill of 2026-11-16: step 1 (group:ops) "
                "acknowledged after 5m 1s, not within 5m"
            ),
        )

    def test_nobody_is_accused_by_name(self) -> None:
        assert self.told(ONCE.format(2, ""), ONCE.format(3, "")) == (
            "escalation:major, drill of 2026-11-16: step 2 (role:lead) not acknowledged within 10m",
            "escalation:major, drill of 2026-11-16: step 3 not acknowledged",
        )

    def test_the_line_is_that_of_the_step(self) -> None:
        finding, _ = judged(BRIDGE, ONCE.format(2, ""), ONCE.format(3, "")).findings
        assert finding.location.pointer == "/escalations/major/steps/1/ack_within"
        assert finding.facts["within_seconds"] == 600
        assert finding.facts["took_seconds"] is None

    def test_only_the_newest_drill_counts(self) -> None:
        before = "major,2026-11-15,1,2026-11-15T10:00:00Z,"
        assert self.told(before, ONCE.format(1, "2026-11-16T10:01Z")) == ()

    def test_of_two_calls_on_a_day_the_later_one_counts(self) -> None:
        again = "major,2026-11-16,1,2026-11-16T14:00:00Z,{}"
        assert self.told(ONCE.format(1, ""), again.format("2026-11-16T14:01Z")) == ()
        assert self.told(ONCE.format(1, "2026-11-16T10:01Z"), again.format("")) != ()

    def test_of_several_who_are_called_at_once_one_is_enough(self) -> None:
        assert self.told(ONCE.format(1, ""), ONCE.format(1, "2026-11-16T10:04Z")) == ()

    def test_a_level_that_was_not_called_is_no_fault(self) -> None:
        assert self.told(ONCE.format(2, "2026-11-16T10:04Z")) == ()

    def test_a_fallback_has_to_answer_at_all(self) -> None:
        verdict = judged(ONCE.format(1, "2026-11-16T10:01Z"), "bridge,2026-11-20,1,,")
        assert verdict.messages == ("channel:bridge, drill of 2026-11-20: not acknowledged",)
        assert verdict.findings[0].location.pointer == "/channels/bridge/drill"

    def test_what_nobody_can_tell_is_not_assessed(self) -> None:
        verdict = judged(
            BRIDGE,
            "major,2026-11-16,1,,2026-11-16T10:01Z",
            ONCE.format(4, ""),
            "desk,2026-11-16,1,2026-11-16T10:00Z,2026-11-16T10:01Z",
        )
        assert verdict.findings == ()
        assert sorted(reasons(verdict)) == [
            "d.csv tells of level 4 in the drill of 2026-11-16, and escalation:major has 3 steps",
            (
                "whether step 1 of escalation:desk acknowledged in time is not known: "
                "1bd has no fixed length"
            ),
            (
                "whether step 1 of escalation:major acknowledged in time is not known: "
                "when it was called is not recorded"
            ),
        ]

    def test_drills_after_as_of_have_not_been(self) -> None:
        rows = (BRIDGE, ONCE.format(1, "2026-11-16T10:01Z"))
        later = "major,2026-11-21,1,2026-11-21T10:00:00Z,"
        assert judged(*rows, later).messages == ()
        assert judged(*rows, later, as_of="2026-11-21T11:00:00Z").messages != ()


def test_names_that_the_plan_does_not_have() -> None:
    rows = (BRIDGE, ONCE.format(1, "2026-11-16T10:01Z"), "majr,2026-11-16,1,,")
    assert reasons(judged(*rows)) == ["d.csv: the plan has no path 'majr'; did you mean major?"]


def test_what_cannot_be_looked_up_is_not_assessed() -> None:
    assert reasons(judged("major,soon,1,,")) == [
        "what was rehearsed is not known: d.csv is malformed in line 2"
    ]
    unnamed = judged(plan=PLAN.replace(", records: d.csv", ""))
    assert reasons(unnamed) == ["the plan names no file of drills"] * 2
    assert unnamed.findings == ()


def test_a_plan_that_rehearses_nothing_asks_for_nothing() -> None:
    verdict = judge_text(drill_overdue_or_failed, "channels: {a: {kind: email}}")
    assert (verdict.findings, verdict.skipped) == ((), ())


TODAY = date(2026, 11, 21)


@given(st.lists(st.tuples(st.integers(-30, 3), st.integers(1, 2), st.none() | st.integers(0, 12))))
def test_it_finds_what_a_list_of_drills_would(rows: list[tuple[int, int, int | None]]) -> None:
    plan = PLAN.replace("kind: video, drill: {every: 3mo}", "kind: video")
    past = [row for row in rows if row[0] <= -1]
    expected = set()
    if not past or max(day for day, _, _ in past) < -7:
        expected.add("overdue")
    for level, within in ((1, 5), (2, 10)):
        newest = max((day for day, _, _ in past), default=None)
        took = [minutes for day, at, minutes in past if (day, at) == (newest, level)]
        if took and not any(minutes is not None and minutes <= within for minutes in took):
            expected.add(f"step {level}")
    lines = []
    for day, level, minutes in rows:
        when = TODAY + timedelta(days=day)
        answered = "" if minutes is None else f"{when}T10:{minutes:02}Z"
        lines.append(f"major,{when},{level},{when}T10:00Z,{answered}")
    found = judged(*lines, plan=plan).findings
    told = {f"step {f.facts['step']}" if f.facts["step"] else "overdue" for f in found}
    assert told == expected
