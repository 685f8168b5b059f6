"""What people ask for, and what is done about it without people."""

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_one_or_many, read_reference
from commplan.plan.values import Raw, number, text


class RequestType(NamedTuple):
    """Something people ask for, and where it goes."""

    id: str
    at: Place
    intake: Reference | None
    owners: tuple[Reference, ...]
    queue: Reference | None
    """The tool in which the tickets wait."""
    priority: str | None
    automation: str | None
    """Bare id."""
    routine: bool
    """It is the same every time."""
    per_week: float | None


class Automation(NamedTuple):
    """A bot, workflow or scheduled message."""

    id: str
    at: Place
    kind: str | None
    tool: Reference | None
    message: str | None
    """Bare id of the kind of message it sends."""
    channel: Reference | None
    app: str | None
    """The Slack app or workflow bot behind it."""
    template: Reference | None
    reply: str | None
    """The text it answers with."""


def read_request(id: str, raw: Raw, at: Place) -> RequestType:
    """Read ``requests.<id>``."""
    return RequestType(
        id=id,
        at=at,
        intake=read_reference(raw, "intake", at),
        owners=read_one_or_many(raw, "owner", at),
        queue=read_reference(raw, "queue", at),
        priority=text(raw.get("priority")),
        automation=text(raw.get("automation")),
        routine=raw.get("routine") is True,
        per_week=number(raw.get("per_week")),
    )


def read_automation(id: str, raw: Raw, at: Place) -> Automation:
    """Read ``automations.<id>``."""
    return Automation(
        id=id,
        at=at,
        kind=text(raw.get("kind")),
        tool=read_reference(raw, "tool", at),
        message=text(raw.get("message")),
        channel=read_reference(raw, "channel", at),
        app=text(raw.get("app")),
        template=read_reference(raw, "template", at),
        reply=text(raw.get("reply")),
    )
