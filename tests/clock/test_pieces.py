"""Functions of time as tables, at random instants and where something changes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import (
    ALWAYS,
    DAY,
    HOUR,
    MINUTE,
    Calendar,
    Duration,
    Pieces,
    due,
    due_pieces,
    elapsed,
    open_intervals,
    open_time_pieces,
    parse_hours,
    parse_instant,
    refined,
)
from tests.clock.test_against_naive_clock import NaiveClock, clocks_and_calendars
from tests.depth import examples

durations = (
    st.sampled_from((0, 1, MINUTE, 30 * MINUTE, 8 * HOUR, 9 * HOUR, 40 * HOUR)).map(Duration)
    | st.integers(1, 5).map(lambda days: Duration(business_days=days))
    | st.integers(1, 14).map(lambda months: Duration(months=months))
)


def value(pieces: Pieces, t: int) -> int | None:
    (found,) = (piece for piece in pieces if piece.since <= t < piece.until)
    return found.at(t)


def instants(pieces: Pieces, more: list[int]) -> list[int]:
    """Where pieces meet, and some others."""
    start, end = pieces[0].since, pieces[-1].until
    near = {t + by for piece in pieces for t in piece[:2] for by in (-1, 0, 1)}
    return sorted(t for t in near | {start + t % (end - start) for t in more} if start <= t < end)


@examples(60)
@given(clocks_and_calendars(), durations, st.lists(st.integers(0, 4 * DAY), max_size=60))
def test_due_pieces_say_what_due_says(
    case: tuple[NaiveClock, Calendar], duration: Duration, more: list[int]
) -> None:
    clock, calendar = case
    start, end = (minute * MINUTE for minute in clock.window(0, 4 * 1440))
    pieces = due_pieces(calendar, duration, start, end)
    edges = {t + by for pair in open_intervals(calendar, start, end) for t in pair for by in (0, 1)}
    for t in instants(pieces, [*more, *(edge - start for edge in edges)]):
        assert value(pieces, t) == due(calendar, t, duration), t


@examples(60)
@given(clocks_and_calendars(), st.lists(st.integers(0, 4 * DAY), max_size=30))
def test_open_time_pieces_say_what_has_gone_by(
    case: tuple[NaiveClock, Calendar], more: list[int]
) -> None:
    clock, calendar = case
    start, end = (minute * MINUTE for minute in clock.window(0, 4 * 1440))
    pieces = open_time_pieces(calendar, start, end)
    for t in instants(pieces, more):
        assert value(pieces, t) == elapsed(calendar, start, t)


LONDON = Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]}))
START, END = (parse_instant(f"2026-{day}T00:00:00Z") for day in ("03-25", "04-02"))


@pytest.mark.parametrize(
    ("calendar", "duration", "most"),
    [
        (ALWAYS, Duration(4 * HOUR), 1),
        (ALWAYS, Duration(0), 1),
        (LONDON, Duration(4 * HOUR), 4 * 6),
        (LONDON, Duration(business_days=2), 4 * 9),
    ],
)
def test_there_are_few_pieces(calendar: Calendar, duration: Duration, most: int) -> None:
    assert len(due_pieces(calendar, duration, START, END)) <= most


def test_what_is_used_up_at_closing_time_is_due_then() -> None:
    opens, closes, opens_again = (
        parse_instant(f"2026-{t}Z") for t in ("03-27T09:00:00", "03-27T17:30:00", "03-30T08:00:00")
    )
    pieces = due_pieces(LONDON, Duration(4 * HOUR), START, END)
    assert value(pieces, closes - 4 * HOUR) == closes
    assert value(pieces, closes - 4 * HOUR + 1) == opens_again + 1
    assert value(pieces, closes) == opens_again + 4 * HOUR
    assert value(pieces, opens) == opens + 4 * HOUR


def test_a_calendar_that_never_opens_again_has_no_due_instants() -> None:
    closing = Calendar("UTC", (), exceptions=((date(2026, 3, 26), ((540, 600),)),))
    pieces = due_pieces(closing, Duration(30 * MINUTE), START, END)
    last = parse_instant("2026-03-26T09:30:00Z")
    assert value(pieces, last) == last + 30 * MINUTE
    assert value(pieces, last + 1) is None


def test_functions_are_refined_to_common_pieces() -> None:
    shown = open_time_pieces(LONDON, START, END)
    promised = due_pieces(LONDON, Duration(4 * HOUR), START, END)
    rows = list(refined(shown, promised))
    assert [row[0].since for row in rows] == [row[1].since for row in rows]
    assert (rows[0][0].since, rows[-1][0].until) == (START, END)
    for a, b in rows:
        for t in (a.since, a.until - 1):
            assert (a.at(t), b.at(t)) == (value(shown, t), value(promised, t))
