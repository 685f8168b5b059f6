"""Alerts of monitored systems."""

from collections.abc import Iterator

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference
from commplan.plan.values import Raw, duration, mapping, text


class Alert(NamedTuple):
    """An alert of a monitored system and where it goes."""

    system: str
    id: str
    at: Place
    tool: Reference | None
    """What watches the system."""
    severity: str | None
    """Bare id."""
    channel: Reference | None
    path: Reference | None
    runbook: str | None
    owner: Reference | None
    expect_every: Duration | None
    """The longest silence that is normal."""


def read_alerts(system: str, raw: Raw, at: Place) -> Iterator[Alert]:
    """Read ``monitoring.<system>``."""
    tool, under = read_reference(raw, "tool", at), at / "alerts"
    for key, item in mapping(raw.get("alerts")).items():
        alert, here = mapping(item), under / key
        yield Alert(
            system=system,
            id=key,
            at=here,
            tool=tool,
            severity=text(alert.get("severity")),
            channel=read_reference(alert, "channel", here),
            path=read_reference(alert, "path", here),
            runbook=text(alert.get("runbook")),
            owner=read_reference(alert, "owner", here),
            expect_every=duration(alert.get("expect_every")),
        )
