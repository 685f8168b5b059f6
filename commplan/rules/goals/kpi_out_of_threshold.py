"""An indicator that is not where the plan wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    Conclusion,
    Meter,
    NotAssessed,
    Outcome,
    Plan,
    Problem,
    Severity,
    Timeline,
    case_spans,
    cases_begun,
    exact_seconds,
    judge_kpi,
    judge_kpi_count,
    one_of,
    parse_duration,
    read_kpi_target,
    rule,
    span_metrics,
    window_start,
)

if TYPE_CHECKING:
    from commplan.api import Duration, Evidence, EvidenceFile, Indicator, Interval, Kpi, Verdicts


@rule(
    "GOL401",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A04 A20 A41",
)
def kpi_out_of_threshold(
    plan: Plan,
    evidence: Evidence,
    as_of: int,
    *,
    window: str = "28d",
    min_n: int = 10,
    min_n_of_mean: int = 30,
) -> Verdicts:
    """An indicator misses its threshold, by more than chance explains.

    What is measured are the cases that began within the window (`window` where the plan
    gives none), on the indicator's clock: how long it took to `acknowledge`, `resolve`
    or `close` the incidents of a file, or to `resolve` the tickets of one. A case that
    goes on has lasted so long at least, and counts as that. With `stat: count` it is how
    many there were, against a number. The threshold is missed if
    the whole 95 % interval of the figure misses it; if the interval holds the
    threshold, or there are fewer cases than `min_n` (30 for a mean), the finding is
    inconclusive and tells how many cases would decide. What the figures mean stands in
    docs/statistics.md. Surveys are left to FBK401, and messages to the rules that read them.

    Bad:
        kpis:
          mttr:
            metric: resolve
            stat: median
            threshold: "<=4h"
            window: 90d
            source: evidence/incidents.csv

    Good:
        kpis:
          mttr:
            metric: resolve
            stat: median
            threshold: "<=8h"
            window: 90d
            source: evidence/incidents.csv

    Files:
        evidence/incidents.csv: |
          id,severity,started_at,resolved_at
          INC-1,sev2,2026-11-01T08:00Z,2026-11-01T13:00Z
          INC-2,sev2,2026-11-02T08:00Z,2026-11-02T14:30Z
          INC-3,sev2,2026-11-03T08:00Z,2026-11-03T12:30Z
          INC-4,sev2,2026-11-04T08:00Z,2026-11-04T15:00Z
          INC-5,sev2,2026-11-05T08:00Z,2026-11-05T13:12Z
          INC-6,sev2,2026-11-06T08:00Z,2026-11-06T12:18Z
          INC-7,sev2,2026-11-07T08:00Z,2026-11-07T13:45Z
          INC-8,sev2,2026-11-08T08:00Z,2026-11-08T14:00Z
          INC-9,sev2,2026-11-09T08:00Z,2026-11-09T14:10Z
          INC-10,sev2,2026-11-10T08:00Z,2026-11-10T12:50Z

    As of: 2026-11-21T09:00:00Z

    Facts:
        kpi: the indicator's id
        stat: mean, median, or a percentile such as p90
        n: how many cases began within the window
        open: how many of them go on
        value: the figure, or null where too many go on to tell
        low, high: the ends of its 95 % interval; null where it has none
        limit: the threshold
        unit: seconds, or null for a number of cases
        needed: with how many cases (or windows, of a count) the same figure would decide, or null
        window_seconds: how far back is looked, or null for months
        untold: cases that are over and do not say when they ended
    """
    for kpi in plan.kpis.values():
        if kpi.threshold is None or kpi.source is None or _is_of_survey(kpi):
            continue  # of what is missing GOL101 speaks
        if kpi.channel is not None:
            reason = f"kpi {kpi.id} is measured by messages, which are not read for it"
            yield NotAssessed(reason, at=kpi.at / "source")
            continue
        file = evidence.file_at(kpi.at / "source")
        if file is None:
            reason = f"kpi {kpi.id}: {kpi.source} is neither a file nor a channel"
            yield NotAssessed(reason, at=kpi.at / "source")
        else:
            least = min_n_of_mean if kpi.stat in (None, "mean") else min_n
            length = kpi.window or parse_duration(window)
            yield from _judged(plan, kpi, file, length, as_of, least)


def _is_of_survey(kpi: Kpi) -> bool:
    return (kpi.metric or "").startswith("survey.")


def _judged(
    plan: Plan, kpi: Kpi, file: EvidenceFile, length: Duration, as_of: int, least: int
) -> Iterator[Problem | NotAssessed]:
    """The verdict on one indicator whose file the plan names."""
    since = window_start(as_of, length)
    if file.gap is not None:  # of which AUD201 and AUD202 speak
        yield NotAssessed(file.gap.reason, at=kpi.at / "source")
    elif since is None:
        reason = f"kpi {kpi.id} looks back {length}, which no calendar places"
        yield NotAssessed(reason, at=kpi.at / "window")
    else:
        found = _measured(plan, kpi, file, (since, as_of), least)
        if isinstance(found, NotAssessed):
            yield found
        elif found.indicator.conclusion is not Conclusion.PASS:
            yield _problem(found, length)


class _Measured(NamedTuple):
    indicator: Indicator
    untold: int = 0
    """Cases that are over and do not say when they came to that."""


def _measured(
    plan: Plan, kpi: Kpi, file: EvidenceFile, window: Interval, least: int
) -> _Measured | NotAssessed:
    is_count = kpi.stat == "count"
    known = span_metrics(file.type)
    if not known or (kpi.metric not in known and not is_count):
        return NotAssessed(_unknown(kpi, file), at=kpi.at / "metric")
    target = read_kpi_target(kpi, is_time=not is_count)
    if isinstance(target, str):
        return NotAssessed(target, at=kpi.at / "threshold")
    if is_count:
        count = cases_begun(file.rows, window)
        return _Measured(judge_kpi_count(kpi, target, count, file.type))
    meter = _meter(plan, kpi, window)
    if isinstance(meter, str):
        return NotAssessed(meter, at=kpi.at / "clock")
    found = case_spans(file.rows, kpi.metric or "", window, meter)
    if not found.lengths:
        reason = f"{file.path}: no {file.type} of the window tell how long they took"
        return NotAssessed(reason, at=kpi.at / "source")
    judged = judge_kpi(kpi, target, found.lengths, file.type, is_open=found.is_open, least=least)
    if isinstance(judged, str):
        return NotAssessed(judged, at=kpi.at / "stat")
    return _Measured(judged, found.untold)


def _problem(found: _Measured, length: Duration) -> Problem:
    indicator, untold = found
    kpi, threshold = indicator.kpi, indicator.target.written
    more = f"; {untold} more left out, over at no recorded time" if untold else ""
    return Problem(
        at=kpi.at / "threshold",
        message=f"{indicator.figure}, threshold {threshold}{indicator.doubt}{more}",
        help=indicator.help,
        facts={**indicator.facts, "window_seconds": exact_seconds(length), "untold": untold},
        outcome=Outcome(indicator.conclusion.value),
    )


def _unknown(kpi: Kpi, file: EvidenceFile) -> str:
    """Why the records of a file do not tell what an indicator measures."""
    if known := span_metrics(file.type):
        return f"kpi {kpi.id} measures {kpi.metric or 'nothing'}; {file.type} tell {one_of(known)}"
    return f"kpi {kpi.id} rests on {file.path}, and {file.type} tell no times"


def _meter(plan: Plan, kpi: Kpi, window: Interval) -> Meter | str:
    """What shows the time that counts for an indicator, or why nobody can tell."""
    if kpi.clock is None:
        return Meter((window,))
    timeline = Timeline(plan, window[1], window=window)
    if not timeline.knows(kpi.clock):  # PLN101 speaks of it
        return f"kpi {kpi.id} counts on {kpi.clock}, which is not defined"
    if fault := timeline.clock_fault(kpi.clock):
        return fault
    hours = timeline.hours(kpi.clock)
    return Meter(hours) if hours else f"{kpi.clock} is closed all through the window"
