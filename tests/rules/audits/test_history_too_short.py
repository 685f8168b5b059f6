import pytest

from commplan.api import parse_instant
from commplan.rules.audits.history_too_short import history_too_short
from commplan.testing import Verdict, expect, judge_text

TAKEN = parse_instant("2026-11-21T09:00:00Z") // 1_000_000
DAY = 86_400
LONG_AGO = TAKEN - 1000 * DAY
NOT_IN_CHANNEL = """
channels: {C01HELP: it-help}
unread:
  history-start:
    status: partial
    exceptions:
    - id: C01HELP
      status: hidden
      failure: {method: conversations.history, error: not_in_channel}
"""


def judge(
    oldest: int | None,
    window: str = "28d",
    *,
    created: int = LONG_AGO,
    more: str = "",
    clock: str = "",
) -> Verdict:
    plan = f"""
    channels: {{it-help: {{kind: slack, slack: C01HELP}}}}
    calendars: {{uk: {{timezone: Europe/London, hours: {{mon-fri: ["09:00-17:30"]}}}}}}
    slas:
      helpdesk:
        applies: {{channel: it-help}}
        targets: {{}}
        objective: {{window: {window}}}
        {clock}
    """
    start = "{}" if oldest is None else f"{{oldest: {oldest}}}"
    live = f"""
    channels: {{C01HELP: {{name: it-help, created: {created}, history_start: {start}}}}}
    {more}
    """
    return judge_text(history_too_short, plan, workspace=live)


def test_whatever_is_measured_has_to_be_readable() -> None:
    expect(
        history_too_short,
        """
        channels:
          it-help:
            kind: slack
            slack: C01
            intake: {threads: required}
          long: {kind: slack, slack: C02}
          alerts: {kind: slack, slack: C03}
          quiet: {kind: slack, slack: C04}
          archived: {kind: slack, slack: C05}
          missing: {kind: slack, slack: C06}
          old: {kind: slack, slack: C07, state: retired}
        slas:
          helpdesk:
            applies: {channel: [it-help, long, archived, missing, old]}
            targets: {first_response: 30m}
            objective:
              window: 90d  # <- sla:helpdesk is measured over 90d, but the oldest readable message
        monitoring:
          vpn:
            alerts:
              down:
                channel: "channel:alerts"
                expect_every: 60d  # <- the alert down is measured over 60d, but no message of
        """,
        workspace=f"""
        channels:
          C01: {{name: it-help, history_start: {{oldest: {TAKEN - 30 * DAY}}}}}
          C02: {{name: long, history_start: {{oldest: {TAKEN - 90 * DAY}}}}}
          C03: {{name: alerts, history_start: {{}}}}
          C04: {{name: quiet, history_start: {{}}}}
          C05: {{name: archived, is_archived: true, history_start: {{}}}}
          C07: {{name: old, history_start: {{}}}}
        """,
    )


