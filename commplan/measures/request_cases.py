"""How well the times that SLAs promise about requests are kept, by messages in channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Calendar, Duration
from commplan.evidence import Evidence, Gap
from commplan.measures.attainment import (
    REQUESTS,
    WORST,
    Attainment,
    Slow,
    clock_of,
    counted_since,
    judged,
    window_of,
)
from commplan.measures.cases import Cases, State, gathered, gathered_by_channel, timed
from commplan.measures.endings import (
    acknowledgements,
    first_responses,
    next_responses,
)
from commplan.measures.history import History
from commplan.measures.intakes import Desk, desks
from commplan.measures.resolutions import tickets_table, timed_resolutions
from commplan.measures.windows import Window, windows_since
from commplan.plan import ANSWERED, TIMES, Sla, Target

if TYPE_CHECKING:
    import narwhals as nw

    from commplan.measures.endings import Ended

ENDINGS: Mapping[str, Ended] = {
    "acknowledge": acknowledgements,
    "first_response": first_responses,
    "next_response": next_responses,
}
"""What tells when a promised time ended, by the name of the target."""


class Promise(NamedTuple):
    """One target of an SLA about the requests in some of its channels."""

    sla: Sla
    target: Target
    window: Duration
    where: tuple[Desk, ...]
    windows: tuple[Window, ...]
    calendar: Calendar

    def rows(self, history: History, evidence: Evidence | None = None) -> nw.LazyFrame[Any]:
        """Its cases, each with its ``state``: see :func:`commplan.measures.cases.timed`."""
        key = (
            "timed",
            self.sla.id,
            self.target.name,
            str(self.window),
            *(desk.key for desk in self.where),
            evidence is not None and self.told_by_tickets,
        )
        return history.kept(key, lambda: self._timed(history, evidence))

    def attainment(
        self,
        cases: Cases,
        windows: tuple[Window, ...],
        worst: tuple[Slow, ...],
        *,
        by_day: bool = False,
    ) -> Attainment:
        """How well it is kept in some of its windows."""
        return Attainment(
            sla=self.sla,
            target=self.target,
            kind=REQUESTS,
            window=self.window,
            cases=cases,
            start=min(one.start for one in windows),
            end=max(one.end for one in windows),
            whole=all(one.whole for one in windows),
            judgement=judged(self.sla, self.target, cases, by_day=by_day),
            worst=worst,
            windows=windows,
        )

    @property
    def told_by_tickets(self) -> bool:
        """Whether evidence of tickets tells of it, too: of what the closing of a request ends."""
        return self.target.name not in ANSWERED

    def _timed(self, history: History, evidence: Evidence | None) -> nw.LazyFrame[Any]:
        name, promised = self.target.name, self.target.duration
        tickets = None
        if evidence is not None and self.told_by_tickets:
            tickets = tickets_table(history, evidence)
        if name in ENDINGS:
            cases = ENDINGS[name](history, self.where, tickets)
            return timed(history, cases, self.windows, self.calendar, promised)
        return timed_resolutions(
            history, self.where, self.windows, self.calendar, self.sla, promised, tickets
        )


def promises(
    history: History, sla: Sla, channels: Iterable[str], window: Duration | None = None
) -> Iterator[Promise]:
    """What an SLA promises about requests in some channels of the plan, by their ids.

    Channels of which nothing is known are left out: see :func:`hindrances`. ``window``
    replaces that of the objective.
    """
    wanted = set(channels)
    where = tuple(one for one in desks(history) if one.channel.id in wanted and not one.doubt)
    length = window or window_of(sla)
    since = counted_since(history.plan, sla, length, history.as_of)
    if not where or isinstance(since, Gap):
        return
    windows = windows_since(history, (desk.measured for desk in where), since)
    start = min(one.start for one in windows)
    calendar = clock_of(history.plan, sla.clock, start, history.as_of)
    if isinstance(calendar, Calendar):
        for target in sla.targets:
            if target.name in TIMES:
                yield Promise(sla, target, length, where, windows, calendar)


def request_attainments(
    history: History,
    sla: Sla,
    channels: Iterable[str],
    *,
    by_channel: bool = False,
    by_day: bool = False,
    window: Duration | None = None,
    evidence: Evidence | None = None,
) -> Iterator[Attainment]:
    """The promises of an SLA about the requests in some of its channels.

    They are taken together, or told ``by_channel``: the one of the attainment's window.
    ``channels`` are ids in the plan; those of which nothing is known are left out, see
    :func:`hindrances`. ``by_day`` draws whole days again for the interval, as for cases
    that come in clusters. ``evidence`` has the tickets that tell when requests were closed.
    """
    for promise in promises(history, sla, channels, window):
        rows = promise.rows(history, evidence)
        if not by_channel:
            yield promise.attainment(gathered(rows), promise.windows, _slowest(rows), by_day=by_day)
            continue
        by_id = gathered_by_channel(rows, (desk.id for desk in promise.where))
        for looked_at, (channel, cases) in zip(promise.windows, by_id, strict=True):
            worst = _slowest_of(channel, cases)
            yield promise.attainment(cases, (looked_at,), worst, by_day=by_day)


def hindrances(history: History, sla: Sla, window: Duration | None = None) -> Iterator[Gap]:
    """Why not all, or nothing, of what an SLA promises about requests can be measured."""
    plan = history.plan
    channels = [id_ for id_ in sla.channels if id_ in plan.channels]
    known = {desk.channel.id: desk for desk in desks(history)}
    for id_ in channels:
        channel = plan.channels[id_]
        if channel.is_slack and not channel.retired:
            desk = known.get(id_)
            if why := history.unread(id_) if desk is None else desk.doubt:
                named = why if why.startswith("#") else f"#{channel.name}: {why}"
                yield Gap(sla.at / "applies" / "channel", named)
    if not channels:
        return
    length = window or window_of(sla)
    start = counted_since(plan, sla, length, history.as_of)
    if isinstance(start, Gap):
        yield start
    elif isinstance(fault := clock_of(plan, sla.clock, start, history.as_of), str):
        yield Gap(sla.at / "clock", f"nobody can tell when sla:{sla.id} runs: {fault}")


def _slowest(rows: Any) -> tuple[Slow, ...]:
    import narwhals as nw

    slow = (
        rows.filter(nw.col("state") == State.MISSED.number)
        .select("channel", "at", "waited", "open")
        .sort("waited", "at", descending=[True, False])
        .head(WORST)
        .collect()
    )
    return tuple(Slow(*row) for row in slow.rows())


def _slowest_of(channel: str, cases: Cases) -> tuple[Slow, ...]:
    """The same of one channel."""
    import numpy as np

    missed = cases.decided & ~cases.met
    at, waited, is_open = cases.at[missed], cases.waited[missed], cases.is_open[missed]
    order = np.lexsort((at, -waited))[:WORST]
    return tuple(
        Slow(channel, int(at[place]), int(waited[place]), bool(is_open[place])) for place in order
    )
