"""What texts of updates show."""

from __future__ import annotations

from time import process_time

import pytest

from commplan.clock import format_utc, parse_instant
from commplan.measures.looking.markers import MarkerLook
from commplan.measures.looking.updates import CaseLook, NextUpdateLook, PhaseLook

AT = parse_instant("2026-10-24T15:10:00Z")
"""A Saturday, 16:10 in London; clocks go back in the night."""


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Next update: 16:30", "2026-10-24T15:30:00Z"),
        ("*Next update:* 16.30", "2026-10-24T15:30:00Z"),
        ("next_update by 16:30 and then we are done", "2026-10-24T15:30:00Z"),
        ("Next update at 4:45pm BST", "2026-10-24T15:45:00Z"),
        ("Next update at 5 PM", "2026-10-24T16:00:00Z"),
        ("Next update at 12am", "2026-10-24T23:00:00Z"),
        ("Next update 16:30 UTC", "2026-10-24T16:30:00Z"),
        ("Next update 16:30Z", "2026-10-24T16:30:00Z"),
        ("Next update 19:30+02:00", "2026-10-24T17:30:00Z"),
        ("Next update 2026-10-25 09:00 GMT", "2026-10-25T09:00:00Z"),
        ("Next update 2026-10-25T09:00Z", "2026-10-25T09:00:00Z"),
        ("Next update at 09:00", "2026-10-25T09:00:00Z"),
        ("next update in 30 minutes", "2026-10-24T15:40:00Z"),
        ("Next update within 2h", "2026-10-24T17:10:00Z"),
        ("Nächstes Update: 17:15", "2026-10-24T16:15:00Z"),
        ("Next update: soon. Next update: 16:30", "2026-10-24T15:30:00Z"),
        ("Next update: soon", None),
        ("Next update: 16:30 CEST", None),
        ("Next update 99:99", None),
        ("Next update at 13pm", None),
        ("Next update 2026-02-30 10:00", None),
        ("Next update 2026-10-23 10:00", None),
        ("Next update: 3 of us are on it", None),
        ("Next update\n16:30", None),
        ("At 16:30 we shall see", None),
    ],
)
def test_when_the_next_update_comes(text: str, when: str | None) -> None:
    found = [format_utc(one.amount) for one in NextUpdateLook("p", "Europe/London").find(text, AT)]
    assert found == ([when] if when else [])


def test_abbreviations_of_the_plans_own_zone() -> None:
    look = NextUpdateLook("p", "UTC")
    assert [one.amount for one in look.find("Next update 16:30 UTC", AT)] == [AT + 80 * 60_000_000]
    assert not [*look.find("Next update 16:30 BST", AT)]
    assert not [*NextUpdateLook("p", "Mars/Base").find("Next update 16:30", AT)]


def test_ids_of_incidents() -> None:
    text = "INC-12 (see inc-2026-007): no covid-19x, no 12-34, a1-5"
    assert [one.value for one in CaseLook().find(text, AT)] == ["INC-12", "INC-2026-007", "A1-5"]
    listed = " ".join(f"INC-{number}" for number in range(30))
    assert not [*CaseLook().find(listed, AT)]


def test_the_first_phase_that_is_named() -> None:
    look = PhaseLook((("investigating", "p/investigating"), ("identified", "p/identified")))
    assert [one.value for one in look.find("Identified; was investigating", AT)] == ["p/identified"]
    assert not [*look.find("unidentified investigations", AT)]


def test_markers_in_any_case_and_white_space() -> None:
    look = MarkerLook((("p/delay", "delay notice"), ("p/status", "status:")))
    assert [one.value for one in look.find("*DELAY\n notice* for you", AT)] == ["p/delay"]


@pytest.mark.parametrize(
    "text",
    [
        "next update " * 20_000,
        "next update" + " " * 100_000 + "1",
        "A-" * 50_000,
        "a" * 100_000,
        "A-1-" * 30_000,
        "next update 2026-10-24" + "T " * 50_000,
        "investigatin" * 10_000,
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    looks = (CaseLook(), NextUpdateLook("p", "UTC"), PhaseLook((("investigating", "p/i"),)))
    began = process_time()
    for look in looks:
        for _ in look.find(text, AT):
            pass
    assert process_time() - began < 1
