"""The smaller nouns of a plan: metadata, tools, alerts, obligations, waivers, templates."""

from datetime import date
from typing import NamedTuple

from commplan.place import Place
from commplan.plan.references import Reference, read_one_or_many, read_reference
from commplan.plan.values import Raw, day, mapping, text, texts


class Metadata(NamedTuple):
    """Who answers for the plan, and which workspace it speaks of."""

    at: Place
    id: str
    owner: Reference | None
    approver: Reference | None
    timezone: str
    """Zone of the plan's own dates; UTC where none is given."""
    packs: tuple[str, ...]
    team: str | None
    """Slack's id of the workspace."""
    managed_channels: tuple[str, ...]
    managed_usergroups: tuple[str, ...]


class Tool(NamedTuple):
    """Software that carries or records communication."""

    id: str
    at: Place
    kind: str | None
    provider: str | None
    also: tuple[str, ...]
    """Further kinds of use."""

    def is_kind(self, kind: str) -> bool:
        """Whether the tool serves as this kind, mainly or also."""
        return kind == self.kind or kind in self.also


class Alert(NamedTuple):
    """An alert of a monitored system and where it goes."""

    system: str
    id: str
    at: Place
    severity: str | None
    channel: Reference | None
    path: Reference | None
    owner: Reference | None


class RequestType(NamedTuple):
    """Something people ask for."""

    id: str
    at: Place
    intake: Reference | None
    owners: tuple[Reference, ...]


class Obligation(NamedTuple):
    """A duty to notify somebody by a deadline."""

    id: str
    at: Place
    recipient: Reference | None
    decision: Reference | None
    path: Reference | None


class Template(NamedTuple):
    """A text with fields, kept in a file beside the plan or in the plan."""

    id: str
    at: Place
    file: str | None


class Waiver(NamedTuple):
    """A finding that somebody accepts, for a reason and for a time."""

    id: str
    at: Place
    rules: tuple[str, ...]
    pointer: str
    reason: str | None
    owner: str | None
    approved_by: str | None
    created: date | None
    expires: date | None


def read_metadata(raw: Raw, at: Place) -> Metadata:
    """Read ``metadata``."""
    workspace, managed = mapping(raw.get("workspace")), mapping(raw.get("managed"))
    return Metadata(
        at=at,
        id=text(raw.get("id")) or "",
        owner=read_reference(raw, "owner", at),
        approver=read_reference(raw, "approver", at),
        timezone=text(raw.get("timezone")) or "UTC",
        packs=texts(raw.get("profiles")),
        team=text(workspace.get("team")),
        managed_channels=texts(managed.get("channels")),
        managed_usergroups=texts(managed.get("usergroups")),
    )


def read_tool(id: str, raw: Raw, at: Place) -> Tool:
    """Read ``tools.<id>``."""
    kind, provider = text(raw.get("kind")), text(raw.get("provider"))
    return Tool(id, at, kind, provider, texts(raw.get("also")))


def read_alert(system: str, id: str, raw: Raw, at: Place) -> Alert:
    """Read ``monitoring.<system>.alerts.<id>``."""
    return Alert(
        system=system,
        id=id,
        at=at,
        severity=text(raw.get("severity")),
        channel=read_reference(raw, "channel", at),
        path=read_reference(raw, "path", at),
        owner=read_reference(raw, "owner", at),
    )


def read_request(id: str, raw: Raw, at: Place) -> RequestType:
    """Read ``requests.<id>``."""
    intake = read_reference(raw, "intake", at)
    return RequestType(id, at, intake, read_one_or_many(raw, "owner", at))


def read_obligation(id: str, raw: Raw, at: Place) -> Obligation:
    """Read ``obligations.<id>``."""
    return Obligation(
        id=id,
        at=at,
        recipient=read_reference(raw, "recipient", at),
        decision=read_reference(raw, "decision", at),
        path=read_reference(raw, "path", at),
    )


def read_template(id: str, raw: Raw, at: Place) -> Template:
    """Read ``templates.<id>``."""
    return Template(id, at, text(raw.get("file")))


def read_waiver(id: str, raw: Raw, at: Place) -> Waiver:
    """Read ``waivers.<id>``."""
    return Waiver(
        id=id,
        at=at,
        rules=texts(raw.get("rule")),
        pointer=text(raw.get("at")) or "",
        reason=text(raw.get("reason")),
        owner=text(raw.get("owner")),
        approved_by=text(raw.get("approved_by")),
        created=day(raw.get("created")),
        expires=day(raw.get("expires")),
    )
