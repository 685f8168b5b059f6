"""A difference for programs; ``schemas/v1/snapshot-diff.schema.json`` tells its form."""

from __future__ import annotations

from commplan import __version__
from commplan.clock import format_utc
from commplan.difference import Change, Difference, Item, Uncompared
from commplan.reporters.json_text import Json, dumps, encodable
from commplan.workspace import Workspace


def difference_json(
    found: Difference, old: tuple[str, Workspace], new: tuple[str, Workspace]
) -> str:
    """The difference of two snapshots, each given with its path, in one object."""
    return dumps(
        {
            "version": 1,
            "tool": {"name": "commplan", "version": __version__},
            "command": "snapshot diff",
            "old": _side(*old),
            "new": _side(*new),
            "changes": [_change(change) for change in found.changes],
            "not_compared": [_uncompared(one) for one in found.uncompared],
        }
    )


def _side(path: str, workspace: Workspace) -> Json:
    return {
        "path": encodable(path),
        "taken_at": format_utc(workspace.taken_at),
        "source": encodable(workspace.source),
        "workspace": {"id": _text(workspace.team_id), "name": _text(workspace.team_name)},
    }


def _change(change: Change) -> Json:
    return {
        "kind": change.kind,
        "id": encodable(change.id),
        "name": _text(change.name),
        "what": change.what,
        "old": _text(change.old),
        "new": _text(change.new),
        "items": [_item(item) for item in change.items],
    }


def _uncompared(one: Uncompared) -> Json:
    return {
        "what": one.what,
        "reason": encodable(one.why),
        "items": [_item(item) for item in one.items],
    }


def _item(item: Item) -> Json:
    return {"id": encodable(item.id), "name": _text(item.name)}


def _text(text: str | None) -> Json:
    return None if text is None else encodable(text)
