"""The paper that charts are drawn on: size, colours, and how it becomes a file.

The same values make the same bytes, so that a chart in a repository changes only
with what it shows. Texts come from plans and are drawn as they are: a dollar sign
begins no formula, and what would move a cursor or end a line is shown as an escape.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.charts.fonts import families, missing_from
from commplan.charts.png import reduced
from commplan.charts.svg import finished
from commplan.errors import MissingExtraError
from commplan.reporters.neutralise import neutralise

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, GREY, PALE = "#1f2933", "#52606d", "#e4e7eb"
BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"
"""Told apart by people who see no red or green, too (M. Okabe, K. Ito, 2008)."""
FORMATS = ("svg", "png")
FEW = 5
"""Fewer cases than this are marked: one more of them would move their share far."""
_DPI = 144
_WIDTH = 8.0
_LEFT = 0.01
"""Where texts begin, as a share of the width."""
_PAD = 14
"""Points between the plot and the figures above it."""
_TITLE_ROOM, _FIGURES_ROOM, _TEXT_ROOM = 68, 104, 120
"""How many characters have room in a line of the title, beneath it, and of the small print."""

_NOTHING = dict.fromkeys(("Type", "Format", "Date", "Creator"))
"""Metadata that Matplotlib adds where it is not told otherwise."""
_UNIT = "\N{NO-BREAK SPACE}%"

_STYLE = {
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 9.5,
    "grid.color": PALE,
    "hatch.linewidth": 0.6,
    "path.simplify": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "commplan",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.color": GREY,
    "ytick.labelcolor": INK,
}


class Heading(NamedTuple):
    """What stands around a chart."""

    title: str
    figures: str = ""
    """Beneath the title: what it comes to in figures."""
    source: str = ""
    """In small print beneath the plot: of what and of when it is."""


class Picture:
    """A finished chart, and what it shows in words."""

    def __init__(self, figure: Figure, heading: Heading, words: str) -> None:
        self._figure = figure
        self.title = neutralise(heading.title)
        self.figures = neutralise(heading.figures)
        self.words = "; ".join(filter(None, (self.figures, neutralise(words))))
        """For whoever cannot see it."""
        self.missing = ""
        """Characters for which no font was found when it was written as ``png``."""

    def written(self, kind: str) -> bytes:
        """The bytes of an ``svg`` or ``png`` file."""
        file = io.BytesIO()
        about: Any = _NOTHING if kind == "svg" else {}
        with _style(), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            self._figure.savefig(file, format=kind, dpi=_DPI, metadata=about)
        if kind == "svg":  # in which readers' own fonts are used
            return finished(file.getvalue(), self.title, self.words)
        self.missing = missing_from(told)
        words = {"Title": self.title, "Description": self.words, "Software": "commplan"}
        return reduced(file.getvalue(), words, _DPI)


def point(axes: Any, x: Any, y: float, n: int) -> None:
    """A share of so many cases, at a number or an instant: a dot, hollow where they are few."""
    axes.plot(
        *(x, y, "o"),
        color=BLUE,
        markerfacecolor=BLUE if n >= FEW else "white",
        markersize=5.5,
        clip_on=False,
        zorder=4,
    )


@contextmanager
def sheet(
    heading: Heading, *, height: float = 3.8, panels: Sequence[float] = (1,)
) -> Iterator[tuple[Figure, Any]]:
    """A figure with its heading, and its plots from top to bottom, which share their x axis.

    ``panels`` are their heights in proportion. The plots are any type's, for Matplotlib's
    types know no dates.
    Raises :class:`commplan.errors.MissingExtraError` where Matplotlib is not installed.
    """
    with _style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        plots: Any = figure.subplots(
            len(panels), sharex=True, squeeze=False, height_ratios=list(panels)
        )[:, 0]
        for axes in plots:
            axes.set_axisbelow(True)
        title = _lines(heading.title, _TITLE_ROOM)
        figure.suptitle(title, x=_LEFT, ha="left", fontsize=12, fontweight="bold")
        if heading.figures:
            _set_figures(figure, plots[0], _lines(heading.figures, _FIGURES_ROOM))
        small = _lines(heading.source, _TEXT_ROOM)
        figure.supxlabel(small, x=_LEFT, ha="left", fontsize=8, color=GREY)
        yield figure, plots


def _set_figures(figure: Figure, axes: Any, told: str) -> None:
    """A line above the plot that begins where the title does, however wide the labels are."""
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    line = axes.set_title(told, loc="left", fontsize=9)
    above = ScaledTranslation(0, _PAD / 72, figure.dpi_scale_trans)
    line.set_x(_LEFT)
    line.set_transform(blended_transform_factory(figure.transFigure, axes.transAxes + above))


def _lines(text: str, room: int) -> str:
    """A text in lines that fit; wide characters, as of Chinese, take the room of two."""
    harmless = neutralise(text)
    per_line = room if harmless.isascii() else room * len(harmless) // _width(harmless)
    lines = wrap(harmless.replace(" %", _UNIT), max(per_line, 1))
    return "\n".join(lines).replace(_UNIT, " %")


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text) or 1


@contextmanager
def _style() -> Iterator[None]:
    try:
        import matplotlib as mpl
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise  # it is installed, and broken
        raise MissingExtraError("drawing charts needs Matplotlib", "charts") from None
    changes: Any = {**_STYLE, "font.family": families()}
    with mpl.rc_context(changes):
        yield
