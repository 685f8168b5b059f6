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


class Rehearsal(NamedTuple):
    """Something of which a plan says how it is rehearsed."""

    kind: str
    """``tool``, ``channel`` or ``escalation``."""
    id: str
    drill: Drill

    @property
    def name(self) -> str:
        """As plans write it: ``escalation:major``."""
        return f"{self.kind}:{self.id}"


def read_drill(raw: Raw, at: Place) -> Drill:
    """Read ``drill`` of an entry."""
    return Drill(at, duration(raw.get("every")), text(raw.get("records")))
