"""How well the times that SLAs promise about requests are kept, by messages in channels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from commplan.clock import Calendar
from commplan.evidence import Gap
from commplan.measures.attainment import (
    REQUESTS,
    WORST,
    Attainment,
    Slow,
    clock_of,
    judged,
    window_of,
)
from commplan.measures.cases import State, gathered, timed
from commplan.measures.endings import acknowledgements, first_responses, next_responses
from commplan.measures.history import History
from commplan.measures.intakes import Desk, desks
from commplan.measures.windows import windows_of
from commplan.plan import Sla

ENDINGS: Mapping[str, Callable[[History, Sequence[Desk]], Any]] = {
    "acknowledge": acknowledgements,
    "first_response": first_responses,
    "next_response": next_responses,
}
"""What tells when a promised time ended, by the name of the target."""


def request_attainments(
    history: History, sla: Sla, channels: Iterable[str], *, by_day: bool = False
) -> Iterator[Attainment]:
    """The promises of an SLA about the requests in some of its channels, taken together.

    ``channels`` are ids in the plan; those of which nothing is known are left out, see
    :func:`hindrances`. ``by_day`` draws whole days again for the interval, as for cases
    that come in clusters.
    """
    wanted = set(channels)
    where = tuple(one for one in desks(history) if one.channel.id in wanted and not one.doubt)
    length = window_of(sla)
    if not where or history.starts(length) is None:
        return
    windows = windows_of(history, (desk.measured for desk in where), length)
    start, end = min(one.start for one in windows), max(one.end for one in windows)
    calendar = clock_of(history.plan, sla.clock, start, history.as_of)
    if not isinstance(calendar, Calendar):
        return
    for target in sla.targets:
        endings = ENDINGS.get(target.name)
        if endings is None:
            continue
        rows = history.kept(
            ("timed", sla.id, target.name, *(desk.key for desk in where)),
            lambda endings=endings, target=target: timed(  # type: ignore[misc]  # used at once
                history, endings(history, where), windows, calendar, target.duration
            ),
        )
        cases = gathered(rows)
        yield Attainment(
            sla=sla,
            target=target,
            kind=REQUESTS,
            cases=cases,
            start=start,
            end=end,
            whole=all(one.whole for one in windows),
            judgement=judged(sla, target, cases, by_day=by_day),
            worst=_slowest(rows),
            windows=windows,
        )


def hindrances(history: History, sla: Sla) -> Iterator[Gap]:
    """Why not all, or nothing, of what an SLA promises about requests can be measured."""
    plan = history.plan
    channels = [id_ for id_ in sla.channels if id_ in plan.channels]
    known = {desk.channel.id: desk for desk in desks(history)}
    for id_ in channels:
        channel = plan.channels[id_]
        if channel.is_slack and not channel.retired:
            desk = known.get(id_)
            if why := history.unread(id_) if desk is None else desk.doubt:
                yield Gap(sla.at / "applies" / "channel", why)
    if not channels:
        return
    window = window_of(sla)
    start = history.starts(window)
    if start is None:
        yield Gap(sla.at / "objective" / "window", f"no calendar tells how long {window} are")
    elif isinstance(fault := clock_of(plan, sla.clock, start, history.as_of), str):
        yield Gap(sla.at / "clock", f"nobody can tell when sla:{sla.id} runs: {fault}")


def _slowest(rows: Any) -> tuple[Slow, ...]:
    import narwhals as nw

    slow = (
        rows.filter(nw.col("state") == State.MISSED.value)
        .select("channel", "at", "waited")
        .sort("waited", "at", descending=[True, False])
        .head(WORST)
        .collect()
    )
    return tuple(Slow(*row) for row in slow.rows())
