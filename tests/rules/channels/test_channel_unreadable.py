import pytest

from commplan.rules.channels.channel_unreadable import channel_unreadable
from commplan.testing import expect, judge_text


def test_only_invisible_private_channels() -> None:
    expect(
        channel_unreadable,
        """
        channels:
          sec:
            kind: slack
            slack: C01SEC  # <- #sec (C01SEC) is private in the plan, and the app sees no such
            visibility: private
          by-name: {kind: slack, visibility: private}  # <- #by-name is private in the plan
          joined: {kind: slack, slack: C02, visibility: private}
          opened: {kind: slack, slack: C03, visibility: private}
          not-joined: {kind: slack, slack: C04, visibility: public}
          missing: {kind: slack, slack: C05}
          closed: {kind: slack, slack: C06, visibility: private, state: archived}
        """,
        workspace="""
        channels:
          C02: {name: joined, is_private: true}
          C03: opened
          C04: {name: not-joined, is_member: false}
        """,
    )


def test_the_finding_in_full() -> None:
    plan = "channels: {sec: {kind: slack, slack: C01SEC, visibility: private}}"
    (finding,) = judge_text(channel_unreadable, plan, workspace="{}").findings
    assert finding.severity == "warning"
    assert finding.resource == ("channel", "C01SEC", "sec")
    assert finding.help == "invite the app to #sec in Slack, or correct the id"
    assert finding.facts == {
        "channel": "sec",
        "declared": "C01SEC",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_without_the_scope_or_the_channel_in_the_snapshot_it_is_not_assessed() -> None:
    plan = "channels: {sec: {kind: slack, slack: C01SEC, visibility: private}}"
    for live, reason in (
        ("not_granted: ['groups:read']", "the token lacks the scope groups:read"),
        (
            "unread: {private-channels: partial}",
            "#sec (C01SEC) is not among the channels that were read",
        ),
    ):
        verdict = judge_text(channel_unreadable, plan, workspace=live)
        assert verdict.messages == ()
        assert [skipped.reason for skipped in verdict.skipped] == [reason]


@pytest.mark.parametrize("fact", ["activity", "history-start", "messages"])
def test_messages_that_another_rule_asks_for_and_the_app_cannot_read(fact: str) -> None:
    plan = """
    channels:
      help: {kind: slack, slack: C01, visibility: public}
      news: {kind: slack, slack: C02, visibility: public}
      old: {kind: slack, slack: C01, visibility: public, state: archived}
    """
    live = f"""
    channels:
      C01: {{name: help, is_member: false}}
      C02: {{name: news, activity: {{last_human: 1795169700}}}}
    unread:
      {fact}:
        status: complete
        exceptions:
        - id: C01
          status: hidden
          failure: {{method: conversations.history, error: not_in_channel}}
    """
    verdict = judge_text(channel_unreadable, plan, workspace=live)
    (finding,) = verdict.findings
    assert finding.location.pointer == "/channels/help/slack"
    assert finding.message == (
        "the app is not in #help (C01), so its messages cannot be read (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "invite the app to #help in Slack"


def test_messages_that_could_not_be_asked_for_are_not_assessed() -> None:
    plan = "channels: {help: {kind: slack, slack: C01, visibility: public}}"
    live = "channels: {C01: help}\nnot_granted: ['channels:history']"
    verdict = judge_text(channel_unreadable, plan, workspace=live)
    assert verdict.messages == ()
    assert {skipped.reason for skipped in verdict.skipped} == {
        "the token lacks the scope channels:history"
    }
