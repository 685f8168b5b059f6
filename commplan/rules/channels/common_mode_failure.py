"""Ways out that all lead through one door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from commplan.api import (
    Plan,
    Problem,
    Related,
    Severity,
    listed,
    routes_of,
    rule,
    ways_of_message,
    ways_of_path,
)

if TYPE_CHECKING:
    from commplan.api import EscalationPath, IncidentSeverity, Message, Way


@rule(
    "CHN202",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="B15; NIST 800-53 CP-8; ISO 22301 8.4.3",
)
def common_mode_failure(plan: Plan, *, accept: tuple[str, ...] = ()) -> Iterator[Problem]:
    """All ways to tell people of an incident depend on one service, and fail with it.

    Two channels of one provider, or two tools behind one sign-on, look like a way
    out and are none: when Slack is down, the other Slack channel is down, too. For
    a message about an incident, its channels and their fallbacks are looked at; for
    a severity, every contact method of its path together with the channels of its
    messages. What they depend on is the provider, the single sign-on and
    `depends_on` of tools and channels, and what those depend on. One way alone is
    no common failure: a message with one channel is left to CHN104, and a medium
    is one way however many steps use it. Add a way that works without the service,
    or list in `accept` the services whose loss you accept.

    Bad:
        messages:
          incident-update: {kind: incident, via: ["channel:incidents", "channel:it-ops"]}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
          it-ops: {kind: slack, slack: C04OPS, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        messages:
          incident-update: {kind: incident, via: ["channel:incidents", "channel:it-list"]}
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
          it-list: {kind: email, provider: google, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        component: the service on which everything depends
        severities: the severities that its outage silences
        messages: the message types that it silences
        path: the escalation path of the severities, or null
    """
    accepted = frozenset(component.casefold() for component in accept)
    calls: dict[str, tuple[Way, ...]] = {}
    failures: dict[tuple[str, str], list[IncidentSeverity]] = {}
    for severity in sorted(plan.severities.values(), key=lambda one: (one.order, one.id)):
        if severity.path is not None and plan.sound(severity.path):
            path = plan.paths[severity.path.id]
            if path.id not in calls:
                calls[path.id] = tuple(dict.fromkeys(ways_of_path(plan, path)))
            for component in sorted(_common(_ways(plan, severity, calls[path.id])) - accepted):
                failures.setdefault((component, severity.path.id), []).append(severity)
    told = set()
    for (component, path_id), severities in failures.items():
        messages = {m.id: m for s in severities for m in plan.incident_messages.get(s.id, ())}
        told |= {(component, message) for message in messages}
        yield _silenced(plan, component, plan.paths[path_id], severities, messages.values())
    for message in plan.messages.values():
        if message.kind == "incident":
            for component in sorted(_common(ways_of_message(plan, message)) - accepted):
                if (component, message.id) not in told:
                    yield _unsaid(plan, component, message)


def _ways(plan: Plan, severity: IncidentSeverity, calls: tuple[Way, ...]) -> Iterator[Way]:
    """All ways in which people learn of an incident."""
    yield from calls
    for message in plan.incident_messages.get(severity.id, ()):
        yield from ways_of_message(plan, message)


def _common(ways: Iterable[Way]) -> frozenset[str]:
    """What all ways depend on; nothing where there is but one."""
    names: set[str] = set()
    common: frozenset[str] | None = None
    for way in ways:
        names.add(way.name)
        common = way.components if common is None else common & way.components
        if not common:
            break
    return common if common and len(names) > 1 else frozenset()


def _silenced(
    plan: Plan,
    component: str,
    path: EscalationPath,
    severities: Sequence[IncidentSeverity],
    messages: Iterable[Message],
) -> Problem:
    """Severities of one path share the finding: one more medium of it mends them all."""
    names = [severity.id for severity in severities]
    steps = f"{'every' if len(path.steps) > 1 else 'the only'} step of escalation:{path.id}"
    routes = {message: _routes(plan, message) for message in messages if message.via}
    return Problem(
        at=severities[0].at / "path",
        message=f"one outage of {component!r} silences {listed(names)}: "
        f"{listed([steps, *routes.values()])} depend{'' if routes else 's'} on it",
        help=f"let a step use another medium, or give a message another route, that works without "
        f"{component!r}",
        related=(
            *(Related(severity.at / "path", severity.id) for severity in severities[1:]),
            Related(path.at.key, steps),
            *(Related(message.at / "via", words) for message, words in routes.items()),
        ),
        facts={
            "component": component,
            "severities": names,
            "messages": [message.id for message in routes],
            "path": path.id,
        },
    )


def _routes(plan: Plan, message: Message) -> str:
    number = len(routes_of(plan, message).channels)
    count = {1: "the only route", 2: "both routes"}.get(number, f"all {number} routes")
    return f"{count} of {message.id!r}"


def _unsaid(plan: Plan, component: str, message: Message) -> Problem:
    names = [f"channel:{channel.id}" for channel in routes_of(plan, message).channels]
    return Problem(
        at=message.at / "via",
        message=f"one outage of {component!r} silences {message.id!r}: "
        f"{listed(names)} depend on it",
        help=f"add a route, or a `fallback`, that works without {component!r}",
        facts={
            "component": component,
            "severities": [],
            "messages": [message.id],
            "path": None,
        },
    )
