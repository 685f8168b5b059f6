"""What to look for in texts, since nobody can look again later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from commplan.named import NamedTuple


class Showing(NamedTuple):
    """One thing that a text shows."""

    value: str
    """An id, a key, a name that the plan gives; nothing that somebody phrased."""
    amount: int = 1


class Look(Protocol):
    """One way to look at texts."""

    @property
    def kind(self) -> str:
        """What it looks for; the kind of its marks."""

    @property
    def key(self) -> str:
        """Tells it from others of its kind: two looks with one key find the same."""

    def find(self, text: str, at: int) -> Iterable[Showing]:
        """What a text shows, as people read it: entities and links are undone.

        Instants are microseconds UTC. The text is hostile: the time that this takes is
        in proportion to its length.
        """


def lens_of(looks: Iterable[Look]) -> str:
    """Tells whether messages were looked at in the same ways: a digest of all looks."""
    from hashlib import sha256  # loads OpenSSL; only reads of histories need it

    told = "\n".join(sorted({f"{look.kind}\t{look.key}" for look in looks}))
    return sha256(told.encode()).hexdigest()[:16]
