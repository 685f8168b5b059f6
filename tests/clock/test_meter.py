"""Open time added up."""

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import Intervals, Meter, contains, normalize

spells = st.lists(st.integers(0, 200), max_size=12, unique=True).map(
    lambda edges: tuple(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(spells, st.integers(-9, 210))
def test_a_meter_shows_what_lies_before(intervals: Intervals, t: int) -> None:
    meter = Meter(normalize(intervals))
    assert meter.at(t) == sum(1 for point in range(-9, t) if contains(meter.intervals, point))


@given(spells, st.integers(0, 90), st.integers(-9, 100), st.integers(0, 100))
def test_the_least_of_all_stretches(
    intervals: Intervals, length: int, start: int, size: int
) -> None:
    meter = Meter(normalize(intervals))
    stretches = (meter.at(t + length) - meter.at(t) for t in range(start, start + size + 1))
    assert meter.least(length, (start, start + size)) == min(stretches)
