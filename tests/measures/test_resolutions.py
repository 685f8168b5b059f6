"""Resolutions of random histories, against the obvious way."""

from __future__ import annotations

from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import (
    ALWAYS,
    HOUR,
    MINUTE,
    Calendar,
    Duration,
    due,
    elapsed,
    parse_hours,
    parse_instant,
)
from commplan.history import MarkRow, MessageRow, ThreadRow
from commplan.measures import exchange_rows
from commplan.measures.cases import State
from commplan.measures.request_rows import assessable
from commplan.measures.resolutions import timed_resolutions
from commplan.measures.windows import windows_of
from commplan.place import Origin, Place
from commplan.plan import Sla
from commplan.plan.promises import read_sla
from tests.depth import examples
from tests.measures import oracle
from tests.measures.oracle import AS_OF, Told, histories, history_of, until

HOURS = Calendar("Europe/London", parse_hours({"sat": ["03:00-05:30", "05:45-08:00"]}))
EMOJI = sorted({name for names in oracle.PAUSING.values() for name in names})
LONGEST = 7 * MINUTE


def sla(*, limited: bool) -> Sla:
    """A promise whose clock stops on hold, for seven minutes at most or without end."""
    pause = {"metrics": ["resolve"], "reactions": EMOJI}
    raw = {"pause": {**pause, "max": "7m"} if limited else pause}
    return read_sla("desk", raw, Place(Origin("plan.yaml", 0), ("slas", "desk")))


class Naive:
    """What is true of the requests of a history."""

    def __init__(self, told: Told, tickets: dict[tuple[str, int], int], limited: bool) -> None:
        self.told, self.tickets, self.limited = told, tickets, limited
        self.posts = oracle.posts_of(told)
        self.runs = oracle.running_of(told, tickets, 10 * MINUTE)

    def of(self, request: dict[str, Any], calendar: Calendar, promised: Duration) -> Any:
        """State, and the time that counts."""
        if request["lost"]:
            return State.LOST, 0
        key = request["channel"], request["at"]
        runs = [one for one in self.runs if (one["channel"], one["request"]) == key]
        ended = runs[-1]["resolved_at"]
        seen = self.seen(*key, request["requester"], ended)
        cap = AS_OF if seen is None else min(seen, AS_OF)
        waited = self.waited(runs, cap, calendar)
        if request["withdrawn"]:
            return State.WITHDRAWN, waited
        end = min(cap, AS_OF if ended is None else ended)
        late = self.waited(runs, end - 1, calendar) >= promised.microseconds and end > key[1]
        is_open = ended is None and seen is None
        perhaps = ended is None and seen is not None and seen > AS_OF
        hidden = is_open and (not self.known(*key) or (late and not request["read"]))
        if hidden or perhaps or (seen is not None and late):
            return State.UNKNOWN, waited
        assert due(calendar, request["at"], promised) is not None
        return (State.MISSED if late else State.PENDING if is_open else State.MET), waited

    def waited(self, runs: list[dict[str, Any]], cap: int, calendar: Calendar) -> int:
        """The time that counts up to an instant."""
        running = sum(
            elapsed(calendar, one["since"], max(min(one["until"] or cap, cap), one["since"]))
            for one in runs
        )
        return running + self.held_too_long(runs, cap, calendar)

    def held_too_long(self, runs: list[dict[str, Any]], cap: int, calendar: Calendar) -> int:
        """The open time on hold after the longest that a hold may take."""
        total = 0
        for number, run in enumerate(runs):
            until, closed = run["until"], run["resolved_at"]
            if not self.limited or until is None or until == closed or until >= cap:
                continue
            following = runs[number + 1]["since"] if number + 1 < len(runs) else cap
            end = min(closed if closed is not None else following, cap)
            goes_on = due(calendar, until, Duration(LONGEST))
            if goes_on is not None and goes_on < end:
                total += elapsed(calendar, goes_on, end)
        return total

    def seen(
        self, channel: str, request: int, requester: str | None, ended: int | None
    ) -> int | None:
        """By when a closing reaction was there, at a post or at a responder's answer.

        None where it cannot have closed the request before a message did.
        """
        places = self._places(channel, request) | {
            one["at"]
            for one in oracle.answers_of(self.told)
            if (one["channel"], one["request"]) == (channel, request) and one["responder"]
        }
        may = {*oracle.RESPONDERS[channel], requester}
        found = [
            sign
            for sign in self.told.signs
            if (sign.kind, sign.channel) == ("reaction", channel)
            and sign.at in places
            and sign.value in oracle.CLOSING.get(channel, set())
            and sign.by in may
        ]
        if not found or (ended is not None and min(sign.at for sign in found) >= ended):
            return None
        return min(sign.read_at for sign in found)

    def known(self, channel: str, request: int) -> bool:
        """Whether anything would tell that a request was closed."""
        ticketed = any((channel, at) in self.tickets for at in self._places(channel, request))
        return ticketed or channel in oracle.CLOSING

    def _places(self, channel: str, request: int) -> set[int]:
        of_it = (one for one in self.posts if one["request"] == request)
        return {one["at"] for one in of_it if one["channel"] == channel}


