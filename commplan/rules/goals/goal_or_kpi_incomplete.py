"""A goal that nobody can tell to be met."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Kpi, Plan, Problem, Severity, listed, one_of, rule

FAMILIES = ("response", "resolution", "satisfaction", "engagement")
_WORDS = {
    "response": ("response", "acknowledge"),
    "resolution": ("resol", "restor", "mttr"),
    "satisfaction": ("satisfaction", "csat", "nps"),
}
"""Parts of what is measured that tell its family, beside the family's own name."""
_OF_A_KPI = {
    "threshold": "`threshold` (the value to keep)",
    "window": "`window` (how far back it looks)",
    "source": "`source` (where the values come from)",
    "on_breach": "`on_breach` (the channel that is told)",
}


@rule(
    "GOL101",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A04 A20 A39 A40 A41 A42 B17",
)
def goal_or_kpi_incomplete(
    plan: Plan, profile: str, *, families: tuple[str, ...] = FAMILIES
) -> Iterator[Problem]:
    """A goal lacks statement, owner or KPI, or a KPI lacks threshold, window, source or alarm.

    "Answer faster" is a wish: nobody can tell whether it came true, and nobody
    hears when it did not. A goal says what is to be reached, who answers for it and
    by which KPIs it is measured; a KPI which value is good enough, over which time,
    from which records, and which channel is told when it is missed. The profile
    `complete` also asks for a KPI of each of `families`, told by its `metric`.

    Bad:
        goals:
          faster: {statement: Cut the time to a first answer, owner: "person:alice", kpis: [p90]}
        kpis:
          p90: {metric: first_response, stat: p90, threshold: "<=30m", source: evidence/tickets.csv}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        goals:
          faster: {statement: Cut the time to a first answer, owner: "person:alice", kpis: [p90]}
        kpis:
          p90:
            metric: first_response
            stat: p90
            threshold: "<=30m"
            window: 28d
            source: evidence/tickets.csv
            on_breach: "channel:it-ops"
        channels:
          it-ops: {kind: slack, slack: C04OPS, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        goal, kpi: the id of what is incomplete
        missing: the keys that it lacks, or the families of which there is no KPI
    """
    for goal in plan.goals.values():
        parts = {"statement": goal.statement, "owner": goal.owner, "kpis": goal.kpis}
        if missing := [key for key, value in parts.items() if not value]:
            yield Problem(
                at=goal.at,
                message=f"goal {goal.id} has no {one_of(missing)}",
                help=f"add {listed([f'`{key}`' for key in missing])}",
                facts={"goal": goal.id, "missing": missing},
            )
    for kpi in plan.kpis.values():
        yield from _incomplete(kpi)
    if profile == "complete":
        yield from _unmeasured(plan, families)


def _incomplete(kpi: Kpi) -> Iterator[Problem]:
    missing = [key for key in _OF_A_KPI if getattr(kpi, key) is None]
    if missing:
        yield Problem(
            at=kpi.at,
            message=f"kpi {kpi.id} has no {one_of(missing)}",
            help=f"add {listed([_OF_A_KPI[key] for key in missing])}",
            facts={"kpi": kpi.id, "missing": missing},
        )


def _unmeasured(plan: Plan, families: tuple[str, ...]) -> Iterator[Problem]:
    measured = [(kpi.metric or kpi.id).casefold() for kpi in plan.kpis.values()]
    missing = [name for name in families if not any(_is_of(metric, name) for metric in measured)]
    if missing:
        yield Problem(
            at=plan.root / "kpis",
            message=f"no kpi measures {one_of(missing)}",
            help=f"add one whose `metric` is, for instance, {_example(missing[0])}",
            facts={"missing": missing},
        )


def _is_of(metric: str, family: str) -> bool:
    return family in metric or any(word in metric for word in _WORDS.get(family, ()))


def _example(family: str) -> str:
    known = {"response": "first_response", "resolution": "resolve"}
    return known.get(family, f"survey.{family}")
