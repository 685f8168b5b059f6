"""An example plugin: one rule and one report format. Copy this folder to begin your own."""

from __future__ import annotations

from commplan.api import Rendering, Report, Reporter, Rule, hookimpl


@hookimpl
def commplan_rules() -> tuple[Rule, ...]:
    """Bring the rule."""
    from commplan_example.channel_without_topic import channel_without_topic

    return (channel_without_topic,)


@hookimpl
def commplan_reporters() -> tuple[Reporter, ...]:
    """Bring the format."""
    return (Reporter("csv", "One row for each finding, for spreadsheets.", _csv),)


def _csv(report: Report, rendering: Rendering) -> str:
    # Imported when its output is wanted and not before: every run loads this module.
    from commplan_example.csv_report import render

    return render(report, rendering)
