"""News of an incident that hangs on one channel."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Related, Severity, routes_of, rule


@rule(
    "CHN104",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="B15; ISO 22301 8.4.3; CIS 17.6",
)
def no_fallback_channel(plan: Plan, *, min_routes: int = 2) -> Iterator[Problem]:
    """A message type of kind `incident` has one route only.

    An incident may take down the very channel in which it is announced; then
    nobody is told, and nobody knows where to look instead. Give the channel a
    `fallback`, or send the message by a second channel as well. Channels in `via`
    and their fallbacks count, each once; whether they fall together is judged by
    CHN202. A message without `via` is left to PLN104.

    Bad:
        messages:
          incident-update: {kind: incident, via: ["channel:incidents"]}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        messages:
          incident-update: {kind: incident, via: ["channel:incidents"]}
        channels:
          incidents:
            kind: slack
            slack: C02INC
            owner: "person:alice"
            fallback: "channel:bridge"
          bridge: {kind: phone, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        message: the id of the message type
        routes: the ids of its channels
        needed: how many there should be
    """
    for message in plan.messages.values():
        if message.kind != "incident" or not message.via:
            continue
        routes = routes_of(plan, message)
        if routes.broken or len(routes.channels) >= min_routes:
            continue
        names = [f"channel:{channel.id}" for channel in routes.channels]
        yield Problem(
            at=message.at / "via",
            message=_shortage(message.id, names, min_routes),
            help=f'add `fallback: "channel:…"` to {names[-1]}, or another channel to `via`',
            related=tuple(Related(c.at.key, f"channel:{c.id}") for c in routes.channels),
            facts={
                "message": message.id,
                "routes": [channel.id for channel in routes.channels],
                "needed": min_routes,
            },
        )


def _shortage(message: str, names: list[str], needed: int) -> str:
    if len(names) == 1:
        return f"{message!r} has no route but {names[0]}: while that is down, nobody is told"
    return f"{message!r} has {len(names)} routes ({', '.join(names)}), {needed} are needed"
