"""A right or feature that the audit went without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Place, Problem, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Organization, Selection, Verdicts, Workspace


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
    from commplan.api import card_facts  # a check without a workspace does without

    read = {fact for one in selection.rules for fact in one.reads}
    for lacking, hidden in sorted(_gaps(workspace).items()):
        plans = [plan for plan in organization.plans if card_facts(plan) & hidden & read]
        if not plans:
            continue
        missed = {fact for plan in plans for fact in card_facts(plan) & hidden}
        codes = [one.code for one in selection.rules if missed.intersection(one.reads)]
        yield Problem(
            at=Place(plans[0].origin, ("metadata",), on_key=True),
            message=f"{_what(lacking)}, which {', '.join(codes)} would need",
            help=_help(lacking),
            facts={"lacking": lacking, "rules": codes, "plans": len(plans)},
        )


def _gaps(workspace: Workspace) -> dict[str, set[str]]:
    """Scopes that the token lacks and facts that Slack has not at all, with what each hides."""
    from commplan.api import FACTS, Status

    gaps: dict[str, set[str]] = {}
    for fact in FACTS.values():
        reading = workspace.reading(fact.name)
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
    if _is_scope(lacking):
        return f"add `{lacking}` to the bot token scopes of the app, and install it again"
    return "leave these rules out, or take out of the plan what the workspace cannot have"


def _is_scope(lacking: str) -> bool:
    """Scopes are written ``users:read``, facts in one word."""
    return ":" in lacking
