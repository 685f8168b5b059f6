"""Workspaces in a few lines, for rule pages and tests.

The form is the snapshot's, with defaults, and with objects keyed by id::

    people:
      U01ALICE: alice                      # just the handle: an active human
      U02BOB: {handle: bob, deleted: true}
      U03JIRA: {is_bot: true}
    channels:
      C01HELP: it-help                     # just the name: public and in use
      C02SEC: {name: sec, is_private: true}
      C03OLD: {name: old, is_archived: true}
    usergroups:
      S01ITOPS: {handle: it-ops, users: [U01ALICE, U02BOB]}
    bots:
      B03JIRA: {name: jira, app_id: A03JIRA, user_id: U03JIRA}
    invitations:
      I01NORTH: {channel_id: C01HELP, inviting_team_id: T01ACME}
    team: T01ACME
    reader: U0AUDIT                        # the account of the app that read it all
    taken_at: "2026-11-21T09:00:00Z"
    source: slack
    not_granted: [users:read.email]        # scopes that the token lacks
    messages: {C01HELP: []}                # see commplan.testing.histories
    unread:                                # facts of which not everything is known
      usergroups: unsupported
      people: {status: partial, exceptions: [{id: U09X, status: hidden}]}

All keys are optional. Everything was read that ``not_granted`` and ``unread`` do
not except. Objects take the fields of ``LivePerson``, ``LiveChannel``,
``LiveUsergroup``, ``LiveBot`` and ``Invitation``; readings those of ``Reading``;
anything else is refused.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from commplan.errors import SnapshotError
from commplan.workspace import FACTS, Messages, Workspace, snapshot_from

Record: TypeAlias = dict[str, Any]

NAME = "workspace"
"""What error messages call the text."""

_TEAM, _TAKEN_AT, _SOURCE = "T01ACME", "2026-11-21T09:00:00Z", "slack"
_READER = "U0AUDIT"
_PERSON: Record = {"deleted": False, "is_bot": False}
_STANDING: Record = {"is_restricted": False, "is_ultra_restricted": False}
"""What Slack tells of active accounts only."""
_CHANNEL: Record = {"is_private": False, "is_archived": False, "is_member": True}
_USERGROUP: Record = {"date_delete": 0}
_BOT: Record = {"deleted": False}
_INVITATION: Record = {"direction": "outgoing", "status": "sent"}
_OBJECTS = ("people", "channels", "usergroups", "bots", "invitations")
_OF_THE_READ = ("team", "reader", "taken_at", "source", "not_granted", "unread")
_MESSAGES = "messages"
"""What commplan.testing.histories reads."""
_KEYS = frozenset({*_OBJECTS, *_OF_THE_READ, _MESSAGES})
_READ_BACK = 400 * 86_400 * 1_000_000
"""How far back channels were read where a workspace has messages at all."""


def read_workspace(text: str) -> Workspace:
    """The workspace that a text of the documented form describes.

    Raises :class:`commplan.errors.SnapshotError` for anything else.
    """
    written = _written(text)
    team = written.get("team", _TEAM)
    lacking = frozenset(written.get("not_granted", ()))
    live = snapshot_from(
        {
            "version": 2,
            "kind": "Snapshot",
            "tool": {"name": "commplan", "version": "0"},
            "taken_at": written.get("taken_at", _TAKEN_AT),
            "source": written.get("source", _SOURCE),
            "redaction": {"level": "none"},
            "workspace": {"id": team, "name": "Acme"},
            "reader": written.get("reader", _READER),
            "scopes": sorted({s for fact in FACTS.values() for s in fact.scopes} - lacking),
            "read": _readings(lacking, dict(_items(written, "unread"))),
            "people": [_person(id_, value, team) for id_, value in _items(written, "people")],
            "channels": [
                {"id": id_, **_CHANNEL, **_named(value, "name")}
                for id_, value in _items(written, "channels")
            ],
            "usergroups": [
                {"id": id_, **_USERGROUP, **_named(value, "handle")}
                for id_, value in _items(written, "usergroups")
            ],
            "bots": [
                {"id": id_, **_BOT, **_named(value, "name")}
                for id_, value in _items(written, "bots")
            ],
            "invitations": [
                {"id": id_, **_INVITATION, **_named(value, "channel_id")}
                for id_, value in _items(written, "invitations")
            ],
        },
        NAME,
    )
    return _with_messages(live) if _MESSAGES in written else live


def _with_messages(live: Workspace) -> Workspace:
    """The workspace, of whose channels messages were read for over a year."""
    span = Messages(live.taken_at - _READ_BACK, live.taken_at)
    channels = (
        c if c.messages or not c.is_member else c._replace(messages=span, replies=span)
        for c in live.channels
    )
    return live._replace(channels=tuple(channels))


def _written(text: str) -> Mapping[str, Any]:
    import yaml

    try:
        written = yaml.safe_load(textwrap.dedent(text))
    except yaml.YAMLError as error:
        raise SnapshotError(f"{NAME}: is not YAML: {' '.join(str(error).split())}") from None
    if written is None:
        return {}
    if not isinstance(written, dict):
        raise SnapshotError(f"{NAME}: expected a mapping")
    if unknown := sorted(set(written) - _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise SnapshotError(f"{NAME}: unknown key {unknown[0]!r}; keys are {known}")
    return written


def _items(written: Mapping[str, Any], key: str) -> Iterable[tuple[str, Any]]:
    value = written.get(key) or {}
    if not isinstance(value, dict):
        raise SnapshotError(f"{NAME}: {key}: expected a mapping")
    return value.items()


def _person(id_: str, value: object, team: str) -> Record:
    told = _named(value, "handle")
    standing = {} if told.get("deleted") else _STANDING
    return {"id": id_, "team_id": team, **_PERSON, **standing, **told}


def _named(value: object, key: str) -> Record:
    """The fields of an object; a text alone is its name."""
    if isinstance(value, str):
        return {key: value}
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SnapshotError(f"{NAME}: expected a name or the fields of an object, found {value!r}")
    return value


def _readings(lacking: frozenset[str], unread: Mapping[str, object]) -> list[Record]:
    readings = {fact: _granted(fact, lacking) for fact in FACTS}
    for fact, told in unread.items():
        readings[fact] = {"fact": fact, **({"status": told} if isinstance(told, str) else told)}  # type: ignore[dict-item]  # checked by the decoder
    return list(readings.values())


def _granted(fact: str, lacking: frozenset[str]) -> Record:
    missing = sorted(lacking.intersection(FACTS[fact].scopes))
    if not missing:
        return {"fact": fact, "status": "complete"}
    return {"fact": fact, "status": "not-granted", "scopes": missing}
