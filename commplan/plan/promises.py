"""Severities, response-time SLAs, the OLAs behind them, and the coverage they require."""

from typing import NamedTuple

from commplan.clock import Duration
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, duration, mapping, text, texts, whole

ANY_TIME = "24x7"
TIMES = ("acknowledge", "first_response", "next_response", "resolve")
"""Targets that are one duration each."""


class IncidentSeverity(NamedTuple):
    """How grave an incident is, and what follows from that."""

    id: str
    at: Place
    order: int
    """1 for the gravest; 0 where a baseline leaves it to its plans."""
    path: Reference | None
    sla: Reference | None


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

    def target(self, name: str) -> Target | None:
        """The target of that name, if it is promised."""
        return next((target for target in self.targets if target.name == name), None)

    @property
    def updates(self) -> tuple[Target, ...]:
        """The cadences of ``update_every``."""
        return tuple(target for target in self.targets if target.name == "update_every")


class Ola(NamedTuple):
    """What a supplier or another team promises in support of SLAs."""

    id: str
    at: Place
    party: Reference | None
    supports: tuple[Reference, ...]
    clock: str | None


class Requirement(NamedTuple):
    """When how many people must be reachable for a severity."""

    severity: str
    at: Place
    require: str | None
    """``24x7`` or ``calendar:<id>``."""
    min_depth: int


def read_severity(id: str, raw: Raw, at: Place) -> IncidentSeverity:
    """Read ``severities.<id>``."""
    return IncidentSeverity(
        id=id,
        at=at,
        order=whole(raw.get("order")) or 0,
        path=read_reference(raw, "path", at),
        sla=read_reference(raw, "sla", at),
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


def read_ola(id: str, raw: Raw, at: Place) -> Ola:
    """Read ``olas.<id>``."""
    return Ola(
        id=id,
        at=at,
        party=read_reference(raw, "party", at),
        supports=read_references(raw, "supports", at),
        clock=text(raw.get("clock")),
    )


def read_requirement(severity: str, raw: Raw, at: Place) -> Requirement:
    """Read ``coverage.<severity>``."""
    depth = whole(raw.get("min_depth"))
    return Requirement(
        severity=severity,
        at=at,
        require=text(raw.get("require")),
        min_depth=1 if depth is None else depth,
    )
