"""A user group that is set up otherwise than the plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    Fix,
    NotAssessed,
    Problem,
    Put,
    Related,
    Resource,
    Severity,
    cover_credentials,
    rule,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commplan.api import BoundUsergroup, Drift, Group, Setting, Verdicts


@rule(
    "STK310",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A03; real: kubernetes/community #5560",
    fix="unsafe",
    reads=("usergroups", "public-channels", "private-channels", "people"),
)
def usergroup_settings_drift(drift: Drift) -> Verdicts:
    """Handle, name, description or default channels of a user group differ from the plan.

    People who go by the plan mention a handle that rings nowhere, or miss the channels
    that newcomers are put into. Only what the plan declares is compared. Where the
    handle cannot be set because something else goes by it, the finding says what:
    channels, user groups and accounts share one set of names, and archived, disabled
    and deactivated ones keep theirs. A default channel that is archived takes nobody
    in. Correct one of the two; the fix takes handle, name and description from Slack.

    Bad:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS, handle: it-ops}

    Good:
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS, handle: it-operations}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C04OPS: {name: it-ops, is_archived: true}
        usergroups:
          S01ITOPS: {handle: it-operations, users: [U01ALICE]}

    Facts:
        group: the group's id in the plan
        usergroup: the Slack id in the plan
        fields: which of handle, name, description and default_channels differ
        read_at: when the workspace was read
    """
    for group in drift.plan.groups.values():
        usergroup = drift.usergroup_of(group.id)
        if usergroup is not None:
            yield from _compared(drift, group, usergroup)


def _compared(drift: Drift, group: Group, usergroup: BoundUsergroup) -> Verdicts:
    resource = Resource(*usergroup.object)
    declares = group.handle or group.name or group.description or group.default_channels
    if usergroup.unread and declares:
        at = group.at / "slack_usergroup"
        yield NotAssessed(usergroup.why, at=at, resource=resource)
        return
    settings = [*drift.settings(group)]
    different = [setting for setting in settings if setting.clause]
    if different:
        first, *others = different
        yield Problem(
            at=first.at,
            message=f"{usergroup.title} differs from group:{group.id}: "
            f"{'; '.join(setting.clause for setting in different)}{drift.as_read}",
            help="change it in Slack, or in the plan",
            related=tuple(Related(setting.at, "this differs, too") for setting in others),
            facts={
                "group": group.id,
                "usergroup": usergroup.id,
                "fields": [setting.field for setting in different],
                "read_at": drift.read_at,
            },
            resource=resource,
            fix=_taken_over(different),
        )
    for setting in settings:
        if setting.doubt:
            yield NotAssessed(setting.doubt, at=setting.at, resource=resource)


def _taken_over(settings: Iterable[Setting]) -> Fix | None:
    """What Slack says of each setting, where that is a text without a secret in it."""
    told = [(setting.at, setting.live) for setting in settings if setting.live]
    edits = tuple(Put(at, text) for at, text in told if cover_credentials(text) == text)
    return Fix(edits) if edits else None
