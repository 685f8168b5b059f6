"""Slack's objects as values, from the Web API and from exports alike.

Slack omits fields, sends numbers as text in old exports, and adds fields as it
likes. So every field is optional, one of another type counts as not told, and
unknown ones are ignored. Only an object without an id is no object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from commplan.api import (
    Bookmark,
    DoNotDisturb,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    Pin,
    Restriction,
)

Record: TypeAlias = Mapping[str, Any]

_LATEST = 253_402_300_799
"""The last second of the year 9999; what is later is no time."""


class MalformedError(Exception):
    """Something is no list of Slack objects; the text says what it is instead."""


def records(value: object) -> list[Record]:
    """A list of objects that have an id. Raises :class:`MalformedError`."""
    if not isinstance(value, list):
        raise MalformedError("expected a list")
    for index, item in enumerate(value):
        if not isinstance(item, dict):
            raise MalformedError(f"entry {index + 1}: expected an object")
        if not text(item.get("id")):
            raise MalformedError(f"entry {index + 1}: has no id")
    return value


def person(raw: Record) -> LivePerson:
    """An account of ``users.list``, ``users.info`` or ``users.json``."""
    profile = inner(raw.get("profile"))
    return LivePerson(
        id=raw["id"],
        team_id=text(raw.get("team_id")),
        handle=text(raw.get("name")),
        display_name=text(profile.get("display_name")),
        real_name=text(profile.get("real_name")) or text(raw.get("real_name")),
        email=text(profile.get("email")) or None,
        tz=text(raw.get("tz")) or None,
        deleted=flag(raw.get("deleted")),
        is_bot=flag(raw.get("is_bot")),
        is_workflow_bot=flag(raw.get("is_workflow_bot")),
        is_app_user=flag(raw.get("is_app_user")),
        is_restricted=flag(raw.get("is_restricted")),
        is_ultra_restricted=flag(raw.get("is_ultra_restricted")),
        is_admin=flag(raw.get("is_admin")),
        is_owner=flag(raw.get("is_owner")),
        is_primary_owner=flag(raw.get("is_primary_owner")),
        is_stranger=flag(raw.get("is_stranger")),
        has_2fa=flag(raw.get("has_2fa")),
        status_emoji=text(profile.get("status_emoji")),
        status_expiration=moment(profile.get("status_expiration")),
        bot_id=text(profile.get("bot_id")) or None,
        app_id=text(profile.get("api_app_id")) or None,
        enterprise_user_id=text(inner(raw.get("enterprise_user")).get("id")),
    )


def channel(
    raw: Record, *, is_private: bool | None = None, own: tuple[str | None, ...] = ()
) -> LiveChannel:
    """A channel of ``conversations.list``, ``conversations.info`` or an export.

    ``is_private`` stands in where the object does not say; ``own`` are the ids of the
    workspace and its organisation, which Slack counts among the connected ones.
    """
    told = flag(raw.get("is_private"))
    return LiveChannel(
        id=raw["id"],
        name=text(raw.get("name")),
        is_private=is_private if told is None else told,
        is_archived=flag(raw.get("is_archived")),
        is_general=flag(raw.get("is_general")),
        is_member=flag(raw.get("is_member")),
        is_shared=flag(raw.get("is_shared")),
        is_ext_shared=flag(raw.get("is_ext_shared")),
        is_org_shared=flag(raw.get("is_org_shared")),
        is_pending_ext_shared=flag(raw.get("is_pending_ext_shared")),
        is_frozen=flag(raw.get("is_frozen")),
        connected_team_ids=_connected(raw, own),
        pending_team_ids=ids(raw.get("pending_connected_team_ids"), raw.get("pending_shared")),
        topic=text(inner(raw.get("topic")).get("value")),
        purpose=text(inner(raw.get("purpose")).get("value")),
        creator=text(raw.get("creator")) or None,
        created=moment(raw.get("created")),
        num_members=number(raw.get("num_members")),
        previous_names=_texts(raw.get("previous_names")),
        posting=_restriction(raw, "posting_restricted_to"),
        threads=_restriction(raw, "threads_restricted_to"),
        huddles_restricted=flag(inner(raw.get("properties")).get("huddles_restricted")),
    )


def usergroup(raw: Record) -> LiveUsergroup:
    """A user group of ``usergroups.list``."""
    prefs = inner(raw.get("prefs"))
    return LiveUsergroup(
        id=raw["id"],
        team_id=text(raw.get("team_id")),
        handle=text(raw.get("handle")),
        name=text(raw.get("name")),
        description=text(raw.get("description")),
        date_delete=moment(raw.get("date_delete")),
        is_external=flag(raw.get("is_external")),
        auto_type=text(raw.get("auto_type")),
        users=ids(raw.get("users")),
        user_count=number(raw.get("user_count")),
        default_channels=ids(prefs.get("channels"), prefs.get("groups")),
    )


def bookmark(raw: Record) -> Bookmark:
    """An entry of ``bookmarks.list``."""
    return Bookmark(
        id=raw["id"],
        title=text(raw.get("title")),
        link=text(raw.get("link")),
        type=text(raw.get("type")),
        created=moment(raw.get("date_created")),
    )


def pin(raw: Record) -> Pin:
    """An item of ``pins.list``, a message or a file."""
    message = inner(raw.get("message"))
    return Pin(
        ts=text(message.get("ts")),
        created=moment(raw.get("created")),
        created_by=text(raw.get("created_by")),
        text=text(message.get("text")),
    )


def do_not_disturb(raw: Record) -> DoNotDisturb:
    """One person of ``dnd.teamInfo``; Slack writes 1 for "never"."""
    starts, ends = moment(raw.get("next_dnd_start_ts")), moment(raw.get("next_dnd_end_ts"))
    return DoNotDisturb(
        enabled=flag(raw.get("dnd_enabled")),
        starts=None if starts == 1 else starts,
        ends=None if ends == 1 else ends,
    )


def text(value: object) -> str | None:
    """A string that can be written out again: half characters become ``?``."""
    if not isinstance(value, str):
        return None
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def inner(value: object) -> Record:
    """An object within an object; empty if there is none."""
    return value if isinstance(value, dict) else {}


def flag(value: object) -> bool | None:
    """True or false, if that is what it is."""
    return value if isinstance(value, bool) else None


def number(value: object) -> int | None:
    """A whole number from 0 up; documented examples and old exports have it as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 16:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
        return value
    return None


