"""Cutting long answers into pages, with Slack's rules about limits and cursors."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from heapq import nsmallest

from commplan.testing.slack.answers import SlackError, invalid_arguments
from commplan.testing.slack.behaviour import Behaviour
from commplan.testing.slack.wire import Arguments

MOST = 999
RESTRICTED_MOST = 15


class Cursors:
    """Opaque cursors: base64 of a label and a position, and when each was handed out."""

    def __init__(self, lifetime: float | None, clock: Callable[[], float]) -> None:
        self._lifetime = lifetime
        self._clock = clock
        self._issued: dict[str, float] = {}

    def issue(self, label: str, position: str) -> str:
        """Make the cursor for a position."""
        cursor = b64encode(f"{label}:{position}".encode()).decode()
        self._issued[cursor] = self._clock()
        return cursor

    def position(self, label: str, cursor: str) -> str:
        """The position in a cursor of that label; anything else is ``invalid_cursor``."""
        try:
            text = b64decode(cursor, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise SlackError("invalid_cursor") from None
        found, colon, position = text.partition(":")
        if found != label or not colon or not position or self._expired(cursor):
            raise SlackError("invalid_cursor")
        return position

    def _expired(self, cursor: str) -> bool:
        if self._lifetime is None:
            return False
        issued = self._issued.get(cursor)
        return issued is None or self._clock() - issued > self._lifetime


def read_limit(
    args: Arguments, default: int, behaviour: Behaviour, *, rejects: bool = False
) -> int:
    """How many items a page may hold; 0 and absence both mean ``default``.

    ``rejects`` says that the method documents ``invalid_limit``; the others
    can only serve fewer than were asked for.
    """
    asked = args.number("limit")
    if asked < 0:
        raise SlackError("invalid_limit") if rejects else _too_small()
    if asked > MOST and rejects and behaviour.over_limit == "reject":
        raise SlackError("invalid_limit")
    return min(asked, MOST) or default


def _too_small() -> SlackError:
    return invalid_arguments("must be greater than or equal to 0 [json-pointer:/limit]")


def cut(
    ids: Sequence[str], label: str, limit: int, cursor: str, cursors: Cursors
) -> tuple[list[str], str]:
    """One page of ids in order of id, and the cursor of the next (``""`` after the last).

    The cursor names the first id of the next page, so items that come or go
    between two calls neither repeat nor hide others.
    """
    start = cursors.position(label, cursor) if cursor else ""
    left = nsmallest(limit + 1, (id_ for id_ in ids if id_ >= start))
    following = left[limit:]
    return left[:limit], cursors.issue(label, following[0]) if following else ""
