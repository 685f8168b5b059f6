"""Listings, page by page, to the very end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from commplan.sources.records import MalformedError, Record, records
from commplan.sources.slack.client import Client, RefusedError

LARGEST_PAGE = 999
"""Slack refuses to put a thousand objects or more into one page."""

MOST_PAGES = 20_000
"""A listing that goes on after this many pages does not end."""


class Page(NamedTuple):
    """Some of the objects of a listing."""

    items: list[Any]
    last: bool


def pages(
    client: Client, method: str, key: str, params: dict[str, object], *, kept: bool = True
) -> Iterator[Page]:
    """The pages of a listing whose objects stand under ``key``; not ``kept``, in no journal.

    Slack filters after it cuts pages, so that a page may be short or empty and yet
    not be the last: only an absent cursor ends a listing. Cursors expire; then the
    listing starts again, once, and objects come a second time.
    """
    try:
        yield from _pages(client, method, key, params, kept)
    except RefusedError as refused:
        if refused.failure.error != "invalid_cursor":
            raise
        client.forget(method, params)
        yield from _pages(client, method, key, params, kept)


def object_pages(
    client: Client, method: str, key: str, params: dict[str, object]
) -> Iterator[tuple[list[Record], bool]]:
    """Pages of objects with ids, each with whether it is the last."""
    for page in pages(client, method, key, params):
        try:
            yield records(page.items), page.last
        except MalformedError as malformed:
            raise client.spoilt(method, params, f"{key}: {malformed}") from None


def _pages(
    client: Client, method: str, key: str, params: dict[str, object], kept: bool
) -> Iterator[Page]:
    cursor = ""
    seen = {cursor}
    while len(seen) <= MOST_PAGES:
        sent = params | {"cursor": cursor} if cursor else params
        data = client.call(method, sent, kept=kept).data
        items = data.get(key)
        if not isinstance(items, list):
            raise client.spoilt(method, params, f"an answer without {key}")
        found = _next_cursor(data)
        if not isinstance(found, str):
            raise client.spoilt(method, params, "a cursor that is no text")
        cursor = found
        yield Page(items, last=not cursor)
        if not cursor:
            return
        if cursor in seen:
            break
        seen.add(cursor)
    raise client.spoilt(method, params, "the listing does not end")


def _next_cursor(data: Record) -> object:
    """Whatever stands for it; empty where there is none."""
    metadata = data.get("response_metadata")
    cursor = metadata.get("next_cursor") if isinstance(metadata, dict) else None
    return "" if cursor is None else cursor
