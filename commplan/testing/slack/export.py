"""A Slack export folder as a seed, so that recorded workspaces can be served too.

Only what the Web API would tell is taken: text, people, times, threads and
reactions. Links to files carry live tokens in exports and are left out.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from commplan.testing.slack.fields import SeedError
from commplan.testing.slack.workspace import microseconds

_KEPT = ("subtype", "bot_id", "app_id", "bot_profile", "reactions", "edited", "hidden", "username")
_TEXTS = ("title", "phone", "email", "display_name", "status_text", "status_emoji")
_FLAGS = {
    "deleted": "deleted",
    "is_admin": "admin",
    "is_owner": "owner",
    "is_primary_owner": "primary_owner",
}


def read_export(folder: Path) -> dict[str, object]:
    """The seed mapping for an unpacked export; the bot is put into every channel.

    Raises SeedError if the folder holds no readable ``channels.json`` and ``users.json``.
    """
    people = {str(item["id"]): item for item in _records(folder / "users.json")}
    channels = list(_records(folder / "channels.json"))
    private = folder / "groups.json"
    secret = list(_records(private)) if private.exists() else []
    teams = [str(item["team_id"]) for item in people.values() if "team_id" in item]
    return {
        "workspace": {"id": max(teams, key=teams.count)} if teams else {},
        "users": {id_: _user(item) for id_, item in people.items()},
        "channels": {
            str(item["id"]): _channel(folder, item, people, private=item in secret)
            for item in channels + secret
        },
    }


def _records(path: Path) -> Iterator[dict[str, object]]:
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SeedError(f"{path}: cannot be read as part of a Slack export: {error}") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SeedError(f"{path}: expected a list of objects")
    yield from items


def _user(item: dict[str, object]) -> dict[str, object]:
    profile = item.get("profile")
    known = profile if isinstance(profile, dict) else {}
    user: dict[str, object] = {key: known[key] for key in _TEXTS if known.get(key)}
    user |= {ours: True for theirs, ours in _FLAGS.items() if item.get(theirs)}
    user["name"] = item.get("name", item["id"])
    user["real_name"] = item.get("real_name") or known.get("real_name") or user["name"]
    if item.get("tz"):
        user["tz"] = item["tz"]
    if item.get("is_restricted"):
        user["guest"] = "single" if item.get("is_ultra_restricted") else "multi"
    if item.get("is_bot"):
        user["bot"] = known.get("bot_id") or f"B{str(item['id'])[1:]}"
    return user


def _channel(
    folder: Path, item: dict[str, object], people: dict[str, dict[str, object]], *, private: bool
) -> dict[str, object]:
    members = item.get("members")
    present = [id_ for id_ in members if id_ in people] if isinstance(members, list) else []
    pins = item.get("pins")
    pinned = {pin.get("id") for pin in pins} if isinstance(pins, list) else set()
    return {
        "name": item["name"],
        "creator": item.get("creator", ""),
        "created": _whole(item.get("created")),
        "archived": bool(item.get("is_archived")),
        "general": bool(item.get("is_general")),
        "private": private,
        "topic": _text(item.get("topic")),
        "purpose": _text(item.get("purpose")),
        "members": [*present, "bot"],
        "messages": _messages(folder / str(item["name"]), pinned),
    }


def _text(value: object) -> dict[str, object]:
    known = value if isinstance(value, dict) else {}
    return {
        "value": known.get("value", ""),
        "creator": known.get("creator", ""),
        "last_set": _whole(known.get("last_set")),
    }


def _whole(value: object) -> int:
    """Unix seconds, which older exports write as text."""
    return int(str(value or 0))


def _messages(folder: Path, pinned: set[object]) -> list[dict[str, object]]:
    found = [item for day in sorted(folder.glob("*.json")) for item in _records(day)]
    found = [item for item in found if "ts" in item]
    roots: list[dict[str, object]] = []
    threads: dict[str, list[dict[str, object]]] = {}
    for item in sorted(found, key=lambda item: microseconds(str(item["ts"]))):
        message = _message(item, pinned)
        if item.get("thread_ts") in (None, item["ts"]):
            roots.append(message)
        else:
            threads.setdefault(str(item["thread_ts"]), []).append(message)
    known = {str(root["ts"]) for root in roots}
    for root in roots:
        root["thread"] = threads.get(str(root["ts"]), [])
    orphans = [
        reply | {"thread_ts": ts}
        for ts, replies in threads.items()
        if ts not in known
        for reply in replies
    ]
    return roots + orphans


def _message(item: dict[str, object], pinned: set[object]) -> dict[str, object]:
    return {
        "ts": str(item["ts"]),
        "text": item.get("text") or "",
        "user": item.get("user") or "",
        "pinned": item["ts"] in pinned,
        "raw": {key: item[key] for key in _KEPT if item.get(key)},
    }