def test_the_finding_in_full() -> None:
    (finding,) = judge(TAKEN - 11 * DAY - 5).findings
    assert finding.message == (
        "sla:helpdesk is measured over 28d, but the oldest readable message of #it-help (C01HELP) "
        "is 11 days old (Tue 2026-11-10) (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "keep messages longer in Slack, or write a window of 11d or less"
    assert finding.location.pointer == "/slas/helpdesk/objective/window"
    assert finding.resource == ("channel", "C01HELP", "it-help")
    assert finding.facts == {
        "channel": "it-help",
        "id": "C01HELP",
        "measure": "sla:helpdesk",
        "window": 28 * DAY,
        "starts": "2026-10-24T09:00:00Z",
        "oldest": "2026-11-10T08:59:55Z",
        "days": 11,
        "read_at": "2026-11-21T09:00:00Z",
    }


@pytest.mark.parametrize(
    ("window", "oldest", "found"),
    [
        ("28d", TAKEN - 28 * DAY, False),
        ("28d", TAKEN - 28 * DAY + 1, True),
        ("1mo", TAKEN - 31 * DAY, False),
        ("1mo", TAKEN - 31 * DAY + 1, True),
        ("12h", TAKEN - DAY // 2 + 1, True),
        ("28d", None, True),
    ],
)
def test_the_window_begins_to_the_second(window: str, oldest: int | None, found: bool) -> None:
    assert bool(judge(oldest, window).findings) == found


@pytest.mark.parametrize(
    ("days", "created", "free"),
    [
        (84, LONG_AGO, False),
        (85, LONG_AGO, True),
        (90, LONG_AGO, True),
        (91, LONG_AGO, False),
        (89, TAKEN - 89 * DAY, False),
    ],
)
def test_the_ninety_days_of_free_workspaces_are_named(days: int, created: int, free: bool) -> None:
    (message,) = judge(TAKEN - days * DAY, "180d", created=created).messages
    assert (": free workspaces show 90 days" in message) == free


@pytest.mark.parametrize(
    ("oldest", "created", "advice"),
    [
        (
            TAKEN - 10 * DAY,
            TAKEN - 10 * DAY - 60,
            "wait until Wed 2026-12-09, or write a shorter window",
        ),
        (
            TAKEN - DAY // 2,
            LONG_AGO,
            "see how long Slack keeps messages there, or measure another channel",
        ),
        (
            None,
            TAKEN - DAY,
            "see how long Slack keeps messages there, or measure another channel",
        ),
    ],
)
def test_the_advice_fits_the_channel(oldest: int | None, created: int, advice: str) -> None:
    (finding,) = judge(oldest, created=created).findings
    assert finding.help == advice


def test_a_channel_is_reported_once_for_its_longest_window() -> None:
    plan = """
    channels: {it-help: {kind: slack, slack: C01HELP, intake: {}}}
    slas:
      short: {applies: {channel: it-help}, targets: {}, objective: {window: 7d}}
      helpdesk: {applies: {channel: it-help}, targets: {}, objective: {window: 90d}}
    """
    live = f"channels: {{C01HELP: {{history_start: {{oldest: {TAKEN - 20 * DAY}}}}}}}"
    (finding,) = judge_text(history_too_short, plan, workspace=live).findings
    assert finding.location.pointer == "/slas/helpdesk/objective/window"
    assert [(r.location.pointer, r.message) for r in finding.related] == [
        ("/channels/it-help/intake", "the intake of requests: 28d")
    ]


def test_two_channels_of_one_promise_have_two_fingerprints() -> None:
    plan = """
    channels: {a: {kind: slack, slack: C01}, b: {kind: slack, slack: C02}}
    slas: {helpdesk: {applies: {channel: [a, b]}, targets: {}}}
    """
    live = "channels: {C01: {name: a, history_start: {}}, C02: {name: b, history_start: {}}}"
    findings = judge_text(history_too_short, plan, workspace=live).findings
    assert len({finding.fingerprint for finding in findings}) == 2


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        ("channels: {C01HELP: it-help}", "history-start: not read"),
        (
            "{channels: {C01HELP: it-help}, not_granted: ['channels:history']}",
            "the token lacks the scope channels:history",
        ),
        (
            NOT_IN_CHANNEL,
            "conversations.history: not_in_channel",
        ),
        ("unread: {public-channels: failed}", "public-channels: failed"),
    ],
)
def test_what_could_not_be_read_is_not_assessed(live: str, reason: str) -> None:
    plan = """
    channels: {it-help: {kind: slack, slack: C01HELP}}
    slas: {helpdesk: {applies: {channel: it-help}, targets: {}}}
    """
    verdict = judge_text(history_too_short, plan, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert (skipped.reason, skipped.pointer) == (reason, "/channels/it-help/slack")


def test_a_window_of_working_days_has_no_start_without_a_calendar() -> None:
    verdict = judge(TAKEN, "20bd")
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == (
        "sla:helpdesk is measured over 20bd: no clock is given, "
        "so no calendar tells which 20bd these are: write days, such as 28d"
    )


def test_a_window_of_working_days_begins_on_the_clock() -> None:
    """On Saturday 2026-11-21 at 09:00 twenty working days ago was Monday 2026-10-26."""
    clock = 'clock: "calendar:uk"'
    since = parse_instant("2026-10-26T09:00:00Z") // 1_000_000
    assert judge(since, "20bd", clock=clock).messages == ()
    (message,) = judge(since + 1, "20bd", clock=clock).messages
    assert message.startswith("sla:helpdesk is measured over 20bd, but the oldest readable mess")


def test_what_nobody_measures_needs_no_history() -> None:
    plan = "channels: {it-help: {kind: slack, slack: C01HELP}}"
    verdict = judge_text(history_too_short, plan, workspace="channels: {C01HELP: it-help}")
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_what_a_history_has_kept_counts_where_slack_shows_less() -> None:
    """Messages were read since 400 days ago, of which Slack shows 80 days today."""
    kept = "messages: {C01HELP: []}"
    assert judge(TAKEN - 80 * DAY, "180d").messages
    assert judge(TAKEN - 80 * DAY, "180d", more=kept).messages == ()
    (message,) = judge(TAKEN - 80 * DAY, "500d", more=kept).messages
    assert "the oldest readable message of #it-help (C01HELP) is 400 days old" in message
