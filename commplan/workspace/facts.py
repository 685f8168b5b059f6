"""What can be known about a workspace, and what it takes to know it.

The one table from which the collector, the rule about missing scopes, the app
manifest and the page about scopes all derive.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Fact(NamedTuple):
    """One kind of knowledge about a workspace."""

    name: str
    summary: str
    """What one learns, in one sentence."""
    methods: tuple[str, ...]
    """Methods of Slack's Web API that answer it; all of them only read."""
    scopes: tuple[str, ...]
    """Scopes a token needs for it."""
    essential: bool = False
    """Whether rules of the `basic` profile look at it."""
    per: str | None = None
    """``channel``, ``person`` or ``bot`` where it takes calls for each; None for one listing."""
    for_administrators: bool = False
    """Whether Slack tells it to the token of an organisation's administrator only."""
    of_history: bool = False
    """Whether it is kept in a history, which grows, and not in snapshots."""


_TABLE = (
    Fact(
        "workspace",
        "Which workspace the token belongs to, and which scopes it was granted.",
        ("auth.test", "auth.teams.list"),
        (),
        essential=True,
    ),
    Fact(
        "people",
        "Accounts of the workspace: names, time zones, guests, administrators, bots,"
        " deactivated accounts.",
        ("users.list", "users.info"),
        ("users:read",),
        essential=True,
    ),
    Fact(
        "emails",
        "E-mail addresses of accounts, for people who are declared by address.",
        ("users.list", "users.lookupByEmail"),
        ("users:read", "users:read.email"),
    ),
    Fact(
        "usergroups",
        "User groups with their members and default channels, disabled ones included.",
        ("usergroups.list",),
        ("usergroups:read",),
        essential=True,
    ),
    Fact(
        "public-channels",
        "Public channels, archived ones included: names, topics, sharing.",
        ("conversations.list", "conversations.info"),
        ("channels:read",),
        essential=True,
    ),
    Fact(
        "private-channels",
        "Private channels that the app was invited to; Slack hides all others.",
        ("conversations.list", "conversations.info"),
        ("groups:read",),
        essential=True,
    ),
    Fact(
        "members",
        "Who is in a channel.",
        ("conversations.members",),
        ("channels:read", "groups:read"),
        essential=True,
        per="channel",
    ),
    Fact(
        "sharing",
        "Which other organisations a shared channel is connected with.",
        ("conversations.info",),
        ("channels:read", "groups:read"),
        per="channel",
    ),
    Fact(
        "channel-settings",
        "Who may post in a channel and start threads there.",
        ("conversations.info",),
        ("channels:read", "groups:read"),
        per="channel",
    ),
    Fact(
        "bookmarks",
        "Links in the bookmark bar of a channel.",
        ("bookmarks.list",),
        ("bookmarks:read",),
        per="channel",
    ),
    Fact(
        "pins",
        "Pinned messages of a channel; their text is looked at and never stored.",
        ("pins.list",),
        ("pins:read",),
        per="channel",
    ),
    Fact(
        "activity",
        "When somebody last wrote in a channel, and which bots did; times and ids, never text.",
        ("conversations.history",),
        ("channels:history", "groups:history"),
        per="channel",
    ),
    Fact(
        "history-start",
        "How far back the messages of a channel can be read.",
        ("conversations.history",),
        ("channels:history", "groups:history"),
        per="channel",
    ),
    Fact(
        "messages",
        "Who wrote when in a channel, and what a text shows (mentions, ticket keys, fields of"
        " templates); times, ids and counts, never text.",
        ("conversations.history",),
        ("channels:history", "groups:history"),
        per="channel",
        of_history=True,
    ),
    Fact(
        "replies",
        "The same of the replies in threads.",
        ("conversations.replies",),
        ("channels:history", "groups:history"),
        per="channel",
        of_history=True,
    ),
    Fact(
        "bots",
        "Which app each bot belongs to that is in a declared channel or wrote there.",
        ("bots.info",),
        ("users:read",),
        per="bot",
    ),
    Fact(
        "invitations",
        "Invitations to share a channel with another organisation that nobody has settled yet.",
        ("conversations.listConnectInvites",),
        ("conversations.connect:manage",),
    ),
    Fact(
        "channel-preferences",
        "Who may post, start threads or huddles and notify everybody, as administrators see it.",
        ("admin.conversations.getConversationPrefs",),
        ("admin.conversations:read",),
        per="channel",
        for_administrators=True,
    ),
    Fact(
        "retention",
        "How long messages of a channel are kept, where it differs from the workspace.",
        ("admin.conversations.getCustomRetention",),
        ("admin.conversations:read",),
        per="channel",
        for_administrators=True,
    ),
    Fact(
        "dnd",
        "Whether a declared person is in do-not-disturb.",
        ("dnd.teamInfo",),
        ("dnd:read",),
        per="person",
    ),
)

FACTS: Mapping[str, Fact] = MappingProxyType({fact.name: fact for fact in _TABLE})
"""Every fact by name, in the order in which pages list them."""


RECORDED = tuple(fact.name for fact in _TABLE if not fact.of_history)
"""The facts that a snapshot can hold."""


def essential_scopes() -> tuple[str, ...]:
    """Sorted scopes without which rules of the `basic` profile cannot be judged."""
    return _scopes(fact for fact in _TABLE if fact.essential)


def optional_scopes() -> tuple[str, ...]:
    """Sorted scopes that only further rules need, and that a bot can have."""
    found = _scopes(fact for fact in _TABLE if not fact.for_administrators)
    return tuple(sorted(set(found) - set(essential_scopes())))


def administrator_scopes() -> tuple[str, ...]:
    """Sorted scopes that no bot can have."""
    return _scopes(fact for fact in _TABLE if fact.for_administrators)


def facts_behind(scope: str) -> tuple[Fact, ...]:
    """Facts that a token without ``scope`` cannot tell, wholly or in part."""
    return tuple(fact for fact in _TABLE if scope in fact.scopes)


def _scopes(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(sorted({scope for fact in facts for scope in fact.scopes}))
