"""An app that a channel relies on and that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from commplan.api import AppState, NotAssessed, Problem, Related, Resource, Severity, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commplan.api import BoundChannel, DeclaredApp, Drift, Standing, Verdicts


@rule(
    "TKT301",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A17 A19 A33 B03 B05 B16",
    reads=("public-channels", "private-channels", "members", "people", "bots"),
    of=("integrations", "automations"),
    lists=("people",),
)
def integration_absent(drift: Drift) -> Verdicts:
    """An app named in `integrations` or `automations` is not in its channel, or is deleted.

    Tickets are not opened, alerts do not arrive, and the silence looks like a quiet
    day. Add the app to the channel in Slack, or name the one that took its place. An
    app is named by its id, the id of its bot or the name of its account; automations
    are judged where they give `channel` and `app`. An app that was seen to write in the
    channel counts as present.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", integrations: [jira]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice", integrations: [desk]}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
          U03JIRA: {handle: jira, is_bot: true, deleted: true}
          U05DESK: {handle: desk, is_bot: true}
        channels:
          C01HELP: {name: it-help, members: [U01ALICE, U05DESK]}

    Facts:
        channel: the channel's id in the plan
        id: its Slack id
        entry: the app as the plan names it
        state: elsewhere, deleted or unheard-of
        account: the Slack id of its account, where there is one
        channels: ids of all channels of the plan that a deleted or unknown app should be in
        read_at: when the workspace was read
    """
    gone: dict[str, list[_Absence]] = {}
    for absence in _absences(drift):
        declared, standing = absence.declared, absence.standing
        if standing.state is AppState.UNKNOWN:
            resource = Resource(*absence.bound.object)
            yield NotAssessed(standing.why, at=declared.at, resource=resource)
        elif standing.state is AppState.ELSEWHERE:
            yield _problem(drift, [absence])
        else:
            gone.setdefault(declared.entry.casefold(), []).append(absence)
    for same in gone.values():
        yield _problem(drift, same)
    yield from _nameless(drift)


class _Absence(NamedTuple):
    bound: BoundChannel
    declared: DeclaredApp
    standing: Standing


def _absences(drift: Drift) -> Iterator[_Absence]:
    for apps in drift.apps:
        for declared in apps.declared:
            standing = apps.standing(declared)
            if standing.state is not AppState.PRESENT:
                yield _Absence(apps.membership.bound, declared, standing)


def _problem(drift: Drift, same: list[_Absence]) -> Problem:
    """One finding for an app that is gone, wherever it is missed; else for each channel."""
    (bound, declared, standing), *others = same
    app, resource = standing.app, Resource(*bound.object)
    also = f" and {len(others)} more channel{'s' if len(others) > 1 else ''}" if others else ""
    where = f"{bound.title}{also} by the plan"
    match standing.state:
        case AppState.ELSEWHERE:
            message = f"{declared.entry} is in {where}, but no member of it in Slack"
            help_ = f"add {declared.entry} to {bound.label} in Slack"
        case AppState.DELETED:
            message = f"{declared.entry} is in {where}, but was deleted from the workspace"
            help_ = "install the app again"
        case _:
            message = f"{declared.entry} is in {where}, but no app of the workspace is called that"
            help_ = "install the app, or correct its name"
    return Problem(
        at=declared.at,
        message=f"{message}{drift.as_read}",
        help=f"{help_}, or take it out of `{declared.by}`",
        related=tuple(Related(one.declared.at, f"missed in {one.bound.label}") for one in others),
        facts={
            "channel": bound.channel.id,
            "id": resource.id,
            "entry": declared.entry,
            "state": standing.state.value,
            "account": app.id if app is not None else None,
            "channels": [one.bound.channel.id for one in same],
            "read_at": drift.read_at,
        },
        resource=resource,
    )


def _nameless(drift: Drift) -> Iterator[NotAssessed]:
    """Automations of which it is known where they work, and not which app does it."""
    here = {apps.membership.bound.channel.id: apps.membership.bound for apps in drift.apps}
    for automation in drift.plan.automations.values():
        bound = here.get(automation.channel.id) if automation.channel else None
        if bound is not None and not automation.app:
            yield NotAssessed(
                f"automation:{automation.id} names no `app`, so whether it is in "
                f"{bound.label} is not known",
                at=automation.at,
                resource=Resource(*bound.object),
            )
