from commplan.rules.security.visibility_drift import visibility_drift
from commplan.testing import expect, judge_text


def test_both_directions_and_look_alikes() -> None:
    expect(
        visibility_drift,
        """
        channels:
          sec:
            kind: slack
            slack: C01
            visibility: private  # <- #sec (C01) is private in the plan, but public in Slack
          help:
            kind: slack
            slack: C02
            visibility: public  # <- #help (C02) is public in the plan, but private in Slack
          legacy: {kind: slack, slack: G03, visibility: private}
          fine: {kind: slack, slack: C04, visibility: public}
          unsaid: {kind: slack, slack: C05}
          by-name: {kind: slack, visibility: private}  # <- #by-name (C06)
          gone: {kind: slack, slack: C07, visibility: public}
          archived: {kind: slack, slack: C08, visibility: private}
          retired: {kind: slack, slack: C09, visibility: private, state: archived}  # <- #retired
          page: {kind: status-page, visibility: public}
        """,
        workspace="""
        channels:
          C01: sec
          C02: {name: help, is_private: true}
          G03: {name: legacy, is_private: true}
          C04: fine
          C05: {name: unsaid, is_private: true}
          C06: by-name
          C08: {name: archived, is_archived: true}
          C09: {name: retired, is_archived: true}
        """,
    )


def test_the_finding_in_full() -> None:
    plan = "channels: {sec: {kind: slack, slack: C01, visibility: private}}"
    (finding,) = judge_text(visibility_drift, plan, workspace="channels: {C01: sec}").findings
    assert finding.message == (
        "#sec (C01) is private in the plan, but public in Slack (read Sat 2026-11-21 09:00Z)"
    )
    assert finding.help == "make it private in Slack, or write `visibility: public`"
    assert finding.resource == ("channel", "C01", "sec")
    assert finding.facts == {
        "channel": "sec",
        "id": "C01",
        "declared": "private",
        "live": "public",
        "read_at": "2026-11-21T09:00:00Z",
    }


def test_what_is_not_declared_or_not_seen_is_not_assessed() -> None:
    plan = """
    channels:
      unsaid: {kind: slack, slack: C01}
      hidden: {kind: slack, slack: C02, visibility: private}
    """
    verdict = judge_text(visibility_drift, plan, workspace="channels: {C01: unsaid}")
    assert verdict.messages == ()
    assert [(skipped.pointer, skipped.reason) for skipped in verdict.skipped] == [
        ("/channels/unsaid", "the plan gives no visibility"),
        (
            "/channels/hidden/slack",
            "the app cannot see #hidden (C02), which is private (CHN309)",
        ),
    ]
