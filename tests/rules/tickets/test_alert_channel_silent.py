"""The words in which silences of alerts are told; what is silent is tested by measure."""

from __future__ import annotations

import pytest

from commplan.rules.tickets.alert_channel_silent import alert_channel_silent
from commplan.testing import judge_text

PLAN = """
channels:
  incidents: {kind: slack, slack: C02INC}
monitoring:
  vpn: {alerts: {vpn-down: {channel: "channel:incidents", expect_every: 15m}}}
"""


def told(message: str) -> str:
    """What is said as of 2026-11-21T09:00Z of a channel with one message."""
    workspace = f"""
people: {{U01ALICE: alice}}
channels: {{C02INC: incidents}}
messages:
  C02INC: [{message}]
"""
    (text,) = judge_text(alert_channel_silent, PLAN, workspace=workspace).messages
    return text


@pytest.mark.parametrize(
    ("last", "ago"),
    [
        ("2026-11-21T08:40", "20m"),
        ("2026-11-21T06:13", "2h 47m"),
        ("2026-11-20T08:00", "25h"),
        ("2026-11-19T09:00", "2 days"),
        ("2026-10-30T08:00", "22 days"),
    ],
)
def test_how_long_it_has_been_silent(last: str, ago: str) -> None:
    assert told(f"{{at: {last}, bot: B01MON, text: vpn-down}}") == (
        f"#incidents: alert vpn-down expects a message every 15m, "
        f"the last app message is of {last}:00Z ({ago} ago)"
    )


def test_for_how_long_no_app_has_written() -> None:
    assert told("{at: 2026-11-21T07:00, user: U01ALICE}").endswith(" that can be read")
