from __future__ import annotations

from commplan.rules.channels.channel_id_missing import channel_id_missing
from commplan.testing import expect, expect_fixed, judge_text


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


def test_an_audit_writes_the_id_that_it_has_seen() -> None:
    text = """
    channels:
      it-help: {kind: slack, owner: "person:alice"}
      it-ops:
        kind: slack
        name: operations  # renamed
      it-news: {kind: slack}
    """
    live = (
        "channels: {C01HELP: it-help, C02OPS: operations, C03: {name: it-news, is_archived: true}}"
    )
    mended = """
    channels:
      it-help: {kind: slack, owner: "person:alice", slack: C01HELP}
      it-ops:
        kind: slack
        name: operations  # renamed
        slack: C02OPS
      it-news: {kind: slack}
    """
    expect_fixed(channel_id_missing, text, mended, workspace=live)
    expect_fixed(channel_id_missing, text, text)
