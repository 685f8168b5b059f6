"""The workspace that the emulator serves: plain values that a test may change between calls.

Nothing here knows the wire. Times are Unix seconds, message times are Slack's
``"seconds.microseconds"`` texts, ids are Slack's. Everything is keyed by id.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

SLACKBOT = "USLACKBOT"


@dataclass(slots=True)
class Team:
    """The workspace itself; ``plan`` is what team.billing.info says (``free`` has no groups)."""

    id: str
    name: str
    domain: str
    email_domain: str
    plan: str = "plus"
    enterprise_id: str | None = None
    enterprise_name: str | None = None

    @property
    def url(self) -> str:
        """The address of the workspace, with a slash at the end."""
        return f"https://{self.domain}.slack.com/"


@dataclass(slots=True)
class User:
    """An account. ``team`` differs from the workspace's for Slack Connect people.

    ``guest`` is ``""``, ``"multi"`` or ``"single"``; ``bot`` is the bot id of
    an app's user; ``status_expiration`` is 0 for a status that stays; ``dnd`` is
    the next quiet period as (start, end); ``raw`` is laid over the object that is sent.
    """

    id: str
    name: str
    team: str
    real_name: str
    display_name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    tz: str = "America/Los_Angeles"
    tz_label: str = ""
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    deleted: bool = False
    forgotten: bool = False
    invited: bool = False
    admin: bool = False
    owner: bool = False
    primary_owner: bool = False
    guest: str = ""
    bot: str | None = None
    updated: int = 0
    dnd: tuple[int, int] | None = None
    raw: dict[str, object] = field(default_factory=dict)

    @property
    def is_person(self) -> bool:
        """Whether a human is behind it; Slackbot calls itself no bot, but is none."""
        return self.bot is None and self.id != SLACKBOT


@dataclass(slots=True)
class Bot:
    """An app's bot: ``id`` (B…), its ``user`` (U…) and its ``app`` (A…)."""

    id: str
    user: str
    app: str
    name: str
    deleted: bool = False
    updated: int = 0


@dataclass(slots=True)
class Text:
    """A topic or purpose as Slack stores it: ``&``, ``<`` and ``>`` are entities."""

    value: str = ""
    creator: str = ""
    last_set: int = 0


@dataclass(slots=True)
class Bookmark:
    """A link at the top of a channel."""

    id: str
    title: str
    link: str
    emoji: str = ""
    created: int = 0
    creator: str = ""


@dataclass(slots=True)
class Invite:
    """An invitation to share a channel; ``direction`` is ``outgoing`` or ``incoming``.

    ``team`` is the other organisation: who invites, or who accepted; ``email``
    whom it was sent to. ``raw`` is laid over the object that is sent.
    """

    id: str
    channel: str
    direction: str = "outgoing"
    status: str = "sent"
    team: str = ""
    email: str = ""
    created: int = 0
    expires: int = 0
    raw: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Message:
    """A message; ``thread_ts`` is set for a reply, and ``fields`` holds whatever else is sent."""

    ts: str
    text: str
    user: str | None
    thread_ts: str | None = None
    pinned: bool = False
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it answers in a thread that another message began."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_top_level(self) -> bool:
        """Whether it stands in the channel itself, as replies do that were sent there too."""
        return not self.is_reply or self.fields.get("subtype") == "thread_broadcast"


@dataclass(slots=True)
class Channel:
    """A channel; ``shared`` is ``""``, ``"external"``, ``"org"`` or ``"pending"``.

    ``preferences`` is what admin.conversations.getConversationPrefs tells of it,
    ``retention`` how many days its messages are kept, 0 for as long as elsewhere.
    """

    id: str
    name: str
    creator: str = ""
    created: int = 0
    updated: int = 0
    private: bool = False
    archived: bool = False
    general: bool = False
    shared: str = ""
    connected_teams: tuple[str, ...] = ()
    previous_names: tuple[str, ...] = ()
    topic: Text = field(default_factory=Text)
    purpose: Text = field(default_factory=Text)
    members: list[str] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    preferences: dict[str, object] = field(default_factory=dict)
    retention: int = 0
    raw: dict[str, object] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The name that the ``types`` argument has for such a channel."""
        return "private_channel" if self.private else "public_channel"

    @property
    def pins(self) -> list[Message]:
        """The pinned messages."""
        return [message for message in self.messages if message.pinned]

    def threads(self) -> "Threads":
        """The messages by time and the replies by root, as they are now."""
        replies: dict[str, list[Message]] = {}
        for message in sorted(self.messages, key=lambda message: microseconds(message.ts)):
            if message.is_reply and message.thread_ts is not None:
                replies.setdefault(message.thread_ts, []).append(message)
        return Threads({message.ts: message for message in self.messages}, replies)


class Threads(NamedTuple):
    """An index of a channel's messages; ``replies`` are earliest first, by the root's time."""

    messages: dict[str, Message]
    replies: dict[str, list[Message]]


@dataclass(slots=True)
class Usergroup:
    """A user group; ``disabled_at`` is 0 while it is in use."""

    id: str
    handle: str
    name: str
    description: str = ""
    users: list[str] = field(default_factory=list)
    channels: tuple[str, ...] = ()
    auto: str | None = None
    creator: str = SLACKBOT
    created: int = 0
    updated: int = 0
    disabled_at: int = 0
    raw: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Workspace:
    """All that is in the workspace, and the bot that the tokens belong to.

    With ``org_wide`` the app is installed for a whole organisation: methods about one
    workspace then insist on ``team_id``. ``siblings`` are the organisation's other
    workspaces; the app reads those that it was ``added`` to.
    """

    team: Team
    bot: Bot
    org_wide: bool = False
    added: bool = True
    siblings: list["Workspace"] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    bots: dict[str, Bot] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    usergroups: dict[str, Usergroup] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)

    @property
    def organisation(self) -> tuple["Workspace", ...]:
        """All workspaces of the organisation, this one first."""
        return (self, *self.siblings)

    def holds(self, id_: str) -> bool:
        """Whether a channel, account or bot with this id is in the workspace."""
        return id_ in self.channels or id_ in self.users or id_ in self.bots

    def joined(self, channel: Channel) -> bool:
        """Whether the bot is in the channel."""
        return self.bot.user in channel.members

    def visible(self, channel: Channel) -> bool:
        """Whether the bot can know of the channel: it is public, or the bot is in it."""
        return not channel.private or self.joined(channel)

    def is_foreign(self, user: User) -> bool:
        """Whether the account belongs to another workspace."""
        return user.team != self.team.id


def microseconds(ts: str) -> int:
    """A message time as an integer: ``"1512085950.000216"`` → 1512085950000216.

    Raises ValueError unless it is digits with at most six decimals. A float
    cannot hold such a time, so none is made.
    """
    whole, point, part = ts.partition(".")
    if not (whole.isdecimal() and whole.isascii()) or len(part) > 6:
        raise ValueError(ts)
    if point and not (part.isdecimal() and part.isascii()):
        raise ValueError(ts)
    return int(whole) * 1_000_000 + int(part.ljust(6, "0"))
