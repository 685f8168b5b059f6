"""What is live in a workspace, and the look-ups that rules need."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from commplan.workspace.live import (
    Invitation,
    LiveBot,
    LiveChannel,
    LivePerson,
    LiveUsergroup,
    email_digest,
)
from commplan.workspace.names import folded
from commplan.workspace.privacy import Pseudonyms, Redaction
from commplan.workspace.reading import Failure, Reading, Status


class FailedRead(NamedTuple):
    """A read that the token allows and that was given up."""

    failure: Failure
    facts: tuple[str, ...]
    """What it leaves unknown, sorted."""
    object: str | None = None
    """Id of the object, where others of the facts were read."""


class _Recorded(NamedTuple):
    """Everything that was read, in the order of a snapshot."""

    taken_at: int
    """When reading began, in microseconds since the epoch, UTC."""
    source: str
    """Name of the source: ``slack``, ``export``, …"""
    team_id: str | None = None
    team_name: str | None = None
    url: str | None = None
    enterprise_id: str | None = None
    reader: str | None = None
    """Id of the account that read it, which is the app's own; None if no token was used."""
    scopes: tuple[str, ...] | None = None
    """What the token was granted; None if Slack did not say or no token was used."""
    readings: tuple[Reading, ...] = ()
    """At most one for each fact, sorted by fact."""
    people: tuple[LivePerson, ...] = ()
    """Sorted by id, as the others."""
    channels: tuple[LiveChannel, ...] = ()
    usergroups: tuple[LiveUsergroup, ...] = ()
    bots: tuple[LiveBot, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    redaction: Redaction = Redaction.NONE
    """What was left out of it, if it comes from a snapshot."""
    key_mark: str | None = None
    """Tells which key its names and addresses were made unreadable with."""
    key: Pseudonyms | None = None
    """That key, where whoever asks has it."""


class Workspace(_Recorded):
    """What is live, and how much of it is known.

    A value like its parts: equal if everything recorded is equal. The look-ups
    are built when first asked.
    """

    def reading(self, fact: str) -> Reading:
        """How much of a fact is known; see :data:`commplan.workspace.FACTS`."""
        reading = self._readings.get(fact) or Reading(fact, Status.NOT_REQUESTED)
        if reading.known and (why := self._left_out(fact)):
            return Reading(fact, Status.UNSUPPORTED, note=why)
        return reading

    def members_reading(self, channel_id: str) -> Reading:
        """Whether the members of one channel are known."""
        return self.channel_reading("members", channel_id)

    def channel_reading(self, fact: str, channel_id: str) -> Reading:
        """Whether one channel's part of a fact (``members``, ``pins``, …) is known."""
        reading = self.reading(fact).of(channel_id)
        if not reading.known:
            return reading
        channel = self.channel(channel_id)
        told = () if channel is None else (getattr(channel, f) for f in _FIELDS_OF[fact])
        if any(value is not None for value in told):
            return Reading(fact, Status.COMPLETE)
        return Reading(fact, Status.NOT_REQUESTED)

    def failed_reads(self) -> tuple[FailedRead, ...]:
        """What was given up, sorted by method and object."""
        facts: dict[tuple[Failure, str], list[str]] = {}
        for reading in self.readings:
            for of_object, status, failure in _outcomes(reading):
                if status is Status.FAILED and failure is not None:
                    facts.setdefault((failure, of_object), []).append(reading.fact)
        return tuple(
            FailedRead(failure, tuple(sorted(facts[failure, of_object])), of_object or None)
            for failure, of_object in sorted(facts)
        )

    def person(self, id: str) -> LivePerson | None:
        """The account with this id, be it the workspace's or the Enterprise organisation's."""
        return self._people.get(id)

    def person_by_email(self, address: str) -> LivePerson | None:
        """The account with this e-mail address, an active one before a deactivated one."""
        wanted = address.strip().lower()
        found = self._by_email.get(wanted) or self._by_email.get(email_digest(wanted))
        if found is None and self.key is not None:
            found = self._by_email.get(self.key.of_address(wanted))
        return found

    def address_reading(self, address: str) -> Reading:
        """How the look-up of one address ended, where people are looked up one by one."""
        own = email_digest(address) if self.key is None else self.key.of_address(address)
        return self.reading("emails").of(own)

    def is_called(self, person: LivePerson, name: str) -> bool | None:
        """Whether a person bears a name in full or for show; None if that is not known.

        Case, accents and spaces do not matter.
        """
        if person.digests is None:
            told = [one for one in (person.real_name, person.display_name) if one]
            return folded(name) in map(folded, told) if told else None
        digests = [d for d in (person.digests.real_name, person.digests.display_name) if d]
        return self.key.of_name(name) in digests if self.key is not None and digests else None

    def has_email(self, person: LivePerson, address: str) -> bool | None:
        """Whether an address is a person's, in any case; None if that is not known."""
        if person.digests is None or person.digests.email is None:
            return person.has_email(address)
        return None if self.key is None else self.key.of_address(address) == person.digests.email

    def channel(self, id: str) -> LiveChannel | None:
        """The channel with this id."""
        return self._channels.get(id)

    def channels_named(self, name: str) -> tuple[LiveChannel, ...]:
        """Channels that bear this name now, live ones first; ``#`` and case do not matter."""
        return self._by_name.get(channel_key(name), ())

    def usergroup(self, id: str) -> LiveUsergroup | None:
        """The user group with this id."""
        return self._usergroups.get(id)

    def bot(self, id: str) -> LiveBot | None:
        """The bot with this id, ``B…``."""
        return self._bots.get(id)

    def invitations_to(self, channel_id: str) -> tuple[Invitation, ...]:
        """Open invitations of other organisations to a channel, sorted by id."""
        return tuple(one for one in self.invitations if one.channel_id == channel_id)

    def members(self, channel_id: str) -> tuple[str, ...] | None:
        """Ids of the accounts in a channel, or None if they are not known."""
        channel = self.channel(channel_id)
        return None if channel is None else channel.members

    @cached_property
    def _readings(self) -> Mapping[str, Reading]:
        return {reading.fact: reading for reading in self.readings}

    @cached_property
    def _people(self) -> Mapping[str, LivePerson]:
        by_enterprise = {p.enterprise_user_id: p for p in self.people if p.enterprise_user_id}
        return by_enterprise | {person.id: person for person in self.people}

    @cached_property
    def _by_email(self) -> Mapping[str, LivePerson]:
        found: dict[str, LivePerson] = {}
        for person in sorted(self.people, key=lambda p: (bool(p.deleted), p.id)):
            address = person.email or (person.digests and person.digests.email)
            if address:
                found.setdefault(address.lower(), person)
        return found

    def _left_out(self, fact: str) -> str:
        """Why redaction leaves nothing of a fact; empty where it leaves something."""
        if fact == "emails" and self.key_mark is not None and self.key is None:
            return "addresses are redacted, and COMMPLAN_REDACTION_KEY is not set"
        if fact == "bookmarks" and self.redaction is Redaction.TEXTS:
            return "bookmarks were left out of the snapshot (redaction texts)"
        return ""

    @cached_property
    def _channels(self) -> Mapping[str, LiveChannel]:
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[LiveChannel, ...]]:
        found: dict[str, list[LiveChannel]] = {}
        for channel in sorted(self.channels, key=lambda c: (bool(c.is_archived), c.id)):
            if channel.name is not None:
                found.setdefault(channel_key(channel.name), []).append(channel)
        return {name: tuple(channels) for name, channels in found.items()}

    @cached_property
    def _usergroups(self) -> Mapping[str, LiveUsergroup]:
        return {usergroup.id: usergroup for usergroup in self.usergroups}

    @cached_property
    def _bots(self) -> Mapping[str, LiveBot]:
        return {bot.id: bot for bot in self.bots}


_FIELDS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "members": ("members",),
        "bookmarks": ("bookmarks",),
        "pins": ("pins",),
        "sharing": ("connected_team_ids",),
        "channel-settings": ("posting", "threads", "huddles_restricted"),
        "activity": ("activity",),
        "history-start": ("history_start",),
        "channel-preferences": ("preferences",),
        "retention": ("retention",),
        "messages": ("messages",),
        "replies": ("replies",),
    }
)
"""Where a channel keeps what was read of it alone."""


def _outcomes(reading: Reading) -> Iterator[tuple[str, Status, Failure | None]]:
    """How the read of a fact ended, and of each object that differs; ``""`` is the fact."""
    yield "", reading.status, reading.failure
    for exception in reading.exceptions:
        yield exception.id, exception.status, exception.failure


def channel_key(name: str) -> str:
    """A channel name for comparison: Slack's names are lower case and written after ``#``.

    Accented letters are composed, as Slack has them; some editors write them as two.
    """
    key = name.strip().removeprefix("#").lower()
    return key if key.isascii() else _composed(key)


def _composed(name: str) -> str:
    from unicodedata import normalize  # most names do without

    return normalize("NFC", name)
