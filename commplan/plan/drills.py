"""How often a way to reach people is rehearsed."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.values import Raw, duration, text


class Drill(NamedTuple):
    """The rehearsal of a tool, a channel or an escalation path."""

    at: Place
    every: Duration | None
    records: str | None
    """The path of the file with the results."""


def read_drill(raw: Raw, at: Place) -> Drill:
    """Read ``drill`` of an entry."""
    return Drill(at, duration(raw.get("every")), text(raw.get("records")))
