"""Since when a promise is not kept."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from commplan.cli.measure_weeks import since
from commplan.clock import WEEK
from commplan.measures.attainment import WeekOfCases
from commplan.statistics import Conclusion

FIRST = 1_793_404_800_000_000
"""2026-10-31T00:00:00Z."""


def told(*missed: int | None, objective: bool = True, verdict: str = "pass") -> str:
    """Of weeks with so many of 40 missed, or with nothing at all."""
    weeks = [
        WeekOfCases(
            *(FIRST + place * WEEK, FIRST + (place + 1) * WEEK),
            *((0, 0) if one is None else (40 - one, one)),
        )
        for place, one in enumerate(missed)
    ]
    sla = SimpleNamespace(objective=SimpleNamespace(share=0.9) if objective else None)
    found: Any = SimpleNamespace(weeks=weeks, sla=sla, judgement=1, conclusion=Conclusion(verdict))
    promise: Any = SimpleNamespace(found=found)
    return since(promise)


@pytest.mark.parametrize(
    ("missed", "expected"),
    [
        ((1, 20, 1), "in the week from 2026-11-07"),
        ((20,), "in the week from 2026-10-31"),
        ((1, 20, 20), "every week since 2026-11-07"),
        ((20, 1, 20, None, 20), "every week since 2026-11-14, and in 1 before"),
        ((20, 1, 20, 1), "in 2 of 4 weeks, first from 2026-10-31, last from 2026-11-14"),
        ((20, 20, None), "every week since 2026-10-31"),
    ],
)
def test_weeks_are_told_by_their_first_days(missed: tuple[int | None, ...], expected: str) -> None:
    assert told(*missed) == f"clearly below the objective {expected}"


def test_a_few_missed_are_not_clear() -> None:
    assert told(6, 7, 6) == ""  # 15 % missed of 10 % allowed: the interval reaches 93 %
    assert told(6, 7, 6, verdict="fail") == "in no single week clearly below the objective"


def test_without_an_objective_or_requests_there_is_nothing_to_say() -> None:
    assert told(20, 20, objective=False) == ""
    assert told(None, None) == ""
