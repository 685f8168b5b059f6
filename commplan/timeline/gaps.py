"""Stretches of time in which something is wrong, told by their worst."""

from commplan.cached import cached_property
from commplan.clock import (
    SECOND,
    Interval,
    Intervals,
    format_instant,
    format_until,
    format_utc,
    in_company,
    longest,
    total,
)


class Gaps:
    """One or more gaps within a window, with the zone in which people are told of them."""

    def __init__(self, all: Intervals, zone: str, window: Interval) -> None:
        self.all = all
        self.zone = zone
        self.window = window

    @cached_property
    def worst(self) -> Interval:
        """The longest on the wall clock, at its first start."""
        return longest(self.all, self.zone) or self.window

    @property
    def since(self) -> str:
        """When the worst begins: ``Sat 2026-11-28 00:00 Europe/London``."""
        return format_instant(self.worst[0], self.zone)

    @property
    def until(self) -> str:
        """When it ends, no longer than it must be: ``Mon 09:00``."""
        start, end = self.worst
        return format_until(end, self.zone, start)

    @property
    def company(self) -> str:
        """What to add once the worst is told: ``every Sat``, ``and 13 other times``, nothing."""
        return in_company(self.worst, self.all, self.zone, self.window)

    @property
    def facts(self) -> dict[str, object]:
        """The worst and the sum of all, for ``facts`` of a finding."""
        start, end = self.worst
        return {
            "from": format_utc(start),
            "to": format_utc(end),
            "gap_seconds": (end - start) // SECOND,
            "gaps": len(self.all),
            "total_seconds": total(self.all) // SECOND,
        }
