"""Promised times of random histories, against the obvious way."""

from __future__ import annotations

from random import Random
from typing import Any

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
)
from commplan.measures.cases import State, gathered, timed
from commplan.measures.endings import acknowledgements, first_responses, next_responses
from commplan.measures.intakes import assessable
from commplan.measures.windows import windows_of
from tests.depth import examples
from tests.measures.oracle import (
    AS_OF,
    Told,
    follow_ups_of,
    histories,
    history_of,
    requests_of,
    talks,
    until,
)

HOURS = Calendar("Europe/London", parse_hours({"sat": ["03:00-05:30", "05:45-08:00"]}))
KINDS = {"first_response": first_responses, "acknowledge": acknowledgements}


def naive(request: dict[str, Any], kind: str, calendar: Calendar, promised: Duration) -> Any:
    """State and waiting time of one request."""
    answered_by = None if request["response_at"] is not None else request["response_by"]
    ended = request["response_at"] if kind == "first_response" else request["ack_at"]
    vague = {answered_by}
    if kind == "acknowledge" and request["ack_seen"] != ended:
        vague.add(request["ack_seen"])
    seen = [one for one in vague if one is not None]
    soonest = min((one for one in seen if one <= AS_OF), default=None)
    limit = due(calendar, request["at"], promised)
    assert limit is not None
    end = min((one for one in (ended, soonest) if one is not None), default=AS_OF)
    waited = elapsed(calendar, request["at"], end)
    if request["lost"]:
        return State.LOST, waited
    if request["withdrawn"]:
        return State.WITHDRAWN, waited
    if any(one is not None and one <= limit for one in (ended, soonest)):
        return State.MET, waited
    if seen or (ended is None and not request["read"] and limit < AS_OF):
        return State.UNKNOWN, waited
    if ended is not None or limit < AS_OF:
        return State.MISSED, waited
    return State.PENDING, waited


@pytest.mark.parametrize("kind", sorted(KINDS))
@examples(10)
@given(
    told=histories(),
    calendar=st.sampled_from([ALWAYS, HOURS]),
    minutes=st.sampled_from([0, 1, 7, 20, 90]),
)
def test_states_and_waiting_times(kind: str, told: Told, calendar: Calendar, minutes: int) -> None:
    promised = Duration(minutes * MINUTE)
    history = history_of(told)
    where = assessable(history)
    windows = windows_of(history, (desk.measured for desk in where), Duration(30 * HOUR))
    rows = timed(history, KINDS[kind](history, where), windows, calendar, promised)
    found = {
        (row["channel"], row["at"]): (list(State)[row["state"]], row["waited"])
        for row in rows.collect().rows(named=True)
    }
    expected = {
        (one["channel"], one["at"]): naive(one, kind, calendar, promised)
        for one in requests_of(until(told))
    }
    assert found == expected
    cases = gathered(rows)
    states = [state for state, _ in expected.values()]
    assert cases.counts == {state: states.count(state) for state in State}
    assert cases.n == int(cases.decided.sum())
    assert int(cases.met.sum()) == states.count(State.MET)


def naive_follow_up(
    row: dict[str, Any], *, read: bool, calendar: Calendar, promised: Duration
) -> Any:
    """State and waiting time of what was written after an answer."""
    limit = due(calendar, row["at"], promised)
    assert limit is not None
    by_reaction = row["closed_by"] if (row["closed_by"] or AS_OF) <= AS_OF else None
    stopped = row["closed_at"] or by_reaction
    end = row["response_at"] or stopped or AS_OF
    waited = elapsed(calendar, row["at"], end)
    if row["response_at"] is not None:
        return (State.MET if row["response_at"] <= limit else State.MISSED), waited
    if stopped is not None and stopped <= limit:
        return State.CLOSED, waited
    if limit >= end:
        return State.PENDING, waited
    known = read and row["closed_by"] is None and not row["doubtful"]
    return (State.MISSED if known else State.UNKNOWN), waited


@pytest.mark.parametrize("calendar", [ALWAYS, HOURS], ids=["always", "hours"])
@examples(12)
@given(
    told=talks(),
    random=st.randoms(use_true_random=False),
    minutes=st.sampled_from([0, 1, 7, 20, 90]),
)
def test_follow_ups_stop_where_the_request_is_closed(
    calendar: Calendar, told: Told, random: Random, minutes: int
) -> None:
    promised, history = Duration(minutes * MINUTE), history_of(told)
    closed = {
        (m.channel, m.at): m.at + random.randrange(60) * MINUTE
        for m in told.messages
        if m.thread is None and random.random() < 0.3
    }
    tickets = history.engine.table(
        {"channel": "text", "at": "whole", "closed_at": "whole"},
        [(*post, at) for post, at in closed.items()],
    )
    where = assessable(history)
    windows = windows_of(history, (desk.measured for desk in where), Duration(30 * HOUR))
    rows = timed(
        history, next_responses(history, where, tickets), windows, calendar, promised
    ).collect()
    read = {(one["channel"], one["at"]): one["read"] for one in requests_of(told)}
    assert {
        (row["channel"], row["at"]): (list(State)[row["state"]], row["waited"])
        for row in rows.rows(named=True)
    } == {
        (one["channel"], one["at"]): naive_follow_up(
            one,
            read=read[one["channel"], one["request"]],
            calendar=calendar,
            promised=promised,
        )
        for one in follow_ups_of(until(told), closed)
    }
