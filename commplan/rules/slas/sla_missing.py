"""Work that arrives without a promise of when it is answered."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, nearest, rule

_INTAKE_PURPOSE = "support-intake"


@rule("SLA101", severity=Severity.ERROR, profile="basic", since="0.1", source="A07 A28")
def sla_missing(plan: Plan) -> Iterator[Problem]:
    """A severity has no SLA, or a channel that takes requests has none.

    Whoever asks for help cannot tell whether to wait ten minutes or two days, and
    nobody can tell whether help came late. Let an SLA apply to the channel or the
    severity, or name it in the severity. A channel takes requests if it has
    `intake` or the purpose `support-intake`, unless it is archived or retired.

    Bad:
        channels:
          it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}
        slas:
          helpdesk: {applies: {channel: it-help}, clock: 24x7, targets: {first_response: 4h}}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        subject: the channel or severity
    """
    named = {key for sla in plan.slas.values() for key in sla.channels}
    for channel in plan.channels.values():
        takes_requests = channel.intake is not None or channel.purpose == _INTAKE_PURPOSE
        if takes_requests and not channel.retired and not _covered(plan, channel.id, named):
            yield Problem(
                at=channel.at,
                message=f"channel:{channel.id} takes requests, but no SLA applies to it",
                help=f"add an SLA with `applies: {{channel: {channel.id}}}`",
                facts={"subject": f"channel:{channel.id}"},
            )
    named = {key for sla in plan.slas.values() for key in sla.severities}
    for severity in plan.severities.values():
        if severity.sla is None and not _covered(plan, severity.id, named, "severity"):
            yield Problem(
                at=severity.at,
                message=f"{severity.id} has no SLA",
                help='add `sla: "sla:…"`',
                facts={"subject": severity.id},
            )


def _covered(plan: Plan, id: str, named: set[str], kind: str = "channel") -> bool:
    """Whether an SLA names the id, or means it and misspells it: PLN101 speaks of that."""
    known = plan.ids(kind)
    return id in named or any(nearest(word, known) == id for word in named.difference(known))
