"""Say in words why a value does not match its schema.

The validator says which keyword of the schema fails at which place; here that
becomes a sentence, the key or value it is about, and the smallest edit that
mends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commplan.document import Pointer
from commplan.explain.sentences import SIZES, Complaint, Document, meant_key, sentence
from commplan.schema import Fault, errors

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_UNKNOWN = "AdditionalProperties"
MOST = 100
"""Faults of one document that are told; nobody mends more in one go."""


def explain(name: str, value: object) -> tuple[Fault, ...]:
    """Why a value does not satisfy the schema called ``name``; empty for a valid value."""
    return faults(name, errors(name, value), value)


def faults(name: str, found_errors: Iterable[ValidationError], value: object) -> tuple[Fault, ...]:
    """Turn errors of the schema called ``name`` into faults, in the order of the document."""
    found = {complaint for error in found_errors for complaint in _complaints(error)}
    odd = {complaint.pointer[:-1] for complaint in found if complaint.on_key}
    # Where a mapping has both a wrong size and an unknown key, one edit mends both.
    found -= {c for c in found if c.keyword in SIZES and c.pointer in odd}
    document = Document(name, value)
    found -= _misspelt(found, document)
    ordered = sorted(found, key=_Order(value))
    told = [_fault(complaint, document) for complaint in ordered[:MOST]]
    if rest := ordered[MOST:]:
        message = f"and {len(rest):,} more faults in this document"
        told.append(Fault(rest[0].pointer, rest[0].on_key, message, "mend the ones above first"))
    return tuple(told)


def _misspelt(found: set[Complaint], document: Document) -> set[Complaint]:
    """Missing keys that stand there in another spelling, which is told already."""
    missing = {(c.pointer, c.missing): c for c in found if c.missing is not None}
    lacking = {pointer for pointer, _ in missing}
    spelt = (
        (c.pointer[:-1], meant_key(c, document))
        for c in found
        if c.keyword == _UNKNOWN and c.pointer[:-1] in lacking
    )
    return {missing[key] for key in spelt if key in missing}


def _fault(complaint: Complaint, document: Document) -> Fault:
    return Fault(complaint.pointer, complaint.on_key, *sentence(complaint, document))


def _complaints(error: ValidationError) -> Iterator[Complaint]:
    """What the validator means; one error may name several keys."""
    kind: Any = error.kind
    at: Pointer = tuple(error.instance_path)
    keyword = _keyword(kind)
    if keyword == _UNKNOWN:
        yield from (Complaint(keyword, (*at, key), on_key=True) for key in kind.unexpected)
    elif keyword == "PropertyNames":
        yield Complaint(_keyword(kind.error.kind), (*at, kind.error.instance), on_key=True)
    elif keyword == "Required":
        yield Complaint(keyword, at, missing=kind.property)
    else:
        yield Complaint(keyword, at)


def _keyword(kind: object) -> str:
    """The validator's class for a kind of error: ``Pattern``, in older editions ``…_Pattern``."""
    return type(kind).__name__.rpartition("_")[2]


class _Order:
    """Sorts complaints as the document has their places."""

    def __init__(self, value: object) -> None:
        self._value = value
        self._numbers: dict[int, Mapping[str, int]] = {}

    def __call__(self, complaint: Complaint) -> tuple[tuple[int, ...], str, str]:
        value: Any = self._value
        steps = []
        for step in complaint.pointer:
            steps.append(step if isinstance(step, int) else self._of(value)[step])
            value = value[step]
        return tuple(steps), complaint.keyword, complaint.missing or ""

    def _of(self, value: Mapping[str, Any]) -> Mapping[str, int]:
        """The number of each key of a mapping, counted once for all its faults."""
        if id(value) not in self._numbers:
            self._numbers[id(value)] = {key: number for number, key in enumerate(value)}
        return self._numbers[id(value)]
