from __future__ import annotations

import pytest

from commplan.rules.channels.retired_channel_used import retired_channel_used
from commplan.testing import expect, expect_fixed, judge_text

OLD = "\nchannels:\n  old: {kind: slack, state: retired}\n"


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ('messages: {delay: {via: ["channel:old"]}}', "a route of message delay"),
        ('requests: {access: {intake: "channel:old"}}', "the intake of request access"),
        (
            'monitoring: {vpn: {alerts: {down: {channel: "channel:old"}}}}',
            "the channel of alert down",
        ),
        (
            'slas: {help: {targets: {resolve: 4h}, publish_in: ["channel:old"]}}',
            "a place of publication of sla:help",
        ),
        (
            'stakeholders: {groups: {all: {default_channels: ["channel:old"]}}}',
            "a default channel of group:all",
        ),
        ('kpis: {mttr: {on_breach: "channel:old"}}', "the alert channel of kpi mttr"),
        (
            'escalations: {desk: {steps: [{notify: ["person:a", "channel:old"]}]}}',
            "a target of escalation:desk",
        ),
        ('feedback: {suggestions: "channel:old"}', "the place for suggestions of the plan"),
        ('feedback: {speak_up: "channel:old"}', "the place to speak up of the plan"),
        (
            'protocols: {dm_policy: {redirect_to: "channel:old"}}',
            "the redirect for direct messages of the plan",
        ),
    ],
)
def test_every_use(use: str, words: str) -> None:
    (finding,) = judge_text(retired_channel_used, use + OLD).findings
    assert finding.message == f"channel:old is retired, but is still {words}"
    assert finding.location.line == 1
    assert finding.related[0].location.pointer == "/channels/old/state"


def test_fallbacks_of_channels_that_are_in_use() -> None:
    expect(
        retired_channel_used,
        """
        channels:
          old: {kind: slack, state: archived, fallback: "channel:older"}
          older: {kind: slack, state: archived}
          it-help: {kind: slack, fallback: "channel:old"}  # <- channel:old is archived, but is
        """,
    )


def test_bridges_of_channels_that_are_in_use() -> None:
    expect(
        retired_channel_used,
        """
        channels:
          old: {kind: slack, state: archived}
          it-help: {kind: slack, bridges: [{to: "channel:old"}]}  # <- the far end of a bridge of
        """,
    )


def test_one_finding_for_a_channel_with_many_uses() -> None:
    text = 'messages: {a: {via: ["channel:old"]}, b: {via: ["channel:old"]}}' + OLD
    (finding,) = judge_text(retired_channel_used, text).findings
    assert finding.message.endswith("is still a route of message a (and 1 more)")
    assert [place.message for place in finding.related] == ["is retired", "a route of message b"]
    assert finding.facts == {"channel": "old", "uses": 2}


def test_the_day_of_expiry_still_counts() -> None:
    text = """
        metadata: {id: x, timezone: America/New_York}
        messages:
          project-news: {via: ["channel:project"]}
        channels:
          project: {kind: slack, expires: "2026-11-20"}
        """

    def messages(as_of: str) -> tuple[str, ...]:
        return judge_text(retired_channel_used, text, as_of=as_of).messages

    assert messages("2026-11-21T04:59:00Z") == ()
    assert messages("2026-11-21T05:00:00Z") == (
        "channel:project expired on 2026-11-20, but is still a route of message project-news",
    )


def test_other_mentions_are_history() -> None:
    expect(
        retired_channel_used,
        """
        channels:
          old: {kind: slack, state: archived, intake: {threads: required}}
          new: {kind: slack, state: active}
        messages:
          delay: {via: ["channel:new"]}
        slas:
          help: {applies: {channel: old}, targets: {resolve: 4h}}
        """,
    )


def test_a_retired_channel_is_taken_out_of_lists_with_another() -> None:
    text = """
    channels:
      old: {kind: slack, state: retired}
      help: {kind: slack, fallback: "channel:old"}
    messages:
      delay: {via: ["channel:old", "channel:help"]}
      outage: {via: ["channel:old"]}
    """
    mended = text.replace('"channel:old", "channel:help"', '"channel:help"')
    expect_fixed(retired_channel_used, text, mended)
