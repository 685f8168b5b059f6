"""Objects that only Slack's Web API has: bots, invitations and what administrators set."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.api import Invitation, LiveBot, Preferences, Restriction, Retention, email_digest
from commplan.sources.records import (
    MalformedError,
    Record,
    flag,
    identifiers,
    inner,
    moment,
    number,
    text,
)


def bot(raw: Record) -> LiveBot:
    """A bot of ``bots.info``."""
    return LiveBot(
        id=raw["id"],
        name=text(raw.get("name")),
        app_id=text(raw.get("app_id")) or None,
        user_id=text(raw.get("user_id")) or None,
        deleted=flag(raw.get("deleted")),
    )


def invitation(raw: object) -> Invitation:
    """An entry of ``conversations.listConnectInvites``. Raises :class:`MalformedError`.

    The address that is invited belongs to somebody outside: only its digest is kept.
    """
    entry = inner(raw)
    invite = inner(entry.get("invite"))
    if not (name := text(invite.get("id"))):
        raise MalformedError("an invitation has no id")
    acceptances = entry.get("acceptances")
    accepted = acceptances if isinstance(acceptances, list) else []
    address = text(invite.get("recipient_email"))
    return Invitation(
        id=name,
        channel_id=text(inner(entry.get("channel")).get("id")),
        direction=text(entry.get("direction")),
        status=text(entry.get("status")),
        inviting_team_id=text(inner(invite.get("inviting_team")).get("id")),
        inviting_user_id=text(inner(invite.get("inviting_user")).get("id")),
        accepting_team_ids=identifiers(
            [inner(inner(one).get("accepting_team")).get("id") for one in accepted]
        ),
        recipient_id=text(invite.get("recipient_user_id")) or None,
        recipient=email_digest(address) if address else None,
        created=moment(invite.get("date_created")),
        expires=moment(invite.get("date_invalid")),
    )


def preferences(raw: Record) -> Preferences:
    """What ``admin.conversations.getConversationPrefs`` tells."""
    return Preferences(
        posting=_permission(raw.get("who_can_post")),
        threads=_permission(raw.get("can_thread")),
        huddles=flag(inner(raw.get("can_huddle")).get("enabled")),
        at_channel=flag(inner(raw.get("enable_at_channel")).get("enabled")),
        at_here=flag(inner(raw.get("enable_at_here")).get("enabled")),
    )


def retention(raw: Record) -> Retention:
    """What ``admin.conversations.getCustomRetention`` tells."""
    return Retention(flag(raw.get("is_policy_enabled")), number(raw.get("duration_days")))


def _permission(value: object) -> Restriction | None:
    """Who may do something, in lists or, as some answers have them, in texts with commas."""
    if not isinstance(value, dict):
        return None
    return Restriction(
        roles=identifiers(_words(value.get("type"))),
        users=identifiers(_words(value.get("user"))),
        usergroups=identifiers(_words(value.get("subteam"))),
    )


def _words(value: object) -> Iterable[object]:
    if isinstance(value, str):
        return [word.strip() for word in value.split(",")]
    return value if isinstance(value, list) else ()
