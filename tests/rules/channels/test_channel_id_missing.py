from __future__ import annotations

from commplan.rules.channels.channel_id_missing import channel_id_missing
from commplan.testing import expect, judge_text


def test_slack_channels_in_use_need_an_id() -> None:
    expect(
        channel_id_missing,
        """
        channels:
          a: {kind: slack, slack: C01A}
          b: {kind: slack, name: bee}  # <- channel:b is known by the name #bee only
          c: {kind: slack, expires: "2026-01-01"}  # <- channel:c is known by the name #c only
          d: {kind: slack, state: archived}
          e: {kind: slack, state: retired}
          f: {kind: email}
          g: {kind: slack, slack: general}
        """,
    )


def test_the_facts_name_both() -> None:
    text = "channels: {help: {kind: slack, name: it-help}}"
    (finding,) = judge_text(channel_id_missing, text).findings
    assert finding.facts == {"channel": "help", "name": "it-help"}
