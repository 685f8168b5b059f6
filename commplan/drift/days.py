"""The day on which a workspace was read, as the people of a plan count days."""

from __future__ import annotations

from datetime import date

from commplan.clock import is_zone_name, local_time


def day_of(instant: int, *zone_names: str | None) -> date:
    """The local date of an instant in the first zone that is one; AVL002 speaks of the others."""
    zones = (name for name in zone_names if name and is_zone_name(name))
    return local_time(instant, next(zones, "UTC")).date()
