"""A document that cannot be read, or says something the plan language does not know."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Fault,
    Fix,
    Place,
    Problem,
    Put,
    Rename,
    Severity,
    Span,
    WrittenDocument,
    rule,
)


@rule("PLN001", severity=Severity.ERROR, profile="basic", since="0.1", source="A02", fix="unsafe")
def schema_invalid(document: WrittenDocument) -> Iterator[Problem]:
    """The file is not valid YAML 1.2 in UTF-8, or breaks the schema of its kind.

    Nothing else can be said of a plan whose words are not understood: an unknown
    key may be the misspelt owner of a channel. Correct what is named, then run
    the check again; the other rules wait until the plan is valid.

    Bad:
        channels:
          it-help: {kind: slack, ownr: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
    """
    if document.syntax is not None:
        error = document.syntax
        line, column = error.line or 1, error.column or 1
        spot = Place(document.origin, (), span=Span(line, column, line, column))
        yield Problem(at=spot, message=error.problem)
    for fault in document.faults:
        at = Place(document.origin, fault.pointer, fault.on_key)
        yield Problem(at=at, message=fault.message, help=fault.help, fix=_fix(fault, at))


def _fix(fault: Fault, at: Place) -> Fix | None:
    """What was probably meant; a key that stands there already is left to the author."""
    if fault.meant is None:
        return None
    return Fix((Rename(at, str(fault.meant)) if fault.on_key else Put(at, fault.meant),))
