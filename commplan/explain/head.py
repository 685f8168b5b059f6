"""What is wrong with a document whose schema cannot be told from its head."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.explain.nearest import closest
from commplan.explain.words import listing, shown
from commplan.schema import API_VERSION, KINDS, Fault

PLAN = "CommunicationPlan"


def head_faults(value: object) -> tuple[Fault, ...]:
    """Say what ``apiVersion`` and ``kind`` should be."""
    if not isinstance(value, dict):
        found = "a list" if isinstance(value, list) else "a single value"
        message = f"the document is {found}, expected a mapping"
        return (Fault((), False, message, f"start it with 'apiVersion: {API_VERSION}'"),)
    return (*_version_faults(value), *_kind_faults(value))


def _version_faults(value: dict[str, object]) -> Iterator[Fault]:
    version = value.get("apiVersion")
    if version is None:
        yield Fault((), False, "'apiVersion' is missing", f"add 'apiVersion: {API_VERSION}'")
    elif version != API_VERSION:
        message = f"apiVersion is {shown(version)}, expected {API_VERSION!r}"
        yield Fault(("apiVersion",), False, message, f"change it to {API_VERSION}")


def _kind_faults(value: dict[str, object]) -> Iterator[Fault]:
    kind, kinds = value.get("kind"), tuple(KINDS)
    if kind is None:
        yield Fault((), False, "'kind' is missing", f"add 'kind: {PLAN}'")
    elif kind not in kinds:
        close = closest(kind, kinds) if isinstance(kind, str) else None
        hint = f"did you mean {close!r}?" if close else f"expected one of {listing(kinds)}"
        advice = f"change it to {close or PLAN}"
        yield Fault(("kind",), False, f"kind is {shown(kind)}; {hint}", advice, close)
