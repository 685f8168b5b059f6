"""What communication is meant to achieve, and how that is measured."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import MEASURED, Reference, read_reference
from commplan.plan.values import Raw, duration, text, texts, whole


class Goal(NamedTuple):
    """An aim, who answers for it, and the indicators that show whether it is met."""

    id: str
    at: Place
    statement: str | None
    owner: Reference | None
    kpis: tuple[str, ...]
    """Bare ids."""


class Kpi(NamedTuple):
    """An indicator: what is measured, over which time, and who is told when."""

    id: str
    at: Place
    metric: str | None
    stat: str | None
    """``mean``, ``median``, ``share``, ``count`` or a percentile such as ``p90``."""
    threshold: str | None
    """``<=30m``, ``>= 4.2``, ``<5%``: as written."""
    clock: str | None
    """``24x7``, ``calendar:<id>`` or None."""
    window: Duration | None
    source: str | None
    """``slack:channel:<id>``, or the path of a file."""
    on_breach: Reference | None
    min_n: int | None

    @property
    def channel(self) -> str | None:
        """Bare id of the channel whose messages are its source."""
        source = self.source or ""
        return source.removeprefix(MEASURED) if source.startswith(MEASURED) else None


def read_goal(id: str, raw: Raw, at: Place) -> Goal:
    """Read ``goals.<id>``."""
    return Goal(
        id=id,
        at=at,
        statement=text(raw.get("statement")),
        owner=read_reference(raw, "owner", at),
        kpis=texts(raw.get("kpis")),
    )


def read_kpi(id: str, raw: Raw, at: Place) -> Kpi:
    """Read ``kpis.<id>``."""
    return Kpi(
        id=id,
        at=at,
        metric=text(raw.get("metric")),
        stat=text(raw.get("stat")),
        threshold=text(raw.get("threshold")),
        clock=text(raw.get("clock")),
        window=duration(raw.get("window")),
        source=text(raw.get("source")),
        on_breach=read_reference(raw, "on_breach", at),
        min_n=whole(raw.get("min_n")),
    )
