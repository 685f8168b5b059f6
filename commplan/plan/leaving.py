"""Which references to something that is gone may go without leaving a hole."""

from __future__ import annotations

from collections.abc import Container, Iterable

from commplan.place import Place
from commplan.plan.plan import Plan
from commplan.plan.references import Reference


def dispensable(
    plan: Plan, references: Iterable[Reference], gone: Container[tuple[str, str]]
) -> tuple[Place, ...]:
    """Where references to something ``gone`` stand in a list together with something else.

    A single value, such as an owner, needs a successor that only people know, and so
    does a list in which nothing else is left.
    """
    return tuple(r.at for r in references if _is_in_company(plan, r, gone))


def _is_in_company(plan: Plan, reference: Reference, gone: Container[tuple[str, str]]) -> bool:
    *path, last = reference.at.pointer
    if not isinstance(last, int):
        return False
    beside = plan.written(Place(reference.at.origin, tuple(path)))
    return isinstance(beside, list) and any(
        isinstance(item, str) and _named(item, reference) not in gone for item in beside
    )


def _named(item: str, beside: Reference) -> tuple[str, str]:
    """Kind and id of what an item names; in a list of bare ids all are of one kind."""
    kind, colon, name = item.partition(":")
    return (kind, name) if colon else (beside.kind, item)
