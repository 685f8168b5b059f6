"""A listing, or as much of it as is worth reading."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import NamedTuple

from commplan.api import Reading, Status
from commplan.sources.records import Record
from commplan.sources.slack.client import Client, GaveUpError, RefusedError
from commplan.sources.slack.pacing import interval
from commplan.sources.slack.pages import object_pages
from commplan.sources.slack.refusals import reading_after

NO_WAY = inf
"""The cost of looking up what cannot be looked up."""

ONLY_DECLARED = "only what the plans name was looked up"


class Listing(NamedTuple):
    """How to list one kind of object."""

    fact: str
    method: str
    key: str
    """Where an answer has its objects."""
    params: dict[str, object]
    absorb: Callable[[Record], None]
    """Takes in one object; the same one may come twice."""
    rest: Callable[[], float]
    """Seconds of calls to look up singly what is wanted and has not come yet."""
    meanwhile: Callable[[Callable[[], None]], bool] = lambda _: False
    """Goes on with the listing, and beside it with what can be done with what has come; False
    if there is nothing to do yet."""


class ListingReader:
    """A listing that can be left and taken up again where it was left."""

    def __init__(
        self,
        client: Client,
        fact: str,
        method: str,
        key: str,
        params: dict[str, object],
        absorb: Callable[[Record], object],
    ) -> None:
        """``key`` is where an answer has its objects; ``absorb`` may get one of them twice."""
        self._fact = fact
        self._absorb = absorb
        self._step = interval(method)
        self._spent = 0.0
        self._pages = object_pages(client, method, key, params)
        self.outcome: Reading | None = None
        """How the listing ended; None while it may go on."""

    def go_on(self, enough: Callable[[float], bool] = lambda _: False) -> None:
        """Read to the end, or until the seconds that it took so far are ``enough``."""
        try:
            while self.outcome is None and not enough(self._spent):
                items, last = next(self._pages)
                for item in items:
                    self._absorb(item)
                self._spent += self._step
                if last:
                    self.outcome = Reading(self._fact, Status.COMPLETE)
        except (RefusedError, GaveUpError) as error:
            self.outcome = reading_after(self._fact, error)


def read_listing(client: Client, listing: Listing, *, declared_only: bool) -> Reading:
    """Read all pages, or with ``declared_only`` as many as pay.

    Nobody knows beforehand how long a listing is. So it goes on until looking up the
    rest would take no longer than what was read so far: at most twice the time of
    whichever way would have been the better one.
    """
    cost = interval(listing.method)
    if declared_only and listing.rest() <= cost:
        return _only_declared(listing)
    pages = enumerate(object_pages(client, listing.method, listing.key, listing.params), 1)
    outcome = Reading(listing.fact, Status.COMPLETE)

    def go_on() -> None:
        nonlocal outcome
        for number, (items, last) in pages:
            for item in items:
                listing.absorb(item)
            if declared_only and not last and listing.rest() <= number * cost:
                outcome = _only_declared(listing)
                return
            # After 1, 2, 4, … pages: often enough that nobody waits, with few lanes in all.
            if not last and number & (number - 1) == 0 and listing.meanwhile(guarded):
                return

    def guarded() -> None:
        nonlocal outcome
        try:
            go_on()
        except (RefusedError, GaveUpError) as error:
            outcome = reading_after(listing.fact, error)

    guarded()
    return outcome


def _only_declared(listing: Listing) -> Reading:
    return Reading(listing.fact, Status.PARTIAL, note=ONLY_DECLARED)
