"""What leaves the machine in a snapshot, and what does not."""

from __future__ import annotations

from commplan.errors import SnapshotError
from commplan.workspace.live import (
    EMAIL_DIGEST,
    Digests,
    Invitation,
    LiveChannel,
    LivePerson,
    email_digest,
)
from commplan.workspace.model import Workspace
from commplan.workspace.privacy import Pseudonyms, Redaction
from commplan.workspace.reading import Reading

REMOVED = "[token removed]"


def redact(
    workspace: Workspace,
    level: Redaction = Redaction.EMAILS,
    key: Pseudonyms | None = None,
) -> Workspace:
    """The workspace as a snapshot may keep it; what it had lost before stays lost.

    Raises :class:`SnapshotError` where a level needs a key and there is none.
    """
    level = max(level, workspace.redaction, key=lambda one: one.rank)
    people, channels, usergroups = workspace.people, workspace.channels, workspace.usergroups
    readings, mark = workspace.readings, workspace.key_mark
    invitations = workspace.invitations
    if level is Redaction.EMAILS:
        people = tuple(_without_address(person) for person in people)
    elif level.keyed and mark is None:
        if key is None:
            raise SnapshotError(f"redaction {level} takes a key, and there is none")
        people = tuple(_without_names(person, key) for person in people)
        readings = tuple(_without_looked_up(reading, key) for reading in readings)
        invitations = tuple(_without_recipient(invitation, key) for invitation in invitations)
        mark = key.mark
    if level is Redaction.TEXTS:
        channels = tuple(_without_texts(channel) for channel in channels)
        usergroups = tuple(group._replace(description=None) for group in usergroups)
    return workspace._replace(
        readings=readings,
        people=people,
        channels=tuple(_without_messages(channel) for channel in channels),
        usergroups=usergroups,
        invitations=invitations,
        redaction=level,
        key_mark=mark,
    )


def scrub(text: str) -> str:
    """``text`` without anything that looks like a Slack token.

    Topics, bookmarks and error pages of proxies have been seen to contain some.
    """
    import re  # only needed where something is about to be shown or stored

    return re.sub(r"\b(?:xox[abcdeprs](?:\.xox[abcdeprs])?|xapp|xwfp)-[A-Za-z0-9-]+", REMOVED, text)


def _without_address(person: LivePerson) -> LivePerson:
    if person.email is None:
        return person
    return person._replace(email=email_digest(person.email))


def _without_names(person: LivePerson, key: Pseudonyms) -> LivePerson:
    """What a bot or a workflow is called is no personal data, and rules ask for it."""
    if person.is_machine:
        return _without_address(person)
    return person._replace(
        handle=None,
        display_name=None,
        real_name=None,
        email=None,
        digests=Digests(
            handle=_name(person.handle, key),
            display_name=_name(person.display_name, key),
            real_name=_name(person.real_name, key),
            email=key.of_address(person.email) if person.email else None,
        ),
    )


def _without_looked_up(reading: Reading, key: Pseudonyms) -> Reading:
    """People who were looked up by address are known by its digest here, too."""
    exceptions = (
        one._replace(id=key.of_address(one.id)) if one.id.startswith(EMAIL_DIGEST) else one
        for one in reading.exceptions
    )
    return reading._replace(exceptions=tuple(sorted(exceptions)))


def _without_recipient(invitation: Invitation, key: Pseudonyms) -> Invitation:
    """Whoever was invited by address cannot be found by trying out addresses either."""
    if invitation.recipient is None:
        return invitation
    return invitation._replace(recipient=key.of_address(invitation.recipient))


def _name(name: str | None, key: Pseudonyms) -> str | None:
    return key.of_name(name) if name else None


def _without_texts(channel: LiveChannel) -> LiveChannel:
    return channel._replace(topic=None, purpose=None, bookmarks=None)


def _without_messages(channel: LiveChannel) -> LiveChannel:
    if not channel.pins:
        return channel
    return channel._replace(pins=tuple(pin._replace(text=None) for pin in channel.pins))
