"""Reads that take a call, or several, for every object."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from commplan.api import FACTS, Failure, ObjectReading, Reading, Status
from commplan.sources.slack.client import GaveUpError, RefusedError
from commplan.sources.slack.refusals import missing_scopes, object_after

T = TypeVar("T")

PATIENCE = 3
"""After so many objects in a row that nobody answered for, the others are not tried."""

ONLY_ASKED = "only what was asked for was read"


class ObjectReader(Generic[T]):
    """Reads one thing of many objects and keeps account of what could not be read."""

    def __init__(
        self,
        fact: str,
        fetch: Callable[[str], T],
        scope_of: Callable[[str], str | None],
        refusal_of: Callable[[str], Failure | None] = lambda _: None,
    ) -> None:
        """``refusal_of`` tells what Slack would answer where that is certain beforehand."""
        self._fact = fact
        self._fetch = fetch
        self._scope_of = scope_of
        self._refusal_of = refusal_of
        self._lacking: set[str] = set()
        self._in_a_row = 0
        self._last_failure: Failure | None = None
        self.values: dict[str, T] = {}
        self.exceptions: dict[str, ObjectReading] = {}

    def read(self, ids: Iterable[str]) -> None:
        """Read those of ``ids`` that have not been tried yet."""
        for one in ids:
            if not self.tried(one):
                self._read_one(one)

    def tried(self, id: str) -> bool:
        """Whether an object was asked for already, whatever came of it."""
        return id in self.values or id in self.exceptions

    def reading(self, fact: str | None = None, ids: Iterable[str] | None = None) -> Reading:
        """What is known, of all objects or of some; by default of the reader's own fact."""
        tried = set(ids) if ids is not None else self.values.keys() | self.exceptions.keys()
        exceptions = tuple(self.exceptions[one] for one in sorted(tried & self.exceptions.keys()))
        scopes = tuple(sorted(self._lacking))
        fact = fact or self._fact
        statuses = {exception.status for exception in exceptions}
        if tried and len(exceptions) == len(tried) and len(statuses) == 1:
            (status,) = statuses
            if status is not Status.HIDDEN:
                return Reading(fact, status, scopes, exceptions[0].failure)
        return Reading(fact, Status.PARTIAL, scopes, None, ONLY_ASKED, exceptions)

    def _read_one(self, id: str) -> None:
        if self._in_a_row >= PATIENCE:
            self.exceptions[id] = ObjectReading(id, Status.FAILED, self._last_failure)
            return
        if self._scope_of(id) in self._lacking:
            self.exceptions[id] = ObjectReading(id, Status.NOT_GRANTED)
            return
        if refusal := self._refusal_of(id):
            self.exceptions[id] = object_after(id, RefusedError(refusal))
            return
        try:
            self.values[id] = self._fetch(id)
            self._in_a_row = 0
        except GaveUpError as error:
            self._in_a_row += 1
            self._last_failure = error.failure
            self.exceptions[id] = object_after(id, error)
        except RefusedError as error:
            self._in_a_row = 0
            self.exceptions[id] = object_after(id, error)
            if self.exceptions[id].status is Status.NOT_GRANTED:
                self._lacking.update(missing_scopes(self._fact, error))


def only_scope(fact: str) -> Callable[[str], str | None]:
    """For facts that one scope opens for every object."""
    (scope,) = FACTS[fact].scopes
    return lambda _: scope
