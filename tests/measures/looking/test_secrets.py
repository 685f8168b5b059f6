from time import process_time

import pytest

from commplan.history import Showing
from commplan.measures.looking.secrets import SecretLook, secret_looks
from tests.measures.made import plan_of

TOKEN = "xoxb-" + "1234567890-abcdefghij"
HOOK = "https://hooks.slack.com/services/" + "T000/B000/XXXXyyyy1234"
KEY = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIabc\nMIIdef\n" + "-----END RSA PRIVATE KEY-----"
LOOK = SecretLook(b"salt")


def found(text: str, look: SecretLook = LOOK) -> list[Showing]:
    return [*look.find(text, 0)]


def kinds(text: str) -> list[str]:
    return [showing.value.partition(":")[0] for showing in found(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"the bot's token is {TOKEN}", "Slack token"),
        (f"post to {HOOK}", "webhook URL"),
        (f"here\n{KEY}", "private key"),
        ("clone with ghp_" + "a1B2" * 9, "GitHub token"),
        ("github_pat_" + "11ABCDEFG0_" * 3, "GitHub token"),
        ("glpat-" + "x1Y2z3W4" * 3, "GitLab token"),
        ("id AKIA" + "IOSFODNN7EXAMPLE" + " of prod", "AWS access key"),
        ("AIza" + "Sy_1234-" * 4 + "abc", "Google API key"),
        ("sk_live_" + "4eC39HqLyjWDarjt", "Stripe key"),
        ("ATATT3" + "xFfGF0-_" * 8, "Atlassian token"),
        ("eyJ" + "hbGciOiJIUzI1.eyJ" + "zdWIiOiIxMjM0." + "c2lnbmF0dXJl" * 3, "JSON web token"),
        ("password: hT7#kQ92xLmP", "password"),
        ("db_password = `hT7-kQ92xLmP`", "password"),
        ("*API_KEY*: hT7kQ92xLmPzz", "password"),
        ("card 4111 1111 1111 1111", "card number"),
    ],
)
def test_secrets_are_known_by_their_form_or_by_what_they_are_called(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "password: forgotten again",
        "password: vault:oncall/pager-2026-xyz",
        "password: https://vault.example.org/secrets/4711-abcdef",
        "password: xxxxxxxx1",
        "my token: https://example.org/?token=hT7kQ92xLmPzz",
        "see https://shop.example.org/order/4111111111111111",
        "https://example.org/?card=4111111111111111",
        "receipt (https://pay.example.org/4111111111111111)",
        "username: hT7kQ92xLmPzz",
        "ghp_short, glpat-short, sk_test_" + "4eC39HqLyjWDarjt",
        "an AKIA0 and an eyJ.eyJ.eyJ",
        "PROJ-4111111111111111",
    ],
)
def test_words_places_and_what_is_in_links_are_none(text: str) -> None:
    assert found(text) == []


def test_one_secret_has_one_digest_however_it_is_written() -> None:
    spaced, dashed = found("4111 1111 1111 1111"), found("it is 4111-1111-1111-1111!")
    assert spaced == dashed
    (twice,) = found("4111 1111 1111 1111 and 4111111111111111")
    assert (twice.value, twice.amount) == (spaced[0].value, 2)


def test_different_secrets_and_different_salts_have_different_digests() -> None:
    one, other = found(TOKEN), found(TOKEN + "9")
    assert one != other
    assert found(TOKEN, SecretLook(b"pepper")) != one


def test_nothing_of_a_secret_is_kept() -> None:
    for text in (TOKEN, HOOK, KEY, "password: hT7kQ92xLmPzz", "4111111111111111"):
        (showing,) = found(text)
        kept = showing.value.partition(":")[2]
        assert len(kept) == 32
        assert int(kept, 16) >= 0
        assert kept not in text


def test_a_token_under_a_name_is_told_once() -> None:
    assert kinds(f"token: {TOKEN}") == ["Slack token"]


def test_the_salt_is_no_part_of_the_key() -> None:
    """Else every run would read all messages again."""
    assert SecretLook(b"one").key == SecretLook(b"other").key


def test_all_slack_channels_in_use_are_looked_at() -> None:
    plan = plan_of(
        """
        channels:
          help: {kind: slack, slack: C01HELP}
          old: {kind: slack, slack: C02OLD, state: archived}
          mail: {kind: email}
        """
    )
    assert [*secret_looks(plan, b"salt")] == ["help"]


@pytest.mark.parametrize(
    "part",
    [
        *("xoxb-", "xoxb-a", "xoxb-aaaaaaaaaa", "https://", "https://hooks.slack.com/services/"),
        *("https://a.", "-----BEGIN ", "-----BEGIN A ", "-----BEGIN PRIVATE KEY-----", "password:"),
        *("eyJ-", "eyJaaaaaaaaaa.", "eyJaaaaaaaaaa.eyJ-", "ghp_", "glpat-", "ATATT3", "sk_live_"),
        *("a", "a-", "password: ", "4111 ", "token=", "https://hooks.slack.com/services/a "),
    ],
)
def test_hostile_texts_take_no_longer_than_long_ones(part: str) -> None:
    text = (part * 40_000)[:40_000]
    began = process_time()
    found(text)
    assert process_time() - began < 0.5
