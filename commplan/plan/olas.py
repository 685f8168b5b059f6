"""What suppliers and other teams have agreed to."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, duration, mapping, text


class Ola(NamedTuple):
    """What a supplier or another team promises in support of SLAs."""

    id: str
    at: Place
    party: Reference | None
    supports: tuple[Reference, ...]
    respond: Duration | None
    """Target: until the party answers."""
    restore: Duration | None
    """Target: until the party has restored its service."""
    clock: str | None
    """``24x7``, ``calendar:<id>`` or None."""
    parallel: bool
    """The party works at the same time as the others, instead of after them."""


def read_ola(id: str, raw: Raw, at: Place) -> Ola:
    """Read ``olas.<id>``."""
    targets = mapping(raw.get("targets"))
    return Ola(
        id=id,
        at=at,
        party=read_reference(raw, "party", at),
        supports=read_references(raw, "supports", at),
        respond=duration(targets.get("respond")),
        restore=duration(targets.get("restore")),
        clock=text(raw.get("clock")),
        parallel=raw.get("parallel") is True,
    )
