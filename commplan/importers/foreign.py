"""Somebody else's YAML, read strictly: every value knows its line, every fault names it.

Formats that importers read are often older than YAML 1.2. Where a value is
used, a plain word that the two versions of YAML read differently is refused:
the tool that the file was written for may have taken it for something else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from commplan.api import CommplanError, Oddity, Pointer, SourceFile, load_file


class Spot(NamedTuple):
    """A line of a file that is being imported."""

    folder: str
    """As the user gave it; empty for the working directory."""
    file: str
    """Relative to the folder, with ``/``."""
    line: int

    def __str__(self) -> str:
        return f"{os.path.join(self.folder, self.file)}:{self.line}"

    @property
    def origin(self) -> str:
        """The comment that leads from a plan back to this line."""
        return f"from {self.file}:{self.line}"


class Foreign(NamedTuple):
    """A value in a foreign file."""

    source: SourceFile
    odd: Mapping[tuple[Pointer, bool], Oddity]
    """What is refused where it is used, by pointer and whether the key is meant."""
    folder: str
    file: str
    pointer: Pointer
    value: object

    @property
    def at(self) -> Spot:
        """Where the value stands; for the value of a key, where the key stands."""
        line = self.source.documents[0].span(self.pointer, key=True).line
        return Spot(self.folder, self.file, line)

    @property
    def remark(self) -> str:
        """The comment behind the value, on the line where it ends."""
        span = self.source.documents[0].span(self.pointer)
        rest = self.source.line(span.end_line)[span.end_column - 1 :].strip()
        return rest if rest.startswith("#") else ""

    def fault(self, expected: str) -> CommplanError:
        """The error that says where something else was expected."""
        return CommplanError(f"{self.at}: expected {expected}, found {_shown(self.value)}")

    def inside(self, key: str | int, value: object) -> Foreign:
        """A value inside this one."""
        return self._replace(pointer=(*self.pointer, key), value=value)

    def keys(self, what: str) -> dict[str, Foreign]:
        """The values of a mapping by key; none where there is nothing."""
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.fault(f"{what} to be a mapping")
        fields = {key: self.inside(key, value) for key, value in self.value.items()}
        for field in fields.values():
            _refuse_odd(field, on_key=True)
        return fields

    def fields(self, what: str, known: tuple[str, ...]) -> dict[str, Foreign]:
        """The values of a mapping that may hold the keys ``known`` and no others."""
        fields = self.keys(what)
        for key, field in fields.items():
            if key not in known:
                raise CommplanError(
                    f"{field.at}: unknown key {key!r} in {what}, expected {', '.join(known)}"
                )
        return fields

    def items(self, what: str) -> tuple[Foreign, ...]:
        """The values of a list; none where there is nothing."""
        if self.value is None:
            return ()
        if not isinstance(self.value, list):
            raise self.fault(f"{what} to be a list")
        return tuple(self.inside(number, value) for number, value in enumerate(self.value))

    def text(self, what: str) -> str:
        """The text; empty where there is nothing."""
        if self.value is None:
            return ""
        _refuse_odd(self)
        if not isinstance(self.value, str):
            raise self.fault(f"{what} to be text, in quotes where it looks otherwise")
        return self.value

    def flag(self, what: str) -> bool:
        """True or false; false where there is nothing."""
        if self.value is None:
            return False
        if not isinstance(self.value, bool):
            raise self.fault(f"{what} to be true or false")
        return self.value


def read_foreign(folder: str, file: str) -> Foreign | None:
    """The one document of a file, or None where the file says nothing.

    Raises CommplanError where the file is no YAML or holds several documents.
    """
    source = load_file(os.path.join(folder, file))
    if not source.documents:
        return None
    document, *others = source.documents
    if others:
        line = others[0].span(()).line
        raise CommplanError(f"{source.path}:{line}: a second document, expected only one")
    odd = {(o.pointer, o.on_key): o for o in document.oddities if o.kind != "space"}
    return Foreign(source, odd, folder, file, (), document.value)


def _refuse_odd(field: Foreign, *, on_key: bool = False) -> None:
    """Raise CommplanError where a value or its key means different things to different readers."""
    oddity = field.odd.get((field.pointer, on_key))
    if oddity is None:
        return
    if oddity.kind == "duplicate-key":
        fault = f"expected the key {oddity.text!r} once, {oddity.meaning}"
    else:
        fault = f"expected {oddity.text!r} in quotes, as YAML 1.1 reads it as {oddity.meaning}"
    raise CommplanError(f"{Spot(field.folder, field.file, oddity.span.line)}: {fault}")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else repr(value)
