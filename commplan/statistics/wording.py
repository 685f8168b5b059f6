"""Figures and intervals in the words of messages: ``5.2h``, ``95 % CI 4.3–7.0h``."""

from __future__ import annotations

from math import inf, isfinite

from commplan.clock import DAY, HOUR, MINUTE, SECOND
from commplan.named import NamedTuple
from commplan.statistics.estimates import Estimate
from commplan.statistics.judgements import Conclusion, Judgement

_DIGITS_AT_MOST = 6


class Scale(NamedTuple):
    """The unit that figures are told in, and how finely."""

    unit: str
    """What stands behind a figure, with its blank if it has one."""
    size: float
    """How much one of the unit is, in what is measured."""
    digits: int
    """After the point."""

    def told(self, value: float, digits: int | None = None) -> str:
        """A figure with its unit: ``5.2h``."""
        return f"{self.number(value, digits)}{self.unit}"

    def number(self, value: float, digits: int | None = None) -> str:
        """A figure without its unit."""
        return f"{value / self.size:.{self.digits if digits is None else digits}f}"

    def interval(self, estimate: Estimate) -> str:
        """From where to where: ``4.3–7.0h``; ``4.3h or more`` where there is no upper end."""
        low, high = estimate.low, estimate.high
        if isfinite(low) and isfinite(high):
            dash = " to " if low < 0 else "–"
            return f"{self.number(low)}{dash}{self.told(high)}"
        if isfinite(low):
            return f"{self.told(low)} or more"
        return f"{self.told(high)} or less" if isfinite(high) else "unlimited"


PERCENT = Scale(" %", 0.01, 0)
SCORE = Scale("", 1, 1)


def time_scale(length: float, *, in_days: bool = True) -> Scale:
    """The unit for times of about some length, in microseconds: minutes below two hours.

    Not ``in_days`` are times on a clock that stops at night: a day of it is not 24 hours.
    """
    if length < 2 * MINUTE:
        return Scale("s", SECOND, 0)
    if length < 2 * HOUR:
        return Scale("m", MINUTE, 0 if length >= 10 * MINUTE else 1)
    return Scale("h", HOUR, 1) if length < 3 * DAY or not in_days else Scale("d", DAY, 1)


def told_p(p: float) -> str:
    """``0.004``; ``below 0.001`` where no more digits mean anything."""
    return "below 0.001" if p < 0.001 else f"{p:.3f}"


def told_need(judgement: Judgement, unit: str = "") -> str:
    """``; it takes about 63 to tell``: cases, or whatever a rate is per; empty where it is told."""
    needed = judgement.needed
    if judgement.conclusion is not Conclusion.INCONCLUSIVE:
        return ""
    if needed is None:
        return f"; no number of {unit or 'cases'} would tell"
    about = "at least" if judgement.estimate.n < judgement.min_n == needed else "about"
    return f"; it takes {about} {needed}{f' {unit}' if unit else ''} to tell"


def told_interval(judgement: Judgement, scale: Scale) -> str:
    """``95 % CI 3.6–4.2``, and the end that decides where rounding moves it to the limit."""
    told = f"95 % CI {scale.interval(judgement.estimate)}"
    end = judgement.deciding_end
    if judgement.conclusion is not Conclusion.FAIL or abs(end) == inf:
        return told
    for digits in range(scale.digits, _DIGITS_AT_MOST + 1):
        if not judgement.limit.keeps(float(scale.number(end, digits)) * scale.size):
            break
    if digits == scale.digits:
        return told
    which = "upper" if judgement.limit.is_least else "lower"
    return f"{told}, {which} bound {scale.told(end, digits)}"
