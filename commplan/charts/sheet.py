"""The paper that charts are drawn on: size, colours, and how it becomes a file.

The same values make the same bytes, so that a chart in a repository changes only
with what it shows. Texts come from plans and are drawn as they are: a dollar sign
begins no formula.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from commplan.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, GREY, PALE = "#1f2933", "#7b8794", "#e4e7eb"
BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"
"""Told apart by people who see no red or green, too (M. Okabe, K. Ito, 2008)."""
FORMATS = ("svg", "png")
_DPI = 144

_STYLE = {
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "grid.color": PALE,
    "legend.frameon": False,
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


class Picture:
    """A finished chart, and what it shows in words."""

    def __init__(self, figure: Figure, title: str, words: str) -> None:
        self._figure = figure
        self.title = title
        self.words = words
        """For whoever cannot see it."""

    def written(self, kind: str) -> bytes:
        """The bytes of an ``svg`` or ``png`` file."""
        file = io.BytesIO()
        about = {"Title": self.title, "Description": self.words}
        if kind == "svg":
            about = {**about, "Date": None, "Creator": "commplan"}  # type: ignore[dict-item]  # None leaves it out
        else:
            about = {**about, "Software": "commplan"}
        with _style():
            self._figure.savefig(file, format=kind, dpi=_DPI, metadata=about)
        return file.getvalue()


@contextmanager
def sheet(title: str, beneath: str, *, height: float = 3.6) -> Iterator[tuple[Figure, Any]]:
    """A figure with one plot, a title, and a line of small print.

    The plot is any type's, for Matplotlib's types know no dates.
    Raises :class:`commplan.errors.MissingExtraError` where Matplotlib is not installed.
    """
    with _style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8.0, height), layout="constrained")
        axes = figure.add_subplot()
        axes.set_axisbelow(True)
        axes.set_title(title, loc="left", fontsize=12, fontweight="bold", pad=12)
        figure.supxlabel(beneath, x=0.01, ha="left", fontsize=8, color=GREY)
        yield figure, axes


@contextmanager
def _style() -> Iterator[None]:
    try:
        import matplotlib as mpl
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise  # it is installed, and broken
        raise MissingExtraError("drawing charts needs Matplotlib", "charts") from None
    changes: Any = _STYLE
    with mpl.rc_context(changes), warnings.catch_warnings():
        # What its font lacks, PNG shows as a box; in SVG the reader's own fonts have it.
        warnings.filterwarnings("ignore", r"Glyph .* missing from font", UserWarning)
        yield
