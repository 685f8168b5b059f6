"""CSV text to typed records, with the line of everything that is wrong.

A file that is named by mistake may hold anything, a key among it. So its words
are repeated only once its header has shown that it is the file which was meant.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from commplan.evidence.kinds import Cell, Kind
from commplan.evidence.records import Record
from commplan.named import NamedTuple

MOST_ROWS = 500_000
TOLD = 3
"""So many faults are put into words; the others are counted."""
LONGEST_NAME = 60
"""A longer text is no misspelt name."""


class RowFault(NamedTuple):
    """What is wrong with one line of a file."""

    line: int
    problem: str


class Table(NamedTuple):
    """The content of one file."""

    rows: tuple[Record, ...]
    """All of them, or none where there is any fault: half a file proves nothing."""
    faults: tuple[RowFault, ...] = ()
    """The first ones, one for each line."""
    faulty_lines: int = 0
    is_refused: bool = False
    """It is a document that does not match its schema."""


class Column(NamedTuple):
    """What a column of a file holds."""

    name: str
    position: int
    """Among the fields of the record."""
    cell: Cell
    is_optional: bool


def read_table(text: str, kind: Kind, zone_name: str) -> Table:
    """The records in the text of a file; ``zone_name`` is that of times without offset."""
    return table_of(_read(text, kind, zone_name))


def table_of(items: Iterable[Record | RowFault]) -> Table:
    """The table of some rows, each a record or what is wrong with it."""
    rows: list[Record] = []
    faults: list[RowFault] = []
    faulty_lines = 0
    for item in items:
        if not isinstance(item, RowFault):
            rows.append(item)
            continue
        faulty_lines += 1
        if faulty_lines <= TOLD:
            faults.append(item)
    return Table(() if faults else tuple(rows), tuple(faults), faulty_lines)


def _read(text: str, kind: Kind, zone_name: str) -> Iterator[Record | RowFault]:
    """Every row as a record or a fault; a fault of the file itself ends it."""
    columns: list[Column | None] = []
    for number, (line, cells) in enumerate(_lines(text)):
        if isinstance(cells, str):
            yield RowFault(line, cells)
            return
        if number > MOST_ROWS:
            yield RowFault(line, f"the file goes on after {MOST_ROWS:,} rows, expected fewer")
            return
        if number:
            record = record_of(cells, columns, kind, zone_name)
            yield RowFault(line, record) if isinstance(record, str) else record
        elif problem := _header_problem(cells, kind):
            yield RowFault(line, problem)
            return
        else:
            columns = columns_of(cells, kind)


def _lines(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The cells of every line that has any, or what is wrong with it, and where each begins."""
    if "\0" in text:
        yield text.count("\n", 0, text.index("\0")) + 1, "holds a NUL character, expected text"
        return
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield line, _csv_problem(str(error))
            return
        if cells is None:
            return
        if cells:
            yield line, cells


def _csv_problem(error: str) -> str:
    if "field larger" in error:
        return f"a cell is longer than {csv.field_size_limit():,} characters"
    if "end of data" in error:
        return "a quoted cell begins here and never ends"
    return "a quoted cell goes on after its closing quote, expected a comma"


def _header_problem(header: Sequence[str], kind: Kind) -> str | None:
    missing = [name for name in kind.cells if name not in {*header, *kind.optional}]
    unknown = [name for name in header if name not in kind.cells]
    if missing:
        what = f"the header lacks the column {missing[0]}"
        if (close := _nearest(missing[0], unknown)) is not None:
            return f"{what}; is {close!r} meant to be it?"
        if len(header) == 1 and any(header[0].count(sign) for sign in ";\t|"):
            return f"{what}; cells are to be separated by commas"
        return f"{what}, expected {','.join(kind.cells)}"
    if twice := [name for name in kind.cells if header.count(name) > 1]:
        return f"the header names the column {twice[0]} twice"
    if unknown and not kind.is_open:
        what = f"the header has an unknown column {_shown(unknown[0])}"
        close = _nearest(unknown[0], [name for name in kind.cells if name not in header])
        return f"{what}; did you mean {close}?" if close else what
    return None


def _nearest(word: str, candidates: Sequence[str]) -> str | None:
    from commplan.plan import nearest  # only a file with faults pays for it

    short = [name for name in candidates if len(name) <= LONGEST_NAME]
    return nearest(word, short) if len(word) <= LONGEST_NAME else None


def columns_of(header: Sequence[str], kind: Kind) -> list[Column | None]:
    """What each column of a file holds; None for a further one."""
    positions = {name: position for position, name in enumerate(kind.cells)}
    return [
        Column(name, positions[name], kind.cells[name], name in kind.optional)
        if name in positions
        else None
        for name in header
    ]


def record_of(
    cells: Sequence[str], columns: Sequence[Column | None], kind: Kind, zone_name: str
) -> Record | str:
    """The record that a row makes, or what is wrong with it."""
    if len(cells) != len(columns):
        return f"has {_counted(len(cells))}, expected {len(columns)} as in the header"
    values: list[object] = [None] * len(kind.cells)
    for text, column in zip(cells, columns, strict=True):
        if column is None or (not text and column.is_optional):
            continue
        try:
            values[column.position] = column.cell.read(text, zone_name)
        except ValueError:
            found = _shown(text) if text else "empty"
            return f"{column.name} is {found}, expected {column.cell.expected}"
    return kind.record(*values)  # type: ignore[arg-type]  # each cell makes what its field takes


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"


def _shown(text: str) -> str:
    from commplan.explain.words import shown  # as above

    return shown(text)
