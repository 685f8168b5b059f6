"""What leaves the machine in a snapshot, and what does not."""

from __future__ import annotations

from enum import StrEnum

from commplan.workspace.live import EMAIL_DIGEST, LiveChannel, LivePerson, email_digest
from commplan.workspace.model import Workspace

REMOVED = "[token removed]"


class Redaction(StrEnum):
    """How much of the personal data a snapshot keeps."""

    EMAILS = "emails"
    """E-mail addresses become digests, so that a declared address can still be compared."""
    NONE = "none"
    """E-mail addresses stay in clear."""


def redact(workspace: Workspace, level: Redaction = Redaction.EMAILS) -> Workspace:
    """The workspace as a snapshot may keep it; no level keeps the text of a message."""
    people = workspace.people
    if level is Redaction.EMAILS:
        people = tuple(_without_address(person) for person in people)
    channels = tuple(_without_messages(channel) for channel in workspace.channels)
    return workspace._replace(people=people, channels=channels)


def scrub(text: str) -> str:
    """``text`` without anything that looks like a Slack token.

    Topics, bookmarks and error pages of proxies have been seen to contain some.
    """
    import re  # only needed where something is about to be shown or stored

    return re.sub(r"\b(?:xox[abcdeprs](?:\.xox[abcdeprs])?|xapp|xwfp)-[A-Za-z0-9-]+", REMOVED, text)


def _without_address(person: LivePerson) -> LivePerson:
    if person.email is None or person.email.startswith(EMAIL_DIGEST):
        return person
    return person._replace(email=email_digest(person.email))


def _without_messages(channel: LiveChannel) -> LiveChannel:
    if not channel.pins:
        return channel
    return channel._replace(pins=tuple(pin._replace(text=None) for pin in channel.pins))
