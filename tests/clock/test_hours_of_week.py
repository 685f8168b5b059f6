"""The hours of the week, against a walk minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import MINUTE, hour_of_week, mean_by_hour, normalize

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
START = 1_774_000_000_000_000 // MINUTE * MINUTE
"""In March 2026, before the clocks of Europe change."""


def naive_hour(t: int, zone: str) -> int:
    local = (EPOCH + timedelta(microseconds=t)).astimezone(ZoneInfo(zone))
    return local.weekday() * 24 + local.hour


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe"])
@given(t=st.integers(0, 4_000_000_000_000_000))
def test_the_hour_is_that_of_the_local_clock(zone: str, t: int) -> None:
    assert hour_of_week(t, zone) == naive_hour(t, zone)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 6000), st.integers(1, 900)), max_size=4), max_size=3
    ),
    st.integers(1, 1500),
    st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
def test_means_are_those_of_a_walk_by_minutes(
    spans: list[list[tuple[int, int]]], length: int, zone: str
) -> None:
    layers = [
        normalize((START + a * MINUTE, START + (a + b) * MINUTE) for a, b in layer)
        for layer in spans
    ]
    window = (START, START + length * 7 * MINUTE)
    held, seen = [0] * 168, [0] * 168
    for t in range(window[0], window[1], MINUTE):
        hour = naive_hour(t, zone)
        seen[hour] += 1
        held[hour] += sum(any(a <= t < b for a, b in layer) for layer in layers)
    expected = [h / s if s else 0.0 for h, s in zip(held, seen, strict=True)]
    assert mean_by_hour(layers, window, zone) == pytest.approx(expected)
