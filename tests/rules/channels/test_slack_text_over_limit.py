from __future__ import annotations

from commplan.rules.channels.slack_text_over_limit import slack_text_over_limit
from commplan.testing import expect, expect_fixed, judge_text


def test_channel_texts_up_to_250_characters() -> None:
    for length, count in ((250, 0), (251, 2)):
        fields = f"topic: {'ø' * length}, description: {'d' * length}"
        text = f"channels: {{it-help: {{kind: slack, {fields}}}}}"
        assert len(judge_text(slack_text_over_limit, text).findings) == count


def test_the_message_names_both_numbers() -> None:
    text = f"channels: {{it-help: {{kind: slack, topic: {'t' * 263}}}}}"
    (finding,) = judge_text(slack_text_over_limit, text).findings
    assert finding.message == "topic of channel:it-help has 263 characters, Slack takes 250"
    assert finding.help == "shorten it by 13"
    assert finding.facts == {"length": 263, "limit": 250}
    assert finding.location.pointer == "/channels/it-help/topic"


def test_group_descriptions_up_to_140_characters() -> None:
    for length, count in ((140, 0), (141, 1)):
        group = f"{{slack_usergroup: S01A, description: {'d' * length}}}"
        text = f"stakeholders: {{groups: {{desk: {group}}}}}"
        assert len(judge_text(slack_text_over_limit, text).findings) == count


def test_line_breaks_in_group_descriptions() -> None:
    expect(
        slack_text_over_limit,
        """
        stakeholders:
          groups:
            a: {handle: a, description: "one\\ntwo"}  # <- has a line break, which Slack takes out
            b: {handle: b, description: "one\\r\\ntwo"}  # <- has a line break
            c: {handle: c, description: "one\\n"}
            d:
              handle: d
              description: >
                folded into
                one line
        """,
    )


def test_texts_that_slack_never_sees() -> None:
    long = "x" * 400
    expect(
        slack_text_over_limit,
        f"""
        stakeholders:
          groups:
            a: {{class: it-staff, description: "{long} \\n {long}"}}
        channels:
          mail: {{kind: email, description: {long}}}
          it-help: {{kind: slack, topic: "/{long}/", purpose: {long}}}
          more: {{kind: slack, description: "line\\nline"}}
        """,
    )


def test_line_breaks_are_folded_and_long_texts_left_to_the_author() -> None:
    text = f"""
    stakeholders:
      groups:
        desk:
          slack_usergroup: S01DESK
          description: |  # shown in Slack
            The service desk.
            Mention it for outages.
    channels:
      help: {{kind: slack, topic: {"x" * 251}}}
    """
    folded = text.replace("|  # shown", '"The service desk. Mention it for outages."  # shown')
    mended = "".join(line for line in folded.splitlines(True) if line[:12].strip() or ":" in line)
    expect_fixed(slack_text_over_limit, text, mended)
