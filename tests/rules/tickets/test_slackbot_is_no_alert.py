"""Slackbot reminds people of things, and hands over e-mails that monitoring sends."""

from commplan.history import Author
from commplan.rules.tickets.alert_channel_noisy import alert_channel_noisy
from commplan.rules.tickets.alert_channel_silent import alert_channel_silent
from commplan.sources.told import message
from commplan.testing import judge_text

PLAN = """
channels:
  alerts: {kind: slack, slack: C05ALERT}
monitoring:
  vpn: {alerts: {vpn-down: {channel: "channel:alerts", expect_every: 7d}}}
"""
LIVE = """
people: {U1: a}
channels: {C05ALERT: alerts}
messages:
  C05ALERT:
    - {at: 2026-10-24T10:00, every: 12h, times: 2, bot: B1}
    - {at: 2026-10-24T10:30, every: 1h, times: 660, user: USLACKBOT}
"""


def test_its_reminders_keep_no_alert_alive() -> None:
    (finding,) = judge_text(alert_channel_silent, PLAN, workspace=LIVE).findings
    assert finding.facts["last"] == "2026-10-24T22:00:00Z"


def test_its_reminders_are_no_alerts() -> None:
    assert judge_text(alert_channel_noisy, PLAN, workspace=LIVE).messages == ()


def test_an_email_that_it_hands_over_is_not_its_own() -> None:
    by_email = {"user": "USLACKBOT", "subtype": "file_share", "files": [{"filetype": "email"}]}
    row = message("C1", 1, by_email)
    assert (row.author, row.kind) == (None, Author.BOT)
    row = message("C1", 1, {"user": "USLACKBOT", "text": "Reminder: test", "files": []})
    assert (row.author, row.kind) == ("USLACKBOT", Author.BOT)
