from __future__ import annotations

import pytest

from commplan.rules.channels.channel_name_illegal import channel_name_illegal
from commplan.testing import expect, expect_fixed, judge_text


@pytest.mark.parametrize(
    "name",
    [
        "it-help",
        "it_help_2",
        "spøkelser",
        "größe",
        "поддержка",
        "ヘルプデスク",
        "공지사항",
        "दिल्ली-टीम",
        "مساعدة",
        "7",
        "a" * 80,
    ],
)
def test_names_of_every_script(name: str) -> None:
    text = f'channels: {{a: {{kind: slack, name: "{name}"}}}}'
    assert judge_text(channel_name_illegal, text).messages == ()


@pytest.mark.parametrize(
    ("name", "fault", "remedy"),
    [
        ("Bad Channel NAME!!", "capitals (BCNAME), spaces, punctuation (!)", "bad-channel-name"),
        ("#it-help", "punctuation (#)", "it-help"),
        ("it.help", "punctuation (.)", "it-help"),
        ("it+help", "punctuation (+)", "it-help"),
        ("Ärger", "capitals (Ä)", "ärger"),
        ("ПОМОЩЬ", "capitals (ПОМЩЬ)", "помощь"),
        ("it–help", "punctuation (–)", "it-help"),
        ("it\u3000help", "spaces", "it-help"),
        ("a" * 81, "81 characters, more than 80", "a" * 80),
    ],
)
def test_what_is_wrong(name: str, fault: str, remedy: str) -> None:
    (finding,) = judge_text(
        channel_name_illegal, f'channels: {{a: {{kind: slack, name: "{name}"}}}}'
    ).findings
    assert finding.message == f"{name!r} cannot name a Slack channel: {fault}"
    assert finding.help == f"write {remedy!r}"
    assert finding.facts == {"name": name, "length": len(name)}


def test_nothing_legal_is_left_to_suggest() -> None:
    text = 'channels: {a: {kind: slack, name: "!?!"}}'
    assert judge_text(channel_name_illegal, text).findings[0].help is None


def test_hidden_spaces_are_left_to_yaml_scalar_trap() -> None:
    expect(
        channel_name_illegal,
        """
        channels:
          a: {kind: slack, name: " it-help"}
          b: {kind: slack, name: "it-help\u200b"}
          c: {kind: slack, name: " it help"}  # <- 'it help' cannot name a Slack channel: spaces
        """,
    )


def test_a_key_stands_for_the_name() -> None:
    text = "channels:\n  IT-Help: {kind: slack}\n  Ops: {kind: slack, name: ops}"
    (finding,) = judge_text(channel_name_illegal, text).findings
    assert (finding.location.line, finding.location.column) == (2, 3)
    assert finding.help == 'add `name: "it-help"`'


def test_other_kinds_and_stand_ins_are_left_alone() -> None:
    expect(
        channel_name_illegal,
        """
        channels:
          Status: {kind: status-page, name: "Status Page"}
          mail: {kind: email, name: "IT Leads (all)"}
          later: {kind: slack, name: TBC}
          template: {kind: slack, name: "{{ .SlackChannel }}"}
        """,
    )


def test_a_legal_name_is_written_for_the_illegal_one() -> None:
    text = """
    channels:
      it-help: {kind: slack, name: IT Help!, owner: "person:alice"}
      ITOps: {kind: slack}
      it-news: {kind: slack, name: "!!!"}
    """
    mended = """
    channels:
      it-help: {kind: slack, name: it-help, owner: "person:alice"}
      ITOps: {kind: slack, name: itops}
      it-news: {kind: slack, name: "!!!"}
    """
    expect_fixed(channel_name_illegal, text, mended)
