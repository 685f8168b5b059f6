"""Whom messages and channels are addressed to, and everybody behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from commplan.plan.plan import Plan
    from commplan.plan.references import Reference

_ENDS = ("person", "external")
"""Kinds that nobody stands behind."""
Circle: TypeAlias = "Mapping[tuple[str, str], Reference]"
"""Parties by kind and id, in the order in which they are met."""


def circle(plan: Plan, references: Iterable[Reference]) -> Circle:
    """The parties that are named, and all parties behind them. Broken references add nobody."""
    found: dict[tuple[str, str], Reference] = {}
    waiting = list(references)
    waiting.reverse()
    while waiting:
        reference = waiting.pop()
        key = (reference.kind, reference.id)
        if key not in found and plan.sound(reference):
            found[key] = reference
            if reference.kind not in _ENDS:
                waiting += reversed(plan.behind(reference))
    return found


def left_out(plan: Plan, reference: Reference, reached: Circle) -> tuple[Reference, ...]:
    """Those behind a reference who are outside a circle; empty where it holds all of them.

    Groups compare by their members where the plan lists those, else by themselves.
    """
    if (reference.kind, reference.id) in reached:
        return ()
    return tuple(
        party
        for key, party in circle(plan, (reference,)).items()
        if key not in reached and not plan.behind(party)
    )
