"""The objects of a workspace, as values.

Slack leaves out what it does not want to tell: ``None`` means "not known"
everywhere, never "no". Deactivated accounts, for one, come without time zone and
without flags. Instants are whole seconds since the epoch, as Slack counts them.
"""

from typing import NamedTuple

SLACKBOT = "USLACKBOT"
"""Slack's own robot, which Slack does not mark as one."""

EMAIL_DIGEST = "sha256:"
"""How a redacted e-mail address begins."""


class DoNotDisturb(NamedTuple):
    """When a person wants no notifications."""

    enabled: bool | None = None
    starts: int | None = None
    """Start of the current or next quiet time."""
    ends: int | None = None


class Digests(NamedTuple):
    """What stands for the names and the address of a person in a snapshot made with a key."""

    handle: str | None = None
    display_name: str | None = None
    real_name: str | None = None
    email: str | None = None


class LivePerson(NamedTuple):
    """One account: a human, a guest, a bot or a stranger from a connected organisation."""

    id: str
    team_id: str | None = None
    handle: str | None = None
    """The account's short name, which mentions and user group handles compete with."""
    display_name: str | None = None
    real_name: str | None = None
    email: str | None = None
    """In clear, or ``sha256:`` and the digest of the lower-cased address."""
    tz: str | None = None
    """IANA time zone."""
    deleted: bool | None = None
    """Whether the account is deactivated."""
    is_bot: bool | None = None
    is_workflow_bot: bool | None = None
    is_app_user: bool | None = None
    """Set for humans who authorised an app, too: proves nothing."""
    is_restricted: bool | None = None
    """A guest, of one channel or of several."""
    is_ultra_restricted: bool | None = None
    """A guest of one channel."""
    is_admin: bool | None = None
    is_owner: bool | None = None
    is_primary_owner: bool | None = None
    is_stranger: bool | None = None
    """From an organisation that shares no channel with the token's."""
    has_2fa: bool | None = None
    """Slack tells administrators only; never a bot."""
    status_emoji: str | None = None
    """As ``:palm_tree:``; empty when no status is set."""
    status_expiration: int | None = None
    """0 for a status that does not expire."""
    bot_id: str | None = None
    app_id: str | None = None
    enterprise_user_id: str | None = None
    """The id of the same person across an Enterprise organisation."""
    dnd: DoNotDisturb | None = None
    digests: Digests | None = None
    """What the names and the address were, for whoever has the key; those are None then."""

    @property
    def is_machine(self) -> bool | None:
        """Whether no human is behind the account."""
        if self.id == SLACKBOT or self.is_bot or self.is_workflow_bot:
            return True
        return self.is_bot

    @property
    def is_guest(self) -> bool | None:
        """Whether the account is a guest; unknown for deactivated ones."""
        if self.is_restricted or self.is_ultra_restricted:
            return True
        return self.is_restricted

    @property
    def is_in_charge(self) -> bool | None:
        """Whether the account administers or owns the workspace; unknown for deactivated ones."""
        if self.is_admin or self.is_owner or self.is_primary_owner:
            return True
        return self.is_admin

    @property
    def label(self) -> str:
        """``gus (Gus Field, U08GUS)``: the handle, and what else tells who that is."""
        if self.handle is None:
            return self.id
        name = self.real_name or self.display_name
        return f"{self.handle} ({name}, {self.id})" if name else f"{self.handle} ({self.id})"

    def has_email(self, address: str) -> bool | None:
        """Whether ``address`` is this account's, in any case; None if that is not known."""
        if self.email is None:
            return None
        if self.email.startswith(EMAIL_DIGEST):
            return self.email == email_digest(address)
        return self.email.lower() == address.strip().lower()


class Bookmark(NamedTuple):
    """One entry of a channel's bookmark bar."""

    id: str
    title: str | None = None
    link: str | None = None
    type: str | None = None
    created: int | None = None


class Pin(NamedTuple):
    """One pinned message or file."""

    ts: str | None = None
    """Slack's id of the message, ``seconds.microseconds``."""
    created: int | None = None
    created_by: str | None = None
    text: str | None = None
    """The message, while Slack is being read; snapshots do not keep it."""


class Restriction(NamedTuple):
    """Who may do something in a channel; everybody if nobody is named."""

    roles: tuple[str, ...] = ()
    """Slack's words, such as ``admin`` and ``ra`` (guests excluded)."""
    users: tuple[str, ...] = ()
    usergroups: tuple[str, ...] = ()


class Activity(NamedTuple):
    """What the latest messages of a channel tell, without what they say.

    Only so many are looked at; where none of them is a human's, the last human
    message is older than ``since``, or there is none.
    """

    last_human: int | None = None
    """The newest message of a human at the top level, among those looked at."""
    last_reply: int | None = None
    """The newest reply in their threads, whoever wrote it."""
    since: int | None = None
    """The oldest of the messages looked at; None if the channel has none to look at."""
    whole: bool | None = None
    """Whether those looked at are all that can be read."""
    bots: tuple[str, ...] = ()
    """Ids of the bots that wrote some of those looked at, sorted."""
    apps: tuple[str, ...] = ()
    """Ids of the apps that did, sorted."""


