"""Gaps between updates, against a clock that is looked at every minute."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import ALWAYS, MINUTE, Duration
from commplan.measures import IncidentCourse, PostedUpdate, update_gaps
from commplan.place import Origin
from commplan.plan import Plan
from commplan.testing import complete

PHASES = (None, "investigating", "monitoring", "resolved")
EVERY = {"investigating": 3, "monitoring": 6}
PLAN = """
severities:
  sev1: {order: 1, sla: "sla:major"}
slas:
  major: {targets: {update_every: {investigating: 3m, monitoring: 6m}}}
"""

updates = st.lists(
    st.builds(
        lambda at, phase, next_in: PostedUpdate(
            at * MINUTE, phase, None if next_in is None else (at + next_in) * MINUTE
        ),
        st.integers(0, 40),
        st.sampled_from(PHASES),
        st.none() | st.integers(-5, 30),
    ),
    max_size=8,
    unique_by=lambda one: one.at,
)


def naive(posted: list[PostedUpdate], end: int, tolerance: int) -> set[tuple[int, int]]:
    """Minute by minute: who waits since when, and for how long at most."""
    phase: str | None = "investigating"
    since, allowed = 0, EVERY["investigating"]
    silent: set[tuple[int, int]] = set()
    by_minute = {one.at // MINUTE: one for one in posted if one.at // MINUTE <= end}
    for minute in range(end + 1):
        update = by_minute.get(minute)
        if update is None and minute != end:
            continue
        if minute > since and phase != "resolved" and minute > since + allowed + tolerance:
            silent.add((since, minute))
        if update is not None:
            phase = update.phase or phase
            since, allowed = minute, EVERY.get(phase or "", 0)
            if update.announced is not None and update.announced // MINUTE > minute:
                allowed = min(update.announced // MINUTE - minute, 3 * allowed)
    return silent


@given(posted=updates, end=st.integers(1, 45), tolerance=st.integers(0, 2))
def test_against_a_naive_clock(posted: list[PostedUpdate], end: int, tolerance: int) -> None:
    plan = Plan(yaml.safe_load(complete(PLAN)), Origin("plan.yaml", 0))
    within = tuple(sorted((one for one in posted if one.at <= end * MINUTE), key=lambda u: u.at))
    course = IncidentCourse(
        "I", plan.severities["sev1"], 0, end * MINUTE, within, known=(0, 60 * MINUTE)
    )
    found = update_gaps(plan, plan.slas["major"], course, ALWAYS, Duration(tolerance * MINUTE))
    assert {(g.start // MINUTE, g.end // MINUTE) for g in found} == naive(posted, end, tolerance)
