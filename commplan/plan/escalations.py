"""Escalation paths: who is called next, how, and after how long."""

from typing import TYPE_CHECKING

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, duration, mapping, part, text, whole

if TYPE_CHECKING:
    from commplan.plan.drills import Drill


class Method(NamedTuple):
    """One contact medium of a step and how long after the step's start it is tried."""

    medium: str
    delay: Duration
    at: Place


class Step(NamedTuple):
    """One level of a path."""

    number: int
    """1-based, as people count."""
    at: Place
    notify: tuple[Reference, ...]
    via: tuple[Method, ...]
    """As declared; empty where the plan says nothing."""
    ack_within: Duration | None
    management: bool
    """The step takes the case to management."""
    mention: str | None
    """Whom a post in a channel pings: ``channel`` or ``here``."""

    @property
    def methods(self) -> tuple[Method, ...]:
        """The declared methods; a step that names none uses Slack at once."""
        return self.via or (Method("slack", Duration(0, 0, 0), self.at),)


class Exhausted(NamedTuple):
    """Who is told when nobody on the path has acknowledged."""

    at: Place
    notify: tuple[Reference, ...]
    via: tuple[Method, ...]


class EscalationPath(NamedTuple):
    """Steps in order, repeated ``repeat`` more times."""

    id: str
    at: Place
    tool: Reference | None
    steps: tuple[Step, ...]
    repeat: int
    on_exhausted: Exhausted | None
    raw: Raw
    """The entry as it was loaded."""

    @property
    def drill(self) -> "Drill | None":
        """How the path is rehearsed."""
        from commplan.plan.drills import read_drill

        return part(self.raw, "drill", self.at, read_drill)


def read_path(id: str, raw: Raw, at: Place) -> EscalationPath:
    """Read ``escalations.<id>``."""
    steps, under = raw.get("steps"), at / "steps"
    return EscalationPath(
        id=id,
        at=at,
        tool=read_reference(raw, "tool", at),
        steps=tuple(
            _step(number, mapping(step), under / number)
            for number, step in enumerate(steps if isinstance(steps, list) else ())
        ),
        repeat=whole(raw.get("repeat")) or 0,
        on_exhausted=part(raw, "on_exhausted", at, _exhausted),
        raw=raw,
    )


def _step(index: int, raw: Raw, at: Place) -> Step:
    return Step(
        number=index + 1,
        at=at,
        notify=read_references(raw, "notify", at),
        via=_methods(raw, at),
        ack_within=duration(raw.get("ack_within")),
        management=raw.get("management") is True,
        mention=text(raw.get("mention")),
    )


def _methods(raw: Raw, at: Place) -> tuple[Method, ...]:
    value = raw.get("via")
    if not isinstance(value, list):
        return ()
    found = []
    for number, item in enumerate(value):
        for medium, delay in mapping(item).items():
            after = duration(delay)
            if after is not None:
                where = Place(at.origin, (*at.pointer, "via", number, medium))
                found.append(Method(medium, after, where))
    return tuple(found)


def _exhausted(raw: Raw, at: Place) -> Exhausted:
    return Exhausted(at, read_references(raw, "notify", at), _methods(raw, at))