def moment(value: object) -> int | None:
    """Seconds since the epoch; None for what no calendar has."""
    seconds = number(value)
    return seconds if seconds is not None and seconds <= _LATEST else None


def ids(*values: object) -> tuple[str, ...] | None:
    """Ids in some lists, each once, sorted; None if no list was sent, or one with something else.

    A list that is only partly understood would pass for a shorter one.
    """
    lists = [value for value in values if isinstance(value, list)]
    found = _ids(lists)
    return tuple(sorted(found)) if lists and found is not None else None


def identifiers(values: Iterable[object]) -> tuple[str, ...]:
    """Those of some values that are ids, each once, sorted."""
    return tuple(sorted({one for value in values if (one := text(value))}))


def _ids(lists: Iterable[list[object]]) -> set[str] | None:
    """Entries are ids, or objects that have one (``pending_shared``); None if one is neither."""
    found = [
        text(item.get("id") if isinstance(item, dict) else item) for one in lists for item in one
    ]
    known = {one for one in found if one}
    return known if all(found) else None


def _connected(raw: Record, own: tuple[str | None, ...]) -> tuple[str, ...] | None:
    if flag(raw.get("is_ext_shared")) is False:
        return ()
    connected = ids(raw.get("connected_team_ids"), raw.get("shared_team_ids"))
    if connected is None:
        return None
    at_home = {*own, *(ids(raw.get("internal_team_ids")) or ())}
    return tuple(team for team in connected if team not in at_home)


def _restriction(raw: Record, key: str) -> Restriction | None:
    value = inner(raw.get("properties")).get(key)
    if not isinstance(value, dict):
        return None
    return Restriction(
        roles=ids(value.get("type")) or (),
        users=ids(value.get("user")) or (),
        usergroups=ids(value.get("subteam")) or (),
    )


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(word for item in value if (word := text(item)))
