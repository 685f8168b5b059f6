"""Rules that a run cannot judge, since it lacks what they ask for."""

from commplan.checker.across import ACROSS_NEEDS
from commplan.checker.judge_file import PLAN_NEEDS, Bench
from commplan.finding import Skipped
from commplan.rule import Rule

UNMET = {
    "workspace": "needs a workspace",
    "drift": "needs a workspace",
    "history": "needs message history",
}
"""Why a rule is skipped when a need is not given."""
UNMEASURED = "needs an audit: commplan audit"
"""Why a check skips a rule that measures."""


def unmet(bench: Bench) -> tuple[Skipped, ...]:
    """Rules of this run that ask for something this run does not have."""
    return tuple(
        Skipped(rule.code, rule.name, reason)
        for rule in bench.selection.rules
        if (reason := _lacks(bench, rule)) is not None
    )


def _lacks(bench: Bench, rule: Rule) -> str | None:
    if rule.is_measured and not bench.measures:
        return UNMEASURED
    given = (PLAN_NEEDS, ACROSS_NEEDS, bench.live, bench.shared)
    missing = (need for need in rule.needs if not any(need in needs for needs in given))
    reasons = {**UNMET, **bench.lacking}
    return next((reasons.get(need, f"needs {need}") for need in missing), None)
