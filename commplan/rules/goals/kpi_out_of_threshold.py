"""An indicator that is not where the plan wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    Bounds,
    Conclusion,
    Gap,
    NotAssessed,
    Outcome,
    Plan,
    Problem,
    Resource,
    Severity,
    exact_seconds,
    parse_duration,
    rule,
    too_short,
)

if TYPE_CHECKING:
    from commplan.api import Evidence, History, MeasuredKpi, Verdicts


@rule(
    "GOL401",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A04 A20 A41",
    reads=("public-channels", "private-channels", "messages", "replies"),
    of=("measured",),
    threads=("first_response", "exchanges"),
    back="window",
    takes={"min_n": Bounds(1), "min_n_of_mean": Bounds(2)},
)
def kpi_out_of_threshold(
    plan: Plan,
    evidence: Evidence,
    maybe_history: History | None,
    as_of: int,
    *,
    window: str = "28d",
    min_n: int = 10,
    min_n_of_mean: int = 30,
) -> Verdicts:
    """An indicator misses its threshold, by more than chance explains.

    What is measured are the cases that began within the window (`window` where the plan
    gives none), on the indicator's clock: how long it took to `acknowledge`, `resolve`
    or `close` the incidents of a file, or to `resolve` the tickets of one; or, with the
    source `slack:channel:ID`, how long the requests in an intake channel waited for an
    `acknowledge` or a `first_response`, and what who asked wrote later for a
    `next_response`. A
    case that goes on has lasted so long at least, and counts as that. With `stat: count`
    it is how many there were, against a number. The threshold is missed if
    the whole 95 % interval of the figure misses it; if the interval holds the
    threshold, there are fewer cases than `min_n` (30 for a mean), or less than the window
    could be read, the finding is inconclusive and tells how many cases would decide. What
    the figures mean stands in docs/statistics.md. Surveys are left to FBK401.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        kpis:
          mttr:
            metric: resolve
            stat: median
            threshold: "<=4h"
            window: 90d
            source: evidence/incidents.csv
          answers:
            metric: first_response
            stat: p90
            threshold: "<=30m"
            source: "slack:channel:it-help"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        kpis:
          mttr:
            metric: resolve
            stat: median
            threshold: "<=8h"
            window: 90d
            source: evidence/incidents.csv
          answers:
            metric: first_response
            stat: p90
            threshold: "<=45m"
            source: "slack:channel:it-help"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people: {U01ALICE: alice, U09ANN: ann}
        channels: {C01HELP: it-help}
        messages:
          C01HELP:
            - at: 2026-11-02T09:00
              every: 20m
              times: 40
              user: U09ANN
              thread: [{after: 40m, user: U01ALICE}]

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
        window_seconds: how far back is looked, or null for months and business days
        left_out: how many cases are not counted, by why: untimed (over, and the records do not
            say since when), withdrawn, closed, lost or unknown
    """
    from commplan.api import KpiTerms, measured_kpis  # only an audit measures

    terms = KpiTerms(parse_duration(window), min_n, min_n_of_mean)
    for found in measured_kpis(plan, evidence, maybe_history, as_of, terms):
        if isinstance(found, Gap):
            yield NotAssessed(found.reason, at=found.at)
        elif found.conclusion is not Conclusion.PASS:
            yield _problem(found)


def _problem(found: MeasuredKpi) -> Problem:
    indicator, looked_at = found.indicator, found.window
    told = ", ".join(f"{n} {why}" for why, n in found.left_out.items())
    left_out = f"; left out: {told}" if told else ""
    doubt = too_short(() if looked_at is None else (looked_at,)) or indicator.doubt
    return Problem(
        at=indicator.kpi.at / "threshold",
        message=f"{indicator.figure}, threshold {indicator.target.written}{doubt}{left_out}",
        help=indicator.help if found.whole else "look at a shorter `window`, or wait",
        facts={
            **indicator.facts,
            "window_seconds": exact_seconds(found.length),
            "left_out": dict(found.left_out),
        },
        resource=None if looked_at is None else Resource(*looked_at.measured.bound.object),
        outcome=Outcome(found.conclusion.value),
    )
