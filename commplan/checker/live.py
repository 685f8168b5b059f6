"""What an audit adds to a check: the facts to ask for, and the reads that failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from commplan.checker.judge_file import Bench
from commplan.checker.load import Loader
from commplan.checker.run import Target
from commplan.drift import Drift, declared_facts
from commplan.engine.select import Selection
from commplan.finding import Incomplete, Resource
from commplan.plan import Plan
from commplan.workspace import Progress, Request, WantedChannel, WantedPerson, Workspace


def load_plans(target: Target) -> tuple[Plan, ...]:
    """Every valid plan among the files; the others are the check's business."""
    loaded = [item for path in target.files for item in Loader().read(path, path in target.named)]
    if target.stdin is not None:
        name, data = target.stdin
        loaded += Loader().read_text(data, name)
    return tuple(
        item.plan
        for item in loaded
        if item.plan is not None and item.text.kind == "CommunicationPlan"
    )


def request(
    plans: Sequence[Plan],
    selection: Selection,
    max_wait: float,
    progress: Callable[[Progress], None] | None = None,
) -> Request:
    """Ask for what the selected rules look at, as far as some plan declares it."""
    read = {fact for rule in selection.rules for fact in rule.reads}
    declared = {fact for plan in plans for fact in declared_facts(plan)}
    return wanted_of(plans, tuple(sorted(read & declared)), max_wait, progress)


def wanted_of(
    plans: Sequence[Plan],
    facts: tuple[str, ...],
    max_wait: float,
    progress: Callable[[Progress], None] | None = None,
) -> Request:
    """Ask for facts, and for those of single objects as far as plans name them."""
    return Request(
        facts=facts,
        channels=tuple(
            WantedChannel(c.slack, c.name, None if c.visibility is None else c.declared_private)
            for plan in plans
            for c in plan.channels.values()
            if c.is_slack
        ),
        people=tuple(
            WantedPerson(p.slack, p.email)
            for plan in plans
            for p in plan.people.values()
            if p.slack or p.email
        ),
        max_wait=max_wait,
        progress=progress,
    )


def with_workspace(bench: Bench, workspace: Workspace) -> Bench:
    """Give the rules a workspace, and each plan its join with it."""
    codes = bench.selection.codes
    live: Mapping[str, Callable[[Plan], object]] = {
        "workspace": lambda _: workspace,
        "drift": lambda plan: Drift(plan, workspace, codes),
    }
    shared = {"workspace": lambda: workspace}
    return bench._replace(live=live, shared=shared, read_at=workspace.taken_at)


def failed_reads(workspace: Workspace, selection: Selection) -> tuple[Incomplete, ...]:
    """Every read that the token allows and that failed, with the rules that it spoils."""
    return tuple(
        Incomplete(
            kind="read",
            what=failed.failure.method,
            error=failed.failure.error,
            tries=failed.failure.tries,
            rules=tuple(
                rule.code for rule in selection.rules if set(failed.facts) & set(rule.reads)
            ),
            resource=_resource(failed.object),
        )
        for failed in workspace.failed_reads()
    )


def _resource(id: str | None) -> Resource | None:
    """The object whose read failed; ids of channels begin with C or G."""
    if id is None:
        return None
    return Resource("channel" if id.startswith(("C", "G")) else "person", id, None)


def unread(error: Exception, method: str, selection: Selection) -> Incomplete:
    """The record of a workspace that could not be read at all."""
    spoilt = tuple(rule.code for rule in selection.rules if rule.evidence_class == 3)
    return Incomplete(kind="read", what=method, error=str(error), rules=spoilt)
