"""What a method handler is given: the workspace, and the rights of the calling token."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from commplan.testing.slack.answers import SlackError
from commplan.testing.slack.behaviour import Behaviour
from commplan.testing.slack.pages import Cursors
from commplan.testing.slack.wire import Arguments
from commplan.testing.slack.workspace import Channel, Workspace

READ_SCOPES: Mapping[str, str] = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "mpim": "mpim:read",
    "im": "im:read",
}
HISTORY_SCOPES: Mapping[str, str] = {
    "public_channel": "channels:history",
    "private_channel": "groups:history",
    "mpim": "mpim:history",
    "im": "im:history",
}


class Session(NamedTuple):
    """One call of one token, a bot's or a person's. ``clock`` gives Unix seconds.

    ``home`` is where the app was made; ``workspace`` is the one that a call is about, which
    differs where the token is an organisation's.
    """

    workspace: Workspace
    behaviour: Behaviour
    scopes: tuple[str, ...]
    cursors: Cursors
    clock: Callable[[], float]
    home: Workspace
    of_person: bool = False
    org_wide: bool = False
    administers: bool = False

    def about(self, args: Arguments) -> "Session":
        """The session in the workspace that a call of an organisation's token is about.

        Some methods are told which one; where an object is named, it is that object's.
        """
        if not self.org_wide:
            return self
        names = (args.text(name) for name in ("channel", "channel_id", "user", "bot"))
        named = [name for name in names if name]
        team = args.text("team_id")
        for one in self.home.organisation:
            if one.team.id == team:
                return self._replace(workspace=one)
            if not team and any(map(one.holds, named)):
                if not (one.added or self.administers):
                    raise SlackError("team_access_not_granted")
                return self._replace(workspace=one)
        return self

    def need(self, *scopes: str) -> None:
        """Raise ``missing_scope`` unless the token was granted every one of these."""
        missing = [scope for scope in scopes if scope not in self.scopes]
        if missing:
            raise missing_scope(tuple(missing), self.scopes)

    def need_any(self, scopes: tuple[str, ...]) -> None:
        """Raise ``missing_scope`` unless one is granted; no scopes at all means no need."""
        if scopes and not set(scopes) & set(self.scopes):
            raise missing_scope(scopes, self.scopes)

    def channel(self, id_: str, scopes: Mapping[str, str] | None = None) -> Channel:
        """A channel the bot can know of, or ``channel_not_found``, then its kind's scope."""
        channel = self.workspace.channels.get(id_)
        if channel is None or not self.workspace.visible(channel):
            raise SlackError("channel_not_found")
        if scopes is not None:
            self.need(scopes[channel.kind])
        return channel

    def check_team(self, args: Arguments) -> None:
        """An organisation's token has to say which workspace; other tokens need not."""
        if not self.org_wide:
            return
        team = args.text("team_id")
        if not team:
            raise SlackError("missing_argument")
        if team != self.workspace.team.id:
            raise SlackError("team_not_found")
        if not self.workspace.added:
            raise SlackError("team_access_not_granted")


def missing_scope(needed: tuple[str, ...], provided: tuple[str, ...]) -> SlackError:
    """Slack's complaint about scopes, which names the lacking and the granted ones."""
    return SlackError("missing_scope", needed=",".join(needed), provided=",".join(provided))
