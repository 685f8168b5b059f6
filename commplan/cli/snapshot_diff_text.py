"""A difference in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from commplan.clock import MINUTE, format_instant
from commplan.difference import Change, Difference, Item, Uncompared, title
from commplan.reporters.neutralise import neutralise
from commplan.reporters.words import count
from commplan.workspace import Workspace

HEADINGS = {
    "workspace": "workspace",
    "channel": "channels",
    "usergroup": "user groups",
    "person": "people",
}
SIGILS = {"channel": "#", "usergroup": "@"}
WORDS = {
    "made": "new",
    "appeared": "seen for the first time",
    "gone": "no longer seen",
    "unarchived": "in use again",
    "opened-to-others": "opened to other organisations",
    "closed-to-others": "closed to other organisations",
    "others-invited": "another organisation is invited",
    "invitation-over": "no organisation is invited any more",
    "opened-to-organisation": "opened to the whole organisation",
    "closed-to-organisation": "closed to the rest of the organisation",
    "connection-cut": "connection cut",
    "connection-restored": "connection restored",
    "huddles-restricted": "huddles restricted",
    "huddles-opened": "huddles open",
    "left": "deactivated",
    "returned": "active again",
    "two-factor-on": "two-factor authentication on",
    "two-factor-off": "two-factor authentication off",
    "topic": "topic changed",
    "purpose": "description changed",
    "posting": "who may post changed",
    "threads": "who may reply changed",
    "title": "full name changed",
    "handle": "handle changed",
    "address": "e-mail address changed",
    "time-zone": "time zone changed",
    "standing": "standing changed",
    "role": "role changed",
    "parted": "no longer in it",
    "joined": "joined it",
    "bookmarked": "bookmarks added",
    "bookmark-removed": "bookmarks removed",
    "pinned": "pins added",
    "unpinned": "pins removed",
    "connected": "organisations connected",
    "disconnected": "organisations disconnected",
    "default-added": "default channels added",
    "default-removed": "default channels removed",
    "moved": "address changed",
    "granted": "scopes granted",
    "withdrawn": "scopes withdrawn",
}
"""What is said of a change; its own word without the hyphen where that says it."""

MOST_ITEMS = 10
"""Things that came or went together, before the rest is only counted."""


def difference_text(
    found: Difference, old: tuple[str, Workspace], new: tuple[str, Workspace]
) -> str:
    """The difference of two snapshots, each given with its path."""
    lines = [f"{title(new[1])}: {_side(*old)} and {_side(*new)}"]
    for kind, changes in groupby(found.changes, key=lambda change: change.kind):
        lines += ["", f"{HEADINGS[kind]}:", *map(_change, changes)]
    if found.uncompared:
        lines += ["", "not compared:", *map(_uncompared, found.uncompared)]
    lines += ["", _closing(found)]
    return "".join(f"{neutralise(line)}\n" for line in lines)


def _side(path: str, workspace: Workspace) -> str:
    instant = workspace.taken_at // MINUTE * MINUTE
    return f"{path} ({format_instant(instant, 'UTC')})"


def _change(change: Change) -> str:
    words = WORDS.get(change.what, change.what.replace("-", " "))
    parts = [f"  {_titled(change)}: {words}"]
    if change.old is not None and change.new is not None:
        parts.append(f": {_quoted(change.old)} -> {_quoted(change.new)}")
    if change.items:
        parts.append(f": {_listed(change.items)}")
    return "".join(parts)


def _titled(change: Change) -> str:
    if change.name is None:
        return change.id
    return f"{SIGILS.get(change.kind, '')}{change.name} ({change.id})"


def _quoted(value: str) -> str:
    return value if value and " " not in value else f'"{value}"'


def _listed(items: Sequence[Item]) -> str:
    shown = [item.id if item.name is None else f"{item.name} ({item.id})" for item in items]
    more = len(shown) - MOST_ITEMS
    if more > 0:
        shown[MOST_ITEMS:] = [f"and {more} more"]
    return ", ".join(shown)


def _uncompared(one: Uncompared) -> str:
    whose = f" of {_listed(one.items)}" if one.items else ""
    return f"  {one.what}{whose}: {one.why}"


def _closing(found: Difference) -> str:
    counts = list(_counts(found))
    told = ", ".join(counts) if counts else "nothing happened"
    if not found.uncompared:
        return told
    return f"{told}, as far as both snapshots tell"


def _counts(found: Difference) -> Iterator[str]:
    for kind, changes in groupby(found.changes, key=lambda change: change.kind):
        number = len(list(changes))
        yield f"{count(number, 'change')} of {HEADINGS[kind]}"
