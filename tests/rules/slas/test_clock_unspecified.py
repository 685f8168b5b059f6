from __future__ import annotations

from commplan.rules.slas.clock_unspecified import clock_unspecified
from commplan.testing import expect, judge_text


def test_slas_and_olas() -> None:
    expect(
        clock_unspecified,
        """
        slas:
          a: {targets: {resolve: 4h}}  # <- sla:a has no clock, so nobody knows when
          b: {clock: 24x7, targets: {resolve: 4h}}
          c: {clock: "calendar:gone", targets: {resolve: 4h}}
        olas:
          a: {targets: {restore: 3h}}  # <- ola:a has no clock
          b: {clock: 24x7, targets: {restore: 3h}}
        """,
    )


def test_the_only_calendar_is_suggested() -> None:
    text = """
        slas: {a: {targets: {resolve: 4h}}}
        calendars: {uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}}
        """
    (finding,) = judge_text(clock_unspecified, text).findings
    assert finding.help == 'add `clock: 24x7` or `clock: "calendar:uk"`'
    assert finding.facts == {"subject": "sla:a"}
