"""A survey that tells of less satisfaction than was aimed at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import (
    AnswerRecord,
    Bounds,
    Conclusion,
    NotAssessed,
    Outcome,
    Plan,
    Problem,
    Severity,
    day_at,
    judge_kpi,
    newest_wave,
    parse_duration,
    read_kpi_target,
    rule,
    window_begin,
)

if TYPE_CHECKING:
    from commplan.api import Evidence, EvidenceFile, Kpi, KpiTarget, Verdicts, Wave

    _Verdict = Problem | NotAssessed

_MIN_GROUP = 5
"""Fewer answers than this tell what a single person thinks."""


@rule(
    "FBK401",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A10 A40 A42 B17",
    takes={"min_n": Bounds(2)},
)
def satisfaction_below_target(
    plan: Plan, evidence: Evidence, as_of: int, *, window: str = "28d", min_n: int = 30
) -> Verdicts:
    """The answers to a survey are below their target, by more than chance explains.

    Judged is the newest round of an indicator whose metric is a survey, such as
    `survey.csat`: the answers of the newest `wave` in the file, or all within the window
    where answers name none. The target is missed if the whole 95 % interval of the mean
    misses it. If the interval holds the target, or there are fewer answers than `min_n`
    (the indicator's own wins), the finding is inconclusive and tells how many answers
    would decide. Of fewer than five answers no figure is told: they would show what a
    single person thinks. What the figures mean stands in docs/statistics.md.

    Bad:
        kpis:
          csat:
            metric: survey.csat
            stat: mean
            threshold: ">=4.2"
            min_n: 10
            window: 90d
            source: evidence/csat.csv

    Good:
        kpis:
          csat:
            metric: survey.csat
            stat: mean
            threshold: ">=3.0"
            min_n: 10
            window: 90d
            source: evidence/csat.csv

    Files:
        evidence/csat.csv: |
          date,wave,score
          2026-10-12,2026-Q4,4
          2026-10-12,2026-Q4,3
          2026-10-12,2026-Q4,4
          2026-10-13,2026-Q4,4
          2026-10-13,2026-Q4,3
          2026-10-13,2026-Q4,5
          2026-10-14,2026-Q4,4
          2026-10-14,2026-Q4,3
          2026-10-15,2026-Q4,4
          2026-10-15,2026-Q4,3

    As of: 2026-11-21T09:00:00Z

    Facts:
        kpi: the indicator's id
        stat: mean, median, or a percentile
        wave: the round, or null where answers name none
        newest: the day of the newest answer
        n: how many answers there are
        open: 0
        value, low, high: the figure and the ends of its 95 % interval; null where not told
        limit: the target
        unit: null
        needed: with how many answers the same figure would decide, or null
    """
    for kpi in plan.kpis.values():
        is_of_survey = kpi.metric is not None and kpi.metric.startswith("survey.")
        if not is_of_survey or kpi.threshold is None or kpi.source is None:
            continue  # of what is missing GOL101 speaks
        length = kpi.window or parse_duration(window)
        since = window_begin(plan, kpi.clock, as_of, length)
        file = evidence.file_at(kpi.at / "source")
        if file is None:
            yield NotAssessed(f"kpi {kpi.id}: {kpi.source} is no file", at=kpi.at / "source")
        elif file.gap is not None:  # of which AUD201 and AUD202 speak
            yield NotAssessed(file.gap.reason, at=kpi.at / "source")
        elif isinstance(since, str):
            yield NotAssessed(f"kpi {kpi.id} looks back {length}: {since}", at=kpi.at / "window")
        else:
            answers = [row for row in file.rows if isinstance(row, AnswerRecord)]
            wave = newest_wave(answers, day_at(since, plan.metadata.timezone))
            if wave is None:  # of which AUD201 speaks
                reason = f"{file.path}: there is no answer in the last {length}"
                yield NotAssessed(reason, at=kpi.at / "source")
            else:
                yield from _judged(kpi, wave, max(_smallest_group(plan, file), _MIN_GROUP), min_n)


def _smallest_group(plan: Plan, file: EvidenceFile) -> int:
    """How many answers the survey that the file records wants to be shown together."""
    surveys = (plan.feedback.csat, plan.feedback.engagement) if plan.entries("feedback") else ()
    named = {use.at for use in file.uses}
    return max(
        (one.min_group or 0 for one in surveys if one is not None and one.at / "records" in named),
        default=0,
    )


def _judged(kpi: Kpi, wave: Wave, min_group: int, least: int) -> Iterator[_Verdict]:
    target = read_kpi_target(kpi, is_time=False)
    if isinstance(target, str):
        yield NotAssessed(target, at=kpi.at / "threshold")
        return
    if len(wave.scores) < min_group:
        yield _too_few(kpi, wave, target, min_group)
        return
    indicator = judge_kpi(kpi, target, wave.scores, "answers", least=least)
    if isinstance(indicator, str):
        yield NotAssessed(indicator, at=kpi.at / "stat")
    elif indicator.conclusion is not Conclusion.PASS:
        yield Problem(
            at=kpi.at / "threshold",
            message=f"{indicator.figure}, target {target.written}{indicator.doubt}",
            help=indicator.help,
            facts={**indicator.facts, "wave": wave.name, "newest": str(wave.newest)},
            outcome=Outcome(indicator.conclusion.value),
        )


def _too_few(kpi: Kpi, wave: Wave, target: KpiTarget, min_group: int) -> Problem:
    n = len(wave.scores)
    return Problem(
        at=kpi.at / "threshold",
        message=f"{kpi.id}: {n} answer{'' if n == 1 else 's'}, and fewer than {min_group} are not "
        f"told, target {target.written}",
        help="ask more people",
        facts={
            "kpi": kpi.id,
            "stat": kpi.stat or "mean",
            "n": n,
            "open": 0,
            "value": None,
            "low": None,
            "high": None,
            "limit": target.fact(target.limit.value),
            "unit": None,
            "needed": min_group,
            "wave": wave.name,
            "newest": str(wave.newest),
        },
        outcome=Outcome.INCONCLUSIVE,
    )
