"""How much is known, fact by fact, and why not more.

A rule that finds nothing wrong in half a list has found nothing at all. So every
fact carries a reading, and an absent answer always has a reason.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """How a read ended."""

    COMPLETE = "complete"
    """Everything there is was read: what is not in it does not exist for the token."""
    PARTIAL = "partial"
    """Only some objects were read; those that are absent may exist."""
    NOT_GRANTED = "not-granted"
    """The token lacks a scope."""
    UNSUPPORTED = "unsupported"
    """The workspace's plan or the source does not have it."""
    HIDDEN = "hidden"
    """Of one object: Slack does not show it to the token, as with channels the app is not in."""
    FAILED = "failed"
    """The read was allowed and given up."""
    NOT_REQUESTED = "not-requested"
    """Nobody asked."""


class Failure(NamedTuple):
    """The call that ended a read."""

    method: str
    error: str
    """Slack's error code, or a few words about the connection."""
    tries: int = 1


class ObjectReading(NamedTuple):
    """One object whose part of a fact could not be read; the others were."""

    id: str
    status: Status
    failure: Failure | None = None


class Reading(NamedTuple):
    """How much of one fact is known."""

    fact: str
    status: Status
    scopes: tuple[str, ...] = ()
    """Scopes that were missing."""
    failure: Failure | None = None
    """What a failed read ended with, or what Slack answered."""
    note: str | None = None
    """Why it is partial or unsupported, in a few words."""
    exceptions: tuple[ObjectReading, ...] = ()
    """Objects that differ from ``status``, sorted by id."""

    @property
    def complete(self) -> bool:
        """Whether absence proves non-existence."""
        return self.status is Status.COMPLETE

    @property
    def known(self) -> bool:
        """Whether anything was read at all."""
        return self.status in (Status.COMPLETE, Status.PARTIAL)

    @property
    def reason(self) -> str:
        """Why not everything is known, as a clause without a full stop; empty if it is."""
        match self.status:
            case Status.COMPLETE:
                return ""
            case Status.NOT_GRANTED:
                return f"the token lacks the scope {' and '.join(self.scopes)}"
            case Status.FAILED | Status.HIDDEN if self.failure is not None:
                return f"{self.failure.method}: {self.failure.error}"
            case Status.NOT_REQUESTED:
                return self.note or f"{self.fact}: not read"
            case _:
                return self.note or f"{self.fact}: {self.status}"

    def of(self, id: str) -> Reading:
        """The reading of one object, where the fact takes calls for each."""
        for exception in self.exceptions:
            if exception.id == id:
                return Reading(self.fact, exception.status, self.scopes, exception.failure)
        return self._replace(exceptions=())
