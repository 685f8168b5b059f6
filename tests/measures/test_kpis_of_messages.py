"""Indicators of messages, as of when these are known."""

from __future__ import annotations

from commplan.clock import DAY, HOUR, parse_instant
from commplan.evidence import Evidence
from commplan.history import MessageRow
from commplan.measures import measured_kpis
from commplan.measures.kpis import MeasuredKpi
from tests.measures.made import AS_OF, history_of, plan_with_files

PLAN, FILES = plan_with_files(
    """
    channels: {help: {kind: slack, slack: C01HELP, intake: {responders: "person:a"}}}
    calendars:
      us:
        timezone: America/New_York
        hours: {mon-fri: ["09:00-17:00"]}
        holidays: {source: "holidays:US"}
    kpis:
      waiting:
        metric: first_response
        stat: median
        threshold: "<=2h"
        window: 28d
        clock: "calendar:us"
        source: "slack:channel:help"
    stakeholders: {people: {a: {name: A, slack: U01}}}
    """,
    {},
)
WORKSPACE = """
people: {U01: a, U09: x}
channels: {C01HELP: help}
messages: {C01HELP: []}
"""


def test_an_old_export_is_held_against_the_holidays_of_its_time() -> None:
    """Asked on Veterans Day, answered at ten in the morning after."""
    asked = parse_instant("2026-11-11T15:00:00Z")
    rows = [
        MessageRow("C01HELP", asked, None, "U09", "human", False, None, None),
        MessageRow("C01HELP", asked + DAY, asked, "U01", "human", False, None, None),
    ]
    history = history_of(PLAN, WORKSPACE, rows)
    for now in (AS_OF, AS_OF + 400 * DAY):
        (found,) = measured_kpis(PLAN, Evidence(PLAN, FILES, now), history, now)
        assert isinstance(found, MeasuredKpi)
        assert found.indicator.judgement.estimate.value == HOUR
