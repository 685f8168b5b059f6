"""Nothing but a word, where a chart would tell too much."""

from __future__ import annotations

from commplan.charts.sheet import GREY, Heading, Picture, sheet


def withheld_chart(heading: Heading, why: str) -> Picture:
    """The heading of a chart that is not drawn, and why."""
    with sheet(heading, height=1.8) as (figure, (axes,)):
        axes.set_axis_off()
        axes.text(0, 0.5, why, color=GREY, transform=axes.transAxes, va="center")
        return Picture(figure, heading, why)
