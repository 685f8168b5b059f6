from __future__ import annotations

from commplan.rules.slas.expectation_unpublished import expectation_unpublished
from commplan.testing import expect, expect_fixed, judge_text


def test_each_channel_of_an_sla_has_to_be_named() -> None:
    text = """
    channels:
      it-help: {kind: slack}
      it-vip: {kind: slack}
      it-old: {kind: slack, state: retired}
      lobby: {kind: slack}
    slas:
      unseen: {applies: {channel: it-help}, targets: {resolve: 1d}}  # <- channel:it-help
      elsewhere:
        applies: {channel: [it-help, it-vip, it-old]}
        targets: {resolve: 1d}
        publish_in: ["channel:lobby", "channel:it-vip"]  # <- applies to channel:it-help, where
      seen:
        applies: {channel: it-help}
        targets: {resolve: 1d}
        publish_in: ["channel:it-help", "channel:lobby"]
      old: {applies: {channel: it-old}, targets: {resolve: 1d}}
    """
    expect(expectation_unpublished, text)


def test_several_channels_are_one_finding() -> None:
    finding, *others = judge_text(
        expectation_unpublished,
        """
        channels: {a: {kind: slack}, b: {kind: email}}
        slas: {help: {applies: {channel: [a, b]}, targets: {resolve: 1d}}}
        """,
    ).findings
    assert not others
    assert finding.message == (
        "sla:help applies to channel:a and channel:b, where nobody can read it"
    )
    assert finding.help == "add `channel:a` and `channel:b` to `publish_in`"
    assert [related.message for related in finding.related] == ["channel:a", "channel:b"]


def test_what_applies_to_no_channel_or_to_none_that_exists() -> None:
    expect(
        expectation_unpublished,
        """
        channels: {it-help: {kind: slack}}
        severities: {sev1: {order: 1}}
        slas:
          major: {applies: {severity: sev1}, targets: {resolve: 1d}}
          free: {targets: {resolve: 1d}}
          typo: {applies: {channel: it-hlep}, targets: {resolve: 1d}}
        """,
    )


def test_a_misspelt_place_of_publication_is_left_to_broken_reference() -> None:
    expect(
        expectation_unpublished,
        """
        channels: {it-help: {kind: slack}}
        slas:
          help:
            applies: {channel: it-help}
            targets: {resolve: 1d}
            publish_in: ["channel:it-hlep"]
        """,
    )


def test_the_channel_is_added_where_the_promise_is_published() -> None:
    text = """
    channels:
      it-help: {kind: slack, slack: C01HELP}
      it-ops: {kind: slack, slack: C02OPS}
    slas:
      one: {applies: {channel: [it-help, it-ops]}, clock: 24x7, targets: {first_response: 4h}}
      two:
        applies: {channel: it-ops}
        targets: {first_response: 4h}
        publish_in:
        - "channel:it-help"
    """
    mended = """
    channels:
      it-help: {kind: slack, slack: C01HELP}
      it-ops: {kind: slack, slack: C02OPS}
    slas:
      one: {applies: {channel: [it-help, it-ops]}, clock: 24x7, targets: {first_response: 4h}, publish_in: ["channel:it-help", "channel:it-ops"]}
      two:
        applies: {channel: it-ops}
        targets: {first_response: 4h}
        publish_in:
        - "channel:it-help"
        - "channel:it-ops"
    """  # noqa: E501  # as long as the edit makes it
    expect_fixed(expectation_unpublished, text, mended)
