"""Indicators about cases: how long incidents, tickets or requests took, and how many there were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commplan.clock import Duration, Meter
from commplan.evidence import (
    Evidence,
    EvidenceFile,
    Gap,
    Indicator,
    KpiTarget,
    case_spans,
    cases_begun,
    judge_kpi,
    judge_kpi_count,
    read_kpi_target,
    span_metrics,
)
from commplan.measures.attainment import FOLLOW_UPS, REQUESTS
from commplan.plan import ANY_TIME, MEASURED_WINDOW, Kpi, Plan, one_of
from commplan.statistics import MEANS_FROM, Conclusion
from commplan.timeline import Timeline, window_begin

if TYPE_CHECKING:
    from commplan.measures.history import History
    from commplan.measures.windows import Window

_COUNT = "count"
_SURVEY = "survey."
_BEGUN = ("closed", "unknown")
"""Why cases are left out that began in the window, and of which nobody knows how long they took."""


class KpiTerms(NamedTuple):
    """What holds where an indicator says nothing else."""

    window: Duration = MEASURED_WINDOW
    least: int = 10
    """How many cases a verdict takes."""
    least_of_mean: int = MEANS_FROM


class MeasuredKpi(NamedTuple):
    """An indicator with its verdict."""

    indicator: Indicator
    length: Duration
    """How far back it looks."""
    left_out: Mapping[str, int] = {}
    """How many cases are not counted, by why; only those that there are."""
    window: Window | None = None
    """Of the channel; None for a file."""

    @property
    def whole(self) -> bool:
        """Whether all of the window is known."""
        return self.window is None or self.window.whole

    @property
    def conclusion(self) -> Conclusion:
        """What may be said: nothing for certain where less was read than the window asks for."""
        return self.indicator.conclusion if self.whole else Conclusion.INCONCLUSIVE


class _Case(NamedTuple):
    """An indicator that can be measured, with all that is needed for it."""

    plan: Plan
    kpi: Kpi
    target: KpiTarget
    length: Duration
    since: int
    as_of: int
    least: int

    @property
    def is_count(self) -> bool:
        return self.kpi.stat == _COUNT

    @property
    def timeline(self) -> Timeline:
        return Timeline(self.plan, self.as_of, window=(self.since, self.as_of))


def measured_kpis(
    plan: Plan,
    evidence: Evidence,
    history: History | None,
    as_of: int,
    terms: KpiTerms = KpiTerms(),  # noqa: B008  # immutable
) -> Iterator[MeasuredKpi | Gap]:
    """Each indicator that has a threshold and a source, or why it cannot be measured.

    Those of surveys are left out: they are no cases. Those of messages are measured as of
    when these are known.
    """
    for kpi in plan.kpis.values():
        is_of_survey = (kpi.metric or "").startswith(_SURVEY)
        if kpi.threshold is not None and kpi.source is not None and not is_of_survey:
            now = history.as_of if history is not None and kpi.channel is not None else as_of
            case = _case(plan, kpi, now, terms)
            if isinstance(case, Gap):
                yield case
            elif kpi.channel is not None:
                yield _of_channel(case, kpi.channel, history, evidence)
            else:
                yield _of_file(case, evidence.file_at(kpi.at / "source"))


def _case(plan: Plan, kpi: Kpi, as_of: int, terms: KpiTerms) -> _Case | Gap:
    length = kpi.window or terms.window
    since = window_begin(plan, kpi.clock, as_of, length)
    if isinstance(since, str):
        return Gap(kpi.at / "window", f"kpi {kpi.id} looks back {length}: {since}")
    target = read_kpi_target(kpi, is_time=kpi.stat != _COUNT)
    if isinstance(target, str):
        return Gap(kpi.at / "threshold", target)
    least = terms.least_of_mean if kpi.stat in (None, "mean") else terms.least
    case = _Case(plan, kpi, target, length, since, as_of, least)
    if kpi.clock is not None:
        if not case.timeline.knows(kpi.clock):
            reason = f"kpi {kpi.id} counts on {kpi.clock}, which is not defined"
            return Gap(kpi.at / "clock", reason)
        if fault := case.timeline.clock_fault(kpi.clock):
            return Gap(kpi.at / "clock", fault)
        if not case.timeline.hours(kpi.clock):
            return Gap(kpi.at / "clock", f"{kpi.clock} is closed all through the window")
    return case


def _of_file(case: _Case, file: EvidenceFile | None) -> MeasuredKpi | Gap:
    kpi, at = case.kpi, case.kpi.at / "source"
    if file is None:
        return Gap(at, f"kpi {kpi.id}: {kpi.source} is neither a file nor a channel")
    if file.gap is not None:  # of which AUD201 and AUD202 speak
        return Gap(at, file.gap.reason)
    known = span_metrics(file.type)
    if not known:
        return Gap(at, f"kpi {kpi.id} rests on {file.path}, and {file.type} tell no times")
    window = case.since, case.as_of
    if case.is_count:
        count = cases_begun(file.rows, window)
        return MeasuredKpi(judge_kpi_count(kpi, case.target, count, file.type), case.length)
    if kpi.metric not in known:
        return _unknown(kpi, file.type, known)
    meter = Meter(case.timeline.hours(kpi.clock or ANY_TIME))
    found = case_spans(file.rows, kpi.metric, window, meter)
    if not found.lengths:
        return Gap(at, f"{file.path}: {_nothing(file.type)}")
    measured = _judged(case, found.lengths, found.is_open, file.type)
    if isinstance(measured, Gap) or not found.untold:
        return measured
    return measured._replace(left_out={"untimed": found.untold})


def _of_channel(
    case: _Case, channel: str, history: History | None, evidence: Evidence
) -> MeasuredKpi | Gap:
    kpi, at = case.kpi, case.kpi.at / "source"
    if history is None:
        return Gap(at, "no messages were read")
    from commplan.measures.request_times import REQUEST_METRICS, request_times

    if kpi.metric not in REQUEST_METRICS and not case.is_count:
        return _unknown(kpi, REQUESTS, REQUEST_METRICS)
    metric = kpi.metric if kpi.metric in REQUEST_METRICS else REQUEST_METRICS[0]
    cases = FOLLOW_UPS if metric == "next_response" else REQUESTS
    calendar = case.timeline.calendar(kpi.clock or ANY_TIME)
    found = request_times(history, evidence, channel, metric, case.since, calendar)
    if isinstance(found, str):
        return Gap(at, found)
    measured: MeasuredKpi | Gap
    if case.is_count:
        untimed = sum(found.left_out.get(why, 0) for why in _BEGUN)
        count = len(found.lengths) + untimed
        measured = MeasuredKpi(judge_kpi_count(kpi, case.target, count, cases), case.length)
    elif not len(found.lengths):
        return Gap(at, f"#{found.window.measured.channel.name}: {_nothing(cases)}")
    else:
        measured = _judged(case, found.lengths, found.is_open, cases)
    if isinstance(measured, Gap):
        return measured
    return measured._replace(left_out=found.left_out, window=found.window)


def _judged(
    case: _Case, lengths: Sequence[float], is_open: Sequence[bool], cases: str
) -> MeasuredKpi | Gap:
    judged = judge_kpi(case.kpi, case.target, lengths, cases, is_open=is_open, least=case.least)
    if isinstance(judged, str):
        return Gap(case.kpi.at / "stat", judged)
    return MeasuredKpi(judged, case.length)


def _unknown(kpi: Kpi, cases: str, known: Sequence[str]) -> Gap:
    """That records of some kind do not tell what an indicator measures."""
    reason = f"kpi {kpi.id} measures {kpi.metric or 'nothing'}; {cases} tell {one_of(known)}"
    return Gap(kpi.at / "metric", reason)


def _nothing(cases: str) -> str:
    return f"no {cases} of the window tell how long they took"
