"""What deadlines leave of the hours of those who decide, against every five-minute start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import accumulate
from math import inf
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from commplan.clock import MINUTE, Countdown, due
from commplan.timeline import Leeways, Notification, Timeline
from tests.timeline.oracle import Oracle, examples, instant, minutes, plans, read

STEP = 5
DUTY = "rotation:duty"
MARGIN = 7
"""Days that deadlines may take."""
DEADLINES = st.integers(0, 36).map(lambda halves: f"{30 * halves}m") | st.sampled_from(
    ["1bd", "2bd", "30h", "48h"]
)
CLOCKS = st.sampled_from(["calendar", "24x7", "calendar:one", "calendar:two"])


class Grid:
    """An obligation on a grid of five minutes; times are minutes since its first step."""

    def __init__(self, plan: Mapping[str, Any], start: datetime, *, trusting: bool) -> None:
        self.oracle = oracle = Oracle(plan, start, margin=MARGIN)
        self.plan = plan
        self.trusting = trusting
        self.obligation = plan["obligations"]["duty"]
        self.wanted = self.behind(self.obligation["decision"])
        steps = range(len(oracle.walls("UTC")))
        self.there = [bool(self.who(self.obligation["decision"], step)) for step in steps]
        self.before = [0, *accumulate(STEP * is_there for is_there in self.there)]

    def who(self, reference: str, step: int, *, always: bool = False) -> list[str]:
        return self.oracle.who(reference, step, self.trusting, always)

    def behind(self, reference: str) -> set[str]:
        kind, _, name = reference.partition(":")
        if kind == "person":
            return {name}
        entry = {
            "group": self.oracle.groups,
            "role": self.oracle.roles,
            "rotation": self.plan["rotations"],
        }[kind][name]
        keys = ("members", "holders", "deputies", "users")
        people = {p for key in keys for ref in entry.get(key, ()) for p in self.behind(ref)}
        taken_over = (override["user"] for override in entry.get("overrides", ()))
        return people.union(*map(self.behind, taken_over))

    def wait(self, step: int) -> float:
        """Until somebody who decides is called and notices; their hours do not matter."""
        if "path" not in self.obligation:
            return 0
        soonest, after = inf, 0
        for level in self.plan["escalations"]["path"]["steps"]:
            called = {p for ref in level["notify"] for p in self.who(ref, step, always=True)}
            waits = (self.oracle.wait(person, level) for person in called & self.wanted)
            soonest = min([soonest, *(after + wait for wait in waits if wait is not None)])
            after += minutes(level["ack_within"])
        return soonest

    def open_before(self, minute: int) -> int:
        step, rest = divmod(minute, STEP)
        return self.before[step] + rest * self.there[step]

    def left(self, minute: int, due: int) -> int:
        wait = self.wait(minute // STEP)
        if wait == inf:
            return 0
        return max(self.open_before(due) - self.open_before(minute + int(wait)), 0)

    def least(self, notification: Notification) -> int:
        """The least that any start leaves, the last minute of the horizon among them."""
        assert isinstance(notification.deadline, Countdown)
        calendar, duration = notification.deadline.calendar, notification.deadline.duration
        origin = instant(self.oracle.first)
        starts = [STEP * step for step in self.oracle.steps]
        found = []
        for start in (*starts, starts[-1] + STEP - 1):
            end = due(calendar, origin + start * MINUTE, duration)
            assert end is not None
            assume(end < origin + STEP * len(self.there) * MINUTE)
            found.append(self.left(start, (end - origin) // MINUTE))
        return min(found)


@examples(40)
@given(plans(), st.data())
def test_the_tightest_start_leaves_the_least(
    case: tuple[dict[str, Any], datetime], data: st.DataObject
) -> None:
    plan, start = case
    people = [f"person:{name}" for name in plan["stakeholders"]["people"]]
    plan["obligations"] = {
        "duty": {
            "deadline": data.draw(DEADLINES),
            "clock": data.draw(CLOCKS),
            "decision": data.draw(st.sampled_from([*people, "group:all", "role:lead", DUTY, DUTY])),
            **({"path": "escalation:path"} if data.draw(st.booleans()) else {}),
        }
    }
    grids = [Grid(plan, start, trusting=trusting) for trusting in (True, False)]
    leeways = Leeways(Timeline(read(plan)[1], instant(start)), {})
    (notification,) = leeways.notifications
    hoped, feared = (grid.least(notification) for grid in grids)
    found = leeways.tightest(notification, MINUTE * 10**6)
    assert found is not None
    assert hoped - STEP < found.left / MINUTE <= hoped
    assert leeways.tightest(notification, found.left) is None
    assert leeways.tightest(notification, found.left + 1) == found
    assert leeways.may_be_tighter(notification, feared * MINUTE + 1) or feared == hoped
    assert not leeways.may_be_tighter(notification, max(feared - STEP, 0) * MINUTE)
