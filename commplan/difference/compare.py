"""What happened to a workspace between two snapshots of it.

Only what both sides read is compared: an absent answer is no change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from commplan.difference.change import FLAGS, KINDS, LISTS, VALUES, WHATS, Change, Difference, Item
from commplan.difference.uncompared import uncompared
from commplan.errors import SnapshotError
from commplan.workspace import (
    Bookmark,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    Pin,
    Restriction,
    Workspace,
    email_digest,
)
from commplan.workspace.live import EMAIL_DIGEST

_Live: TypeAlias = LiveChannel | LiveUsergroup | LivePerson


def difference(old: Workspace, new: Workspace) -> Difference:
    """Compare two snapshots. Raises :class:`SnapshotError` for those of two workspaces."""
    if None not in (old.team_id, new.team_id) and old.team_id != new.team_id:
        raise SnapshotError(
            f"the first snapshot is of {title(old)}, the second of {title(new)}; "
            "only snapshots of one workspace can be compared"
        )
    found = (
        *_of_workspace(old, new),
        *_of_listing("channel", old.channels, new.channels, old, new),
        *_of_listing("usergroup", old.usergroups, new.usergroups, old, new),
        *_of_listing("person", old.people, new.people, old, new),
    )
    return Difference(tuple(sorted(found, key=_order)), tuple(uncompared(old, new)))


def title(workspace: Workspace) -> str:
    """``Acme (T01ACME)``, as far as it is known."""
    known = [one for one in (workspace.team_name, workspace.team_id) if one]
    return f"{known[0]} ({known[1]})" if len(known) == 2 else (*known, "a workspace")[0]


def _of_workspace(old: Workspace, new: Workspace) -> Iterator[Change]:
    own, name = new.team_id or old.team_id or "", new.team_name
    for before, after, what in (
        (old.team_name, new.team_name, "renamed"),
        (old.url, new.url, "moved"),
    ):
        if before and after and before != after:
            yield Change("workspace", own, name, what, before, after)
    if old.scopes is not None and new.scopes is not None:
        yield from _came_and_went(
            Change("workspace", own, name, ""),
            {scope: Item(scope) for scope in old.scopes},
            {scope: Item(scope) for scope in new.scopes},
            ("granted", "withdrawn"),
        )


def _of_listing(
    kind: str, before: Sequence[_Live], after: Sequence[_Live], old: Workspace, new: Workspace
) -> Iterator[Change]:
    olds, news = {one.id: one for one in before}, {one.id: one for one in after}
    for one in sorted(olds.keys() & news.keys()):
        yield from _of_object(kind, olds[one], news[one], old, new)
    for one in sorted(news.keys() - olds.keys()):
        if old.reading(_listed_by(news[one])).complete:
            yield Change(kind, one, name_of(news[one]), _how_new(news[one], old))
    for one in sorted(olds.keys() - news.keys()):
        if new.reading(_listed_by(olds[one])).complete:
            yield Change(kind, one, name_of(olds[one]), "gone")


def _listed_by(live: _Live) -> str:
    """The fact that lists such an object, if there is one and the token may see it."""
    if isinstance(live, LiveChannel):
        return "private-channels" if live.is_private else "public-channels"
    return "people" if isinstance(live, LivePerson) else "usergroups"


def _how_new(live: _Live, old: Workspace) -> str:
    """A channel may be older than the first sight of it: it was private, and the app not in it."""
    if not isinstance(live, LiveChannel):
        return "made"
    return "made" if live.created and live.created * 1_000_000 >= old.taken_at else "appeared"


def _of_object(
    kind: str, before: _Live, after: _Live, old: Workspace, new: Workspace
) -> Iterator[Change]:
    change = Change(kind, after.id, name_of(after) or name_of(before), "")
    for field, yes, no in FLAGS[kind]:
        was, now = getattr(before, field), getattr(after, field)
        if was is not None and now is not None and was != now:
            yield change._replace(what=yes if now else no)
    for field, what in VALUES[kind]:
        was, now = _value(before, field, old), _value(after, field, new)
        if was is not None and now is not None and was.key != now.key and was.form == now.form:
            yield change._replace(what=what, old=was.shown, new=now.shown)
    for field, came, went in LISTS[kind]:
        held, holds = getattr(before, field), getattr(after, field)
        if held is not None and holds is not None:
            yield from _came_and_went(change, _items(held, old), _items(holds, new), (came, went))


class _Value(NamedTuple):
    key: object
    """What is compared."""
    form: str
    """Only values of one form can be: a digest says nothing of a name, or of another key's."""
    shown: str | None


def _value(live: Any, field: str, workspace: Workspace) -> _Value | None:
    """A field of an object in a form that can be compared; None if it is not known."""
    if isinstance(live, LivePerson) and field in ("real_name", "handle", "email"):
        return _personal(live, field, workspace.key_mark)
    value = _DERIVED[field](live) if field in _DERIVED else getattr(live, field)
    return None if value is None else _Value(value, "", str(value))


def _personal(live: LivePerson, field: str, key_mark: str | None) -> _Value | None:
    if live.digests is not None:
        digest = getattr(live.digests, field)
        return None if digest is None else _Value(digest, f"key {key_mark}", None)
    text = getattr(live, field)
    if not text:
        return None
    if field != "email":
        return _Value(text, "", text)
    if text.startswith(EMAIL_DIGEST):
        return _Value(text, "", None)
    return _Value(email_digest(text), "", text)


def _standing(person: LivePerson) -> str | None:
    if person.is_ultra_restricted:
        return "guest of one channel"
    if person.is_guest is None:
        return None
    return "guest" if person.is_guest else "full member"


def _role(person: LivePerson) -> str | None:
    if person.is_admin is None and person.is_owner is None:
        return None
    if person.is_primary_owner:
        return "primary owner"
    return "owner" if person.is_owner else "administrator" if person.is_admin else "member"


def _allowed(restriction: Restriction | None) -> str | None:
    if restriction is None:
        return None
    return ", ".join(word for words in restriction for word in words) or "everybody"


_DERIVED: Mapping[str, Callable[[Any], str | None]] = {
    "standing": _standing,
    "role": _role,
    "posting": lambda channel: _allowed(channel.posting),
    "threads": lambda channel: _allowed(channel.threads),
}


def _items(held: Iterable[Any], workspace: Workspace) -> Mapping[str, Item]:
    """What stands in a list of ids, bookmarks or pins, by what identifies it."""
    items = [_item(one, workspace) for one in held]
    return {item.id: item for item in items}


def _item(one: str | Bookmark | Pin, workspace: Workspace) -> Item:
    if isinstance(one, Bookmark):
        return Item(one.id, one.title)
    if isinstance(one, Pin):
        return Item(one.ts or "a file")
    live = workspace.person(one) or workspace.channel(one)
    return Item(one, None if live is None else name_of(live))


def _came_and_went(
    change: Change, held: Mapping[str, Item], holds: Mapping[str, Item], words: tuple[str, str]
) -> Iterator[Change]:
    for what, more, less in ((words[0], holds, held), (words[1], held, holds)):
        if moved := sorted(more.keys() - less.keys()):
            yield change._replace(what=what, items=tuple(more[one] for one in moved))


def name_of(live: _Live) -> str | None:
    """What an object is called; people by their full name, user groups by their handle."""
    if isinstance(live, LivePerson):
        return live.real_name or live.display_name or live.handle
    return live.name if isinstance(live, LiveChannel) else live.handle


def _order(change: Change) -> tuple[int, int, str, str]:
    kind, what = KINDS.index(change.kind), WHATS.index(change.what)
    return kind, what, (change.name or "").casefold(), change.id
