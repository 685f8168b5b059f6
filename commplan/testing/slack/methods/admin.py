"""What Slack tells administrators of an organisation only."""

from commplan.testing.slack.answers import JSON, SlackError
from commplan.testing.slack.method import Method
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import Arguments
from commplan.testing.slack.workspace import Channel


def conversation_prefs(session: Session, args: Arguments) -> JSON:
    """Who may post, start threads and notify everybody in a channel."""
    channel = _channel(session, args)
    return {"prefs": dict(channel.preferences)}


def custom_retention(session: Session, args: Arguments) -> JSON:
    """How long a channel keeps its messages where it differs from the workspace."""
    channel = _channel(session, args)
    if channel.general:
        raise SlackError("channel_type_not_supported")
    return {"is_policy_enabled": channel.retention > 0, "duration_days": channel.retention}


def _channel(session: Session, args: Arguments) -> Channel:
    """Any channel of the organisation, private ones too."""
    if session.home.team.enterprise_id is None:
        raise SlackError("not_an_enterprise")
    if not session.administers:
        raise SlackError("not_an_admin")
    channel = session.workspace.channels.get(args.text("channel_id"))
    if channel is None:
        raise SlackError("channel_not_found")
    return channel


_SCOPES = ("admin.conversations:read",)
_PREFS = "admin.conversations.getConversationPrefs"
_RETENTION = "admin.conversations.getCustomRetention"

METHODS = (
    Method(_PREFS, 20, _SCOPES, conversation_prefs, ("channel_id",), json=True),
    Method(_RETENTION, 20, _SCOPES, custom_retention, ("channel_id",), json=True),
)
