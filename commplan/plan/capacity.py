"""How much work is expected, and how many people do it."""

from collections.abc import Mapping

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.values import Raw, duration, number, part, whole

Rate = float | Mapping[str, float]
"""A number for a week in all, or one for each id."""


class Expected(NamedTuple):
    """The load that is expected in a week."""

    at: Place
    requests_per_week: float | None
    incidents_per_week: float | None
    pages_per_week: Rate | None
    """In all, or by the id of an escalation path."""
    group_pings_per_week: Rate | None
    """In all, or by the id of a channel."""
    handling_time: Duration | None
    """How long one request takes on average."""


class Capacity(NamedTuple):
    """Who answers, and what is expected of them."""

    at: Place
    responders: int | None
    hours_per_responder: float | None
    """Hours a week that each of them has for requests."""
    expected: Expected | None


def read_capacity(raw: Raw, at: Place) -> Capacity:
    """Read ``capacity``."""
    return Capacity(
        at=at,
        responders=whole(raw.get("responders")),
        hours_per_responder=number(raw.get("hours_per_responder")),
        expected=part(raw, "expected", at, _expected),
    )


def _expected(raw: Raw, at: Place) -> Expected:
    return Expected(
        at=at,
        requests_per_week=number(raw.get("requests_per_week")),
        incidents_per_week=number(raw.get("incidents_per_week")),
        pages_per_week=_rate(raw.get("pages_per_week")),
        group_pings_per_week=_rate(raw.get("group_pings_per_week")),
        handling_time=duration(raw.get("handling_time")),
    )


def _rate(value: object) -> Rate | None:
    return value if isinstance(value, dict) else number(value)
