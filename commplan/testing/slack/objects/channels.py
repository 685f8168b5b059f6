"""Channels, bookmarks and pins as Slack sends them."""

from urllib.parse import urlsplit

from commplan.testing.slack.answers import JSON
from commplan.testing.slack.objects.messages import message_object
from commplan.testing.slack.session import Session
from commplan.testing.slack.workspace import Bookmark, Channel, Message, Text


def listed_channel(channel: Channel, session: Session) -> JSON:
    """As conversations.list sends it: with ``num_members``, ``is_member``, ``updated``."""
    sent = _base(channel, session) | {
        "is_member": _is_member(channel, session),
        "updated": channel.updated * 1000,
        "num_members": len(channel.members),
    }
    if session.behaviour.list_extras:
        sent |= {"is_frozen": False, "context_team_id": session.workspace.team.id}
        sent |= {"connected_team_ids": list(channel.connected_teams)} if channel.shared else {}
    return sent | channel.raw


def joined_channel(channel: Channel, session: Session) -> JSON:
    """As users.conversations sends it, which leaves out membership and ``updated``."""
    return _base(channel, session) | channel.raw


def shown_channel(channel: Channel, session: Session, *, members: bool, locale: bool) -> JSON:
    """As conversations.info sends it: more about sharing, members only if asked for."""
    team = session.workspace.team.id
    sent = _base(channel, session) | {
        "is_member": _is_member(channel, session),
        "is_frozen": False,
        "updated": channel.updated * 1000,
        "context_team_id": team,
        "parent_conversation": None,
        "shared_team_ids": [team, *channel.connected_teams],
        "pending_connected_team_ids": (
            list(channel.connected_teams) if channel.shared == "pending" else []
        ),
        "properties": {"tabs": [{"id": "bookmarks", "label": "", "type": "bookmarks"}]},
    }
    if session.workspace.joined(channel):
        sent["last_read"] = "0000000000.000000"
    sent |= {"num_members": len(channel.members)} if members else {}
    sent |= {"locale": "en-US"} if locale else {}
    return sent | channel.raw


def _is_member(channel: Channel, session: Session) -> bool:
    if channel.archived and not session.behaviour.archived_keeps_member:
        return False
    return session.workspace.joined(channel)


def _base(channel: Channel, session: Session) -> JSON:
    old_private = channel.id.startswith("G")
    sent: JSON = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not old_private,
        "is_group": old_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.archived,
        "is_general": channel.general,
        "unlinked": 0,
        "name_normalized": channel.name.lower(),
        "is_shared": channel.shared in ("external", "org"),
        "is_ext_shared": channel.shared == "external",
        "is_org_shared": channel.shared == "org",
        "is_pending_ext_shared": channel.shared == "pending",
        "pending_shared": list(channel.connected_teams) if channel.shared == "pending" else [],
        "topic": _text(channel.topic),
        "purpose": _text(channel.purpose),
        "previous_names": list(channel.previous_names),
    }
    if channel.shared == "external":
        sent["conversation_host_id"] = session.workspace.team.id
    return sent


def _text(text: Text) -> JSON:
    return {"value": text.value, "creator": text.creator, "last_set": text.last_set}


def bookmark_object(bookmark: Bookmark, channel: Channel, team: str) -> JSON:
    """A bookmark; its rank sorts it among the others."""
    return {
        "id": bookmark.id,
        "channel_id": channel.id,
        "title": bookmark.title,
        "link": bookmark.link,
        "emoji": bookmark.emoji,
        "icon_url": f"https://{urlsplit(bookmark.link).hostname}/favicon.ico",
        "type": "link",
        "entity_id": None,
        "date_created": bookmark.created,
        "date_updated": 0,
        "rank": _rank(channel.bookmarks.index(bookmark)),
        "last_updated_by_user_id": bookmark.creator,
        "last_updated_by_team_id": team,
        "shortcut_id": None,
        "app_id": None,
    }


def _rank(place: int) -> str:
    """A text that sorts as the bookmarks stand: ``a`` … ``y``, then ``za`` and on."""
    return "z" * (place // 25) + chr(ord("a") + place % 25)


def pin_object(message: Message, channel: Channel, session: Session) -> JSON:
    """A pinned message, with a link to where it stands."""
    created = int(message.ts.partition(".")[0])
    shown = message_object(message, channel.threads(), session) | {
        "pinned_to": [channel.id],
        "permalink": (
            f"{session.workspace.team.url}archives/{channel.id}/p{message.ts.replace('.', '')}"
        ),
    }
    return {
        "type": "message",
        "channel": channel.id,
        "created": created,
        "created_by": channel.creator,
        "message": shown,
    }
