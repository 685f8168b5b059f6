"""Beyond the documented examples: each half, emptiness, and channels out of use."""

from commplan.rules.channels.channel_undescribed import channel_undescribed
from commplan.testing import expect


def test_each_half_is_named() -> None:
    expect(
        channel_undescribed,
        """
        channels:
          whole: {kind: slack, purpose: team, audience: ["group:g"]}
          bare: {kind: slack}  # <- channel:bare has no purpose and audience
          aimless: {kind: email, audience: ["person:a"]}  # <- channel:aimless has no purpose
          lonely: {kind: form, purpose: speak-up}  # <- channel:lonely has no audience
          nobody: {kind: form, purpose: speak-up, audience: []}  # <- channel:nobody has no audience
        """,
    )


def test_a_broken_audience_is_left_to_pln101() -> None:
    expect(
        channel_undescribed,
        'channels: {a: {kind: slack, purpose: team, audience: ["group:gone"]}}',
    )


def test_channels_out_of_use_need_no_description() -> None:
    expect(
        channel_undescribed,
        """
        channels:
          old: {kind: slack, state: archived}
          older: {kind: slack, state: retired}
          ending: {kind: slack, expires: "2030-01-01"}  # <- channel:ending has no purpose
        """,
    )
