"""Duties to notify."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference
from commplan.plan.values import Raw, duration, text

_WITHOUT_BREAK = ("calendar", "24x7")


class Obligation(NamedTuple):
    """A duty to notify somebody by a deadline."""

    id: str
    at: Place
    duty: str
    """The duty of a pack that this answers; the id where nothing else is said."""
    trigger: str | None
    after: str | None
    """Bare id of the obligation whose notification starts this one."""
    deadline: Duration | None
    clock: str | None
    """``calendar`` and ``24x7`` run through nights and weekends, ``calendar:<id>`` in its hours."""
    recipient: Reference | None
    decision: Reference | None
    """Who decides whether to notify."""
    path: Reference | None
    """How the decision-maker learns of it."""
    work_needed: Duration | None
    template: Reference | None
    message_class: str | None

    @property
    def hours(self) -> str | None:
        """``calendar:<id>``: the deadline runs in its hours only. None: without a break."""
        return None if self.clock in (None, *_WITHOUT_BREAK) else self.clock


def read_obligation(id: str, raw: Raw, at: Place) -> Obligation:
    """Read ``obligations.<id>``."""
    return Obligation(
        id=id,
        at=at,
        duty=text(raw.get("duty")) or id,
        trigger=text(raw.get("trigger")),
        after=text(raw.get("after")),
        deadline=duration(raw.get("deadline")),
        clock=text(raw.get("clock")),
        recipient=read_reference(raw, "recipient", at),
        decision=read_reference(raw, "decision", at),
        path=read_reference(raw, "path", at),
        work_needed=duration(raw.get("work_needed")),
        template=read_reference(raw, "template", at),
        message_class=text(raw.get("message_class")),
    )
