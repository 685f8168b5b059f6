"""Texts that give access to something, and how to speak of them without repeating them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_SHORTEST = 20
_SLACK = r"\b(?:xox[a-z](?:\.xox[a-z])?-|xapp-[0-9]-)(?=[A-Za-z-]{0,99}[0-9])[A-Za-z0-9-]{10,}"
_WEBHOOK = (
    r"https://(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)"
    r"|[\w.-]+\.webhook\.office\.com/webhook\w*"
    r"|(?:\w+\.)?discord(?:app)?\.com/api/webhooks"
    r"|hooks\.zapier\.com/hooks)/[^\s/]"
)
_PRIVATE_KEY = r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
_GITHUB = r"\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})"
_GITLAB = r"\bglpat-[A-Za-z0-9_.-]{20,255}"
_AMAZON = r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
_GOOGLE = r"\bAIza[A-Za-z0-9_-]{35}"
_STRIPE = r"\b[rs]k_live_[A-Za-z0-9]{16,255}"
_ATLASSIAN = r"\bATATT3[A-Za-z0-9_=-]{50,400}"
_SIGNED = r"\beyJ[A-Za-z0-9_-]{10,300}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,1000}"
_FORMS = (
    ("Slack token", _SLACK),
    ("webhook URL", _WEBHOOK),
    ("private key", _PRIVATE_KEY),
    ("GitHub token", _GITHUB),
    ("GitLab token", _GITLAB),
    ("AWS access key", _AMAZON),
    ("Google API key", _GOOGLE),
    ("Stripe key", _STRIPE),
    ("Atlassian token", _ATLASSIAN),
    ("JSON web token", _SIGNED),
)
"""As their issuers describe them, and RFC 7519. Lengths are bounded: texts may be hostile."""
CREDENTIAL_MARKS = (
    *("xox", "xapp-", "hook", "PRIVATE"),
    *("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
    *("AKIA", "ASIA", "AIza", "k_live_", "ATATT3", "eyJ"),
)
"""Every credential that is known by its form has one of these in it; most plans have none."""
_REST = {"webhook URL": r"[\w/.?=&%-]*", "private key": r"[^-]{0,20000}"}
"""What follows the form and belongs to the credential, too."""

_PHONE_MARKS = "+-–()./ \u00a0＋－（）"
"""What stands between the digits of telephone numbers, in wide letters too."""
_ELSEWHERE = ("secret:", "vault:", "op:", "env:", "${", "{{")
"""How a value begins that only says where the secret is kept."""
_SECRET_KEYS = (
    *("password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "credentials"),
    *("apikey", "api_key", "api-key", "private_key", "private-key", "access_key", "access-key"),
)


def credential(text: str) -> str | None:
    """What kind of credential is in a text, known by its form alone; None for other texts."""
    if not _may_hold_one(text):
        return None
    import re

    return next((kind for kind, form in _FORMS if re.search(form, text)), None)


def find_credentials(text: str) -> Iterator[tuple[str, str]]:
    """The credentials in a text that are known by their form: of what kind each is, and itself.

    In time that is in proportion to the length of the text.
    """
    if not _may_hold_one(text):
        return
    import re

    for kind, form in _FORMS:
        for found in re.finditer(form + _REST.get(kind, ""), text):
            yield kind, "".join(found[0].split())


def _may_hold_one(text: str) -> bool:
    """A cheap look before the patterns: hardly any text of a plan passes it."""
    return len(text) >= _SHORTEST and any(mark in text for mark in CREDENTIAL_MARKS)


def masked(text: str) -> str:
    """A text as it may be repeated in a message: in quotes, but a credential only by its kind."""
    kind = credential(text)
    return repr(text) if kind is None else f"a {kind}"


@lru_cache(maxsize=1024)
def cover_credentials(text: str) -> str:
    """The text with each credential in it, known by its form, behind as many bullets."""
    if not _may_hold_one(text):
        return text
    import re

    for _, form in _FORMS:
        text = re.sub(form + r"[^\s'\"`]*", lambda found: "•" * len(found[0]), text)
    return text


def is_kept_elsewhere(text: str) -> bool:
    """Whether the value of a secret only says where it is kept: ``vault:oncall/pager``."""
    return text.startswith(_ELSEWHERE)


@lru_cache(maxsize=1024)
def names_secret(key: str) -> bool:
    """Whether a key is named like one that holds a secret: ``api_token``, ``password``."""
    return key.lower().endswith(_SECRET_KEYS)


def bits_per_character(text: str) -> float:
    """Shannon's entropy of the characters of a text that is not empty."""
    from math import log2

    shares = [text.count(character) / len(text) for character in set(text)]
    return -sum(share * log2(share) for share in shares)


def is_phone_number(text: str) -> bool:
    """Whether a text is nothing but a telephone number: four digits or more and their marks."""
    number = text.strip().lower().removeprefix("tel:")
    main, _, extension = number.partition("ext" if "ext" in number else "x")
    if not all(sign.isdigit() or sign in _PHONE_MARKS for sign in main + extension):
        return False
    return sum(sign.isdigit() for sign in number) > 3
