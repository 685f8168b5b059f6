from __future__ import annotations

import pytest

from commplan.rules.security.secret_in_plan import secret_in_plan
from commplan.testing import expect, expect_fixed, judge_text

# Put together here, so that no scanner takes this file for a leak.
TOKENS = (
    "xox" + "b-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
    "xox" + "p-123456789012-123456789012-123456789012-0123456789abcdef",
    "xox" + "e.xoxp-1-Mi0yLTEyMzQ1Njc4OTAxMi0xMjM0NTY3ODkw",
    "xapp" + "-1-A012AB3CD-1234567890123-0123456789abcdef",
)
WEBHOOKS = (
    "https://hooks.slack" + ".com/services/T012AB3CD/B012AB3CD/AbCdEfGhIjKlMnOp",
    "https://hooks.slack" + ".com/workflows/T012AB3CD/A012AB3CD/1234/AbCd",
    "https://hooks.slack-gov" + ".com/services/T012AB3CD/B012AB3CD/AbCd",
    "https://acme.webhook.office" + ".com/webhookb2/0123@4567/IncomingWebhook/89ab",
)


@pytest.mark.parametrize("token", TOKENS)
def test_slack_tokens_anywhere(token: str) -> None:
    for text in (
        f"channels: {{a: {{kind: slack, topic: 'bot uses {token}'}}}}",
        f"tools: {{a: {{scopes: [chat, {token}]}}}}",
        f"tools: {{a: {{token: {token}}}}}",
    ):
        verdict = judge_text(secret_in_plan, text)
        (message,) = verdict.messages
        assert "holds a Slack token in clear" in message
        assert token not in repr(verdict.findings)


@pytest.mark.parametrize("url", WEBHOOKS)
def test_webhooks(url: str) -> None:
    verdict = judge_text(secret_in_plan, f"channels: {{a: {{kind: web, address: {url}}}}}")
    assert verdict.messages == ("address of channel:a holds a webhook URL in clear",)
    assert verdict.findings[0].facts == {"kind": "webhook URL"}


@pytest.mark.parametrize("kind", ["RSA ", "", "OPENSSH ", "EC ", "ENCRYPTED "])
def test_private_keys(kind: str) -> None:
    key = f"-----BEGIN {kind}" + "PRIVATE KEY-----\nMIIB\n"
    text = f"templates: {{a: {{text: {key!r}}}}}".replace("'", '"')
    assert judge_text(secret_in_plan, text).messages == (
        "text of template:a holds a private key in clear",
    )


def test_phone_numbers_in_clear() -> None:
    expect(
        secret_in_plan,
        """
        stakeholders:
          people:
            a: {name: A, contacts: {phone: "+44 20 7946 0018"}}  # <- phone of person:a holds
            b: {name: B, contacts: {phone: "(020) 7946-0018 ext. 12"}}  # <- holds a phone number
            c: {name: C, contacts: {phone: tel:+442079460018}}  # <- holds a phone number
            d: {name: D, contacts: {phone: 442079460018}}  # <- holds a phone number
            e: {name: E, contacts: {phone: "4711"}}  # <- holds a phone number
            f: {name: F, contacts: {phone: "secret:oncall/f"}}
            g: {name: G, contacts: {phone: see the paging tool}}
            h: {name: H, contacts: {phone: "vault:oncall#h2026"}}
            i: {name: I, contacts: {phone: "０９０－１２３４－５６７８"}}  # <- holds a phone number
          external:
            police: {contact: "+44 20 7946 0018"}
        channels:
          oob: {kind: phone, address: "+44 20 7946 0999"}
        """,
    )


def test_text_under_a_key_named_like_a_secret() -> None:
    value = "q7Zr2mW9xTb4"
    expect(
        secret_in_plan,
        f"""
        tools:
          a: {{password: {value}}}  # <- password of tool:a holds a secret in clear
          b: {{api_token: {value}}}  # <- api_token of tool:b holds a secret in clear
          c: {{client-secret: {value}}}  # <- client-secret of tool:c holds a secret in clear
          d: {{password: "secret:tools/d/{value}"}}
          e: {{password: "${{TOOL_PASSWORD_2026}}"}}
          f: {{password: kept by dana in the vault of the team}}
          g: {{password: changeme}}
          h: {{provider: {value}}}
          i: {{secrets-policy: {value}}}
        """,
    )


def test_the_entropy_can_be_configured() -> None:
    text = "tools: {a: {password: aabbccdd}}"
    assert judge_text(secret_in_plan, text).messages == ()
    assert len(judge_text(secret_in_plan, text, parameters={"min_entropy": 2.0}).messages) == 1
    assert judge_text(secret_in_plan, text, parameters={"min_entropy": 2.1}).messages == ()


def test_texts_that_only_resemble_secrets() -> None:
    expect(
        secret_in_plan,
        """
        metadata: {id: password-reset-2026, content_hash: "sha256:4be1c7a9d2f08e63b5a1"}
        requests:
          password-reset: {queue: "tool:jira", priority: low}
        messages:
          token-rotation: {when: "every quarter, tokens start with xoxb-"}
        channels:
          hooks: {kind: slack, runbook: "https://api.example.org/webhooks/how-to"}
          docs: {kind: docs, address: "https://api.slack.com/authentication/token-types#bot-xoxb"}
          keys: {kind: slack, topic: "never post a PRIVATE KEY or https://hooks.slack.com here"}
        protocols:
          naming: {secret-incident: "^sec-[a-z0-9-]{3,70}$"}
        severities:
          sev1: {order: 1, criteria: {leaked_token: true, users: ">=25"}}
        """,
    )


def test_a_baseline_and_waivers_are_looked_at_too() -> None:
    for kind in ("Baseline", "Waivers"):
        text = f"apiVersion: commplan/v1\nkind: {kind}\nmetadata: {{id: a, plan: {TOKENS[0]}}}"
        assert judge_text(secret_in_plan, text).messages == (
            "plan of the plan holds a Slack token in clear",
        )


def test_the_place_of_a_secret_is_written_for_it() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: Alice Ng, contacts: {phone: "+44 20 7946 0018"}}  # by night
    """
    mended = text.replace("+44 20 7946 0018", "secret:alice/phone")
    expect_fixed(secret_in_plan, text, mended)


def test_a_text_that_holds_a_secret_among_other_words_is_left_to_the_author() -> None:
    text = f"""
    channels:
      help: {{kind: slack, topic: "ask with {TOKENS[0]} in hand"}}
    """
    (finding,) = judge_text(secret_in_plan, text).findings
    assert finding.fix is None
