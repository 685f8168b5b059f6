"""Coverage of random plans around clock changes, against an oracle on a grid of instants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from hypothesis import given
from hypothesis import strategies as st

from commplan.finding import Finding
from commplan.rule import Rule
from commplan.rules.availability.coverage_gap import coverage_gap
from commplan.rules.availability.dst_coverage_gap import dst_coverage_gap
from commplan.rules.escalation.medium_too_quiet import medium_too_quiet
from commplan.rules.escalation.single_point_of_failure import single_point_of_failure
from commplan.testing import Verdict, judge_text
from tests.timeline.oracle import CHANGES, DAYS, ZONES, Oracle, examples, plans, read, stretches

Case = tuple[dict[str, Any], datetime]
MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)
HALF_HOUR = 30
"""All times of random plans, and all changes of their zones, lie on such a grid."""


def judge(rule: Rule, plan: Mapping[str, Any], start: datetime) -> Verdict:
    return judge_text(rule, read(plan)[0], as_of=start.isoformat())


def summary(findings: Sequence[Finding]) -> tuple[object, object]:
    """How many gaps a rule reports, and how many seconds of them."""
    facts = [finding.facts for finding in findings] or [{"gaps": 0, "total_seconds": 0}]
    assert len(facts) == 1
    return facts[0]["gaps"], facts[0]["total_seconds"]


def expected(steps: Sequence[bool], minutes: int) -> tuple[int, int]:
    gaps = [*stretches(steps)]
    return len(gaps), sum(gaps) * minutes * 60


@examples(20)
@given(plans())
def test_gaps_are_those_of_the_oracle(case: Case) -> None:
    plan, start = case
    required = plan["coverage"].setdefault("sev", {"require": "24x7", "min_depth": 2})
    oracle = Oracle(plan, start, step=HALF_HOUR)
    lacks, doubts = [], []
    for step in oracle.steps:
        numbers = [len(oracle.eligible(step, trusting)) for trusting in (False, True)]
        runs = oracle.runs(required["require"], step)
        lacks.append(runs and max(numbers) < required["min_depth"])
        doubts.append(runs and not lacks[-1] and min(numbers) < required["min_depth"])
    lasting, seasonal = (judge(rule, plan, start) for rule in (coverage_gap, dst_coverage_gap))
    found = [summary(verdict.findings) for verdict in (lasting, seasonal)]
    assert tuple(map(sum, zip(*found, strict=True))) == expected(lacks, oracle.minutes)
    for verdict in (lasting, seasonal):
        assert bool(verdict.skipped) == (any(doubts) and not any(lacks))


@examples(20)
@given(plans())
def test_whoever_is_alone_is_missed(case: Case) -> None:
    plan, start = case
    oracle = Oracle(plan, start, step=HALF_HOUR)
    required = plan["coverage"].get("sev", {"require": plan["slas"]["fast"]["clock"]})
    missed: dict[str, list[bool]] = {}
    doubts = False
    for person in oracle.people:
        without = Oracle(plan, start, step=HALF_HOUR, gone=[person])
        missed[person] = []
        for step in oracle.steps:
            with_all = [oracle.eligible(step, trusting) for trusting in (False, True)]
            lost = [not without.eligible(step, trusting) for trusting in (False, True)]
            enough = [len(people) >= required.get("min_depth", 1) for people in with_all]
            runs = oracle.runs(required["require"], step) and any(enough)
            missed[person].append(runs and all(enough) and all(lost))
            doubts |= runs and (not all(enough) or any(lost) != all(lost))
    verdict = judge(single_point_of_failure, plan, start)
    found = {finding.facts["person"]: summary([finding]) for finding in verdict.findings}
    times = {person: expected(steps, oracle.minutes) for person, steps in missed.items()}
    assert found == {person: gaps for person, gaps in times.items() if gaps[0]}
    assert bool(verdict.skipped) == (doubts and not found)


@st.composite
def suns(draw: st.DrawFn) -> Case:
    """Two or three regions whose hours fit together on some day, and perhaps on others not."""
    change = date.fromisoformat(draw(st.sampled_from([d for ds in CHANGES.values() for d in ds])))
    noon = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    start = noon - timedelta(hours=draw(st.integers(1, 15 * 24)))
    that_day = start + timedelta(days=draw(st.integers(0, 20)))
    seams = sorted(draw(st.lists(st.integers(0, 47), min_size=2, max_size=3, unique=True)))
    people, calendars = {}, {}
    for number, (opens, closes) in enumerate(zip(seams, [*seams[1:], seams[0]], strict=True)):
        zone = draw(st.sampled_from(ZONES))
        ahead = that_day.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
        later = draw(st.sampled_from([0, 0, 0, 1, -1]))
        first, last = (
            (MIDNIGHT + timedelta(minutes=30 * seam) + ahead).strftime("%H:%M")
            for seam in (opens, closes + later)
        )
        days = DAYS[: draw(st.sampled_from([7, 7, 7, 6]))]
        hours = {day: [f"{first}-{last}"] for day in days}
        calendars[f"c{number}"] = {"timezone": zone, "hours": hours}
        people[f"p{number}"] = {
            "name": "x",
            "timezone": zone,
            "calendar": f"calendar:c{number}",
        }
    if draw(st.integers(0, 3)) == 0:
        closed = (start + timedelta(days=draw(st.integers(0, 20)))).date().isoformat()
        calendars["c0"]["exceptions"] = {closed: []}
    metadata = {"id": "sun"}
    if draw(st.booleans()):
        metadata["timezone"] = draw(st.sampled_from(ZONES))
    plan = {
        "apiVersion": "commplan/v1",
        "kind": "CommunicationPlan",
        "metadata": metadata,
        "stakeholders": {"people": people, "groups": {}, "roles": {}},
        "calendars": calendars,
        "rotations": {},
        "escalations": {
            "path": {"steps": [{"notify": [f"person:{p}" for p in people], "ack_within": "5m"}]}
        },
        "severities": {"sev": {"order": 1, "path": "escalation:path"}},
        "coverage": {"horizon": "3w", "sev": {"require": "24x7"}},
    }
    return plan, start


@examples(12)
@given(suns())
def test_clocks_are_to_blame_where_others_would_close_the_gaps_of_the_week(case: Case) -> None:
    plan, start = case
    grid: dict[str, Any] = {"days": 21, "margin": 9, "step": HALF_HOUR}
    oracle = Oracle(plan, start, **grid)
    zones = sorted({calendar["timezone"] for calendar in plan["calendars"].values()})
    constellations = {
        tuple(oracle.offset(zone, step) for zone in zones): oracle.instant(step)
        for step in oracle.steps
    }
    # In a single zone hours may move, but not away from each other.
    others = constellations.values() if len(zones) > 1 else ()
    frozen = [Oracle(plan, start, **grid, frozen_at=at) for at in others]
    weeks: dict[date, list[int]] = {}
    for step, shown in enumerate(oracle.walls(plan["metadata"].get("timezone", "UTC"))):
        monday = shown.date() - timedelta(days=shown.weekday())
        weeks.setdefault(monday, []).append(step)
    week_of = {step: week for week, steps in weeks.items() for step in steps}
    calm: dict[date, bool] = {}

    def is_calm(week: date) -> bool:
        if week not in calm:
            calm[week] = any(all(f.eligible(s, False) for s in weeks[week]) for f in frozen)
        return calm[week]

    lasting = [False] * len(oracle.steps)
    seasonal = [False] * len(oracle.steps)
    gap: list[int] = []
    for step in [*oracle.steps, None]:
        if step is not None and not oracle.eligible(step, False):
            gap.append(step)
        elif gap:
            kind = seasonal if all(is_calm(week_of[s]) for s in gap) else lasting
            for s in gap:
                kind[s - oracle.steps[0]] = True
            gap = []
    for rule, steps in ((coverage_gap, lasting), (dst_coverage_gap, seasonal)):
        assert summary(judge(rule, plan, start).findings) == expected(steps, HALF_HOUR)


@examples(10)
@given(plans())
def test_names_and_the_order_of_keys_change_nothing(case: Case) -> None:
    """The same plan with everybody renamed and every mapping turned round."""
    plan, start = case
    text = yaml.safe_dump(plan, sort_keys=False)
    for old, new in (("ann", "zoe"), ("ben", "yan"), ("cyd", "xia"), ("dov", "wim")):
        text = text.replace(old, new)
    renamed = turned(yaml.safe_load(text))
    for rule in (coverage_gap, dst_coverage_gap, medium_too_quiet, single_point_of_failure):
        before, after = judge(rule, plan, start), judge(rule, renamed, start)
        assert sorted(map(measures, before.findings)) == sorted(map(measures, after.findings))
        assert len(before.skipped) == len(after.skipped)


def turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: turned(item) for key, item in reversed(value.items())}
    return value


def measures(finding: Finding) -> list[tuple[str, object]]:
    return sorted(
        (key, value) for key, value in finding.facts.items() if key not in ("person", "people")
    )


NIGHT_HOURS = ("22:00-07:00", "00:00-24:00", "13:30-04:00")


@examples(20)
@given(plans(), st.lists(st.sampled_from(NIGHT_HOURS), min_size=4, max_size=4))
def test_steps_are_too_quiet_while_everybody_sleeps(case: Case, hours: list[str]) -> None:
    plan, start = case
    for person, quiet in zip(plan["stakeholders"]["people"].values(), hours, strict=False):
        if quiet != NIGHT_HOURS[0]:
            person["quiet_hours"] = quiet
    oracle = Oracle(plan, start, step=HALF_HOUR)
    required = plan["coverage"].get("sev", {"require": plan["slas"]["fast"]["clock"]})
    times: dict[int, tuple[int, int]] = {}
    doubts: set[int] = set()
    for number, level in enumerate(plan["escalations"]["path"]["steps"], 1):
        media = {medium for method in level.get("via", [{"slack": "0m"}]) for medium in method}
        silent: list[bool] = []
        for step in oracle.steps if media == {"slack"} else ():
            both = [
                {p for target in level["notify"] for p in oracle.hears(target, step, trusting)}
                for trusting in (False, True)
            ]
            asleep = [bool(who) and all(oracle.sleeps(p, step) for p in who) for who in both]
            runs = oracle.runs(required["require"], step)
            silent.append(runs and all(asleep))
            if runs and any(asleep) and not all(asleep):
                doubts.add(number)
        times[number] = expected(silent, oracle.minutes)
    verdict = judge(medium_too_quiet, plan, start)
    found = {finding.facts["step"]: summary([finding]) for finding in verdict.findings}
    assert found == {number: gaps for number, gaps in times.items() if gaps[0]}
    assert len(verdict.skipped) == len(doubts - found.keys())
