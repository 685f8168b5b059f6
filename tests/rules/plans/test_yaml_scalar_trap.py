from __future__ import annotations

import pytest

from commplan.rules.plans.yaml_scalar_trap import yaml_scalar_trap
from commplan.testing import expect, expect_fixed, judge_text


def test_values_that_yaml_1_1_reads_as_something_else() -> None:
    expect(
        yaml_scalar_trap,
        """
        calendars:
          uk:
            timezone: Europe/London
            hours: {mon-fri: ["09:00-17:30"]}
            exceptions:
              2026-12-24: ["09:00-13:00"]  # <- without quotes is a date
        programmes:
          social:
            meeting: {days: fri, at: 17:30, duration: 1h}  # <- '17:30' without quotes is the number
        channels:
          it-help: {kind: slack, slack: C01HELP, settings: {huddles: off}}  # <- is false
        metadata: {id: it-ops, version: 010}  # <- '010' without quotes is the number 8
        """,
    )


def test_the_help_is_the_quoted_form() -> None:
    found = judge_text(yaml_scalar_trap, "programmes: {social: {meeting: {at: 17:30}}}").findings
    assert [finding.help for finding in found] == ['write it as "17:30"']
    assert found[0].facts == {"kind": "scalar", "meaning": "the number 1050"}


def test_quoted_values_and_real_numbers_are_no_traps() -> None:
    expect(
        yaml_scalar_trap,
        """
        metadata: {id: "on", version: 3.2, approved: "2026-09-14"}
        severities:
          sev1: {order: 1, pir: {required: true}}
        stakeholders:
          people:
            "no": {name: Norwegian Desk, until: "2027-03-31"}
        """,
    )


def test_text_that_the_schema_refuses_is_told_once() -> None:
    expect(
        yaml_scalar_trap,
        """
        protocols: {conduct: {blameless: yes}}
        calendars:
          uk:
            timezone: Europe/London
            hours: {no: ["09:00-17:30"]}
        rotations:
          primary:
            timezone: Europe/London
            start: 2026-01-05T09:00:00
            shift: 1w
            users: []
            users: []  # <- the key 'users' stands twice
        channels:
          it-help: {kind: " slack", name: NO}  # <- 'NO' without quotes is false
        """,
    )


def test_a_block_of_text_may_end_in_a_line_break() -> None:
    expect(
        yaml_scalar_trap,
        """
        channels:
          it-help:
            kind: slack
            description: |
              On the first line.
              On the second, yes.
        """,
    )


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ('" it-help"', "' it-help' has a space at the start", 'write it as "it-help"'),
        ('"it-help\\t"', r"'it-help\t' has a tab at the end", 'write it as "it-help"'),
        ('"it\u200bhelp"', r"'it\u200bhelp' has a zero-width space inside", 'write it as "ithelp"'),
        (
            '"\u00a0"',
            r"'\xa0' has a no-break space at the start, a no-break space at the end",
            None,
        ),
    ],
)
def test_spaces_that_nobody_sees(text: str, message: str, remedy: str | None) -> None:
    plan = f"channels: {{it-help: {{kind: slack, name: {text}}}}}"
    (finding,) = judge_text(yaml_scalar_trap, plan).findings
    assert finding.message == message
    assert finding.help == (remedy or "remove the space")
    assert finding.location.pointer == "/channels/it-help/name"


def test_a_key_given_twice_has_no_fix() -> None:
    (finding,) = judge_text(
        yaml_scalar_trap,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng}
            bob: {name: Bob Ito}
            alice: {name: Alice Ito}
        """,
    ).findings
    assert finding.message == (
        "the key 'alice' stands twice in one mapping; the first one is on line 3"
    )
    assert finding.location.line == 5
    assert finding.help is None


def test_odd_keys_are_shown_at_the_key() -> None:
    (finding,) = judge_text(yaml_scalar_trap, "severities:\n  no: {order: 1}").findings
    assert finding.message == "in YAML 1.1, 'no' without quotes is false"
    assert (finding.location.line, finding.location.column) == (2, 3)


def test_long_text_is_cut_and_secrets_are_not_repeated() -> None:
    token = "xoxb-" + "1234567890-" * 3 + "abc"
    text = f'tools: {{a: {{provider: " {token}"}}, b: {{provider: "{"x" * 90} "}}}}'
    secret, long = judge_text(yaml_scalar_trap, text).findings
    assert secret.message == "a Slack token has a space at the start"
    assert token not in f"{secret}"
    assert len(long.message) < 100


def test_documents_that_are_no_plans_are_looked_at_too() -> None:
    text = "apiVersion: commplan/v1\nkind: Waivers\nmetadata: {id: w, plan: yes}\nwaivers: {}\n"
    assert judge_text(yaml_scalar_trap, text).messages == (
        "in YAML 1.1, 'yes' without quotes is true",
    )


def test_quotes_are_safe_and_change_nothing_else() -> None:
    text = """
    stakeholders:
      people:
        NO: {name: Alice Ng, slack: U01ALICE, until: 2027-03-31}  # a day
        bob: {name: Bob Ito, slack: U02BOB, timezone: &t on, level: *t}
    """
    quoted = text.replace("NO:", '"NO":').replace("2027-03-31", '"2027-03-31"')
    expect_fixed(yaml_scalar_trap, text, quoted.replace("&t on", '&t "on"'), unsafe=False)


def test_a_space_is_removed_only_by_an_unsafe_fix() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: "Alice Ng ", slack: U01ALICE}
        "bob\\u200b": {name: 'Bob Ito', slack: U02BOB}
    """
    expect_fixed(yaml_scalar_trap, text, text, unsafe=False)
    mended = text.replace("Ng ", "Ng").replace("bob\\u200b", "bob")
    expect_fixed(yaml_scalar_trap, text, mended)


def test_a_key_given_twice_and_a_secret_have_no_fix() -> None:
    text = """
    tools:
      chat: {kind: chat, kind: chat, name: " xoxb-123456789012-abcdefghijkl"}
    """
    found = judge_text(yaml_scalar_trap, text).findings
    assert [finding.fix for finding in found] == [None, None]


def test_what_a_merge_brings_in_is_quoted_where_it_stands_or_not_at_all() -> None:
    text = """
    slas:
      a: &a {clock: 24x7, targets: {resolve: 4h}, x-note: 17:30}
      b: {<<: *a}
    """
    (finding,) = judge_text(yaml_scalar_trap, text).findings
    assert finding.location.line == 2
    expect_fixed(yaml_scalar_trap, text, text.replace("17:30", '"17:30"'), unsafe=False)
