from commplan.rules.channels.channel_archived import channel_archived
from commplan.testing import expect, judge_text


def test_what_is_archived_and_counted_on() -> None:
    expect(
        channel_archived,
        """
        channels:
          it-help:
            kind: slack
            slack: C01HELP  # <- #it-help (C01HELP) is in use in the plan, but archived in Slack
          by-name: {kind: slack}  # <- #by-name is in use in the plan
          renamed: {kind: slack, slack: C03}  # <- #renamed (C03)
          live: {kind: slack, slack: C04}
          archived: {kind: slack, slack: C05, state: archived}
          retired: {kind: slack, slack: C06, state: retired}
          over: {kind: slack, slack: C07, expires: "2026-11-20"}
          last-day: {kind: slack, slack: C08, expires: "2026-11-21"}  # <- #last-day (C08)
          anew: {kind: slack, slack: C09}
        """,
        workspace="""
        channels:
          C01HELP: {name: it-help, is_archived: true}
          C02: {name: by-name, is_archived: true}
          C03: {name: formerly, is_archived: true}
          C04: live
          C05: {name: archived, is_archived: true}
          C06: {name: retired, is_archived: true}
          C07: {name: over, is_archived: true}
          C08: {name: last-day, is_archived: true}
          C09: {name: anew-old, is_archived: true}
          C10: anew
        """,
    )


def test_the_last_day_is_one_of_the_plan() -> None:
    plan = """
    metadata: {id: x, timezone: Pacific/Auckland}
    channels: {over: {kind: slack, slack: C07, expires: "2026-11-20"}}
    """
    live = "taken_at: '%s'\nchannels: {C07: {name: over, is_archived: true}}"
    judged = [
        judge_text(channel_archived, plan, workspace=live % instant).messages
        for instant in ("2026-11-20T10:59:00Z", "2026-11-20T11:00:00Z")
    ]
    assert [len(messages) for messages in judged] == [1, 0]


def test_the_finding_in_full() -> None:
    plan = "channels: {help: {kind: slack, name: it-help}}"
    live = "channels: {C01HELP: {name: it-help, is_archived: true}}"
    (finding,) = judge_text(channel_archived, plan, workspace=live).findings
    assert finding.message == (
        "#it-help is in use in the plan, but archived in Slack (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.location.pointer == "/channels/help/name"
    assert finding.resource == ("channel", "C01HELP", "it-help")
    assert finding.facts == {
        "channel": "help",
        "id": "C01HELP",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_an_invisible_channel_is_not_assessed() -> None:
    plan = "channels: {sec: {kind: slack, slack: C03, visibility: private}}"
    verdict = judge_text(channel_archived, plan, workspace="{}")
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [
        "the app cannot see #sec (C03), which is private (CHN309)"
    ]


def test_a_missing_channel_is_another_matter() -> None:
    verdict = judge_text(
        channel_archived, "channels: {x: {kind: slack, slack: C03}}", workspace="{}"
    )
    assert (verdict.messages, verdict.skipped) == ((), ())
