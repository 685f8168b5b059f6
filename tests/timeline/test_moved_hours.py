"""Hours that move along with somebody, against the oracle, which reads other wall clocks."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import HOUR, instant_of, total
from commplan.timeline import Timeline, moves, same_clock
from tests.timeline.oracle import ZONES, Oracle, examples, plans, read

Unroll = Callable[..., Timeline]

HALF_HOUR = 30


def relocated(plan: dict[str, Any], person: str, zone: str, oracle: Oracle) -> dict[str, Any]:
    """The plan as somebody would write it who had heard of the move."""
    changed = copy.deepcopy(plan)
    entry = changed["stakeholders"]["people"][person]
    calendar = entry.get("calendar", "").removeprefix("calendar:")
    if calendar:
        hours = changed["calendars"][calendar]
        here, there = oracle.walls(entry["timezone"]), oracle.walls(hours["timezone"])
        if all(here[step] == there[step] for step in oracle.steps):
            changed["calendars"]["own"] = {**hours, "timezone": zone}
            entry["calendar"] = "calendar:own"
    entry["timezone"] = zone
    return changed


@examples(25)
@given(case=plans(), data=st.data())
def test_gaps_that_open_are_those_of_the_oracle(
    case: tuple[dict[str, Any], datetime], data: st.DataObject
) -> None:
    plan, start = case
    required = plan["coverage"].setdefault("sev", {"require": "24x7", "min_depth": 1})
    person = data.draw(st.sampled_from(sorted(plan["stakeholders"]["people"])))
    entry = plan["stakeholders"]["people"][person]
    calendar = entry.get("calendar", "").removeprefix("calendar:")
    if calendar and data.draw(st.booleans()):  # else hardly anybody keeps the hours of home
        entry["timezone"] = plan["calendars"][calendar]["timezone"]
    zone = data.draw(st.sampled_from(ZONES))
    before = Oracle(plan, start, step=HALF_HOUR)
    after = Oracle(relocated(plan, person, zone, before), start, step=HALF_HOUR)
    opened = untold = 0
    for step in before.steps:
        if not before.runs(required["require"], step):
            continue
        lacked, lacks = (
            [len(o.eligible(step, trusting)) < required["min_depth"] for trusting in (True, False)]
            for o in (before, after)
        )
        opened += lacks[0] and not lacked[0]
        untold += lacks[1] and not lacked[1] and not (lacks[0] and not lacked[0])
    model = read(plan)[1]
    timeline = Timeline(model, instant_of(start))
    found = [*moves(timeline, model.people[person], zone)]
    assert sum(total(move.opened) for move in found) == opened * HOUR // 2
    assert any(move.untold for move in found) == bool(untold)


def test_zones_are_one_clock_if_they_never_differ(unroll_plan: Unroll) -> None:
    window = unroll_plan("").window
    assert same_clock("Europe/London", "Europe/Jersey", window)
    assert same_clock("Africa/Abidjan", "UTC", window)
    assert not same_clock("Europe/London", "UTC", window)
    assert not same_clock("Europe/London", "Europe/Lisbon", (0, window[1]))
    assert same_clock("Europe/London", "Europe/Lisbon", window)
    assert not same_clock("America/Phoenix", "America/Denver", window)
