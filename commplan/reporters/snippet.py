"""The source line of a finding, with the spot marked below it."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from commplan.api import Location
from commplan.reporters.neutralise import visible
from commplan.reporters.paint import paint

WIDTH = 160
"""Terminal columns that a source line may take; longer lines are cut around the spot."""

_LEAD = 60
"""Columns that are kept before the spot in a line that is cut."""

_TAB = " " * 4


class Excerpt(NamedTuple):
    """A line made ready for a terminal, and the columns of it that are marked."""

    text: str
    before: int
    """Columns before the mark."""
    marked: int
    """Columns of the mark, at least 1."""


def snippet(
    location: Location, lines: Sequence[str], gutter: int, style: str, colour: bool
) -> list[str]:
    """Return the source line and the line that marks the spot in it.

    ``gutter`` is the width of the line numbers. The list is empty where the
    line is not there: the file changed, or cannot be read.
    """
    if not 1 <= location.line <= len(lines):
        return []
    excerpt = _excerpt(lines[location.line - 1], location)
    mark = " " * excerpt.before + paint("^" * excerpt.marked, style, colour)
    number = paint(f"{location.line:>{gutter}} |", "faint", colour)
    margin = paint(" " * gutter + " |", "faint", colour)
    return [f"{number} {excerpt.text}".rstrip(), f"{margin} {mark}"]


def _excerpt(line: str, location: Location) -> Excerpt:
    """Cut the line around the span. A span over several lines is marked to the end of its first."""
    start = min(location.column - 1, len(line))
    stop = location.end_column - 1 if location.end_line == location.line else len(line.rstrip())
    first = max(0, start - WIDTH)
    window = line[first : start + WIDTH]  # a line may be a megabyte long
    shown = zip(window, visible(window), strict=True)
    cells = [_TAB if char == "\t" else cell for char, cell in shown]
    widths = [_width(cell) for cell in cells]
    left, right = _fit(widths, start - first, whole=len(window) == len(line))
    ahead = "…" if first + left else ""
    behind = "…" if first + right < len(line) else ""
    marked = widths[start - first : min(stop - first, right)]
    return Excerpt(
        ahead + "".join(cells[left:right]) + behind,
        len(ahead) + sum(widths[left : start - first]),
        max(1, sum(marked)),
    )


def _fit(widths: Sequence[int], start: int, whole: bool) -> tuple[int, int]:
    """Return which cells to show, so that they take no more than ``WIDTH`` columns.

    ``whole`` tells whether the cells are all there is; if not, a sign of a cut needs room.
    """
    if whole and sum(widths) <= WIDTH:
        return 0, len(widths)
    room = WIDTH - len("……")
    lead = list(accumulate(reversed(widths[:start])))
    left = start - sum(1 for columns in lead if columns <= _LEAD)
    tail = list(accumulate(widths[left:]))
    return left, left + sum(1 for columns in tail if columns <= room)


def _width(cell: str) -> int:
    """Terminal columns of a neutralised cell: East Asian wide is 2, a combining mark 0."""
    if cell.isascii():
        return len(cell)
    from unicodedata import category, east_asian_width

    if category(cell) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(cell) in "WF" else 1
