"""A handle that two things would have to share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import Organization, Place, PlanCard, Problem, Related, Severity, rule


@rule(
    "STK106",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="real: Tempelis accepts it",
)
def handle_collision(organization: Organization) -> Iterator[Problem]:
    """A user-group handle is also the handle of another group or the name of a channel.

    In one workspace Slack gives a handle to one thing only: the user group cannot
    be created, or `@it-help` means something else than people think. Choose
    another handle. Plans of different workspaces do not collide, and one user
    group may stand in several plans.

    Bad:
        stakeholders:
          groups:
            desk: {slack_usergroup: S01DESK, handle: it-help}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}

    Good:
        stakeholders:
          groups:
            desk: {slack_usergroup: S01DESK, handle: it-desk}
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}

    Facts:
        handle: the handle without `@`
        other: what has it too
    """
    taken: dict[str, list[_Claim]] = {}
    for plan in organization.plans:
        for channel in plan.channels:
            claim = _Claim(plan, f"channel:{channel.id}", plan.channel_at(channel.id), None)
            taken.setdefault(channel.name.casefold(), []).append(claim)
    for plan in organization.plans:
        for group in plan.groups:
            at = plan.group_at(group.id)
            claim = _Claim(plan, f"group:{group.id}", at / "handle", group.slack_usergroup)
            claims = taken.setdefault(group.handle.casefold(), [])
            if other := next((earlier for earlier in claims if _collide(claim, earlier)), None):
                yield _problem(group.handle, claim, other)
            claims.append(claim)


class _Claim(NamedTuple):
    """Something that is called by a handle, or by the name of a channel."""

    plan: PlanCard
    what: str
    at: Place
    usergroup: str | None


def _collide(group: _Claim, other: _Claim) -> bool:
    """Whether the two cannot be one and the same, which Slack's ids tell best."""
    if not group.plan.shares_workspace(other.plan):
        return False
    if other.what.startswith("channel:"):
        return True
    if group.usergroup is not None and other.usergroup is not None:
        return group.usergroup != other.usergroup
    return group.plan is other.plan


def _problem(handle: str, claim: _Claim, other: _Claim) -> Problem:
    there = "" if other.plan is claim.plan else f" in {other.plan.origin.path}"
    return Problem(
        at=claim.at,
        message=f"@{handle} is the handle of {claim.what}, but also of {other.what}{there}",
        help="choose another handle",
        related=(Related(other.at, "called so here"),),
        facts={"handle": handle, "other": other.what},
    )
