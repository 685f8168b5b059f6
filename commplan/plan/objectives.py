"""How often response times have to be kept, and when their clock stands still."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.values import Raw, duration, emoji_names, number, text, texts


class Objective(NamedTuple):
    """How often the targets of an SLA have to be met."""

    at: Place
    attainment: float | None
    """The share of cases, from 0 to 1."""
    percentile: float | None
    """The percentile that has to be within the target, from 0 to 100."""
    window: Duration | None

    @property
    def share(self) -> float | None:
        """The share of cases that have to be within the target, however that is written."""
        if self.attainment is not None or self.percentile is None:
            return self.attainment
        return self.percentile / 100


class Pause(NamedTuple):
    """When the clock of an SLA may stand still."""

    at: Place
    metrics: tuple[str, ...]
    state: str | None
    """``while``: the state in which they pause, as the ticketing tool calls it."""
    reactions: tuple[str, ...]
    longest: Duration | None
    """``max``."""


def read_objective(raw: Raw, at: Place) -> Objective:
    """Read ``slas.<id>.objective``."""
    return Objective(
        at=at,
        attainment=number(raw.get("attainment")),
        percentile=number(raw.get("percentile")),
        window=duration(raw.get("window")),
    )


def read_pause(raw: Raw, at: Place) -> Pause:
    """Read ``slas.<id>.pause``."""
    return Pause(
        at=at,
        metrics=texts(raw.get("metrics")),
        state=text(raw.get("while")),
        reactions=emoji_names(raw.get("reactions")),
        longest=duration(raw.get("max")),
    )
