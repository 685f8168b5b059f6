"""The communication matrix: what is said, when, to whom, how and by whom."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, duration, text


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
    lead_time: Duration | None
    """How long writing and release take."""
    template: Reference | None
    message_class: str | None
    """How confidential the content is."""


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
        lead_time=duration(raw.get("lead_time")),
        template=read_reference(raw, "template", at),
        message_class=text(raw.get("class")),
    )


def severities_named(when: str | None, severities: tuple[str, ...]) -> tuple[str, ...]:
    """The severities that a message's ``when`` names, as whole words."""
    if not when:
        return ()
    import re

    words = set(re.findall(r"[\w.-]+", when))
    return tuple(severity for severity in severities if severity in words)
