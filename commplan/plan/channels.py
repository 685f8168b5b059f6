"""Channels and the messages that go through them."""

from datetime import date
from typing import NamedTuple

from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, day, mapping, text

SLACK = "slack"
ACTIVE = "active"


class Intake(NamedTuple):
    """How a channel takes requests."""

    at: Place
    responders: Reference | None


class Channel(NamedTuple):
    """Where messages go: a Slack channel, a mailing list, a status page, a phone bridge."""

    id: str
    at: Place
    kind: str
    declared_name: str | None
    slack: str | None
    """Slack's id of the channel, which survives a rename."""
    purpose: str | None
    audience: tuple[Reference, ...]
    owner: Reference | None
    visibility: str | None
    fallback: Reference | None
    intake: Intake | None
    state: str
    expires: date | None
    topic: str | None
    description: str | None
    publish: tuple[object, ...]
    bridges: tuple[Reference, ...]

    @property
    def name(self) -> str:
        """The name in Slack, without ``#``: ``name``, or the key where that is absent."""
        return self.declared_name if self.declared_name is not None else self.id

    @property
    def name_at(self) -> Place:
        """Where the name stands."""
        return self.at / "name" if self.declared_name is not None else self.at.key

    @property
    def is_slack(self) -> bool:
        """Whether the channel lives in Slack."""
        return self.kind == SLACK

    @property
    def declared_private(self) -> bool:
        """Whether the plan says that the channel is private."""
        return self.visibility == "private"

    @property
    def retired(self) -> bool:
        """Whether the plan says that the channel is out of use, whatever the date."""
        return self.state != ACTIVE


class Message(NamedTuple):
    """A kind of message: what, when, with whom, how, and who sends it."""

    id: str
    at: Place
    kind: str | None
    when: str | None
    audience: tuple[Reference, ...]
    via: tuple[Reference, ...]
    sender: Reference | None
    approver: Reference | None


def read_channel(id: str, raw: Raw, at: Place) -> Channel:
    """Read ``channels.<id>``."""
    intake = raw.get("intake")
    publish = raw.get("publish")
    return Channel(
        id=id,
        at=at,
        kind=text(raw.get("kind")) or "",
        declared_name=text(raw.get("name")),
        slack=text(raw.get("slack")),
        purpose=text(raw.get("purpose")),
        audience=read_references(raw, "audience", at),
        owner=read_reference(raw, "owner", at),
        visibility=text(raw.get("visibility")),
        fallback=read_reference(raw, "fallback", at),
        intake=_intake(intake, at / "intake") if isinstance(intake, dict) else None,
        state=text(raw.get("state")) or ACTIVE,
        expires=day(raw.get("expires")),
        topic=text(raw.get("topic")),
        description=text(raw.get("description")),
        publish=tuple(publish) if isinstance(publish, list) else (),
        bridges=_bridges(raw.get("bridges"), at / "bridges"),
    )


def _intake(raw: Raw, at: Place) -> Intake:
    return Intake(at, read_reference(raw, "responders", at))


def _bridges(value: object, at: Place) -> tuple[Reference, ...]:
    if not isinstance(value, list):
        return ()
    targets = (
        read_reference(mapping(item), "to", at / number) for number, item in enumerate(value)
    )
    return tuple(target for target in targets if target is not None)


def read_message(id: str, raw: Raw, at: Place) -> Message:
    """Read ``messages.<id>``."""
    return Message(
        id=id,
        at=at,
        kind=text(raw.get("kind")),
        when=text(raw.get("when")),
        audience=read_references(raw, "audience", at),
        via=read_references(raw, "via", at),
        sender=read_reference(raw, "sender", at),
        approver=read_reference(raw, "approver", at),
    )


def severities_named(when: str | None, severities: tuple[str, ...]) -> tuple[str, ...]:
    """The severities that a message's ``when`` names, as whole words."""
    if not when:
        return ()
    import re

    words = set(re.findall(r"[\w.-]+", when))
    return tuple(severity for severity in severities if severity in words)