@pytest.mark.parametrize("calendar", [ALWAYS, HOURS], ids=["always", "hours"])
@examples(8)
@given(
    told=histories(),
    random=st.randoms(use_true_random=False),
    minutes=st.integers(0, 200),
    limited=st.booleans(),
)
def test_states_and_the_time_that_counts(
    calendar: Calendar, told: Told, random: Random, minutes: int, limited: bool
) -> None:
    history, seen, promised = history_of(told), until(told), Duration(minutes * MINUTE)
    closed = {
        (post["channel"], post["at"]): post["at"] + random.randrange(0, 60) * MINUTE
        for post in oracle.posts_of(seen)
        if random.random() < 0.3
    }
    columns = {"channel": "text", "at": "whole", "closed_at": "whole"}
    tickets = history.engine.table(columns, [(*post, at) for post, at in closed.items()])
    where, terms = assessable(history), sla(limited=limited)
    windows = windows_of(history, (desk.measured for desk in where), Duration(30 * HOUR))
    with patch.object(exchange_rows, "REOPENED", 10 * MINUTE):
        found = timed_resolutions(history, where, windows, calendar, terms, promised, tickets)
        rows = found.collect().rows(named=True)
    naive = Naive(seen, closed, limited)
    assert {
        (row["channel"], row["at"]): (list(State)[row["state"]], row["waited"]) for row in rows
    } == {
        (one["channel"], one["at"]): naive.of(one, calendar, promised)
        for one in oracle.requests_of(seen)
    }


@pytest.mark.parametrize(
    ("closed", "state"),
    [("05:29", State.MET), ("05:30", State.MET), ("05:31", State.MISSED), (None, State.MISSED)],
)
def test_what_is_due_at_the_close_is_late_before_the_next_opening(
    closed: str | None, state: State
) -> None:
    """Asked before the hours begin, with all of their first part to do it in."""
    at, done = (
        parse_instant("2026-11-21T02:00:00Z"),
        parse_instant(f"2026-11-21T{closed or '05:35'}:00Z"),
    )
    asks = MessageRow("C01HELP", at, None, "U09ANN", "human", False, None, None)
    answer = asks._replace(at=done, thread=at, author="U01ALICE")
    thread = ThreadRow("C01HELP", at, 1, done, whole=True, read_at=done)
    told = Told((asks, answer), (thread,))
    marks = (MarkRow("C01HELP", done, "emoji", "done", 1),) if closed else ()
    history = history_of(told._replace(marks=marks), parse_instant("2026-11-21T05:40:00Z"))
    where = assessable(history)
    windows = windows_of(history, (desk.measured for desk in where), Duration(30 * HOUR))
    promised = Duration(150 * MINUTE)
    found = timed_resolutions(history, where, windows, HOURS, sla(limited=False), promised, None)
    (row,) = found.collect().rows(named=True)
    assert (list(State)[row["state"]], row["waited"]) == (
        state,
        149 * MINUTE if closed == "05:29" else 150 * MINUTE,
    )
