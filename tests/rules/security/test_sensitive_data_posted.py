from commplan.rules.security.sensitive_data_posted import sensitive_data_posted
from commplan.testing import expect, judge_text

PLAN = """
classification: {order: [public, internal, restricted]}
channels:
  help:
    kind: slack
    slack: C01HELP
    ceiling: internal
  board: {kind: slack, slack: C02BOARD, ceiling: restricted}
"""
CARD = "4111 1111 1111 1111"
TOKEN = "xoxb-" + "1234567890-abcdefghij"


def workspace(*messages: str, channel: str = "C01HELP", more: str = "") -> str:
    lines = "\n".join(f"    - {message}" for message in messages)
    return f"channels: {{C01HELP: help, C02BOARD: board}}\n{more}\nmessages:\n  {channel}:\n{lines}"


def said(text: str, at: str = "2026-11-18T14:02") -> str:
    return f'{{at: {at}, user: U09ANN, text: "{text}"}}'


def test_a_card_number_is_told_with_time_ceiling_and_digest() -> None:
    (finding,) = judge_text(sensitive_data_posted, PLAN, workspace=workspace(said(CARD))).findings
    assert finding.message.startswith(
        "#help, 2026-11-18 14:02Z: card number posted (Luhn valid), ceiling internal; "
        "evidence sha256:"
    )
    assert finding.message.endswith("… (C01HELP 1795010520.000000)")
    assert finding.location.line == 6
    assert CARD not in str(finding)


def test_one_secret_is_one_finding_however_often_it_is_posted() -> None:
    verdict = judge_text(
        sensitive_data_posted,
        PLAN,
        workspace=workspace(
            said(CARD), said("4111111111111111 again", at="2026-11-19T10:00"), said(TOKEN)
        ),
    )
    card, token = sorted(verdict.findings, key=lambda one: one.facts["what"] != "card number")
    assert card.facts["messages"] == 2
    assert ", 2 times until 2026-11-19 10:00Z" in card.message
    assert token.facts["what"] == "Slack token"
    assert card.fingerprint != token.fingerprint


def test_the_same_secret_in_two_channels_has_one_digest() -> None:
    first, other = (
        judge_text(
            sensitive_data_posted, PLAN, workspace=workspace(said(CARD), channel=channel)
        ).findings[0]
        for channel in ("C01HELP", "C02BOARD")
    )
    assert first.facts["evidence"] == other.facts["evidence"]


def test_replies_in_threads_are_looked_at() -> None:
    reply = f'{{after: 4m, user: U09ANN, text: "{CARD}"}}'
    thread = f"{{at: 2026-11-18T14:02, user: U09ANN, text: hi, thread: [{reply}]}}"
    expect(
        sensitive_data_posted,
        PLAN.replace("ceiling: internal\n", "ceiling: internal  # <- 2026-11-18 14:06Z\n"),
        workspace=workspace(thread),
    )


def test_labels_count_above_the_ceiling_only() -> None:
    labelled = said("[restricted] what we know")
    (finding,) = judge_text(
        sensitive_data_posted, PLAN, workspace=workspace(labelled, said("[internal] well"))
    ).findings
    assert "message labelled restricted posted, ceiling internal (" in finding.message
    assert finding.help == "delete the messages, and post it in channel:board instead"
    expect(sensitive_data_posted, PLAN, workspace=workspace(labelled, channel="C02BOARD"))


def test_a_ceiling_of_the_medium_is_pointed_to() -> None:
    plan = """
    classification: {order: [public, restricted], medium_ceiling: {slack: public}}
    channels:
      help: {kind: slack, slack: C01HELP}
    """
    (finding,) = judge_text(
        sensitive_data_posted, plan, workspace=workspace(said("[restricted] what we know"))
    ).findings
    assert finding.related[0].location.pointer == "/classification/medium_ceiling/slack"
    assert finding.help == "delete the messages, and post it where that may be said"


def test_what_is_older_than_the_window_is_left_alone() -> None:
    expect(sensitive_data_posted, PLAN, workspace=workspace(said(CARD, at="2026-10-01T10:00")))


def test_many_are_counted_after_the_first() -> None:
    tokens = [said(f"{TOKEN}{n}") for n in range(5)]
    verdict = judge_text(
        sensitive_data_posted, PLAN, workspace=workspace(*tokens), parameters={"show": 3}
    )
    assert len(verdict.findings) == 4
    assert any(
        message == "#help: 2 more secrets or labels above the ceiling in 2 messages (Slack token)"
        for message in verdict.messages
    )


def test_a_channel_that_was_not_read_is_no_pass() -> None:
    hidden = """channels: {C01HELP: {name: help, is_member: false}, C02BOARD: board}
messages: {C02BOARD: []}"""
    verdict = judge_text(sensitive_data_posted, PLAN, workspace=hidden)
    assert not verdict.findings
    (skipped,) = verdict.skipped
    assert skipped.pointer == "/channels/help"


def test_less_than_the_window_is_no_pass_either() -> None:
    verdict = judge_text(
        sensitive_data_posted, PLAN, workspace=workspace(said("hi")), parameters={"window": "800d"}
    )
    assert [skipped.reason for skipped in verdict.skipped] == [
        "less than 800d of #help (C01HELP) was read",
        "less than 800d of #board (C02BOARD) was read",
    ]


def test_archived_channels_are_left_to_other_rules() -> None:
    live = """
    channels: {C01HELP: {name: help, is_archived: true}, C02BOARD: board}
    messages: {C02BOARD: []}
    """
    verdict = judge_text(sensitive_data_posted, PLAN, workspace=live)
    assert (verdict.findings, verdict.skipped) == ((), ())
