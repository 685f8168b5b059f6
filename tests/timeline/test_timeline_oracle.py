"""Random plans around clock changes, against an oracle that looks at every five minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import yaml
from hypothesis import given

from commplan.clock import contains
from commplan.plan import Reference
from commplan.rules.availability.calendar_invalid import calendar_invalid
from commplan.rules.availability.coverage_gap import coverage_gap
from commplan.rules.availability.dst_coverage_gap import dst_coverage_gap
from commplan.rules.availability.rotation_malformed import rotation_malformed
from commplan.rules.availability.timezone_invalid import timezone_invalid
from commplan.rules.escalation.escalation_cycle import escalation_cycle
from commplan.rules.escalation.medium_too_quiet import medium_too_quiet
from commplan.rules.escalation.method_never_fires import method_never_fires
from commplan.rules.escalation.single_point_of_failure import single_point_of_failure
from commplan.rules.slas.clock_exceeds_coverage import clock_exceeds_coverage
from commplan.rules.slas.infeasible_vs_escalation import infeasible_vs_escalation
from commplan.rules.slas.target_inconsistent import target_inconsistent
from commplan.testing.rules import judge_text
from commplan.timeline import Timeline
from tests.timeline.oracle import Oracle, examples, instant, minutes, plans, read, stretches

RULES = (
    calendar_invalid,
    clock_exceeds_coverage,
    coverage_gap,
    dst_coverage_gap,
    escalation_cycle,
    infeasible_vs_escalation,
    medium_too_quiet,
    method_never_fires,
    rotation_malformed,
    single_point_of_failure,
    target_inconsistent,
    timezone_invalid,
)


@examples(20)
@given(plans())
def test_depth_is_right_at_every_instant(case: tuple[dict[str, Any], datetime]) -> None:
    written, start = case
    oracle, (_, plan) = Oracle(written, start), read(written)
    timeline = Timeline(plan, instant(start))
    path = Reference("escalation", "path", plan.root)
    view = timeline.view(path)
    for trusting in (False, True):
        for depth in (1, 2):
            found = view.when(lambda m, t=trusting, d=depth: len(m.people(path, trusting=t)) >= d)  # type: ignore[misc]
            for number in oracle.steps:
                t = instant(oracle.instant(number))
                expected = oracle.eligible(number, trusting)
                assert contains(found, t) == (len(expected) >= depth)
                assert set(view.at(t).people(path, trusting=trusting)) == expected


@examples(20)
@given(plans())
def test_gaps_and_late_paths_are_those_of_the_oracle(case: tuple[dict[str, Any], datetime]) -> None:
    written, start = case
    oracle, (text, _) = Oracle(written, start), read(written)
    clock = written["slas"]["fast"]["clock"]
    limit = minutes(written["slas"]["fast"]["targets"]["acknowledge"])
    requirement = written["coverage"].get("sev", {})
    needed = 2 if written["severities"]["sev"]["order"] <= 2 else 1
    uncovered, doubtful, late = [], [], []
    for number in oracle.steps:
        runs = oracle.runs(clock, number)
        required = oracle.runs(requirement.get("require"), number)
        certain, possible = oracle.eligible(number, False), oracle.eligible(number, True)
        uncovered.append(runs and not required and not possible)
        doubtful.append(runs and not required and not certain and bool(possible))
        enough = len(possible) >= (requirement["min_depth"] if required else 1)
        wait = oracle.reached(number, needed)
        late.append(runs and enough and (wait is None or wait > limit))
    as_of = start.isoformat()
    verdict = judge_text(clock_exceeds_coverage, text, as_of=as_of)
    assert summary(verdict.findings) == expected(uncovered)
    assert bool(verdict.skipped) == (any(doubtful) and not any(uncovered))
    verdict = judge_text(infeasible_vs_escalation, text, as_of=as_of)
    assert summary([f for f in verdict.findings if "from" in f.facts]) == expected(late)


def summary(findings: Sequence[Any]) -> list[tuple[object, object]]:
    return [(finding.facts["gaps"], finding.facts["total_seconds"]) for finding in findings]


def expected(steps: Sequence[bool]) -> list[tuple[object, object]]:
    gaps = [*stretches(steps)]
    return [(len(gaps), sum(gaps) * 300)] if gaps else []


@examples(15)
@given(plans())
def test_somebody_unrelated_changes_nothing(case: tuple[dict[str, Any], datetime]) -> None:
    """Another person, with hours and a rotation of their own, whom nothing refers to."""
    written, start = case
    more = {
        **written,
        "stakeholders": {
            **written["stakeholders"],
            "people": {
                "zoe": {"name": "zoe", "timezone": "Asia/Tokyo", "calendar": "calendar:other"},
                **written["stakeholders"]["people"],
            },
        },
        "calendars": {
            "other": {"timezone": "Asia/Tokyo", "hours": {"daily": ["09:10-17:20"]}},
            **written["calendars"],
        },
        "rotations": {
            "other": {
                "timezone": "Asia/Tokyo",
                "start": "2026-01-01T01:15",
                "shift": "7h",
                "users": ["person:zoe"],
            },
            **written["rotations"],
        },
    }
    texts = [yaml.safe_dump(plan, sort_keys=False) for plan in (written, more)]
    for rule in RULES:
        without, with_zoe = (judge_text(rule, text, as_of=start.isoformat()) for text in texts)
        assert with_zoe.messages == without.messages
        assert [f.facts for f in with_zoe.findings] == [f.facts for f in without.findings]
        assert [s.reason for s in with_zoe.skipped] == [s.reason for s in without.skipped]
