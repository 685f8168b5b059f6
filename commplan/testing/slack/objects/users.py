"""Accounts, user groups and bots as Slack sends them."""

import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from commplan.testing.slack.answers import JSON
from commplan.testing.slack.session import Session
from commplan.testing.slack.workspace import Bot, User, Usergroup

_COLOURS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699")
_ICON_SIZES = (24, 32, 48, 72, 192, 512)


def user_object(user: User, session: Session, *, locale: bool = False) -> JSON:
    """An account; a deactivated one lacks most of what an active one has.

    ``profile.email`` needs its own scope, bots have none, and ``has_2fa`` is
    never sent to a bot token.
    """
    sent: JSON = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "profile": _profile(user, session),
        "is_bot": user.bot is not None,
        "is_app_user": False,
        "updated": user.updated,
    }
    sent |= {"is_forgotten": True} if user.forgotten else {}
    sent |= _foreign(user, session)
    if not user.deleted:
        sent |= _active(user, session.clock()) | _enterprise(user, session)
        sent |= {"locale": "en-US"} if locale else {}
    return sent | user.raw


def _active(user: User, now: float) -> JSON:
    local = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(user.tz))
    offset = local.utcoffset()
    sent: JSON = {
        "color": _COLOURS[sum(user.id.encode()) % len(_COLOURS)],
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz_label or local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
        "is_admin": user.admin or user.owner or user.primary_owner,
        "is_owner": user.owner or user.primary_owner,
        "is_primary_owner": user.primary_owner,
        "is_restricted": bool(user.guest),
        "is_ultra_restricted": user.guest == "single",
        "is_email_confirmed": bool(user.email) and not user.invited,
        "who_can_share_contact_card": "EVERYONE",
    }
    return sent | ({"is_invited_user": True} if user.invited else {})


def _profile(user: User, session: Session) -> JSON:
    first, _, last = user.real_name.partition(" ")
    image = f"https://avatars.{session.workspace.team.domain}.example/{user.id}"
    sent: JSON = {
        "title": user.title,
        "phone": user.phone,
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": _plain(user.real_name),
        "display_name": user.display_name,
        "display_name_normalized": _plain(user.display_name),
        "first_name": first,
        "last_name": last,
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "avatar_hash": f"g{sum(user.id.encode()):011x}",
        "team": user.team,
    }
    sent |= {f"image_{size}": f"{image}_{size}.png" for size in _ICON_SIZES}
    if user.bot is not None:
        return sent | _bot_profile(user.bot, session)
    if user.email and "users:read.email" in session.scopes:
        sent["email"] = user.email
    return sent


def _bot_profile(id_: str, session: Session) -> JSON:
    bot = session.workspace.bots.get(id_)
    return {"bot_id": id_, "api_app_id": bot.app if bot else "", "always_active": True}


def _plain(name: str) -> str:
    """A name without accents, as the ``_normalized`` fields have it."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(char for char in parts if not unicodedata.combining(char))


def _foreign(user: User, session: Session) -> JSON:
    """Whether a person of another workspace shares a channel with the bot."""
    if not session.workspace.is_foreign(user):
        return {}
    return {"is_stranger": not shares_channel(user, session)}


def shares_channel(user: User, session: Session) -> bool:
    """Whether the bot and a person are in one channel."""
    workspace = session.workspace
    return any(user.id in c.members and workspace.joined(c) for c in workspace.channels.values())


def _enterprise(user: User, session: Session) -> JSON:
    team = session.workspace.team
    if team.enterprise_id is None or not user.is_person or user.team != team.id:
        return {}
    return {
        "enterprise_user": {
            "id": user.id,
            "enterprise_id": team.enterprise_id,
            "enterprise_name": team.enterprise_name,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "teams": [team.id],
        }
    }


def usergroup_object(group: Usergroup, session: Session, *, users: bool, count: bool) -> JSON:
    """A user group; its default channels stand apart by kind, its people only on request."""
    channels = session.workspace.channels
    private = [id_ for id_ in group.channels if id_ in channels and channels[id_].private]
    sent: JSON = {
        "id": group.id,
        "team_id": session.workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": group.disabled_at,
        "auto_type": group.auto,
        "auto_provision": False,
        "created_by": group.creator,
        "updated_by": group.creator,
        "deleted_by": group.creator if group.disabled_at else None,
        "prefs": {
            "channels": [id_ for id_ in group.channels if id_ not in private],
            "groups": private,
        },
    }
    if users:
        sent["users"] = list(group.users)
    if count:
        number = len(group.users)
        sent["user_count"] = str(number) if session.behaviour.user_count_as_text else number
    return sent | group.raw


def bot_object(bot: Bot, domain: str) -> JSON:
    """A bot as bots.info sends it."""
    image = f"https://avatars.{domain}.example/{bot.id}"
    return {
        "id": bot.id,
        "deleted": bot.deleted,
        "name": bot.name,
        "updated": bot.updated,
        "app_id": bot.app,
        "user_id": bot.user,
        "icons": {f"image_{size}": f"{image}_{size}.png" for size in (36, 48, 72)},
    }
