"""What was measured as pictures, each with the words that its file is named by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from commplan.charts import (
    Heading,
    Picture,
    Row,
    Waits,
    WeekShare,
    attainment_chart,
    load_chart,
    overview_chart,
    rhythm_chart,
    uncovered_share,
    waiting_chart,
    withheld_chart,
)
from commplan.cli.measure_table import (
    conclusion_of,
    promised_share,
    verdicts,
    why_inconclusive,
    worst_first,
)
from commplan.cli.measure_weeks import since
from commplan.clock import SECOND, exact_length, format_instant
from commplan.plan import ANY_TIME
from commplan.statistics import PERCENT, OpenStep, estimate_share, open_steps

if TYPE_CHECKING:
    from commplan.cli.measure import Output
    from commplan.cli.measured import Promise, Week

_Number = TypeVar("_Number", int, float)

ALL = "All promises"
_HOURS = 24
_ROWS = 40
"""Promises in one overview; more would have no room on a page."""
_ANSWERED = "answered"
_DONE = {"acknowledge": "acknowledged", "resolve": "resolved"}
"""What ends a request, by the name of the target; an answer ends the others."""


class Named(NamedTuple):
    """A picture, of what it is, and the words of its file name."""

    about: str
    """``#it-help``, ``incidents`` or :data:`ALL`."""
    words: tuple[str, ...]
    picture: Picture


def pictures(output: Output) -> Iterator[Named]:
    """All promises side by side, then each of them, and the hours of each channel."""
    yield from _overviews(output)
    for promise in worst_first(output.measured.promises):
        found = promise.found
        if found.n:
            where = "incidents" if promise.channel is None else promise.channel.id
            words = (promise.plan.metadata.id, where, found.sla.id, found.target.name)
            yield Named(promise.place, (*words, "attainment"), _attainment(promise))
            yield Named(promise.place, (*words, "waiting"), _waiting(promise))
    for week in output.measured.weeks:
        name = (week.plan.metadata.id, week.channel.id, week.sla)
        place = f"#{week.channel.name}"
        yield Named(place, (*name, "hours"), _rhythm(week))
        if week.hours.responders is not None and not week.hours.withheld:
            yield Named(place, (*name, "load"), _load(week, week.hours.responders))


def _overviews(output: Output) -> Iterator[Named]:
    promises = worst_first(output.measured.promises)
    is_double = len({(one.place, one.promised) for one in promises}) < len(promises)
    plans = len({promise.plan.metadata.id for promise in promises})
    parts = -(-len(promises) // _ROWS)
    for number in range(1, parts + 1):
        part = promises[(number - 1) * _ROWS : number * _ROWS]
        heading = Heading(
            f"How well promised times are kept: {verdicts(promises)}",
            f"part {number} of {parts}" if parts > 1 else "",
            f"worst first; up to {format_instant(output.as_of, 'UTC')}",
        )
        rows = [_row(promise, with_plan=plans > 1, with_sla=is_double) for promise in part]
        words = ("overview", *([str(number)] if parts > 1 else []))
        yield Named(ALL, words, overview_chart(heading, rows))


def _row(promise: Promise, *, with_plan: bool, with_sla: bool) -> Row:
    found, share = promise.found, estimate_share(promise.found.met, promise.found.n)
    conclusion = conclusion_of(promise)
    plan = f"{promise.plan.metadata.id} " if with_plan else ""
    sla = f", {found.sla.id}" if with_sla else ""
    return Row(
        f"{plan}{promise.place}",
        f"{promise.promised}{sla}",
        found.n,
        found.met,
        share.low,
        share.high,
        promised_share(promise),
        "no objective" if conclusion is None else conclusion.value,
    )


def _attainment(promise: Promise) -> Picture:
    found, weeks = promise.found, []
    for week in found.weeks:
        share = estimate_share(week.met, week.n)
        told = (week.start, week.end, week.whole, week.n, week.met, share.low, share.high)
        weeks.append(WeekShare(*told))
    conclusion = conclusion_of(promise)
    verdict = "" if conclusion is None else f": {conclusion.value}"
    heading = Heading(
        f"{promise.place}: {found.target.name} within {found.target.duration}{verdict}",
        "; ".join(filter(None, (promise.words.figure, why_inconclusive(promise), since(promise)))),
        f"{_source(promise)}; weeks of seven days from those dates on, UTC",
    )
    return attainment_chart(heading, weeks, promised_share(promise), found.cases_told)


def _waiting(promise: Promise) -> Picture:
    found, cases = promise.found, promise.found.cases
    target = exact_length(found.target.duration)
    steps = [
        OpenStep(step.after / SECOND, step.share, step.low, step.high)
        for step in open_steps(cases.waited, cases.is_open)
    ]
    pending = found.left_out.get("pending", 0)
    of_them = f", {pending} of them not yet due" if pending else ""
    heading = Heading(
        f"{promise.place}: {_reached(promise)}",
        f"{len(cases.waited)} {found.cases_told}{of_them}: {promise.words.all_times}",
        f"{_source(promise)}; band: 95 % interval",
    )
    waits = Waits(
        steps,
        (cases.waited[~cases.is_open] / SECOND).tolist(),
        (cases.waited[cases.is_open] / SECOND).tolist(),
        None if target is None else target / SECOND,
        in_days=promise.clock == ANY_TIME,
    )
    return waiting_chart(heading, waits, _DONE.get(found.target.name, _ANSWERED))


def _reached(promise: Promise) -> str:
    """``half of the requests answered within 12m, nine of ten within 41m``."""
    found, words = promise.found, promise.words
    done = _DONE.get(found.target.name, _ANSWERED)
    told = f"half of the {found.cases_told} {done}"
    if found.median is None:
        return f"fewer than {told}"
    if found.p90 is None:
        return f"{told} within {words.median}, fewer than nine of ten yet"
    return f"{told} within {words.median}, nine of ten within {words.p90}"


def _rhythm(week: Week) -> Picture:
    hours = week.hours
    heading = Heading(
        f"#{week.channel.name}: when requests come",
        f"{sum(hours.requests)} requests in {hours.weeks:.3g} weeks, all but deleted ones",
        _source_of_week(week),
    )
    if hours.withheld:
        return withheld_chart(heading, hours.withheld)
    open_hours = None if hours.open is None else _by_day(hours.open)
    return rhythm_chart(heading, _by_day(hours.requests), hours.zone, open_hours)


def _load(week: Week, responders: Sequence[float]) -> Picture:
    hours = week.hours
    share = uncovered_share(hours.arrivals, responders)
    if share is None:
        told = "no requests"
    else:
        told = f"{PERCENT.told(share)} of requests come while no responder is in their hours"
    heading = Heading(
        f"#{week.channel.name}: {told}",
        f"{sum(hours.requests)} requests in {hours.weeks:.3g} weeks",
        _source_of_week(week),
    )
    return load_chart(heading, hours.arrivals, responders, hours.zone)


def _by_day(hours: Sequence[_Number]) -> list[Sequence[_Number]]:
    return [hours[day : day + _HOURS] for day in range(0, len(hours), _HOURS)]


def _source_of_week(week: Week) -> str:
    return f"sla:{week.sla}; up to {format_instant(week.hours.end, 'UTC')}"


def _source(promise: Promise) -> str:
    found = promise.found
    since = "" if found.whole else f", known since {format_instant(found.start, 'UTC')}"
    return (
        f"sla:{found.sla.id}, clock {promise.clock}; {found.window} up to "
        f"{format_instant(found.end, 'UTC')}{since}{promise.words.left_out}"
    )
