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


def read_listing(client: Client, listing: Listing, *, declared_only: bool) -> Reading:
    """Read all pages, or with ``declared_only`` as many as pay.

    Nobody knows beforehand how long a listing is. So it goes on until looking up the
    rest would take no longer than what was read so far: at most twice the time of
    whichever way would have been the better one.
    """
    page = spent = interval(listing.method)
    try:
        if declared_only and listing.rest() <= page:
            return _only_declared(listing)
        for items, last in object_pages(client, listing.method, listing.key, listing.params):
            for item in items:
                listing.absorb(item)
            if declared_only and not last and listing.rest() <= spent:
                return _only_declared(listing)
            spent += page
    except (RefusedError, GaveUpError) as error:
        return reading_after(listing.fact, error)
    return Reading(listing.fact, Status.COMPLETE)


def _only_declared(listing: Listing) -> Reading:
    return Reading(listing.fact, Status.PARTIAL, note=ONLY_DECLARED)
