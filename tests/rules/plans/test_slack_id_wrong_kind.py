from __future__ import annotations

import pytest

from commplan.rules.plans.slack_id_wrong_kind import slack_id_wrong_kind
from commplan.testing import expect, expect_fixed, judge_text


def test_every_field_takes_its_own_kinds() -> None:
    expect(
        slack_id_wrong_kind,
        """
        metadata: {id: it-ops, workspace: {team: C01ACME}}  # <- the plan: 'C01ACME' is the id of
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: S01ALICE}  # <- is the id of a user group, not the id of
          groups:
            it-ops: {slack_usergroup: U01ITOPS}  # <- not the id of a user group (S…)
          external:
            netco: {org: U09NETCO}  # <- not the id of a workspace (T… or E…)
        channels:
          it-help: {kind: slack, slack: D024BE91L}  # <- is the id of a direct message, not the id
        rotations:
          primary:
            timezone: UTC
            start: "2026-01-05T09:00"
            shift: 1w
            users: []
            slack_usergroup: T01ACME  # <- is the id of a workspace, not the id of a user group
        """,
    )


def test_ids_of_every_length_and_prefix_are_right() -> None:
    expect(
        slack_id_wrong_kind,
        """
        metadata: {id: it-ops, workspace: {team: E012AB3CD}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: W01}
            bob: {name: Bob Ito, slack: U0123456789ABCDEF}
          external:
            netco: {org: T9TK3CUKW}
        channels:
          old-private: {kind: slack, slack: G0AB1CD2E}
          mail: {kind: email, address: it@example.org}
        """,
    )


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("https://acme.slack.com/archives/C01HELP", "a URL", "write C01HELP"),
        ("https://app.slack.com/client/T1ACME2/C01HELP/thread", "a URL", "write C01HELP"),
        ("<#C01HELP|it-help>", "a name", "write C01HELP"),
        ("c01help", "an id in small letters", "write C01HELP"),
        ("#it-help", "a name", None),
        ("it-help", "a name", None),
        ("@it-help", "a handle", None),
        ("it@example.org", "an e-mail address", None),
        ("B01HELP", "the id of a bot", None),
    ],
)
def test_what_stands_there_instead(text: str, message: str, remedy: str | None) -> None:
    plan = f'channels: {{it-help: {{kind: slack, slack: "{text}"}}}}'
    (finding,) = judge_text(slack_id_wrong_kind, plan).findings
    wanted = "the id of a channel (C… or G…)"
    assert finding.message == f"channel:it-help: {text!r} is {message}, not {wanted}"
    assert finding.help == (remedy or f"copy {wanted} from its details in Slack")
    assert finding.facts == {"subject": "channel:it-help", "expected": ["C", "G"]}


@pytest.mark.parametrize("text", ["TBC", "{{ .Channel }}", " C01HELP", "C01HELP\u200b", "<id>"])
def test_what_other_rules_speak_of(text: str) -> None:
    plan = f'channels: {{it-help: {{kind: slack, slack: "{text}"}}}}'
    assert judge_text(slack_id_wrong_kind, plan).messages == ()


def test_a_webhook_is_left_to_the_rule_about_secrets() -> None:
    url = "https://hooks.slack.com/" + "services/T01ACME/B02BOT/C9XK2J8ZQ"
    plan = f"channels: {{it-help: {{kind: slack, slack: {url}}}}}"
    assert judge_text(slack_id_wrong_kind, plan).messages == ()


def test_damaged_documents_do_no_harm() -> None:
    for text in (
        "channels: [a, b]",
        "channels: {a: 7, b: {slack: 5}}",
        "stakeholders: {people: x}",
    ):
        assert judge_text(slack_id_wrong_kind, text).messages == ()


def test_the_id_inside_a_link_is_written() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: "<@U01ALICE|alice>"}
        bob: {name: Bob Ito, slack: u02bob}
        chen: {name: Chen Wu, slack: "@chen"}
    """
    mended = text.replace("<@U01ALICE|alice>", "U01ALICE").replace("u02bob", "U02BOB")
    expect_fixed(slack_id_wrong_kind, text, mended)
