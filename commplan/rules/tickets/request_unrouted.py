"""A kind of request that goes nowhere in particular."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Severity, one_of, rule

if TYPE_CHECKING:
    from commplan.api import RequestType


@rule("TKT102", severity=Severity.ERROR, profile="standard", since="0.1", source="A15 B04")
def request_unrouted(plan: Plan) -> Iterator[Problem]:
    """A type of request lacks intake, priority or queue, or has not exactly one owner.

    People have to know where to ask (`intake`), and whoever takes the request up
    where it waits (`queue`), how urgent it is (`priority`) and who answers for it
    (`owner`). With two owners each of them leaves it to the other: name one group
    or role.

    Bad:
        requests:
          access: {intake: "channel:it-help", owner: "person:alice", priority: normal}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        requests:
          access:
            intake: "channel:it-help"
            owner: "person:alice"
            priority: normal
            queue: "tool:jira"
        tools:
          jira: {kind: ticketing, provider: atlassian}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        request: the id of the type of request
        missing: the keys that it lacks
        owners: who owns it
    """
    for request in plan.requests.values():
        owners = list(dict.fromkeys(map(str, request.owners)))
        missing = {key: words for key, words, value in _parts(request) if not value}
        faults = [f"does not say {one_of(missing.values())}"] if missing else []
        remedies = [f"add {', '.join(f'`{key}`' for key in missing)}"] if missing else []
        if len(owners) > 1:
            faults.append(f"has {len(owners)} owners ({', '.join(owners)})")
            remedies.append("keep one owner")
        if faults:
            yield Problem(
                at=request.at if missing else request.at / "owner",
                message=f"request {request.id} {', and '.join(faults)}",
                help=" and ".join(remedies),
                facts={"request": request.id, "missing": list(missing), "owners": owners},
            )


def _parts(request: RequestType) -> tuple[tuple[str, str, object], ...]:
    return (
        ("intake", "where to ask", request.intake),
        ("owner", "who answers for it", request.owners),
        ("priority", "how urgent it is", request.priority),
        ("queue", "where its tickets wait", request.queue),
    )