class HistoryStart(NamedTuple):
    """Where the messages of a channel begin that can be read."""

    oldest: int | None = None
    """The oldest of them; None if there is none."""


class Messages(NamedTuple):
    """The time of which all messages of a channel were read; they are kept elsewhere."""

    since: int
    until: int


class Preferences(NamedTuple):
    """What administrators have set for a channel; None is what Slack does not tell."""

    posting: Restriction | None = None
    """Who may post."""
    threads: Restriction | None = None
    """Who may reply in threads."""
    huddles: bool | None = None
    """Whether members may start huddles."""
    at_channel: bool | None = None
    """Whether members may notify everybody in it."""
    at_here: bool | None = None
    """Whether members may notify everybody who is active."""


class Retention(NamedTuple):
    """How long messages of a channel are kept."""

    custom: bool | None = None
    """Whether the channel differs from the workspace."""
    days: int | None = None
    """How long its own rule keeps them; 0 or None where it has none."""


class LiveChannel(NamedTuple):
    """One public or private channel; direct messages are never read."""

    id: str
    name: str | None = None
    is_private: bool | None = None
    is_archived: bool | None = None
    is_general: bool | None = None
    is_member: bool | None = None
    """Whether the app is in the channel."""
    is_shared: bool | None = None
    is_ext_shared: bool | None = None
    """Shared with another organisation."""
    is_org_shared: bool | None = None
    """Shared between workspaces of one organisation."""
    is_pending_ext_shared: bool | None = None
    is_frozen: bool | None = None
    """A shared channel whose connection was cut."""
    connected_team_ids: tuple[str, ...] | None = None
    """Other organisations in the channel."""
    pending_team_ids: tuple[str, ...] | None = None
    """Other organisations with an open invitation."""
    topic: str | None = None
    """As Slack stores it, with ``&amp;`` and ``<…>``."""
    purpose: str | None = None
    """The description, stored like the topic."""
    creator: str | None = None
    created: int | None = None
    num_members: int | None = None
    previous_names: tuple[str, ...] | None = None
    posting: Restriction | None = None
    """Who may post."""
    threads: Restriction | None = None
    """Who may reply in threads."""
    huddles_restricted: bool | None = None
    members: tuple[str, ...] | None = None
    """Ids of accounts, bots included, sorted."""
    bookmarks: tuple[Bookmark, ...] | None = None
    pins: tuple[Pin, ...] | None = None
    activity: Activity | None = None
    history_start: HistoryStart | None = None
    preferences: Preferences | None = None
    retention: Retention | None = None
    messages: Messages | None = None
    replies: Messages | None = None
    """Likewise of the replies in threads."""

    @property
    def is_live(self) -> bool:
        """Whether the channel is not archived."""
        return not self.is_archived


class LiveUsergroup(NamedTuple):
    """One user group."""

    id: str
    team_id: str | None = None
    handle: str | None = None
    """Without ``@``."""
    name: str | None = None
    description: str | None = None
    date_delete: int | None = None
    """When it was disabled; 0 while it is in use."""
    is_external: bool | None = None
    auto_type: str | None = None
    """``admin`` or ``owner`` where Slack keeps the members itself."""
    users: tuple[str, ...] | None = None
    """Ids of the members, sorted."""
    user_count: int | None = None
    default_channels: tuple[str, ...] | None = None
    """Ids of channels that members are added to, sorted."""

    @property
    def is_disabled(self) -> bool | None:
        """Whether mentions of it reach nobody."""
        return None if self.date_delete is None else self.date_delete != 0


class LiveBot(NamedTuple):
    """One bot, and the app that it belongs to."""

    id: str
    """``B…``; bots have an account besides, :attr:`user_id`."""
    name: str | None = None
    app_id: str | None = None
    user_id: str | None = None
    deleted: bool | None = None


class Invitation(NamedTuple):
    """An invitation to share a channel with another organisation, not settled yet."""

    id: str
    channel_id: str | None = None
    direction: str | None = None
    """``outgoing`` or ``incoming``."""
    status: str | None = None
    """Slack's word for how far it is, such as ``sent``."""
    inviting_team_id: str | None = None
    inviting_user_id: str | None = None
    accepting_team_ids: tuple[str, ...] = ()
    """Organisations that accepted and wait for an approval, sorted."""
    recipient_id: str | None = None
    """Whom it was sent to, by id…"""
    recipient: str | None = None
    """… or by address, of which only the digest is kept."""
    created: int | None = None
    expires: int | None = None


def email_digest(address: str) -> str:
    """The redacted form of an e-mail address; one that is redacted already stays as it is.

    It hides addresses from a reader and lets a declared address still be compared.
    It is no secret: whoever guesses an address can check the guess.
    """
    if address.startswith(EMAIL_DIGEST):
        return address
    from hashlib import sha256  # loads OpenSSL; most runs never need it

    return EMAIL_DIGEST + sha256(address.strip().lower().encode("utf-8", "replace")).hexdigest()
