"""What rotations ask of people, against an oracle on a grid of instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import lcm
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import HOUR, MINUTE
from commplan.timeline import Timeline, duty_out_of_hours, rests, shares, stints
from tests.timeline.oracle import (
    CHANGES,
    ZONES,
    Oracle,
    calendars,
    examples,
    instant,
    read,
    times,
)

DAYS = 6
HALF_HOURS = DAYS * 48
WORKED = 16 * HOUR


@st.composite
def duties(draw: st.DrawFn) -> tuple[dict[str, Any], datetime]:
    """Four people in up to three rotations, around a clock change."""
    change = date.fromisoformat(draw(st.sampled_from([d for ds in CHANGES.values() for d in ds])))
    noon = datetime(change.year, change.month, change.day, 12, tzinfo=UTC)
    start = noon - timedelta(hours=draw(st.integers(1, 120)))
    dates = [(start + timedelta(days=n)).date().isoformat() for n in range(-1, DAYS + 2)]
    names = ["ann", "ben", "cyd", "dov"]
    refs = [f"person:{name}" for name in names]
    people: dict[str, Any] = {}
    for name in names:
        people[name] = {"name": name, "timezone": draw(st.sampled_from(ZONES))}
        people[name]["calendar"] = draw(st.sampled_from(["calendar:one", "calendar:two"]))
        if draw(st.integers(0, 4)) == 0:
            first, last = sorted(draw(st.tuples(st.sampled_from(dates), st.sampled_from(dates))))
            people[name]["leave"] = [{"from": first, "to": last}]
    rotations: dict[str, dict[str, Any]] = {}
    for key in ["first", "second", "third"][: draw(st.integers(1, 3))]:
        rotation: dict[str, Any] = {
            "timezone": draw(st.sampled_from(ZONES)),
            "start": f"{draw(st.sampled_from(dates[:3]))}T{draw(times())}",
            "shift": draw(st.sampled_from(["6h", "8h", "10h", "12h", "17h", "24h"])),
            "users": draw(st.lists(st.sampled_from([*refs, "group:pair"]), min_size=1, max_size=4)),
        }
        if draw(st.integers(0, 2)) == 0:
            since, until = sorted(f"{draw(st.sampled_from(dates))}T{draw(times())}" for _ in "12")
            user = draw(st.sampled_from(refs))
            rotation["overrides"] = [{"from": since, "to": until, "user": user}]
        rotations[key] = rotation
    members = draw(st.lists(st.sampled_from(refs), min_size=1, max_size=2, unique=True))
    plan = {
        "apiVersion": "commplan/v1",
        "kind": "CommunicationPlan",
        "metadata": {"id": "random"},
        "stakeholders": {"people": people, "groups": {"pair": {"members": members}}, "roles": {}},
        "calendars": {"one": draw(calendars()), "two": draw(calendars())},
        "rotations": rotations,
        "coverage": {"horizon": f"{DAYS}d"},
    }
    return plan, start


class Duties:
    """Who is on call in each rotation at each half hour of the horizon."""

    def __init__(self, plan: dict[str, Any], start: datetime) -> None:
        self.rotations = plan["rotations"]
        self.oracle = Oracle(plan, start, days=DAYS, step=30)
        self.names = [*plan["stakeholders"]["people"]]
        self.on_call = {
            (name, key): [self._is_on(name, key, step) for step in self.oracle.steps]
            for name in self.names
            for key in self.rotations
        }

    def _is_on(self, name: str, key: str, step: int) -> bool:
        turn = self.oracle.turns(key)[step]
        return turn is not None and name in self.oracle.who(turn, step, False, True)

    def carried(self, name: str) -> list[str]:
        """The rotations in which somebody is ever on call."""
        return [key for key in self.rotations if any(self.on_call[name, key])]

    def start(self, key: str) -> int:
        """The first half hour in which anybody is on call."""
        return min(
            steps.index(True)
            for (_, rotation), steps in self.on_call.items()
            if rotation == key and True in steps
        )

    def round(self, key: str) -> int:
        """Half hours until everybody has had a turn."""
        rotation = self.rotations[key]
        return int(rotation["shift"].removesuffix("h")) * 2 * len(rotation["users"])

    def runs(self, steps: list[bool]) -> list[tuple[int, int]]:
        """Stretches of true half hours, first and the one after the last."""
        edges = [n for n, (a, b) in enumerate(pairwise([False, *steps, False])) if a != b]
        return [*zip(edges[::2], edges[1::2], strict=True)]

    def wall(self, zone: str, run: tuple[int, int]) -> int:
        """Microseconds that pass on the wall clock."""
        walls, first = self.oracle.walls(zone), self.oracle.steps[0]
        return (walls[first + run[1]] - walls[first + run[0]]) // timedelta(microseconds=1)


@examples(25)
@given(duties())
def test_shares_are_those_of_whole_rounds(case: tuple[dict[str, Any], datetime]) -> None:
    plan, start = case
    duties, timeline = Duties(plan, start), Timeline(read(plan)[1], instant(start))
    found = {share.person: share for share in shares(timeline.loads, timeline.window)}
    assert found.keys() == {name for name in duties.names if duties.carried(name)}
    for name, share in found.items():
        carried = duties.carried(name)
        assert share.rotations == tuple(carried)
        first = max(map(duties.start, carried))
        common = lcm(*map(duties.round, carried))
        rounds = (HALF_HOURS - first) // common
        last = first + rounds * common if rounds else HALF_HOURS
        counted = sum(
            any(duties.on_call[name, key][step] for key in carried) for step in range(first, last)
        )
        assert abs(share.share - counted / (last - first)) < 1e-9
        assert share.round == (common * 30 * MINUTE if rounds else None)


@examples(25)
@given(duties())
def test_stints_and_rests_are_the_longest_and_the_shortest(
    case: tuple[dict[str, Any], datetime],
) -> None:
    plan, start = case
    duties, timeline = Duties(plan, start), Timeline(read(plan)[1], instant(start))
    longest = {(stint.person, *stint.rotations): stint.length for stint in stints(timeline.loads)}
    assert longest == {
        (name, key): max(
            duties.wall(duties.rotations[key]["timezone"], run) for run in duties.runs(steps)
        )
        for (name, key), steps in duties.on_call.items()
        if any(steps)
    }
    shortest = {stint.person: stint.length for stint in rests(timeline, timeline.loads, WORKED)}
    expected = {}
    for name in duties.names:
        keys = [
            key
            for key in duties.carried(name)
            if int(duties.rotations[key]["shift"].removesuffix("h")) * HOUR <= WORKED
        ]
        if not keys:
            continue
        zones = {duties.rotations[key]["timezone"] for key in keys}
        own = plan["stakeholders"]["people"][name]["timezone"]
        zone = zones.pop() if len(zones) == 1 else own
        runs = duties.runs(
            [any(on) for on in zip(*(duties.on_call[name, key] for key in keys), strict=True)]
        )
        breaks = [(a[1], b[0]) for a, b in pairwise(runs)]
        lengths = [duties.wall(zone, each) for each in breaks]
        lengths += [0 for run in runs if duties.wall(zone, run) > WORKED]
        if lengths:
            expected[name] = min(lengths)
    assert shortest == expected


@examples(25)
@given(duties())
def test_duty_out_of_hours_is_that_of_whole_rounds(case: tuple[dict[str, Any], datetime]) -> None:
    plan, start = case
    duties, timeline = Duties(plan, start), Timeline(read(plan)[1], instant(start))
    for load in timeline.loads:
        key = load.rotation.id
        burden = duty_out_of_hours(timeline, load)
        first = duties.start(key) if load.spells else HALF_HOURS
        rounds = (HALF_HOURS - first) // duties.round(key)
        if not rounds:
            assert burden is None
            continue
        expected = {}
        for name in load.people:
            calendar = plan["stakeholders"]["people"][name]["calendar"].removeprefix("calendar:")
            hours = duties.oracle.open_steps(calendar)
            expected[name] = sum(
                duties.on_call[name, key][step] and duties.oracle.steps[step] not in hours
                for step in range(first, first + rounds * duties.round(key))
            )
        assert burden is not None
        assert burden.carried == {name: count * 30 * MINUTE for name, count in expected.items()}
