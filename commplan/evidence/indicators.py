"""An indicator held against what was recorded, in figures and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, inf, isfinite

from commplan.clock import MINUTE, SECOND, Duration, exact_length, format_duration
from commplan.named import NamedTuple
from commplan.plan import Kpi, parse_threshold
from commplan.statistics import (
    Conclusion,
    Judgement,
    Limit,
    Scale,
    judge_mean,
    judge_percentile,
    judge_rate,
    time_scale,
    told_interval,
    told_need,
)

COUNT = "count"


class KpiTarget(NamedTuple):
    """What an indicator is to keep, as a number."""

    written: str
    """``<=4h``, as the plan has it."""
    limit: Limit
    scale: Scale
    """How values are told."""
    is_time: bool
    """Whether values are microseconds; else they are numbers as recorded."""

    def fact(self, value: float | None) -> float | None:
        """A value for programs: whole seconds, or the number; None where there is no such end."""
        if value is None or not isfinite(value):
            return None
        return round(value / SECOND) if self.is_time else round(value, 6)

    def kept_by(self, value: float) -> str:
        """A threshold that a value keeps, as a plan writes it."""
        rounded, sign = (floor, ">=") if self.limit.is_least else (ceil, "<=")
        if self.is_time:
            step = MINUTE if self.scale.size >= MINUTE else SECOND
            return sign + format_duration(rounded(value / step) * step).replace(" ", "")
        step = 10**self.scale.digits
        return f"{sign}{rounded(value * step) / step:.{self.scale.digits}f}"


class Indicator(NamedTuple):
    """An indicator that has been judged."""

    kpi: Kpi
    target: KpiTarget
    judgement: Judgement
    cases: str
    """What its values are: ``incidents``."""
    going_on: int = 0
    """How many of them are not over."""

    @property
    def conclusion(self) -> Conclusion:
        """What may be said."""
        return self.judgement.conclusion

    @property
    def figure(self) -> str:
        """``mttr: median 5.2h of 20 incidents (95 % CI 4.3–7.0h)``."""
        found, scale = self.judgement.estimate, self._scale
        cases = self.cases.removesuffix("s") if found.n == 1 else self.cases
        value = "not reached" if found.value is None else scale.told(found.value)
        open_ = f", {self.going_on} of them open" if self.going_on else ""
        interval = told_interval(self.judgement, scale)
        stat = _stat(self.kpi).replace("p", "P")
        told = "" if stat == COUNT else f"{stat} {value} of "
        return f"{self.kpi.id}: {told}{found.n} {cases}{open_} ({interval})"

    @property
    def _scale(self) -> Scale:
        """That of the target, or a coarser one where it is missed by far."""
        low, limit = self.judgement.estimate.low, self.target.limit.value
        is_far = self.target.is_time and limit < low < inf
        return time_scale(low) if is_far else self.target.scale

    @property
    def doubt(self) -> str:
        """What it would take to tell; empty where that is known."""
        return told_need(self.judgement, "such windows" if _stat(self.kpi) == COUNT else "")

    @property
    def help(self) -> str:
        """What to do about it."""
        if self.conclusion is Conclusion.INCONCLUSIVE:
            return "wait for more records, or look at a longer `window`"
        found = self.judgement.estimate
        kept = found.low if self.target.limit.is_least else found.high
        told = f"tell {self.kpi.on_breach}, and mend" if self.kpi.on_breach else "mend"
        if not isfinite(kept):
            return f"{told} what stands behind it"
        holds = self.target.kept_by(kept)
        return f'{told} what stands behind it, or promise what holds: `threshold: "{holds}"`'

    @property
    def facts(self) -> Mapping[str, object]:
        """For programs."""
        found, fact = self.judgement.estimate, self.target.fact
        return {
            "kpi": self.kpi.id,
            "stat": _stat(self.kpi),
            "n": found.n,
            "open": self.going_on,
            "value": fact(found.value),
            "low": fact(found.low),
            "high": fact(found.high),
            "limit": fact(self.target.limit.value),
            "unit": "seconds" if self.target.is_time else None,
            "needed": self.judgement.needed,
        }


def read_kpi_target(kpi: Kpi, *, is_time: bool) -> KpiTarget | str:
    """The threshold of an indicator that has one; or why values cannot be held against it."""
    threshold = parse_threshold(kpi.threshold or "")
    told = f"kpi {kpi.id} has the threshold {kpi.threshold}"
    limit = threshold.limit
    if threshold.percent or isinstance(limit, Duration) != is_time:
        return f"{told}, and its values are {'times' if is_time else 'plain numbers'}"
    if not isinstance(limit, Duration):
        value, digits = float(limit), len(f"{limit:.10g}".partition(".")[2])
        scale = Scale("", 1, max(digits, 1))
    elif (length := exact_length(limit)) is None:
        return f"{told}, which has no fixed length; write hours or days"
    else:
        value, scale = float(length), time_scale(length)
    kept = Limit(value, threshold.is_least, threshold.includes_limit)
    return KpiTarget(kpi.threshold or "", kept, scale, is_time)


def judge_kpi(
    kpi: Kpi,
    target: KpiTarget,
    values: Sequence[float],
    cases: str,
    *,
    is_open: Sequence[bool] = (),
    least: int,
) -> Indicator | str:
    """Hold the statistic of an indicator against its target; or why there is no such figure.

    Fewer values than ``least`` decide nothing; ``kpi.min_n`` wins over it.
    """
    stat, least = _stat(kpi), kpi.min_n or least
    if stat == "mean":
        judged = judge_mean(values, target.limit, is_open=is_open, min_n=least)
    elif (share := _percentile(stat)) is not None:
        judged = judge_percentile(values, share, target.limit, is_open=is_open, min_n=least)
    else:
        return f"kpi {kpi.id} is a {stat}, and nothing says of what; write mean, median or p90"
    return Indicator(kpi, target, judged, cases, sum(map(bool, is_open)))


def judge_kpi_count(kpi: Kpi, target: KpiTarget, count: int, cases: str) -> Indicator:
    """Hold the number of cases in a window against a target; ``needed`` is a number of windows."""
    return Indicator(kpi, target, judge_rate(count, 1, target.limit), cases)


def _stat(kpi: Kpi) -> str:
    """How values become one; their mean where nothing is said."""
    return kpi.stat or "mean"


def _percentile(stat: str) -> float | None:
    """``0.5`` of ``median``, ``0.999`` of ``p99.9``."""
    if stat == "median":
        return 0.5
    return float(f"{stat[1:]}e-2") if stat.startswith("p") else None
