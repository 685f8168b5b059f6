"""How marks name what a plan names."""

from __future__ import annotations

from commplan.plan import Plan


def named(plan: Plan, *names: str) -> str:
    """The value of a mark that stands for something the plan names: ``it-ops/status/impact``."""
    return "/".join((plan.metadata.id, *names))
