"""Severities and the response times that are promised for them."""

from typing import TYPE_CHECKING

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, duration, mapping, part, text, texts, whole

if TYPE_CHECKING:
    from commplan.plan.objectives import Objective, Pause
    from commplan.plan.reviews import Pir

ANY_TIME = "24x7"
TIMES = ("acknowledge", "first_response", "next_response", "resolve")
"""Targets that are one duration each."""
ANSWERED = ("acknowledge", "first_response")
"""Those of them that end with the first answer, or before it."""


class IncidentSeverity(NamedTuple):
    """How grave an incident is, and what follows from that."""

    id: str
    at: Place
    order: int
    """1 for the gravest; 0 where a baseline leaves it to its plans."""
    path: Reference | None
    sla: Reference | None
    criteria: Raw
    """Measures to thresholds, flags to whether they are set; ``or`` to flags that are enough."""
    raw: Raw
    """The entry as it was loaded."""

    @property
    def is_measured(self) -> bool:
        """Whether there is anything by which a case is found to be this grave."""
        return any(key != "or" or flags for key, flags in self.criteria.items())

    @property
    def pir(self) -> "Pir | None":
        """The review after the incident."""
        from commplan.plan.reviews import read_pir

        return part(self.raw, "pir", self.at, read_pir)


class Target(NamedTuple):
    """One promised time."""

    name: str
    """``acknowledge``, …, or ``update_every``."""
    duration: Duration
    at: Place
    phase: str | None = None
    """The incident phase, for ``update_every`` given per phase."""


class Sla(NamedTuple):
    """A promise of response times."""

    id: str
    at: Place
    channels: tuple[str, ...]
    """Bare ids in ``applies.channel``."""
    severities: tuple[str, ...]
    """Bare ids in ``applies.severity``."""
    clock: str | None
    """``24x7``, ``calendar:<id>`` or None."""
    targets: tuple[Target, ...]
    paused_metrics: tuple[str, ...]
    publish_in: tuple[Reference, ...]
    """Channels in which people can read the promise."""
    raw: Raw
    """The entry as it was loaded."""

    def target(self, name: str) -> Target | None:
        """The target of that name, if it is promised."""
        for target in self.targets:
            if target.name == name:
                return target
        return None

    @property
    def updates(self) -> tuple[Target, ...]:
        """The cadences of ``update_every``."""
        return tuple(target for target in self.targets if target.name == "update_every")

    @property
    def objective(self) -> "Objective | None":
        """How often the targets have to be met."""
        from commplan.plan.objectives import read_objective

        return part(self.raw, "objective", self.at, read_objective)

    @property
    def pause(self) -> "Pause | None":
        """When the clock may stand still."""
        from commplan.plan.objectives import read_pause

        return part(self.raw, "pause", self.at, read_pause)


def read_severity(id: str, raw: Raw, at: Place) -> IncidentSeverity:
    """Read ``severities.<id>``."""
    return IncidentSeverity(
        id=id,
        at=at,
        order=whole(raw.get("order")) or 0,
        path=read_reference(raw, "path", at),
        sla=read_reference(raw, "sla", at),
        criteria=mapping(raw.get("criteria")),
        raw=raw,
    )


def read_sla(id: str, raw: Raw, at: Place) -> Sla:
    """Read ``slas.<id>``."""
    applies = mapping(raw.get("applies"))
    return Sla(
        id=id,
        at=at,
        channels=texts(applies.get("channel")),
        severities=texts(applies.get("severity")),
        clock=text(raw.get("clock")),
        targets=tuple(_targets(mapping(raw.get("targets")), at / "targets")),
        paused_metrics=texts(mapping(raw.get("pause")).get("metrics")),
        publish_in=read_references(raw, "publish_in", at),
        raw=raw,
    )


def _targets(raw: Raw, at: Place) -> list[Target]:
    found = []
    for name, value in raw.items():
        if isinstance(value, dict):
            phases = ((phase, duration(item)) for phase, item in value.items())
            found += [Target(name, d, at / name / phase, phase) for phase, d in phases if d]
        elif (promised := duration(value)) is not None:
            found.append(Target(name, promised, at / name))
    return found
