"""What is told of how well a promised time is kept."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from commplan.clock import (
    MINUTE,
    SECOND,
    exact_seconds,
    format_duration,
    format_instant,
    format_utc,
)
from commplan.measures.attainment import Attainment, Slow
from commplan.measures.cases import State
from commplan.measures.links import message_link
from commplan.measures.shares import told_percent, too_short
from commplan.statistics import PERCENT, Conclusion, Judgement, time_scale, told_interval
from commplan.workspace import Workspace


class AttainmentWords:
    """The words for one value; ``workspace`` tells the addresses of messages."""

    def __init__(self, found: Attainment, workspace: Workspace | None) -> None:
        self._found = found
        self._workspace = workspace

    @property
    def title(self) -> str:
        """``first_response of sla:helpdesk``."""
        found = self._found
        return f"{found.target.name} of sla:{found.sla.id}"

    @property
    def window(self) -> str:
        """``28d``."""
        return str(self._found.window)

    @property
    def figure(self) -> str:
        """``420 of 500 requests within 30m (84 %, 95 % CI 80–87 %), objective 90 %``.

        Of a percentile ``P90 41m of 500 requests (95 % CI 38–45m), promised 30m``.
        """
        found, judgement = self._found, self._found.judgement
        within = f"{found.met} of {found.n} {found.cases_told} within {found.target.duration}"
        if judgement is None:
            return within
        if _is_share(judgement):
            share, told = _percent(found), told_interval(judgement, PERCENT)
            return f"{within} ({share}, {told}), objective {told_percent(judgement.limit.value)}"
        estimate = judgement.estimate
        known = (estimate.value, estimate.low, estimate.high, judgement.limit.value)
        scale = time_scale(
            max(one for one in known if one is not None and isfinite(one)), in_days=found.in_days
        )
        value = "not reached" if estimate.value is None else scale.told(estimate.value)
        objective = found.sla.objective
        rank = f"{objective.percentile:.10g}" if objective and objective.percentile else ""
        return (
            f"P{rank} {value} of {estimate.n} {found.cases_told} "
            f"({told_interval(judgement, scale)}), "
            f"promised {found.target.duration}; {found.met} of {found.n} in time "
            f"({_percent(found)})"
        )

    @property
    def times(self) -> str:
        """``mean 22m, median 14m, P90 41m``, without the one that :attr:`figure` is about."""
        told = {0.5: f"median {self.median}", 0.9: f"P90 {self.p90}"}
        told.pop(self._figure_of or 0, None)
        return ", ".join((f"mean {self.mean}", *told.values()))

    @property
    def all_times(self) -> str:
        """``mean 22m, median 14m, P90 41m``."""
        return f"mean {self.mean}, median {self.median}, P90 {self.p90}"

    @property
    def mean(self) -> str:
        """``22m``; ``at least 22m`` where some cases go on."""
        found = self._found
        if found.mean is None:
            return "none"
        return f"{'at least ' if found.grows else ''}{self.length(found.mean)}"

    @property
    def median(self) -> str:
        """``14m``."""
        return self._reached(self._found.median)

    @property
    def p90(self) -> str:
        """``41m``."""
        return self._reached(self._found.p90)

    def _reached(self, value: float | None) -> str:
        if value is not None:
            return self.length(value)
        return "not reached" if len(self._found.cases.waited) else "none"

    @property
    def _figure_of(self) -> float | None:
        """The share whose percentile :attr:`figure` tells; None where it tells a share in time."""
        judgement, objective = self._found.judgement, self._found.sla.objective
        return objective.share if objective and judgement and not _is_share(judgement) else None

    def length(self, value: float) -> str:
        """``41m``: a time in microseconds of open time."""
        return time_scale(value, in_days=self._found.in_days).told(value)

    @property
    def left_out(self) -> str:
        """``; left out: 3 not yet due, 1 withdrawn``; empty where nothing was."""
        told = ", ".join(f"{n} {_WHY.get(why, why)}" for why, n in self._found.left_out.items())
        return f"; left out: {told}" if told else ""

    @property
    def doubt(self) -> str:
        """What it would take to tell; empty where that is known."""
        found = self._found
        if found.judgement is None or found.conclusion is not Conclusion.INCONCLUSIVE:
            return ""
        if short := too_short(found.windows):
            return short
        needed = found.judgement.needed
        if needed is None:
            return "; more of them would tell"
        return f"; it takes about {needed} to tell"

    @property
    def slowest(self) -> str:
        """``; slowest: https://… (3h), …``; empty where nothing was missed."""
        told = ", ".join(
            f"{self._name(n)} ({length}{_still(one)})"
            for n, (length, one) in enumerate(zip(self._waits, self._found.worst, strict=True))
        )
        return f"; slowest: {told}" if told else ""

    @property
    def slow(self) -> tuple[tuple[str, str], ...]:
        """How long each of the slowest took, and its incident, or when and where it began."""
        return tuple(
            (length, f"{one.name or self._place(number)}{_still(one)}")
            for number, (length, one) in enumerate(zip(self._waits, self._found.worst, strict=True))
        )

    def _place(self, number: int) -> str:
        """When and where one of the slowest began."""
        began = format_instant(self._found.worst[number].at, "UTC")
        return f"{began} {self._name(number)}".rstrip()

    @property
    def help(self) -> str:
        """The smallest edit, or what else is to be done."""
        found = self._found
        if not found.whole:
            return "look at a shorter `window`, or wait"
        if found.conclusion is not Conclusion.FAIL:
            return "wait for more cases, or look at a longer `window`"
        objective = found.sla.objective
        share = objective.share if objective else None
        holds = found.percentile(share) if share is not None and 0 < share < 1 else None
        if holds is None or not isfinite(holds):
            return "see what keeps people waiting, or promise more time"
        length = format_duration(-int(-holds // MINUTE) * MINUTE).replace(" ", "")
        return (
            "see what keeps people waiting, or promise what is kept: "
            f"`{found.target.name}: {length}`"
        )

    @property
    def facts(self) -> Mapping[str, object]:
        """For programs."""
        found, judgement = self._found, self._found.judgement
        facts: dict[str, object] = {
            "sla": found.sla.id,
            "target": found.target.name,
            "measured": found.kind,
            "n": found.n,
            "met": found.met,
            "missed": found.missed,
            **{one.value: found.cases.counts[one] for one in _LEFT_OUT},
            "mean_seconds": _seconds(found.mean),
            "median_seconds": _seconds(found.median),
            "p90_seconds": _seconds(found.p90),
            "mean_grows": found.grows,
            "since": format_utc(found.start),
            "window_seconds": exact_seconds(found.window),
            "worst": [self._name(number) for number in range(len(found.worst))],
        }
        if judgement is None:
            return facts
        size = None if _is_share(judgement) else SECOND
        estimate = judgement.estimate
        return facts | {
            "value": _number(estimate.value, size),
            "low": _number(estimate.low, size),
            "high": _number(estimate.high, size),
            "limit": _number(judgement.limit.value, size),
            "needed": judgement.needed,
        }

    @property
    def _waits(self) -> list[str]:
        return [self.length(one.waited) for one in self._found.worst]

    def _name(self, number: int) -> str:
        one = self._found.worst[number]
        if one.name or self._workspace is None:
            return one.name
        return message_link(self._workspace, one.channel, one.at)


_WHY = {
    State.PENDING.value: "not yet due",
    State.CLOSED.value: "closed without an answer",
    State.LOST.value: "deleted",
    State.UNKNOWN.value: "of unknown outcome",
}
_LEFT_OUT = (State.PENDING, State.WITHDRAWN, State.CLOSED, State.LOST, State.UNKNOWN)


def _still(one: Slow) -> str:
    """That it goes on, if it does: somebody may yet help."""
    return ", still open" if one.is_open else ""


def _is_share(judgement: Judgement) -> bool:
    return judgement.limit.is_least


def _percent(found: Attainment) -> str:
    return PERCENT.told(found.met / found.n) if found.n else "none"


def _seconds(value: float | None) -> int | None:
    return None if value is None else round(value / SECOND)


def _number(value: float | None, size: int | None) -> float | None:
    """A share, or a length in whole seconds; None where there is no such end."""
    if value is None or not isfinite(value):
        return None
    return round(value, 6) if size is None else round(value / size)
