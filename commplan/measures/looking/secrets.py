"""What gives access or money to whoever reads it: credentials, and numbers of cards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commplan.history import Showing
from commplan.measures.looking.cards import card_numbers
from commplan.named import NamedTuple
from commplan.plan import (
    bits_per_character,
    credential,
    find_credentials,
    is_kept_elsewhere,
    names_secret,
)

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan

SECRET = "secret"  # noqa: S105  # the kind of mark
CARD = "card number"
PASSWORD = "password"  # noqa: S105  # what a finding calls it
_MIN_BITS = 3.5
"""Of a character of what is told under a name such as ``password``: words have fewer."""
_LINK = re.compile(r"(?:https?|mailto|tel|slack|ftp):[^\s<>]{1,4000}", re.IGNORECASE)
_TOLD = re.compile(
    r"(?<![\w-])([A-Za-z][\w-]{2,40})[\"'`*]{0,3}\s{0,3}[:=]\s{0,3}[\"'`*]{0,3}"
    r"([^\s\"'`*<>]{8,200})"
)
_DIGEST = 16


class SecretLook(NamedTuple):
    """Looks for secrets, and keeps of each only what it is and a salted digest."""

    salt: bytes

    @property
    def kind(self) -> str:
        """What it looks for."""
        return SECRET

    @property
    def key(self) -> str:
        """There is but one such look: what it finds does not hang on a plan."""
        return ""

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """Every secret, and how often the text has it."""
        for (what, value), times in Counter(_secrets(text)).items():
            yield Showing(f"{what}:{_digest(self.salt, what, value)}", times)


def secret_looks(plan: Plan, salt: bytes) -> Mapping[str, tuple[Look, ...]]:
    """Looks for secrets in all Slack channels of a plan that are in use."""
    look = SecretLook(salt)
    return {c.id: (look,) for c in plan.channels.values() if c.is_slack and not c.retired}


def _secrets(text: str) -> Iterator[tuple[str, str]]:
    yield from find_credentials(text)
    prose = _LINK.sub(" ", text)
    for number in card_numbers(prose):
        yield CARD, number
    for name, value in _TOLD.findall(prose):
        if names_secret(name) and _is_password(value):
            yield PASSWORD, value


def _is_password(text: str) -> bool:
    """Whether what stands under a name such as ``password`` looks like one, and is no word."""
    value = text.rstrip(".,;:!?)")
    is_mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    if not is_mixed or is_kept_elsewhere(value) or credential(value) is not None:
        return False
    return bits_per_character(value) >= _MIN_BITS


def _digest(salt: bytes, what: str, value: str) -> str:
    """HMAC with SHA-256 (RFC 2104): whoever lacks the salt cannot try values."""
    import hmac  # loads OpenSSL; only reads of histories need it

    told = f"{what}\0{value}".encode()
    return hmac.digest(salt, told, "sha256")[:_DIGEST].hex()
