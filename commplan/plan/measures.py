"""What cases are measured by, and the limits that cut a measure in two.

A range runs from one position to another, and a position lies at a value or
just beside it: so open and closed ends compare like numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor, inf

from commplan.clock import SECOND, Duration, exact_length, format_duration
from commplan.errors import CommplanError
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.promises import IncidentSeverity
from commplan.plan.thresholds import Threshold, parse_threshold

Position = tuple[float, int]
"""A value and where beside it: just below (-1), at it (0) or just above (1)."""
Range = tuple[Position, Position]
"""The first and the last position; there is nothing in it where the last comes first."""

NOT_SET: Range = ((0, 0), (0, 0))
IS_SET: Range = ((1, 0), (1, 0))
_FLAG: Range = ((0, 0), (1, 0))
_PERCENT: Range = ((0, 0), (100, 0))
_FROM_ZERO: Range = ((0, 0), (inf, 0))
_ENDLESS: Range = ((-inf, 0), (inf, 0))
_PERCENT_ENDINGS = ("pct", "percent", "percentage")


class UnclearCriteria(CommplanError):  # noqa: N818  # reads as what happened
    """Criteria of which nobody can tell what they take."""

    def __init__(self, reason: str, at: Place | None = None) -> None:
        super().__init__(reason)
        self.at = at


class Measure(NamedTuple):
    """A share, a time in seconds, a number, or a flag that is set or not."""

    name: str
    kind: str
    """``percent``, ``time``, ``count`` (whole numbers), ``number`` or ``flag``."""
    range: Range
    """What values there are."""

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing between one whole number and the next."""
        return self.kind not in ("percent", "number")

    def first(self, position: Position) -> Position:
        """The first position there is from one on."""
        value, beside = position
        return (floor(value) + 1 if beside > 0 else ceil(value), 0) if self.is_whole else position

    def before(self, position: Position) -> Position:
        """The last position before another."""
        value, beside = position
        if self.is_whole:
            return (floor(value) if beside > 0 else ceil(value) - 1), 0
        return value, beside - 1

    def told(self, value: float) -> str:
        """A value with its unit."""
        if self.kind == "time":
            return format_duration(round(value) * SECOND)
        return f"{value:.10g} %" if self.kind == "percent" else f"{value:.10g}"

    def equation(self, value: float) -> str:
        """``users_affected_pct = 4.9 %``, or that a flag is set."""
        return f"{self.name} is set" if self.kind == "flag" else f"{self.name} = {self.told(value)}"

    def example(self, within: Range) -> float:
        """A value of a range to show to people: next to its upper limit, and round if it can be."""
        (low, above), (high, below) = within
        if within[1] == self.range[1]:  # there is no upper limit
            near = low + 1 if above else low
            return near if near <= high else (low + high) / 2
        if self.kind == "time":
            return high - high % 60 if high - high % 60 >= low else high
        near = round(high - 0.1, 9) if below else high
        return near if (near, 0) >= within[0] else (low + high) / 2

    def words(self, within: Range) -> str:
        """A range as one writes it: ``4.9 % <= users_affected_pct < 5 %``."""
        (low, above), (high, below) = within
        if self.kind == "time":  # rather below 30m than up to 29m 59s
            low, above = (low - 1, 1) if low % 60 == 1 else (low, 0)
            high, below = (high + 1, -1) if high % 60 == 59 else (high, 0)
        left = f"{self.told(low)} {'<' if above else '<='} " if within[0] > self.range[0] else ""
        right = f" {'<' if below else '<='} {self.told(high)}" if within[1] < self.range[1] else ""
        return f"{left}{self.name}{right}"


class Condition(NamedTuple):
    """One criterion: a measure on one side of its limit."""

    measure: str
    inside: Range
    outside: Range
    at: Place


def read_measures(severities: Iterable[IncidentSeverity]) -> Mapping[str, Measure]:
    """All that criteria ask for. Raises UnclearCriteria where limits do not go together."""
    limits: dict[str, list[tuple[Threshold, Place]]] = {}
    flags: dict[str, None] = {}
    for severity in severities:
        for name, value in severity.criteria.items():
            if name == "or":
                flags.update(dict.fromkeys(value))
            elif isinstance(value, str):
                limit = parse_threshold(value), severity.at / "criteria" / name
                limits.setdefault(name, []).append(limit)
            else:
                flags[name] = None
    measures = {name: _measure(name, found) for name, found in limits.items()}
    for name in flags:
        if name in measures:
            reason = f"{name} is a flag in one place and has a limit in another"
            raise UnclearCriteria(reason, limits[name][0][1])
        measures[name] = Measure(name, "flag", _FLAG)
    return measures


def _measure(name: str, limits: Sequence[tuple[Threshold, Place]]) -> Measure:
    """A percentage by its name or sign, a time by its unit; else whole where all limits are."""
    is_time = isinstance(limits[0][0].limit, Duration)
    numbers = [_number(name, threshold, at, is_time) for threshold, at in limits]
    is_percent = any(threshold.percent for threshold, _ in limits)
    if is_percent or name.casefold().endswith(_PERCENT_ENDINGS):
        return Measure(name, "percent", _PERCENT)
    if is_time:
        return Measure(name, "time", _FROM_ZERO)
    kind = "count" if all(number == floor(number) for number in numbers) else "number"
    return Measure(name, kind, _ENDLESS if min(numbers) < 0 else _FROM_ZERO)


def _number(name: str, threshold: Threshold, at: Place, is_time: bool) -> float:
    limit = threshold.limit
    if isinstance(limit, Duration) != is_time:
        raise UnclearCriteria(f"{name} has limits with and without a unit of time", at)
    if not isinstance(limit, Duration):
        return limit
    length = exact_length(limit)
    if length is None:
        raise UnclearCriteria(f"the limit {limit} of {name} has no fixed length", at)
    return length // SECOND


def read_condition(measure: Measure, value: str | bool, at: Place) -> Condition:
    """Read one criterion of a measure that has been read."""
    if not isinstance(value, str):
        inside, outside = (IS_SET, NOT_SET) if value else (NOT_SET, IS_SET)
        return Condition(measure.name, inside, outside, at)
    threshold = parse_threshold(value)
    number = _number(measure.name, threshold, at, measure.kind == "time")
    lowest, highest = measure.range
    # Where what is at the limit and above begins, or what is above it only.
    above = measure.first((number, 0 if threshold.is_least == threshold.includes_limit else 1))
    upper, lower = (above, highest), (lowest, measure.before(above))
    inside, outside = (upper, lower) if threshold.is_least else (lower, upper)
    return Condition(measure.name, inside, outside, at)
