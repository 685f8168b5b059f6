"""How much of what people are called a workspace has lost, and what its key brings back."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from commplan.workspace.live import email_digest
from commplan.workspace.names import folded

DIGEST = "hmac-sha256:"
"""How a digest begins that was made with a key."""

SHORTEST_KEY = 16
"""Bytes. A shorter key would be found by trying."""


class Redaction(StrEnum):
    """What a snapshot leaves out, from nothing to most; each level includes those before it.

    No level keeps the text of a message, and none touches ids, which rules live by.
    """

    NONE = "none"
    """Nothing but messages."""
    EMAILS = "emails"
    """E-mail addresses become digests. Whoever guesses an address can check the guess."""
    NAMES = "names"
    """Names and addresses of people become digests that only whoever has the key can check."""
    TEXTS = "texts"
    """Topics, purposes, descriptions and bookmarks go, too: people are named in them."""

    @property
    def keyed(self) -> bool:
        """Whether it takes a key."""
        return self in (Redaction.NAMES, Redaction.TEXTS)

    @property
    def rank(self) -> int:
        """0 for the level that leaves out least."""
        return list(Redaction).index(self)


class Pseudonyms:
    """Stands in for names and addresses: equal texts get equal digests, and none leads back.

    With the key a declared name can be compared with a digest; without it a digest
    says nothing, not even to somebody who guesses (HMAC with SHA-256).
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pseudonyms) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self.mark)

    @cached_property
    def mark(self) -> str:
        """What tells this key from others, and gives nothing of it away."""
        return self._digest("key", "commplan")[:12]

    def of_address(self, address: str) -> str:
        """What stands for an e-mail address, or for the digest of one that others can check."""
        return DIGEST + self._digest("address", email_digest(address))

    def of_name(self, name: str) -> str:
        """What stands for a name, whatever its case, accents and spaces."""
        return DIGEST + self._digest("name", folded(name))

    def _digest(self, kind: str, text: str) -> str:
        from hashlib import sha256  # loads OpenSSL; most runs never need it
        from hmac import new

        return new(self._key, f"{kind}\0{text}".encode("utf-8", "replace"), sha256).hexdigest()
