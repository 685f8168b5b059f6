"""Which of two durations is longer, where that can be said without a calendar."""

from __future__ import annotations

from commplan.clock import SECOND, Duration


def compare_durations(a: Duration, b: Duration) -> int | None:
    """-1, 0 or 1 as ``a`` is shorter than, as long as or longer than ``b``.

    Business days and calendar months compare with their like only, else None;
    nothing at all is shorter than anything.
    """
    if not any(a) or not any(b):
        return any(a) - any(b)
    if _unit(a) != _unit(b):
        return None
    return (a > b) - (a < b)


def exact_length(duration: Duration) -> int | None:
    """The length in microseconds; None for business days and calendar months."""
    return None if duration.business_days or duration.months else duration.microseconds


def exact_seconds(duration: Duration) -> int | None:
    """The length in whole seconds, for facts; None for business days and calendar months."""
    length = exact_length(duration)
    return None if length is None else length // SECOND


def _unit(duration: Duration) -> tuple[bool, ...]:
    return tuple(part > 0 for part in duration)
