"""Somebody whom a path calls to an incident, and who is not where it is handled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Problem, Related, Resource, Severity, listed, rule

if TYPE_CHECKING:
    from commplan.api import Drift, Outsider, Verdicts


@rule(
    "ESC304",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A07",
    reads=("people", "emails", "usergroups", "public-channels", "private-channels", "members"),
    of=("severities",),
)
def escalation_contact_not_in_channel(drift: Drift) -> Verdicts:
    """A step target is not in the channel in which incidents of the severity are handled.

    They are called in the night and then have to find the place, or be let into a
    private one by somebody who has other things to do. Add them now. Incidents of a
    severity are handled in the Slack channels by which messages of kind `incident` go
    whose `when` names it; where there are none, in those with the purpose
    `major-incident`. A rotation counts with all its users. Of a user group everybody
    in it should be there.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:bob"], ack_within: 30m}
        channels:
          incidents: {kind: slack, slack: C02INC, purpose: major-incident, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:desk", sla: "sla:desk"}
        slas:
          desk: {clock: 24x7, targets: {first_response: 1h}}
        escalations:
          desk:
            steps:
            - {notify: ["person:alice"], ack_within: 30m}
            - {notify: ["person:chen"], ack_within: 30m}
        channels:
          incidents: {kind: slack, slack: C02INC, purpose: major-incident, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            chen: {name: Chen Wu, slack: U03CHEN}

    Workspace:
        people:
          U01ALICE: alice
          U02BOB: bob
          U03CHEN: chen
        channels:
          C02INC: {name: incidents, members: [U01ALICE, U03CHEN]}

    Facts:
        path, step: the first step that calls them, counted from 1
        target: the person or group in the plan
        channels: ids in the plan of the channels that they are not in
        severities: ids of the severities that these channels are for
        absent: who is not there: the person, or those of a user group
        read_at: when the workspace was read
    """
    unread = {g.membership.bound.channel.id: g.membership for g in drift.gatherings}
    for membership in unread.values():
        if membership.why:
            bound = membership.bound
            yield NotAssessed(membership.why, at=bound.at, resource=Resource(*bound.object))
    by_subject: dict[tuple[str, str], list[Outsider]] = {}
    for outsider in drift.outsiders:
        by_subject.setdefault(outsider.subject.key, []).append(outsider)
    for outsiders in by_subject.values():
        if certain := [outsider for outsider in outsiders if outsider.names]:
            yield _problem(drift, certain)
        for why, doubtful in {o.doubt: o for o in outsiders if o.doubt}.items():
            resource = Resource(*doubtful.subject.object)
            yield NotAssessed(why, at=doubtful.target.reference.at, resource=resource)


def _problem(drift: Drift, outsiders: list[Outsider]) -> Problem:
    first = outsiders[0]
    severities = [*dict.fromkeys(s for one in outsiders for s in one.gathering.severities)]
    channels = [*{one.channel.channel.id: one for one in outsiders}.values()]
    others = {one.target.item.at: one.level.label for one in outsiders if one.level != first.level}
    return Problem(
        at=first.target.reference.at,
        message=f"{_told(first, listed(severities), channels)}{drift.as_read}",
        help=f"add them to {listed([one.channel.label for one in channels])} in Slack, "
        "or call somebody who is there",
        related=(
            *(Related(at, f"{label} calls them, too") for at, label in others.items()),
            *(Related(one.channel.at, f"{one.channel.label} is this one") for one in channels),
        ),
        facts={
            "path": first.level.path,
            "step": first.level.step.number,
            "target": str(first.target.reference),
            "channels": [one.channel.channel.id for one in channels],
            "severities": severities,
            "absent": sorted({name for one in channels for name in one.names}),
            "read_at": drift.read_at,
        },
        resource=Resource(*first.subject.object),
    )


def _told(first: Outsider, severities: str, channels: list[Outsider]) -> str:
    """Who is not where: of a user group, who of its members."""
    called = f"{first.subject.label}, whom {first.level.label} calls for {severities},"
    if first.target.reference.kind == "person":
        return f"{called} is not in {' or '.join(one.channel.title for one in channels)}"
    clauses = (
        f"{listed(one.names, 6)} {'is' if len(one.names) == 1 else 'are'} "
        f"not in {one.channel.title}"
        for one in channels
    )
    return f"of {called} {', '.join(clauses)}"
