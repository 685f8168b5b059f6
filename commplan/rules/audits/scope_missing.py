"""A right or feature that the audit went without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Place, Problem, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Organization, PlanCard, Selection, Verdicts, Workspace


@rule(
    "AUD301",
    severity=Severity.WARNING,
    profile="basic",
    since="0.1",
    source="A02; real: sentry #16755",
    reads=("workspace",),
)
def scope_missing(
    organization: Organization, selection: Selection, workspace: Workspace
) -> Verdicts:
    """The token lacks a scope, or the workspace a feature, that a selected rule needs.

    Those rules could not judge what the plans declare, so that this run says less
    than it seems to. Grant the scope to the app and install it again, or leave the
    rules out. Only scopes that something in a plan calls for are named.

    Bad:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}

    Good:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}

    Workspace:
        not_granted: ["usergroups:read"]

    Good workspace:
        people:
          U01ALICE: alice
        usergroups:
          S01ITOPS: {handle: it-ops, users: [U01ALICE]}

    Facts:
        lacking: the scope, or the fact that the workspace does not have
        rules: codes of the rules that need it
        plans: how many plans declare something that these rules would look at
    """
    if workspace.source != "slack":
        yield NotAssessed(f"the {workspace.source} states itself what could be read")
        return
    for lacking, hidden in sorted(_gaps(workspace).items()):
        needs = [*_needs(organization, selection, hidden)]
        if not needs:
            continue
        plans = sorted({plan.origin for _, plan in needs})
        codes = list(dict.fromkeys(code for code, _ in needs))
        yield Problem(
            at=Place(plans[0], ("metadata",), on_key=True),
            message=f"{_what(lacking)}, which {', '.join(codes)} would need",
            help=_help(lacking),
            facts={"lacking": lacking, "rules": codes, "plans": len(plans)},
        )


def _needs(
    organization: Organization, selection: Selection, hidden: set[str]
) -> Iterator[tuple[str, PlanCard]]:
    """Rules that would look at something hidden, each with a plan that gives them reason to."""
    from commplan.api import card_facts  # a check without a workspace does without

    for one in selection.rules:
        if missed := hidden.intersection(one.reads):
            for plan in organization.plans:
                if card_facts(plan, missed, one.of):
                    yield one.code, plan


def _gaps(workspace: Workspace) -> dict[str, set[str]]:
    """Scopes that the token lacks and facts that Slack has not at all, with what each hides."""
    from commplan.api import FACTS, Status

    gaps: dict[str, set[str]] = {}
    for fact in FACTS.values():
        reading = workspace.reading(fact.name)
        if fact.for_administrators and reading.status is Status.FAILED:
            continue  # with a token of its own, of which Slack did not tell what it may
        for scope in fact.scopes:
            granted = workspace.scopes is None or scope in workspace.scopes
            if not granted or scope in reading.scopes:
                gaps.setdefault(scope, set()).add(fact.name)
        if reading.status is Status.UNSUPPORTED:
            gaps[fact.name] = {fact.name}
    return gaps


def _what(lacking: str) -> str:
    if _is_scope(lacking):
        return f"the token lacks the scope {lacking}"
    return f"the workspace does not offer {lacking}"


def _help(lacking: str) -> str:
    from commplan.api import administrator_scopes

    if lacking in administrator_scopes():
        return (
            f"put the token of an administrator that has `{lacking}` into SLACK_ADMIN_TOKEN, "
            "or leave these rules out"
        )
    if _is_scope(lacking):
        return f"add `{lacking}` to the bot token scopes of the app, and install it again"
    return "leave these rules out, or take out of the plan what the workspace cannot have"


def _is_scope(lacking: str) -> bool:
    """Scopes are written ``users:read``, facts in one word."""
    return ":" in lacking
