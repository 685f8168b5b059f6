"""Shares of what happened in some windows, held against limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from commplan.clock import format_utc
from commplan.errors import ConfigError
from commplan.explain.words import counted
from commplan.measures.windows import Window
from commplan.statistics import (
    PERCENT,
    Conclusion,
    Judgement,
    Limit,
    judge_share,
    told_interval,
    told_need,
)


class MeasuredShare(NamedTuple):
    """Of so many cases, how many have some property, and what that says of a limit."""

    hits: int
    judgement: Judgement
    windows: tuple[Window, ...]

    @property
    def n(self) -> int:
        """How many cases there are."""
        return self.judgement.estimate.n

    @property
    def conclusion(self) -> Conclusion:
        """What may be said: nothing for certain where less was read than the window asks for."""
        whole = all(one.whole for one in self.windows)
        return self.judgement.conclusion if whole else Conclusion.INCONCLUSIVE

    @property
    def figure(self) -> str:
        """``8 %, 95 % CI 6–10 %``."""
        value = self.judgement.estimate.value
        told = "" if value is None else f"{PERCENT.told(value)}, "
        return f"{told}{told_interval(self.judgement, PERCENT)}"

    @property
    def limit(self) -> str:
        """``20 %``."""
        return told_percent(self.judgement.limit.value)

    @property
    def doubt(self) -> str:
        """What it would take to tell; empty where that is known."""
        return too_short(self.windows) or told_need(self.judgement)

    @property
    def facts(self) -> Mapping[str, object]:
        """For programs."""
        estimate = self.judgement.estimate
        return {
            "n": estimate.n,
            "hits": self.hits,
            "share": estimate.value,
            "low": estimate.low,
            "high": estimate.high,
            "limit": self.judgement.limit.value,
            "needed": self.judgement.needed,
            "since": since(self.windows),
        }


def at_most(hits: int, n: int, limit: float, looked_at: Sequence[Window]) -> MeasuredShare:
    """Hold a share against the most that is good; raises ConfigError for what is no share."""
    judged = judge_share(hits, n, Limit(_share(limit), is_least=False))
    return MeasuredShare(hits, judged, tuple(looked_at))


def at_least(hits: int, n: int, limit: float, looked_at: Sequence[Window]) -> MeasuredShare:
    """Hold a share against the least that is good; raises ConfigError for what is no share."""
    judged = judge_share(hits, n, Limit(_share(limit), is_least=True))
    return MeasuredShare(hits, judged, tuple(looked_at))


def _share(limit: float) -> float:
    if not 0 <= limit <= 1:
        raise ConfigError(f"a limit of {limit:g} is no share: write it from 0 to 1, such as 0.2")
    return limit


def since(looked_at: Sequence[Window]) -> str | None:
    """From when on the first of the channels is looked at."""
    return format_utc(min(one.start for one in looked_at)) if looked_at else None


def too_short(looked_at: Sequence[Window]) -> str:
    """From when on messages were read, where a window asks for more; empty where it does not."""
    short = [one for one in looked_at if not one.whole]
    if not short:
        return ""
    latest = max(short, key=lambda one: one.start)
    name, start = latest.measured.channel.name, format_utc(latest.start)
    return f"; messages of #{name} are known from {start} on"


def not_read(looked_at: Sequence[Window], half_read: int) -> str:
    """The same, and in how many threads replies were not read."""
    threads = f"; replies in {counted(half_read, 'thread')} were not read" if half_read else ""
    return too_short(looked_at) + threads


def unjudged(requests: int) -> str:
    """How many requests are not judged, for want of their replies; empty where all are."""
    if not requests:
        return ""
    return f"; {counted(requests, 'request')} with unread replies left out"


def told_percent(share: float) -> str:
    """``12.5 %``: a share that somebody wrote, with all its digits."""
    return f"{share * 100:.10g} %"
