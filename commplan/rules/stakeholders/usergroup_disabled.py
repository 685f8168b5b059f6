"""A user group that is out of use in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "STK307",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A03",
    reads=("usergroups",),
)
def usergroup_disabled(drift: Drift) -> Verdicts:
    """The user group of a group or rotation is disabled in Slack.

    Its handle can still be typed, and notifies nobody. Enable the group again, or
    let the plan name the one that took its place.

    Bad:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}

    Good:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S02ITOPS}

    Workspace:
        people:
          U01ALICE: alice
        usergroups:
          S01ITOPS: {handle: it-ops-old, date_delete: 1790000000, users: [U01ALICE]}
          S02ITOPS: {handle: it-ops, users: [U01ALICE]}

    Facts:
        usergroup: the id in the plan
        handle: its handle in Slack
        read_at: when the workspace was read
    """
    for group in drift.charges.usergroups:
        if group.disabled:
            _, _, handle = group.object
            yield Problem(
                at=group.at,
                message=f"{group.named[0].words} is the user group {group.id} in the plan, "
                f"but that user group {group.fault}{drift.as_read}",
                help="enable the user group in Slack, or write the id of the one in its place",
                related=tuple(Related(*m) for m in drift.mentions(group, group.at)),
                facts={"usergroup": group.id, "handle": handle, "read_at": drift.read_at},
                resource=Resource(*group.object),
            )
    for group in drift.usergroups:
        if group.unread:
            yield NotAssessed(group.why, at=group.at, resource=Resource(*group.object))
