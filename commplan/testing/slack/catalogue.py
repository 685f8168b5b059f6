"""Which methods there are: emulated ones, writes that are refused, and those bots never get."""

from collections.abc import Mapping

from commplan.testing.slack.method import Method
from commplan.testing.slack.methods import admin, conversations, history, users, workspace

METHODS: tuple[Method, ...] = (
    *workspace.METHODS,
    *users.METHODS,
    *conversations.METHODS,
    *history.METHODS,
    *admin.METHODS,
)

_CHANNELS = ("channels:manage", "groups:write")
_TOPIC = ("channels:write.topic", "groups:write.topic", *_CHANNELS)
_INVITE = ("channels:write.invites", "groups:write.invites", *_CHANNELS)
_CONNECT = ("conversations.connect:manage",)
_GROUPS = ("usergroups:write",)

WRITES: Mapping[str, tuple[str, ...]] = {
    "bookmarks.add": ("bookmarks:write",),
    "bookmarks.edit": ("bookmarks:write",),
    "bookmarks.remove": ("bookmarks:write",),
    "chat.delete": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "chat.meMessage": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.scheduleMessage": ("chat:write",),
    "chat.unfurl": ("links:write",),
    "chat.update": ("chat:write",),
    "conversations.acceptSharedInvite": ("conversations.connect:write",),
    "conversations.approveSharedInvite": _CONNECT,
    "conversations.archive": _CHANNELS,
    "conversations.close": _CHANNELS,
    "conversations.create": _CHANNELS,
    "conversations.declineSharedInvite": _CONNECT,
    "conversations.invite": _INVITE,
    "conversations.inviteShared": ("conversations.connect:write",),
    "conversations.join": ("channels:join",),
    "conversations.kick": _CHANNELS,
    "conversations.leave": _CHANNELS,
    "conversations.mark": _CHANNELS,
    "conversations.open": _CHANNELS,
    "conversations.rename": _CHANNELS,
    "conversations.setPurpose": _TOPIC,
    "conversations.setTopic": _TOPIC,
    "conversations.unarchive": _CHANNELS,
    "files.completeUploadExternal": ("files:write",),
    "files.delete": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.upload": ("files:write",),
    "pins.add": ("pins:write",),
    "pins.remove": ("pins:write",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "usergroups.create": _GROUPS,
    "usergroups.disable": _GROUPS,
    "usergroups.enable": _GROUPS,
    "usergroups.update": _GROUPS,
    "usergroups.users.update": _GROUPS,
    "users.setPresence": ("users:write",),
}
"""Methods that would change something, and the scopes of which one is needed.

Without the scope the answer is ``missing_scope``; with it, still nothing is
written: ``not_allowed_token_type``.
"""

USER_TOKEN_METHODS = frozenset(
    (
        "search.messages",
        "team.accessLogs",
        "team.billableInfo",
        "team.integrationLogs",
        "users.profile.set",
    )
)
"""Methods that Slack keeps from bot tokens, as it keeps all of ``admin.*``."""


def is_write(method: str) -> bool:
    """Whether calling the method would change something in Slack."""
    return method in WRITES or method == "users.profile.set"


def needs_user_token(method: str) -> bool:
    """Whether Slack answers the method to people's tokens only."""
    return method.startswith("admin.") or method in USER_TOKEN_METHODS


AUDIT_SCOPES: tuple[str, ...] = (
    "bookmarks:read",
    "channels:history",
    "channels:read",
    "conversations.connect:manage",
    "dnd:read",
    "groups:history",
    "groups:read",
    "pins:read",
    "team.billing:read",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)
"""All that the emulated methods can ask a bot for, short of direct messages."""

ADMIN_SCOPES: tuple[str, ...] = ("admin.conversations:read",)
"""What administrators' tokens (``xoxp-…``) may have besides."""
