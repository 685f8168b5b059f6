"""Which of two durations is longer, where that can be said without a calendar."""

from __future__ import annotations

from commplan.clock.durations import DAY, SECOND, Duration, parse_duration
from commplan.clock.months import days_of_months
from commplan.errors import ConfigError


def compare_durations(a: Duration, b: Duration) -> int | None:
    """-1, 0 or 1 as ``a`` is shorter than, as long as or longer than ``b``.

    Business days and calendar months compare with their like only, else None;
    nothing at all is shorter than anything.
    """
    if not (a.business_days or b.business_days or a.months or b.months):  # as nearly all are
        return (a.microseconds > b.microseconds) - (a.microseconds < b.microseconds)
    if not any(a) or not any(b):
        return any(a) - any(b)
    if _unit(a) != _unit(b):
        return None
    return (a > b) - (a < b)


def may_exceed(a: Duration, b: Duration) -> bool | None:
    """Whether ``a`` ends after ``b`` from some start on; None where working days decide.

    30 days may end after a month that starts in February; a day is 24 hours here.
    """
    order = compare_durations(a, b)
    if order is not None:
        return order > 0
    if a.business_days or b.business_days:
        return None
    if a.months:
        return days_of_months(a.months)[1] * DAY > b.microseconds
    return a.microseconds > days_of_months(b.months)[0] * DAY


def exact_length(duration: Duration) -> int | None:
    """The length in microseconds; None for business days and calendar months."""
    return None if duration.business_days or duration.months else duration.microseconds


def exact_seconds(duration: Duration) -> int | None:
    """The length in whole seconds, for facts; None for business days and calendar months."""
    length = exact_length(duration)
    return None if length is None else length // SECOND


def exact_parameter(name: str, text: str) -> int:
    """The length in microseconds that a parameter of a rule gives.

    Raises ConfigError for what is no duration, or one without a fixed length.
    """
    try:
        length = exact_length(parse_duration(text))
    except ValueError as error:
        raise ConfigError(f"{name}: {error}") from None
    if length is None:
        raise ConfigError(f"{name}: {text!r} has no fixed length; write minutes or hours")
    return length


def _unit(duration: Duration) -> tuple[bool, ...]:
    return tuple(part > 0 for part in duration)
