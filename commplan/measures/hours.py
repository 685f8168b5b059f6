"""At which hours of the week requests come, a clock runs, and people are there to answer."""

from __future__ import annotations

from typing import NamedTuple

from commplan.clock import (
    WEEK,
    Intervals,
    UnknownZone,
    hour_of_week,
    local_time,
    mean_by_hour,
)
from commplan.clock.hours_of_week import HOURS, QUARTER
from commplan.measures.crowds import PEOPLE_AT_LEAST
from commplan.measures.history import History
from commplan.measures.request_rows import responses
from commplan.measures.windows import Window, within
from commplan.plan import Reference
from commplan.timeline import Timeline
from commplan.timeline.roster import CalendarError


class WeekHours(NamedTuple):
    """The 168 hours of a week from Monday 00:00, in local time."""

    zone: str
    requests: tuple[int, ...]
    """How many were made in that hour, in all weeks of the window."""
    start: int
    """Where the window begins, in microseconds UTC."""
    end: int
    open: tuple[float, ...] | None
    """The share of the hour for which the clock runs, 0 to 1; None if nobody can tell."""
    responders: tuple[float, ...] | None
    """How many responders are in their hours, on the mean; None if nobody can tell."""
    askers: int
    """How many people made the requests, as far as they are known."""

    @property
    def weeks(self) -> float:
        """How many weeks the window has."""
        return (self.end - self.start) / WEEK

    @property
    def withheld(self) -> str:
        """Why nobody may see the hours of the requests; empty where they tell of no one."""
        if self.askers >= PEOPLE_AT_LEAST:
            return ""
        return f"not shown: fewer than {PEOPLE_AT_LEAST} people asked, and hours would tell of each"

    @property
    def arrivals(self) -> tuple[float, ...]:
        """Requests in that hour of a mean week."""
        weeks = self.weeks
        return tuple(count / weeks if weeks else 0.0 for count in self.requests)


def week_hours(history: History, window: Window, clock: str | None) -> WeekHours:
    """The week of an intake channel; ``clock`` is ``24x7`` or ``calendar:ID``.

    Times are told in the zone of the clock, else in that of the plan, else in UTC.
    """
    timeline = Timeline(history.plan, history.as_of, window=(window.start, window.end))
    zone = _zone(history, timeline, clock)
    requests, askers = _requests(history, window, zone)
    return WeekHours(
        zone=zone,
        requests=requests,
        start=window.start,
        end=window.end,
        open=_open(timeline, clock, zone),
        responders=_there(timeline, window.measured.channel.answering, zone),
        askers=askers,
    )


def _zone(history: History, timeline: Timeline, clock: str | None) -> str:
    calendar = history.plan.calendars.get((clock or "").removeprefix("calendar:"))
    zone = calendar.timezone if calendar is not None else timeline.zone()
    try:
        local_time(0, zone)
    except UnknownZone:
        return "UTC"  # another rule speaks of that
    return zone


def _requests(history: History, window: Window, zone: str) -> tuple[tuple[int, ...], int]:
    """How many requests came in each hour, and how many people made them."""
    import narwhals as nw

    asked = history.kept(
        "asked",
        lambda: responses(history).filter(~nw.col("lost")).select("channel", "at", "requester"),
    )
    inside = within(history, [window], asked)
    quarters = (
        inside.select(quarter=nw.col("at") - nw.col("at") % QUARTER)
        .group_by("quarter")
        .agg(n=nw.len())
        .collect()
    )
    counts = [0] * HOURS
    for quarter, n in quarters.rows():
        counts[hour_of_week(quarter, zone)] += n
    known = inside.filter(~nw.col("requester").is_null())
    return tuple(counts), len(known.select("requester").unique().collect())


def _open(timeline: Timeline, clock: str | None, zone: str) -> tuple[float, ...] | None:
    if clock is None or not timeline.knows(clock) or timeline.clock_fault(clock):
        return None
    return tuple(mean_by_hour([timeline.hours(clock)], timeline.window, zone))


def _there(timeline: Timeline, responders: Reference | None, zone: str) -> tuple[float, ...] | None:
    if responders is None or not timeline.sound(responders):
        return None
    try:
        view = timeline.view(responders)
    except CalendarError:  # a calendar of theirs is not valid, of which other rules speak
        return None
    if view.doubtful:
        return None
    people: dict[str, Intervals] = view.spells(lambda moment: moment.people(responders))
    return tuple(mean_by_hour(people.values(), timeline.window, zone))
