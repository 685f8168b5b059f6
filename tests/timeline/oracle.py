"""An oracle for plans over time, and random plans around clock changes to hold against it.

The oracle knows nothing of intervals, views or shared cuts: for every instant of
a grid it reads the wall clocks and asks of each person whether they are there.
"""

# ruff: noqa: B019  # an oracle is small and lives as long as its example

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import yaml
from hypothesis import Phase, settings
from hypothesis import strategies as st

from commplan.checker.load import Loader
from commplan.document import read_documents
from commplan.plan import Plan
from tests import depth

CHANGES = {
    "Europe/London": ("2026-03-29", "2026-10-25"),
    "Australia/Sydney": ("2026-04-05", "2026-10-04"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/Santiago": ("2026-04-05", "2026-09-06"),
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),
}
"""Days around which each zone changes its clocks."""
ZONES = (*CHANGES, "UTC")
NOTICE = {"push": 2, "phone": 2, "sms": 3, "slack": 10, "email": 30}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Oracle:
    """One plan as the mapping that was written, on a grid of instants.

    With ``frozen_at``, every zone keeps the offset of that instant, except for leave.
    Whoever is ``gone`` is away all the time.
    """

    def __init__(
        self,
        plan: Mapping[str, Any],
        start: datetime,
        *,
        days: int = 2,
        margin: int = 3,
        step: int = 5,
        frozen_at: datetime | None = None,
        gone: Collection[str] = (),
    ) -> None:
        self.plan = plan
        self.people = plan["stakeholders"]["people"]
        self.groups = plan["stakeholders"]["groups"]
        self.roles = plan["stakeholders"]["roles"]
        self.start = start
        self.step = timedelta(minutes=step)
        self.first = start.replace(hour=0) - timedelta(days=margin)
        """The instant of step 0."""
        self._frozen_at = frozen_at
        self.gone: Collection[str] = gone
        self._count = timedelta(days=days + 2 * margin) // self.step
        first = (start - self.first) // self.step
        self.steps = range(first, first + timedelta(days=days) // self.step)
        """Steps of the grid that lie in the horizon."""

    @property
    def minutes(self) -> int:
        """The length of a step."""
        return self.step // timedelta(minutes=1)

    def instant(self, step: int) -> datetime:
        return self.first + step * self.step

    def offset(self, zone: str, step: int) -> timedelta:
        """What the clock of a zone shows at a step, less what it shows in UTC."""
        return self.walls(zone)[step] - self.instant(step).replace(tzinfo=None)

    def walls(self, zone: str) -> list[datetime]:
        """What the clock of a zone shows at each step, margins included."""
        return walls(zone, self.first, self._count, self.step, self._frozen_at)

    @cache
    def first_reading(self, zone: str, wall: datetime) -> int:
        """The first step at which the clock shows this or later."""
        walls = self.walls(zone)
        return next((step for step, shown in enumerate(walls) if shown >= wall), len(walls))

    @cache
    def last_reading(self, zone: str, wall: datetime) -> int:
        """The last step at which the clock shows this; of a skipped time, the first after it."""
        walls = self.walls(zone)
        shown = [step for step, shown in enumerate(walls) if shown == wall]
        return shown[-1] if shown else self.first_reading(zone, wall)

    @cache
    def open_steps(self, calendar: str) -> frozenset[int]:
        raw = self.plan["calendars"][calendar]
        zone = raw["timezone"]
        found: set[int] = set()
        day = self.first.date() - timedelta(days=2)
        while day < self.instant(self._count).date():
            for text in self.ranges(raw, day):
                opens, closes = text.split("-")
                start, end = wall_time(day, opens), wall_time(day, closes)
                if end <= start:
                    end += timedelta(days=1)
                found |= {*range(self.first_reading(zone, start), self.last_reading(zone, end))}
            day += timedelta(days=1)
        return frozenset(found)

    @staticmethod
    def ranges(raw: Mapping[str, Any], day: date) -> Sequence[str]:
        exceptions = raw.get("exceptions", {})
        usual: Sequence[str] = raw["hours"].get(DAYS[day.weekday()], ())
        return cast("Sequence[str]", exceptions.get(day.isoformat(), usual))

    @cache
    def turns(self, rotation: str) -> list[str | None]:
        """Whose turn it is at each step."""
        raw = self.plan["rotations"][rotation]
        zone, shift = raw["timezone"], timedelta(hours=int(raw["shift"].removesuffix("h")))
        users: list[str | None] = [None] * len(self.walls(zone))
        number, handover = 0, datetime.fromisoformat(raw["start"])
        while handover <= self.walls(zone)[-1]:
            user = raw["users"][number % len(raw["users"])]
            for step in range(self.first_reading(zone, handover), len(users)):
                users[step] = user
            number, handover = number + 1, handover + shift
        for override in raw.get("overrides", ()):
            since = self.first_reading(zone, datetime.fromisoformat(override["from"]))
            until = self.first_reading(zone, datetime.fromisoformat(override["to"]))
            for step in range(since, until):
                users[step] = users[step] and override["user"]
        return users

    def away(self, person: str, step: int) -> bool:
        raw = self.people[person]
        shown = walls(raw["timezone"], self.first, self._count, self.step, None)
        today = shown[step].date().isoformat()
        leave = any(spell["from"] <= today <= spell["to"] for spell in raw.get("leave", ()))
        return leave or ("until" in raw and today > raw["until"])

    def sleeps(self, person: str, step: int) -> bool:
        """Whether it is somebody's night."""
        raw = self.people[person]
        quiet: str = raw.get("quiet_hours", "22:00-07:00")
        opens, closes = quiet.split("-")
        now = self.walls(raw["timezone"])[step].strftime("%H:%M")
        return opens <= now < closes if opens < closes else now >= opens or now < closes

    @cache
    def who(self, reference: str, step: int, trusting: bool, always: bool = False) -> list[str]:
        kind, _, name = reference.partition(":")
        if kind == "person":
            return [name] if self.is_there(name, step, trusting, always) else []
        if kind == "rotation":
            turn = self.turns(name)[step]
            return self.who(turn, step, trusting, True) if turn else []
        if kind == "group":
            return [
                p for m in self.groups[name]["members"] for p in self.who(m, step, trusting, always)
            ]
        always = always or self.roles[name].get("reachable") == "24x7"
        for holder in (*self.roles[name]["holders"], *self.roles[name].get("deputies", ())):
            if found := self.who(holder, step, trusting, always):
                return found[:1]
        return []

    @cache
    def hears(self, reference: str, step: int, trusting: bool) -> list[str]:
        """Whom a call may wake: of a role, everybody who could wear it at that step."""
        kind, _, name = reference.partition(":")
        if kind != "role":
            return self.who(reference, step, trusting)
        role = self.roles[name]
        always = role.get("reachable") == "24x7"
        everybody = (*role["holders"], *role.get("deputies", ()))
        return [p for one in everybody for p in self.who(one, step, trusting, always)]

    def is_there(self, person: str, step: int, trusting: bool, always: bool) -> bool:
        if person in self.gone or self.away(person, step):
            return False
        if always:
            return True
        on_call = any(
            person in self.who(turn, step, trusting, True)
            for rotation in self.plan["rotations"]
            if (turn := self.turns(rotation)[step])
        )
        calendar = self.people[person].get("calendar")
        if on_call:
            return True
        return (
            trusting
            if calendar is None
            else step in self.open_steps(calendar.removeprefix("calendar:"))
        )

    def wait(self, person: str, step: Mapping[str, Any]) -> int | None:
        """Minutes until a person notices a step of the path, by the quickest medium they have."""
        contacts = self.people[person].get("contacts", {})
        have = {"slack": "slack" in self.people[person], "push": True}
        have |= {
            "phone": "phone" in contacts,
            "sms": "phone" in contacts,
            "email": "email" in contacts,
        }
        if "via" not in step:
            return NOTICE["slack"]
        waits = [
            NOTICE[medium] + minutes(delay)
            for method in step["via"]
            for medium, delay in method.items()
            if have[medium]
        ]
        return min(waits, default=None)

    def eligible(self, step: int, trusting: bool) -> set[str]:
        return {
            person
            for level in self.plan["escalations"]["path"]["steps"]
            for target in level["notify"]
            for person in self.who(target, step, trusting)
            if self.wait(person, level) is not None
        }

    def reached(self, step: int, needed: int) -> int | None:
        """Minutes until the level that completes what is needed; None if there is none."""
        known: set[str] = set()
        after, came = 0, 0
        for level in self.plan["escalations"]["path"]["steps"]:
            there = {p for target in level["notify"] for p in self.who(target, step, True)}
            waits = {p: wait for p in there if (wait := self.wait(p, level)) is not None}
            new = waits.keys() - known
            known |= new
            came += bool(new)
            if new and came == needed:
                return after + min(waits[p] for p in new)
            after += minutes(level["ack_within"])
        return None

    def runs(self, clock: str | None, step: int) -> bool:
        return clock == "24x7" or (
            clock is not None and step in self.open_steps(clock.removeprefix("calendar:"))
        )


@lru_cache(maxsize=64)
def walls(
    zone: str, first: datetime, count: int, step: timedelta, frozen_at: datetime | None
) -> list[datetime]:
    place = ZoneInfo(zone)
    if frozen_at is not None:
        offset = frozen_at.astimezone(place).utcoffset()
        assert offset is not None
        return [(first + n * step + offset).replace(tzinfo=None) for n in range(count)]
    return [(first + n * step).astimezone(place).replace(tzinfo=None) for n in range(count)]


def wall_time(day: date, text: str) -> datetime:
    hour, minute = map(int, text.split(":"))
    return datetime.combine(day, time.min) + timedelta(hours=hour, minutes=minute)


def minutes(text: str) -> int:
    return int(text.removesuffix("m"))


def times(earliest: int = 0) -> st.SearchStrategy[str]:
    return st.integers(earliest, 47).map(lambda half: f"{half // 2:02d}:{half % 2 * 30:02d}")


@st.composite
def calendars(draw: st.DrawFn) -> dict[str, Any]:
    ranges = st.builds("{}-{}".format, times(), times() | st.just("24:00"))
    hours = draw(
        st.dictionaries(st.sampled_from(DAYS), st.lists(ranges, min_size=1, max_size=2), min_size=3)
    )
    return {"timezone": draw(st.sampled_from(ZONES)), "hours": hours}


@st.composite
def plans(draw: st.DrawFn, days: int = 2) -> tuple[dict[str, Any], datetime]:
    """A plan with one severity over a horizon, and a start shortly before a clock change."""
    change = date.fromisoformat(draw(st.sampled_from([d for ds in CHANGES.values() for d in ds])))
    hours_before = draw(st.integers(12, 40))
    start = datetime(change.year, change.month, change.day, 12, tzinfo=UTC) - timedelta(
        hours=hours_before
    )
    dates = [(start + timedelta(days=n)).date().isoformat() for n in range(-1, days + 2)]
    names = ["ann", "ben", "cyd", "dov"][: draw(st.integers(2, 4))]
    refs = [f"person:{name}" for name in names]
    people: dict[str, dict[str, Any]] = {}
    for name in names:
        person: dict[str, Any] = {"name": name, "timezone": draw(st.sampled_from(ZONES))}
        people[name] = person
        if draw(st.integers(0, 3)):
            person["calendar"] = draw(st.sampled_from(["calendar:one", "calendar:two"]))
        if draw(st.booleans()):
            person["slack"] = f"U{name}"
        if draw(st.booleans()):
            person["contacts"] = {"phone": "secret:x"}
        if draw(st.integers(0, 3)) == 0:
            first, last = sorted(draw(st.tuples(st.sampled_from(dates), st.sampled_from(dates))))
            person["leave"] = [{"from": first, "to": last}]
        if draw(st.integers(0, 5)) == 0:
            person["until"] = draw(st.sampled_from(dates))
    some = st.lists(st.sampled_from(refs), min_size=1, max_size=3, unique=True)
    groups = {"all": {"members": draw(some)}}
    role: dict[str, Any] = {"holders": draw(some), "deputies": draw(some)}
    if draw(st.booleans()):
        role["reachable"] = "24x7"
    rotation: dict[str, Any] = {
        "timezone": draw(st.sampled_from(ZONES)),
        "start": f"{dates[draw(st.integers(0, 1))]}T{draw(times())}",
        "shift": draw(st.sampled_from(["6h", "8h", "12h", "24h"])),
        "users": draw(
            st.lists(st.sampled_from([*refs, "group:all", "role:lead"]), min_size=1, max_size=3)
        ),
    }
    if draw(st.booleans()):
        since, until = sorted(f"{draw(st.sampled_from(dates))}T{draw(times())}" for _ in range(2))
        rotation["overrides"] = [{"from": since, "to": until, "user": draw(st.sampled_from(refs))}]
    targets = [*refs, "group:all", "role:lead", "rotation:duty"]
    steps = []
    for _ in range(draw(st.integers(1, 3))):
        step: dict[str, Any] = {
            "notify": draw(st.lists(st.sampled_from(targets), min_size=1, max_size=2, unique=True)),
            "ack_within": draw(st.sampled_from(["5m", "10m", "15m"])),
        }
        if draw(st.booleans()):
            media = draw(
                st.lists(
                    st.sampled_from(["phone", "slack", "sms", "push"]), min_size=1, unique=True
                )
            )
            step["via"] = [{medium: draw(st.sampled_from(["0m", "3m"]))} for medium in media]
        steps.append(step)
    clocks = st.sampled_from(["24x7", "calendar:one", "calendar:two"])
    coverage: dict[str, Any] = {"horizon": f"{days}d"}
    if draw(st.booleans()):
        coverage["sev"] = {"require": draw(clocks), "min_depth": draw(st.integers(1, 2))}
    plan = {
        "apiVersion": "commplan/v1",
        "kind": "CommunicationPlan",
        "metadata": {"id": "random"},
        "stakeholders": {"people": people, "groups": groups, "roles": {"lead": role}},
        "tools": {"pager": {"kind": "paging"}},
        "calendars": {"one": draw(calendars()), "two": draw(calendars())},
        "rotations": {"duty": rotation},
        "escalations": {"path": {"tool": "tool:pager", "steps": steps, "repeat": 4}},
        "severities": {
            "sev": {"order": draw(st.integers(1, 3)), "path": "escalation:path", "sla": "sla:fast"}
        },
        "slas": {
            "fast": {
                "clock": draw(clocks),
                "targets": {"acknowledge": draw(st.sampled_from(["5m", "12m", "25m"]))},
            }
        },
        "coverage": coverage,
    }
    return plan, start


def read(plan: Mapping[str, Any]) -> tuple[str, Plan]:
    text = yaml.safe_dump(plan, sort_keys=False)
    loaded = Loader().loaded(read_documents(text.encode(), "plan.yaml"), named=True)[0]
    assert loaded.plan is not None, loaded.text.faults
    return text, loaded.plan


def instant(when: datetime) -> int:
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def stretches(steps: Sequence[bool]) -> Iterator[int]:
    """Lengths of the runs of true steps."""
    length = 0
    for step in (*steps, False):
        if not step and length:
            yield length
        length = length + 1 if step else 0


def examples(many: int) -> settings:
    """As many examples as the depth of this run asks for, and none of them made smaller.

    An oracle over weeks would take minutes to look at each candidate.
    """
    return depth.examples(many, phases=(Phase.explicit, Phase.reuse, Phase.generate))
