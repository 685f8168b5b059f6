"""How far tests look: a few examples now, more before a change lands, new ones every night.

A test of properties says how many examples are many for it, and the depth of the
run which part of those it gets, or how many times as many. A test that tries
everything in every place tries each thing in some of the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import settings

T = TypeVar("T")

QUICK, THOROUGH, FURTHER = "quick", "thorough", "further"
USUAL = 100
"""Examples that a test gets in a thorough run if it says nothing."""
LEAST = 3
"""Below this a quick run would see little but the simplest example, which comes first."""

# The same examples every time, so that a change is judged by what it changes, but in the run
# that looks for what nobody has thought of.
settings.register_profile(QUICK, max_examples=25, derandomize=True, deadline=None, database=None)
settings.register_profile(THOROUGH, settings.get_profile(QUICK), max_examples=USUAL)
settings.register_profile(
    FURTHER, settings.get_profile(QUICK), derandomize=False, max_examples=20 * USUAL
)


def examples(many: int, **more: Any) -> settings:
    """As many examples of these as the depth of this run asks for; ``more`` settings pass."""
    part = many * settings().max_examples // USUAL
    return settings(max_examples=max(min(many, LEAST), part), **more)


def some(places: Sequence[T], turn: int) -> Sequence[T]:
    """Every fourth of many places in a quick run, others for each turn; else all of them.

    Four turns see every place, and no turn sees none.
    """
    apart = max(1, USUAL // settings().max_examples)
    return places[turn % max(1, min(apart, len(places))) :: apart]
