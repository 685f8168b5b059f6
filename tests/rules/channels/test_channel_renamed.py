import pytest

from commplan.rules.channels.channel_renamed import channel_renamed
from commplan.testing import expect, expect_fixed, judge_text


def test_names_of_today_and_of_yesterday() -> None:
    expect(
        channel_renamed,
        """
        channels:
          it-help: {kind: slack, slack: C01}  # <- #it-help (C01) has been renamed to #help-desk
          desk:
            kind: slack
            slack: C02
            name: service-desk  # <- C02 is #service-desk in the plan, but #desk in Slack
          same: {kind: slack, slack: C03}
          written: {kind: slack, slack: C04, name: "#Written"}
          by-name: {kind: slack}
          retired: {kind: slack, slack: C06, state: retired}
          over: {kind: slack, slack: C07, expires: "2026-11-20"}
          archived: {kind: slack, slack: C08}
          missing: {kind: slack, slack: C09}
          taken: {kind: slack, slack: C10}
          after-archived: {kind: slack, slack: C12}  # <- #after-archived (C12) has been renamed
          mail: {kind: email, slack: C01}
        """,
        workspace="""
        channels:
          C01: {name: help-desk, previous_names: [it-help, help]}
          C02: desk
          C03: same
          C04: written
          C05: by-name
          C06: ancient
          C07: gone
          C08: {name: formerly, is_archived: true}
          C10: {name: taken-old, previous_names: [taken]}
          C11: taken
          C12: {name: after, previous_names: [after-archived]}
          C13: {name: after-archived, is_archived: true}
        """,
    )


def test_the_finding_in_full() -> None:
    plan = "channels: {help: {kind: slack, slack: C01HELP, name: it-help}}"
    live = "channels: {C01HELP: {name: help-desk, previous_names: [it-help]}}"
    (finding,) = judge_text(channel_renamed, plan, workspace=live).findings
    assert finding.message == (
        "#it-help (C01HELP) has been renamed to #help-desk in Slack (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "write `name: help-desk`"
    assert finding.location.pointer == "/channels/help/name"
    assert finding.resource == ("channel", "C01HELP", "help-desk")
    assert finding.facts == {
        "channel": "help",
        "id": "C01HELP",
        "name": "it-help",
        "live_name": "help-desk",
        "read_at": "2026-11-21T09:00:00Z",
    }


@pytest.mark.parametrize(
    ("previous", "doubt"),
    [
        ("", ""),
        ("previous_names: [it-help]", ""),
        ("previous_names: [IT-Help, x]", ""),
        (
            "previous_names: []",
            ", or correct the id: Slack knows of no time when it was called #it-help",
        ),
    ],
)
def test_a_name_that_the_channel_never_had_may_be_a_wrong_id(previous: str, doubt: str) -> None:
    live = f"channels: {{C01: {{name: desk, {previous}}}}}"
    plan = "channels: {it-help: {kind: slack, slack: C01}}"
    (finding,) = judge_text(channel_renamed, plan, workspace=live).findings
    assert finding.help == "write `name: desk`" + doubt
    assert finding.location.pointer == "/channels/it-help"


@pytest.mark.parametrize(
    ("channel", "live", "reason"),
    [
        ("", "channels: {C01: {}}", "Slack does not tell the name of C01"),
        ("", "unread: {public-channels: not-requested}", "public-channels: not read"),
        (", visibility: private", "{}", "the app cannot see #it-help (C01), which is private"),
    ],
)
def test_what_cannot_be_seen_is_not_assessed(channel: str, live: str, reason: str) -> None:
    plan = f"channels: {{it-help: {{kind: slack, slack: C01{channel}}}}}"
    verdict = judge_text(channel_renamed, plan, workspace=live)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert reason in skipped.reason
    assert skipped.resource is not None


def test_the_name_of_another_workspace_says_nothing() -> None:
    plan = """
    metadata: {id: x, workspace: {team: T09}}
    channels: {it-help: {kind: slack, slack: C01}}
    """
    verdict = judge_text(channel_renamed, plan, workspace="channels: {C01: help}")
    assert (verdict.messages, len(verdict.skipped)) == ((), 1)


def test_the_name_of_today_is_a_safe_fix_where_the_id_is_beyond_doubt() -> None:
    text = """
    channels:
      it-help: {kind: slack, slack: C01HELP}
      it-ops: {kind: slack, slack: C02OPS, name: ops}
      it-news: {kind: slack, slack: C03NEWS}
    """
    live = """
    channels:
      C01HELP: {name: help-desk, previous_names: [it-help]}
      C02OPS: {name: operations, previous_names: [ops]}
      C03NEWS: {name: cooking, previous_names: [kitchen]}
    """
    safe = """
    channels:
      it-help: {kind: slack, slack: C01HELP, name: help-desk}
      it-ops: {kind: slack, slack: C02OPS, name: operations}
      it-news: {kind: slack, slack: C03NEWS}
    """
    expect_fixed(channel_renamed, text, safe, workspace=live, unsafe=False)
    unsafe = safe.replace("C03NEWS", "C03NEWS, name: cooking")
    expect_fixed(channel_renamed, text, unsafe, workspace=live)
