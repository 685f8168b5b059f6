"""The hours of the week: when requests come, when the clock runs, who is there."""

from __future__ import annotations

import pytest

from commplan.clock import DAY, HOUR, parse_duration, parse_instant
from commplan.history import MessageRow
from commplan.measures import History, week_hours, windows_of
from tests.measures.made import history_of, plan_of

PLAN = """
metadata: {id: desk, timezone: Europe/London}
channels:
  it-help: {kind: slack, slack: C01HELP, intake: {responders: "group:it-ops"}}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, calendar: "calendar:uk"}
    bob: {name: Bob Ito, slack: U02BOB, calendar: "calendar:uk"}
  groups:
    it-ops: {class: it-staff, members: ["person:alice", "person:bob"]}
"""
WORKSPACE = """
people: {U01ALICE: alice, U02BOB: bob, U03CAT: cat}
channels: {C01HELP: it-help}
messages: {C01HELP: []}
"""
FRIDAY = parse_instant("2026-11-20T09:10:00Z")


def asked(at: int) -> MessageRow:
    return MessageRow("C01HELP", at, None, "U03CAT", "human", False, None, None)


def week_of(plan: str, times: list[int], clock: str | None = "calendar:uk"):
    history: History = history_of(plan_of(plan), WORKSPACE, map(asked, times))
    (window,) = windows_of(history, history.channels.values(), parse_duration("28d"))
    return week_hours(history, window, clock)


def test_requests_are_counted_on_the_local_clock() -> None:
    # Before 25 October London was an hour ahead of UTC; both come at 09:10 there.
    week = week_of(PLAN, [FRIDAY, FRIDAY - 28 * DAY + HOUR, FRIDAY - 27 * DAY])
    assert week.zone == "Europe/London"
    assert {hour: n for hour, n in enumerate(week.requests) if n} == {4 * 24 + 9: 1, 5 * 24 + 10: 1}
    assert week.weeks == 4
    assert week.arrivals[4 * 24 + 9] == 0.25


def test_what_lies_before_the_window_is_left_out() -> None:
    assert sum(week_of(PLAN, [FRIDAY - 40 * DAY]).requests) == 0


def test_hours_of_fewer_than_five_people_are_withheld() -> None:
    def of(people: int) -> str:
        told = [asked(FRIDAY - n * HOUR)._replace(author=f"U1{n % people}") for n in range(9)]
        history = history_of(plan_of(PLAN), WORKSPACE, told)
        (window,) = windows_of(history, history.channels.values(), parse_duration("28d"))
        return week_hours(history, window, None).withheld

    assert of(4) == "not shown: fewer than 5 people asked, and hours would tell of each"
    assert of(5) == ""


def test_the_clock_and_the_people_have_their_hours() -> None:
    week = week_of(PLAN, [FRIDAY])
    assert week.open is not None
    assert week.responders is not None
    assert week.open[9] == 1.0
    assert week.open[17] == pytest.approx(0.5)
    assert week.open[8] == 0.0
    assert week.responders[9] == 2.0
    assert week.responders[5 * 24 + 12] == 0.0


def test_without_calendars_nobody_can_tell_who_is_there() -> None:
    week = week_of(PLAN.replace(', calendar: "calendar:uk"', ""), [FRIDAY])
    assert week.responders is None


def test_a_clock_that_never_stops_is_always_open() -> None:
    week = week_of(PLAN, [FRIDAY], "24x7")
    assert week.open == (1.0,) * 168
    assert week.zone == "Europe/London"


def test_an_unknown_clock_is_not_guessed() -> None:
    assert week_of(PLAN, [FRIDAY], None).open is None
