"""What can happen to a workspace, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

KINDS = ("workspace", "channel", "usergroup", "person")
"""Of what there are changes, in the order in which they are told."""


class Item(NamedTuple):
    """One of several things that came or went together: members, bookmarks, scopes."""

    id: str
    name: str | None = None


class Change(NamedTuple):
    """One thing that happened to one object."""

    kind: str
    """One of :data:`KINDS`."""
    id: str
    name: str | None
    """What it is called in the later snapshot, if it is still there."""
    what: str
    """A word of :data:`WHATS`."""
    old: str | None = None
    new: str | None = None
    """The value before and after, where there is one and redaction shows it."""
    items: tuple[Item, ...] = ()
    """What came or went, sorted by id."""


class Uncompared(NamedTuple):
    """Something that cannot be compared, and why."""

    what: str
    why: str
    items: tuple[Item, ...] = ()
    """Of which objects; none where it is all of them."""


class Difference(NamedTuple):
    """Everything that two snapshots tell of the time between them."""

    changes: tuple[Change, ...]
    """By kind, then in the order of :data:`WHATS`, then by name and id."""
    uncompared: tuple[Uncompared, ...]


FLAGS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "channel": (
        ("is_archived", "archived", "unarchived"),
        ("is_private", "made-private", "made-public"),
        ("is_ext_shared", "opened-to-others", "closed-to-others"),
        ("is_pending_ext_shared", "others-invited", "invitation-over"),
        ("is_org_shared", "opened-to-organisation", "closed-to-organisation"),
        ("is_frozen", "connection-cut", "connection-restored"),
        ("huddles_restricted", "huddles-restricted", "huddles-opened"),
    ),
    "usergroup": (("is_disabled", "disabled", "enabled"),),
    "person": (
        ("deleted", "left", "returned"),
        ("has_2fa", "two-factor-on", "two-factor-off"),
    ),
}
"""Fields that are true or false, with what happened where they became either."""

VALUES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "channel": (
        ("name", "renamed"),
        ("topic", "topic"),
        ("purpose", "purpose"),
        ("posting", "posting"),
        ("threads", "threads"),
    ),
    "usergroup": (("handle", "renamed"), ("name", "title"), ("description", "purpose")),
    "person": (
        ("real_name", "renamed"),
        ("handle", "handle"),
        ("email", "address"),
        ("tz", "time-zone"),
        ("standing", "standing"),
        ("role", "role"),
    ),
}
"""Fields with a value, with what happened where it is another."""

LISTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "channel": (
        ("members", "joined", "parted"),
        ("connected_team_ids", "connected", "disconnected"),
        ("bookmarks", "bookmarked", "bookmark-removed"),
        ("pins", "pinned", "unpinned"),
    ),
    "usergroup": (
        ("users", "joined", "parted"),
        ("default_channels", "default-added", "default-removed"),
    ),
    "person": (),
}
"""Fields that hold several things, with what happened where some came or went."""

WHATS = tuple(
    dict.fromkeys(
        (
            *("made", "appeared", "gone"),
            *(word for kind in KINDS[1:] for _, *words in FLAGS[kind] for word in words),
            *(word for kind in KINDS[1:] for _, word in VALUES[kind]),
            *(word for kind in KINDS[1:] for _, *words in LISTS[kind] for word in words),
            *("moved", "granted", "withdrawn"),
        )
    )
)
"""Everything that can happen, in the order in which it is told."""
