"""Work that comes back every week and is done by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Related, Severity, listed, rule

if TYPE_CHECKING:
    from commplan.api import Automation

_STATUS_UPDATE = "status-update"


@rule(
    "TKT103",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A17 A34 B05 B14 B16",
)
def routine_not_automated(plan: Plan, *, per_week: float = 10.0) -> Iterator[Problem]:
    """A routine request, or the status update of the top severity, has no automation.

    Resetting passwords by hand makes people wait for what a workflow does at once,
    and takes the time that hard cases need. In the gravest incidents nobody has a
    hand free to remember the next update. Name what handles the request in its
    `automation`, and add an automation whose `message` is the update. A request
    type is looked at if it is `routine: true` or expected `per_week` times or more.

    Bad:
        requests:
          password-reset:
            intake: "channel:it-help"
            owner: "person:alice"
            priority: low
            queue: "tool:jira"
            routine: true
        tools:
          jira: {kind: ticketing, provider: atlassian}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        requests:
          password-reset:
            intake: "channel:it-help"
            owner: "person:alice"
            priority: low
            queue: "tool:jira"
            routine: true
            automation: pw-reset
        automations:
          pw-reset: {kind: self-service, tool: "tool:jira"}
        tools:
          jira: {kind: ticketing, provider: atlassian}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        request: the id of the type of request, or null for status updates
        per_week: how many are expected in a week, or null where the plan does not say
        severity: the gravest severity, where nothing sends its status updates; else null
        messages: its message types
    """
    for request in plan.requests.values():
        is_frequent = request.per_week is not None and request.per_week >= per_week
        if request.automation is None and (request.routine or is_frequent):
            often = (
                f"is expected {request.per_week:g} times a week" if is_frequent else "is routine"
            )
            yield Problem(
                at=request.at / ("per_week" if is_frequent else "routine"),
                message=f"request {request.id} {often} and has no automation",
                help="name in `automation` what handles it",
                facts={
                    "request": request.id,
                    "per_week": request.per_week,
                    "severity": None,
                    "messages": [],
                },
            )
    yield from _by_hand(plan)


def _by_hand(plan: Plan) -> Iterator[Problem]:
    """The gravest severity whose updates nothing sends. If it has none, that is SEV101."""
    top = min(plan.severities.values(), key=lambda severity: severity.order, default=None)
    messages = plan.incident_messages.get(top.id, ()) if top else ()
    ids = [message.id for message in messages]
    if top is None or not ids or any(_sends(plan, a, ids) for a in plan.automations.values()):
        return
    yield Problem(
        at=messages[0].at.key,
        message=f"status updates of {top.id} ({listed(ids)}) have no automation: somebody has to "
        "remember each of them",
        help=f"add an automation with `message: {ids[0]}`",
        related=(Related(top.at.key, f"{top.id} is the gravest severity"),),
        facts={"request": None, "per_week": None, "severity": top.id, "messages": ids},
    )


def _sends(plan: Plan, automation: Automation, messages: list[str]) -> bool:
    """Whether an automation sends one of some messages, or may mean to (see PLN101)."""
    if automation.message is None:
        return automation.kind == _STATUS_UPDATE
    return automation.message in messages or automation.message not in plan.messages
