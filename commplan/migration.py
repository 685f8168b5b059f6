"""From one edition of the plan language to the next, byte for byte around the edits.

A step leads from an edition to the one after it and says what it changes in a
document beside ``apiVersion``. There is one edition so far, so there is no step;
the next edition brings the first.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from commplan.document import Document, SourceFile, read_documents
from commplan.errors import CommplanError
from commplan.finding import Edit, Fix, Put
from commplan.fixing import mend
from commplan.place import Origin, Place
from commplan.schema import API_VERSION

PREFIX = "commplan/"


class Step(NamedTuple):
    """The way from one edition to the next."""

    before: str
    """``apiVersion`` of the documents that it takes."""
    after: str
    edits: Callable[[Document], tuple[Edit, ...]]
    """What else changes in a document."""


STEPS: tuple[Step, ...] = ()
"""All steps, from the oldest edition to :data:`API_VERSION`."""


class Migrated(NamedTuple):
    """A file in the newest edition."""

    text: str
    passed: tuple[str, ...]
    """Editions that documents of the file came from, each once."""


class MigrationError(CommplanError):
    """A file that cannot be brought to the newest edition."""


def migrate(source: SourceFile, steps: Sequence[Step] = STEPS) -> Migrated:
    """Bring every document of ours in a file to the newest edition; others stay as they are.

    Raises MigrationError for an edition that no step leads from, and for a
    document that a step cannot edit without changing its meaning elsewhere.
    """
    by_edition = {step.before: step for step in steps}
    newest = steps[-1].after if steps else API_VERSION
    passed: list[str] = []
    while waiting := [d for d in source.documents if _edition(d) not in (None, newest)]:
        editions = {document.index: str(_edition(document)) for document in waiting}
        for document in waiting:
            if editions[document.index] not in by_edition:
                raise MigrationError(_unknown(document, newest))
        passed += editions.values()
        fixes = [_fix(document, by_edition[editions[document.index]]) for document in waiting]
        made = mend(source, fixes, lambda _: None)
        if made.refused:
            number, reason = next(iter(made.refused.items()))
            edition = editions[waiting[number].index]
            raise MigrationError(f"{source.path}: cannot be brought on from {edition}: {reason}")
        source = read_documents(made.text.encode(), source.path)
    return Migrated(source.text, tuple(dict.fromkeys(passed)))


def _edition(document: Document) -> str | None:
    """The edition of a document of ours; None for anything else."""
    told = document.get(("apiVersion",), None)
    return told if isinstance(told, str) and told.startswith(PREFIX) else None


def _fix(document: Document, step: Step) -> Fix:
    at = Place(Origin(document.path, document.index), ("apiVersion",))
    return Fix((Put(at, step.after), *step.edits(document)))


def _unknown(document: Document, newest: str) -> str:
    line, column = document.span(("apiVersion",))[:2]
    return (
        f"{document.path}:{line}:{column}: this commplan knows {newest}, and no way from "
        f"{_edition(document)!r} to it; a newer commplan may"
    )
