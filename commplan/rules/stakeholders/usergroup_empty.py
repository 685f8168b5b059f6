"""A user group in which nobody can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "STK308",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A03 A07",
    reads=("usergroups", "people"),
)
def usergroup_empty(drift: Drift) -> Verdicts:
    """The user group has no active full member, only deactivated accounts and guests.

    A mention of it goes out and nobody of the team hears it. Put somebody into
    the group in Slack, or let the plan name the group that is in use.

    Bad:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}

    Good:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}

    Workspace:
        people:
          U01ALICE: {handle: alice, deleted: true}
          U02GUEST: {handle: guest, is_restricted: true}
        usergroups:
          S01ITOPS: {handle: it-ops, users: [U01ALICE, U02GUEST]}

    Good workspace:
        people:
          U01ALICE: alice
          U02GUEST: {handle: guest, is_restricted: true}
        usergroups:
          S01ITOPS: {handle: it-ops, users: [U01ALICE, U02GUEST]}

    Facts:
        usergroup: the id in the plan
        handle: its handle in Slack
        inactive: how many members are deactivated or bots
        guests: how many members are guests
        read_at: when the workspace was read
    """
    for group in drift.charges.usergroups:
        if group.empty:
            _, _, handle = group.object
            yield Problem(
                at=group.at,
                message=f"{group.named[0].words} is the user group {group.id} in the plan, "
                f"but that user group {group.fault}{drift.as_read}",
                help="put a full member into the user group in Slack",
                related=tuple(Related(*m) for m in drift.mentions(group, group.at)),
                facts={
                    "usergroup": group.id,
                    "handle": handle,
                    "inactive": group.inactive,
                    "guests": group.guests,
                    "read_at": drift.read_at,
                },
                resource=Resource(*group.object),
            )
    for group in drift.usergroups:
        if group.unknown:
            yield NotAssessed(group.why, at=group.at, resource=Resource(*group.object))
