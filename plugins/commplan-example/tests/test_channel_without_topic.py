"""The rule, through the helper that judges fragments of plans."""

from commplan.api import page
from commplan.testing import expect, judge_text

from commplan_example.channel_without_topic import channel_without_topic


def test_the_examples_of_the_page() -> None:
    told = page(channel_without_topic)
    assert judge_text(channel_without_topic, told.bad).messages == (
        "#it-help is for support-intake and has no topic",
    )
    assert judge_text(channel_without_topic, told.good).messages == ()


def test_only_channels_where_people_look_for_help_need_one() -> None:
    expect(
        channel_without_topic,
        """
        channels:
          it-help: {kind: slack, purpose: support-intake}    # <- has no topic
          incidents: {kind: slack, purpose: major-incident}  # <- major-incident
          it-ops: {kind: slack, purpose: team}
          told: {kind: slack, purpose: support-intake, topic: Ask here}
          desk: {kind: email, purpose: support-intake}
          old-help: {kind: slack, purpose: support-intake, state: archived}
        """,
    )


def test_the_name_that_people_know_is_the_one_in_slack() -> None:
    verdict = judge_text(
        channel_without_topic,
        "channels: {desk: {kind: slack, name: it-help, purpose: support-intake}}",
    )
    assert verdict.messages == ("#it-help is for support-intake and has no topic",)
    assert verdict.findings[0].facts == {"channel": "desk", "purpose": "support-intake"}


def test_the_purposes_can_be_configured() -> None:
    expect(
        channel_without_topic,
        """
        channels:
          it-help: {kind: slack, purpose: support-intake}
          it-ops: {kind: slack, purpose: team}  # <- is for team
        """,
        parameters={"purposes": ("team",)},
    )
