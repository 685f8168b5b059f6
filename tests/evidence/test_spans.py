from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import HOUR, Meter
from commplan.evidence import (
    IncidentRecord,
    Spans,
    TicketRecord,
    TrainingRecord,
    case_spans,
    cases_begun,
    span_metrics,
)

DAY = (0, 24 * HOUR)
ALL = Meter((DAY,))
OFFICE = Meter(((8 * HOUR, 16 * HOUR),))


def incident(start: int, *ends: int | None) -> IncidentRecord:
    acknowledged, resolved, closed = (None if end is None else end * HOUR for end in ends)
    return IncidentRecord("INC-1", "sev1", start * HOUR, acknowledged, resolved, closed)


def ticket(start: int, closed: int | None) -> TicketRecord:
    end = None if closed is None else closed * HOUR
    return TicketRecord("IT-1", None, None, start * HOUR, None, end)


@pytest.mark.parametrize(("metric", "length"), [("acknowledge", 1), ("resolve", 4), ("close", 9)])
def test_each_metric_ends_at_its_own_instant(metric: str, length: int) -> None:
    assert case_spans([incident(2, 3, 6, 11)], metric, DAY, ALL) == ((length * HOUR,), (False,), 0)


def test_tickets() -> None:
    rows = [ticket(2, 6), ticket(3, None)]
    assert case_spans(rows, "resolve", DAY, ALL) == ((4 * HOUR, 21 * HOUR), (False, True), 0)
    assert case_spans(rows, "close", DAY, ALL) == case_spans(rows, "resolve", DAY, ALL)


def test_only_what_began_in_the_window_counts() -> None:
    rows = [incident(start, None, None, None) for start in (-1, 0, 1, 24, 25)]
    assert case_spans(rows, "resolve", DAY, ALL).lengths == (23 * HOUR, 0)
    assert cases_begun(rows, DAY) == 2


def test_what_ends_after_the_window_goes_on() -> None:
    assert case_spans([incident(2, None, 30, None)], "resolve", DAY, ALL) == (
        (22 * HOUR,),
        (True,),
        0,
    )


def test_what_is_over_without_saying_when_is_counted_apart() -> None:
    rows = [incident(2, None, 6, None), incident(2, None, None, 9), incident(2, 5, None, None)]
    assert case_spans(rows, "acknowledge", DAY, ALL) == ((3 * HOUR,), (False,), 2)
    assert case_spans([incident(2, None, 30, None)], "acknowledge", DAY, ALL).untold == 0
    assert case_spans([incident(9, 4, None, None)], "acknowledge", DAY, ALL) == ((), (), 1)


def test_only_open_time_counts() -> None:
    rows = [
        incident(6, None, 10, None),
        incident(17, None, 20, None),
        incident(12, None, None, None),
    ]
    assert case_spans(rows, "resolve", DAY, OFFICE).lengths == (2 * HOUR, 0, 4 * HOUR)


def test_what_records_tell() -> None:
    assert span_metrics("incidents") == ("acknowledge", "resolve", "close")
    assert span_metrics("tickets") == ("resolve", "close")
    assert span_metrics("training") == ()
    with pytest.raises(KeyError):
        case_spans([ticket(2, 6)], "acknowledge", DAY, ALL)
    with pytest.raises(TypeError, match="a TrainingRecord is no case"):
        cases_begun([TrainingRecord("ann", "radio", None)], DAY)  # type: ignore[arg-type]


ENDS = st.none() | st.integers(0, 30)


@given(st.lists(st.tuples(st.integers(-3, 27), ENDS, ENDS, ENDS), max_size=20))
def test_every_case_of_the_window_is_counted_once(rows: list[tuple[int, ...]]) -> None:
    records = [incident(*row) for row in rows]
    for metric in span_metrics("incidents"):
        found: Spans = case_spans(records, metric, DAY, ALL)
        assert len(found.lengths) == len(found.is_open)
        assert len(found.lengths) + found.untold == cases_begun(records, DAY)
        assert all(0 <= length < 24 * HOUR for length in found.lengths)
