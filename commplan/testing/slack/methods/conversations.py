"""Channels: their lists, facts, members, bookmarks and pins."""

from collections.abc import Iterable

from commplan.testing.slack.answers import JSON, SlackError, invalid_arguments
from commplan.testing.slack.method import Method
from commplan.testing.slack.objects.channels import (
    bookmark_object,
    joined_channel,
    listed_channel,
    pin_object,
    shown_channel,
)
from commplan.testing.slack.objects.invites import invite_object
from commplan.testing.slack.pages import cut, read_limit
from commplan.testing.slack.session import READ_SCOPES, Session
from commplan.testing.slack.wire import Arguments
from commplan.testing.slack.workspace import Channel

PAGE = 100
INVITES, MOST_INVITES = 100, 500


def conversations_list(session: Session, args: Arguments) -> JSON:
    """Channels of some types that the bot can know of; ``exclude_archived`` thins out the page.

    The page is cut first, so it may come short or even empty while there is more.
    """
    types = _types(session, args)
    session.check_team(args)
    if session.behaviour.mixed_types_drop_private and len(types) > 1:
        types -= {"private_channel"}
    channels = session.workspace.channels.values()
    visible = (channel for channel in channels if session.workspace.visible(channel))
    page, following = _page(visible, types, session, args)
    return {
        "channels": [listed_channel(channel, session) for channel in page],
        "response_metadata": {"next_cursor": following},
    }


def users_conversations(session: Session, args: Arguments) -> JSON:
    """The channels of a person, or of the bot; private ones only if the bot is in them too."""
    types = _types(session, args)
    session.check_team(args)
    user = args.text("user") or session.workspace.bot.user
    if user not in session.workspace.users:
        raise invalid_arguments("unknown user [json-pointer:/user]")
    channels = session.workspace.channels.values()
    shared = (c for c in channels if user in c.members and session.workspace.visible(c))
    page, following = _page(shared, types, session, args)
    return {
        "channels": [joined_channel(channel, session) for channel in page],
        "response_metadata": {"next_cursor": following},
    }


def _types(session: Session, args: Arguments) -> set[str]:
    types = args.texts("types") or ("public_channel",)
    if not set(types) <= set(READ_SCOPES):
        raise SlackError("invalid_types")
    session.need(*(READ_SCOPES[name] for name in types))
    return set(types)


def _page(
    channels: Iterable[Channel], types: set[str], session: Session, args: Arguments
) -> tuple[list[Channel], str]:
    if not session.behaviour.types_thin_pages:
        channels = (channel for channel in channels if channel.kind in types)
    known = {channel.id: channel for channel in channels}
    limit = read_limit(args, PAGE, session.behaviour, rejects=True)
    ids, following = cut(tuple(known), "team", limit, args.text("cursor"), session.cursors)
    no_archived = args.flag("exclude_archived")
    page = (known[id_] for id_ in ids)
    kept = [c for c in page if c.kind in types and not (no_archived and c.archived)]
    return kept, following


def conversations_info(session: Session, args: Arguments) -> JSON:
    """One channel; the number of members only if asked for."""
    channel = session.channel(args.text("channel"), READ_SCOPES)
    members, locale = args.flag("include_num_members"), args.flag("include_locale")
    return {"channel": shown_channel(channel, session, members=members, locale=locale)}


def conversations_members(session: Session, args: Arguments) -> JSON:
    """The ids of a channel's members, bots and deactivated accounts among them."""
    channel = session.channel(args.text("channel"), READ_SCOPES)
    limit = read_limit(args, PAGE, session.behaviour, rejects=True)
    page, following = cut(channel.members, "member", limit, args.text("cursor"), session.cursors)
    return {"members": page, "response_metadata": {"next_cursor": following}}


def bookmarks_list(session: Session, args: Arguments) -> JSON:
    """The links at the top of a channel, all at once."""
    channel = _with_items(session, args.text("channel_id"))
    team = session.workspace.team.id
    return {"bookmarks": [bookmark_object(item, channel, team) for item in channel.bookmarks]}


def pins_list(session: Session, args: Arguments) -> JSON:
    """Pinned messages, the latest first."""
    channel = _with_items(session, args.text("channel"))
    return {"items": [pin_object(item, channel, session) for item in reversed(channel.pins)]}


def list_connect_invites(session: Session, args: Arguments) -> JSON:
    """Invitations that wait for somebody, a page of ``count`` of them."""
    session.check_team(args)
    count = args.number("count") or INVITES
    if not 1 <= count <= MOST_INVITES:
        raise invalid_arguments(f"must be from 1 to {MOST_INVITES} [json-pointer:/count]")
    invites = session.workspace.invites
    page, following = cut(tuple(invites), "invite", count, args.text("cursor"), session.cursors)
    answer: JSON = {"invites": [invite_object(invites[id_], session) for id_ in page]}
    return answer | ({"response_metadata": {"next_cursor": following}} if following else {})


def _with_items(session: Session, id_: str) -> Channel:
    channel = session.channel(id_)
    refusal = session.behaviour.unjoined_items
    if refusal is not None and not session.workspace.joined(channel):
        raise SlackError(refusal)
    return channel


_ANY = tuple(READ_SCOPES.values())
_CONNECT = ("conversations.connect:manage",)

METHODS = (
    Method("bookmarks.list", 50, ("bookmarks:read",), bookmarks_list, ("channel_id",), json=True),
    Method("conversations.info", 50, _ANY, conversations_info, ("channel",)),
    Method("conversations.list", 20, _ANY, conversations_list),
    Method("conversations.listConnectInvites", 1, _CONNECT, list_connect_invites, json=True),
    Method("conversations.members", 100, _ANY, conversations_members, ("channel",)),
    Method("pins.list", 20, ("pins:read",), pins_list, ("channel",)),
    Method("users.conversations", 50, _ANY, users_conversations),
)
