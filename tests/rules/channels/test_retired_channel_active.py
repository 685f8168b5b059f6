import pytest

from commplan.api import LiveChannel
from commplan.rules.channels.retired_channel_active import retired_channel_active
from commplan.testing import expect, judge_text, read_workspace


def test_what_is_over_and_still_open() -> None:
    expect(
        retired_channel_active,
        """
        channels:
          old:
            kind: slack
            slack: C01
            state: archived  # <- #old (C01) is archived in the plan, but open in Slack
          by-name: {kind: slack, state: retired}  # <- #by-name is retired in the plan, but open
          over:
            kind: slack
            slack: C03
            expires: "2026-11-20"  # <- #over (C03) expired on 2026-11-20, but is open in Slack
          both:
            kind: slack
            slack: C04
            expires: "2026-11-20"
            state: archived  # <- #both (C04) is archived in the plan
          replaced: {kind: slack, slack: C05, state: retired}  # <- #replaced (C05) is retired
          last-day: {kind: slack, slack: C07, expires: "2026-11-21"}
          closed: {kind: slack, slack: C08, state: archived}
          deleted: {kind: slack, slack: C09, state: retired}
          succeeded: {kind: slack, slack: C10, state: retired}
          active: {kind: slack, slack: C12}
          page: {kind: status-page, state: retired}
        """,
        workspace="""
        channels:
          C01: old
          C02: by-name
          C03: over
          C04: both
          C05: replaced-old
          C06: replaced
          C07: last-day
          C08: {name: closed, is_archived: true}
          C10: {name: succeeded-old, is_archived: true}
          C11: succeeded
          C12: active
        """,
    )


@pytest.mark.parametrize(
    ("declared", "words", "help", "facts"),
    [
        (
            "state: archived",
            "is archived in the plan, but open in Slack",
            "archive #old in Slack, or write `state: active`",
            {"state": "archived", "expires": None},
        ),
        (
            'expires: "2026-10-31"',
            "expired on 2026-10-31, but is open in Slack",
            "archive #old in Slack, or write a later `expires`",
            {"state": "expired", "expires": "2026-10-31"},
        ),
    ],
)
def test_the_finding_in_full(
    declared: str, words: str, help: str, facts: dict[str, str | None]
) -> None:
    plan = f"channels: {{old-help: {{kind: slack, slack: C06OLD, {declared}}}}}"
    live = "channels: {C06OLD: old}"
    (finding,) = judge_text(retired_channel_active, plan, workspace=live).findings
    assert finding.message == f"#old-help (C06OLD) {words} (read Sat 2026-11-21 09:00Z)"
    assert finding.help == help
    assert finding.severity == "info"
    assert finding.resource == ("channel", "C06OLD", "old")
    assert finding.facts == {
        "channel": "old-help",
        "id": "C06OLD",
        "read_at": "2026-11-21T09:00:00Z",
        **facts,
    }


def test_the_last_day_is_one_of_the_plan() -> None:
    plan = """
    metadata: {id: x, timezone: Pacific/Auckland}
    channels: {over: {kind: slack, slack: C07, expires: "2026-11-20"}}
    """
    live = "taken_at: '%s'\nchannels: {C07: over}"
    judged = [
        judge_text(retired_channel_active, plan, workspace=live % instant).messages
        for instant in ("2026-11-20T10:59:00Z", "2026-11-20T11:00:00Z")
    ]
    assert [len(messages) for messages in judged] == [0, 1]


@pytest.mark.parametrize(
    ("channel", "live", "reason"),
    [
        ("", "not_granted: ['channels:read']", "the token lacks the scope channels:read"),
        (
            ", visibility: private",
            "{}",
            "the app cannot see #old (C01), which is private",
        ),
    ],
)
def test_what_cannot_be_seen_is_not_assessed(channel: str, live: str, reason: str) -> None:
    plan = f"channels: {{old: {{kind: slack, slack: C01, state: archived{channel}}}}}"
    verdict = judge_text(retired_channel_active, plan, workspace=live)
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]


def test_a_channel_of_which_slack_does_not_tell_is_not_assessed() -> None:
    live = read_workspace("")._replace(channels=(LiveChannel("C01", "old"),))
    plan = "channels: {old: {kind: slack, slack: C01, state: archived}}"
    verdict = judge_text(retired_channel_active, plan, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == "Slack does not tell whether C01 is archived"
