"""A user group that Slack does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Verdicts


@rule(
    "STK306",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A03",
    reads=("usergroups",),
)
def usergroup_missing(drift: Drift) -> Verdicts:
    """The id in `slack_usergroup` is not among the user groups of the workspace.

    Not even a disabled group bears it, so a mention of it reaches nobody. Copy
    the id from the group's page in Slack. Where a step calls the group and
    nobody else stands behind it, ESC301 says so.

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
          S02ITOPS: {handle: it-ops, users: [U01ALICE]}

    Facts:
        usergroup: the id in the plan
        read_at: when the workspace was read
    """
    for group in drift.charges.usergroups:
        if group.missing:
            yield Problem(
                at=group.at,
                message=f"{group.named[0].words} is the user group {group.id} in the plan, "
                f"but that user group {group.fault}{drift.as_read}",
                help="copy the id from the user group in Slack, or create the group there",
                related=tuple(Related(*m) for m in drift.mentions(group, group.at)),
                facts={"usergroup": group.id, "read_at": drift.read_at},
                resource=Resource(*group.object),
            )
    for group in drift.usergroups:
        if group.unread:
            yield NotAssessed(group.why, at=group.at, resource=Resource(*group.object))
