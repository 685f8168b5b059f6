"""A user group that no plan knows of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    Fix,
    NotAssessed,
    Place,
    Problem,
    Put,
    Resource,
    Severity,
    as_read,
    format_utc,
    listed,
    other_workspace,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Organization, Verdicts, Workspace


@rule(
    "STK311",
    severity=Severity.INFO,
    profile="complete",
    since="0.1",
    source="A01",
    fix="unsafe",
    reads=("usergroups",),
)
def usergroup_undeclared(organization: Organization, workspace: Workspace) -> Verdicts:
    """A user group has a handle that a plan manages, and is in no plan.

    People mention it and nobody has said whom that reaches. A plan that lists all
    user groups of some handles says so by `metadata.managed.usergroups`. Declare the
    group, disable it, or let the patterns mean fewer handles. User groups of all
    plans of the run count, by id or by handle, so name all of them. Disabled ones
    reach nobody and are left alone.

    Bad:
        metadata: {id: it-ops, managed: {usergroups: ["it-*"]}}
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}

    Good:
        metadata: {id: it-ops, managed: {usergroups: ["it-*"]}}
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}
            it-lab: {slack_usergroup: S09LAB}

    Workspace:
        usergroups:
          S01ITOPS: it-ops
          S09LAB: it-lab

    Facts:
        usergroup: its Slack id
        handle: its handle
        plans: ids of all plans that manage its handle
        read_at: when the workspace was read
    """
    reading = workspace.reading("usergroups")
    here = []
    for plan in organization.plans:
        elsewhere = other_workspace(plan.team, workspace)
        if not elsewhere:
            here.append(plan)
        if plan.managed_usergroups and (elsewhere or not reading.complete):
            yield NotAssessed(elsewhere or reading.reason, at=plan.managed_usergroups_at)
    ids = {id_ for plan in here for id_ in plan.usergroups}
    handles = {group.handle.casefold() for plan in here for group in plan.groups}
    for live in workspace.usergroups:
        handle = live.handle or ""
        claims = [(plan, at) for plan in here if (at := plan.manages_usergroup(handle))]
        if not claims or live.is_disabled or live.id in ids or handle.casefold() in handles:
            continue
        at, resource = claims[0][1], Resource("usergroup", live.id, live.handle)
        if live.is_disabled is None:
            why = f"Slack does not tell whether {live.id} is disabled"
            yield NotAssessed(why, at=at, resource=resource)
            continue
        names = [*dict.fromkeys(plan.id for plan, _ in claims)]
        verb = "manages" if len(names) == 1 else "manage"
        yield Problem(
            at=at,
            message=f"@{handle} ({live.id}) is in no plan, although {listed(names)} {verb} "
            f"such handles{as_read(workspace)}",
            help=f"declare a group with `slack_usergroup: {live.id}`, disable it in Slack, "
            "or let the pattern mean fewer handles",
            facts={
                "usergroup": live.id,
                "handle": live.handle,
                "plans": names,
                "read_at": format_utc(workspace.taken_at),
            },
            resource=resource,
            subject=live.id,
            fix=_declared(at, handle, live.id),
        )


def _declared(managed: Place, handle: str, id_: str) -> Fix:
    """A group called by its handle, which says that the plan means to list it (PLN103)."""
    at = Place(managed.origin, ("stakeholders", "groups", handle))
    return Fix((Put(at, {"slack_usergroup": id_, "handle": handle}),))
