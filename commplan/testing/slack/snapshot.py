"""A snapshot as a seed, so that a workspace as it was can be served, and read, once more.

What a snapshot does not know is left as it is by default. Addresses stay digests,
which whoever reads accounts compares as such. Of pinned messages only the times are
known, of others when somebody last wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from commplan.errors import SnapshotError
from commplan.testing.slack.fields import SeedError
from commplan.testing.slack.workspace import SLACKBOT
from commplan.workspace import (
    Invitation,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    Restriction,
    Workspace,
    load_snapshot,
)

Seed: TypeAlias = dict[str, Any]


ELSEWHERE = "T0ELSEWHERE"
"""Where members of channels belong whom the list of accounts did not have."""


def read_snapshot(path: Path) -> Seed:
    """The seed mapping for a snapshot file. Raises SeedError if it is none."""
    try:
        return seed_of(load_snapshot(str(path)))
    except SnapshotError as error:
        raise SeedError(str(error)) from error


def seed_of(live: Workspace) -> Seed:
    """The seed mapping for a workspace."""
    own = live.person(live.reader or "")
    people = {person.id: person for person in live.people if person.id != SLACKBOT}
    bots = {person.bot_id: person for person in people.values() if person.bot_id}
    channels = {channel.id: channel for channel in live.channels}
    unknown = {m for channel in live.channels for m in channel.members or ()} - people.keys()
    return {
        "workspace": _known(
            id=live.team_id,
            name=live.team_name,
            domain=(live.url or "").removeprefix("https://").partition(".")[0],
            enterprise={"id": live.enterprise_id} if live.enterprise_id else None,
        ),
        "bot": {} if own is None else _bot(own) | _known(id=own.bot_id),
        "bots": {id_: _bot(one) for id_, one in bots.items() if own is None or one.id != own.id},
        "users": {id_: _user(one) for id_, one in people.items() if not one.bot_id}
        | {id_: {"team": ELSEWHERE} for id_ in sorted(unknown - {SLACKBOT})},
        "usergroups": {group.id: _usergroup(group) for group in live.usergroups},
        "channels": {id_: _channel(one, live.reader) for id_, one in channels.items()},
        "invites": {i.id: _invite(i) for i in live.invitations if i.channel_id in channels},
    }


def _known(**fields: object) -> Seed:
    """Those of the fields that are known."""
    return {name: value for name, value in fields.items() if value not in (None, "", ())}


def _bot(person: LivePerson) -> Seed:
    deleted = person.deleted or None
    return _known(user=person.id, app=person.app_id, name=person.handle, deleted=deleted)


def _user(person: LivePerson) -> Seed:
    raw = _known(is_workflow_bot=person.is_workflow_bot, has_2fa=person.has_2fa)
    if person.is_bot:
        raw["is_bot"] = True
    if person.enterprise_user_id is not None:
        raw["enterprise_user"] = {"id": person.enterprise_user_id}
    quiet = person.dnd
    return {
        **_known(
            name=person.handle,
            team=person.team_id,
            real_name=person.real_name,
            tz=person.tz,
            status_emoji=person.status_emoji,
            status_expiration=person.status_expiration,
            deleted=person.deleted,
            admin=person.is_admin,
            owner=person.is_owner,
            primary_owner=person.is_primary_owner,
            guest="single" if person.is_ultra_restricted else "multi" if person.is_guest else None,
            raw=raw or None,
        ),
        "display_name": person.display_name or "",
        "email": person.email or "",
        **(
            {"dnd": {"start": quiet.starts, "end": quiet.ends}}
            if quiet is not None and quiet.starts and quiet.ends
            else {}
        ),
    }


def _usergroup(group: LiveUsergroup) -> Seed:
    return _known(
        handle=group.handle,
        name=group.name,
        description=group.description,
        users=list(group.users or ()),
        channels=list(group.default_channels or ()),
        auto=group.auto_type,
        disabled=group.date_delete or None,
    )


def _channel(channel: LiveChannel, reader: str | None) -> Seed:
    members = list(channel.members or ())
    if channel.is_member and reader not in members:
        members.append("bot")
    return {
        **_known(
            name=channel.name,
            private=channel.is_private,
            archived=channel.is_archived,
            general=channel.is_general,
            shared=_sharing(channel),
            connected_teams=channel.connected_team_ids or channel.pending_team_ids,
            previous_names=channel.previous_names,
            creator=channel.creator,
            created=channel.created,
            raw=dict(_raw(channel)) or None,
        ),
        "topic": {"value": channel.topic or ""},
        "purpose": {"value": channel.purpose or ""},
        "members": members,
        "bookmarks": {
            mark.title or mark.id: {"link": mark.link or "", "created": mark.created}
            for mark in channel.bookmarks or ()
        },
        "messages": list(_messages(channel)),
        "retention": channel.retention.days or 0 if channel.retention else 0,
    }


def _sharing(channel: LiveChannel) -> str | None:
    if channel.is_ext_shared:
        return "external"
    if channel.is_org_shared:
        return "org"
    return "pending" if channel.is_pending_ext_shared else None


def _raw(channel: LiveChannel) -> Iterator[tuple[str, object]]:
    if channel.is_frozen:
        yield "is_frozen", True
    properties = {
        "posting_restricted_to": _restriction(channel.posting),
        "threads_restricted_to": _restriction(channel.threads),
        "huddles_restricted": channel.huddles_restricted,
    }
    if told := {key: value for key, value in properties.items() if value is not None}:
        yield "properties", told


def _restriction(found: Restriction | None) -> Seed | None:
    if found is None:
        return None
    words = {"type": found.roles, "user": found.users, "subteam": found.usergroups}
    return {key: list(value) for key, value in words.items()}


def _messages(channel: LiveChannel) -> Iterator[Seed]:
    """What is known to have been written, as far as it is known when."""
    for pin in channel.pins or ():
        if pin.ts is not None:
            yield {"ts": pin.ts, "text": "(pinned)", "pinned": True}
    active, start = channel.activity, channel.history_start
    if start is not None and start.oldest is not None:
        yield {"ts": f"{start.oldest}.000000", "text": "(the oldest)", "subtype": "reminder_add"}
    if active is not None and active.last_human is not None:
        yield {"ts": f"{active.last_human}.000001", "text": "(the latest of a human)"}


def _invite(invitation: Invitation) -> Seed:
    outgoing = invitation.direction != "incoming"
    accepting = next(iter(invitation.accepting_team_ids), None)
    return _known(
        channel=invitation.channel_id,
        direction=invitation.direction,
        status=invitation.status,
        team=accepting if outgoing else invitation.inviting_team_id,
        email=invitation.recipient,
        created=invitation.created,
        expires=invitation.expires,
    )
