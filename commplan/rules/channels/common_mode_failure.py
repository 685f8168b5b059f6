"""Ways out that all lead through one door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from commplan.api import (
    Plan,
    Problem,
    Related,
    Severity,
    Ways,
    join_ways,
    listed,
    routes_of,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import EscalationPath, IncidentSeverity, Message


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
    ways = Ways(plan)
    failures: dict[tuple[str, str], list[IncidentSeverity]] = {}
    for severity in sorted(plan.severities.values(), key=lambda one: (one.order, one.id)):
        if severity.path is not None and plan.sound(severity.path):
            told_by = (ways.of_message(one) for one in plan.incident_messages.get(severity.id, ()))
            all_ways = join_ways((ways.of_path(plan.paths[severity.path.id]), *told_by))
            for component in sorted(all_ways.common - accepted):
                failures.setdefault((component, severity.path.id), []).append(severity)
    routes = _Routes(plan)
    told = set()
    for (component, path_id), severities in failures.items():
        messages = {m.id: m for s in severities for m in plan.incident_messages.get(s.id, ())}
        told |= {(component, message) for message in messages}
        yield _silenced(component, plan.paths[path_id], severities, messages.values(), routes)
    for message in plan.messages.values():
        if message.kind == "incident":
            for component in sorted(ways.of_message(message).common - accepted):
                if (component, message.id) not in told:
                    yield _unsaid(component, message, routes)


class _Routes:
    """The routes of messages in words, each looked up once however many findings name them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._of_messages: dict[str, list[str]] = {}
        self._by_via: dict[tuple[str, ...], list[str]] = {}

    def names(self, message: Message) -> list[str]:
        if message.id not in self._of_messages:
            via = tuple(map(str, message.via))
            if via not in self._by_via:
                channels = routes_of(self._plan, message).channels
                self._by_via[via] = [f"channel:{channel.id}" for channel in channels]
            self._of_messages[message.id] = self._by_via[via]
        return self._of_messages[message.id]

    def counted(self, message: Message) -> str:
        number = len(self.names(message))
        count = {1: "the only route", 2: "both routes"}.get(number, f"all {number} routes")
        return f"{count} of {message.id!r}"


def _silenced(
    component: str,
    path: EscalationPath,
    severities: Sequence[IncidentSeverity],
    messages: Iterable[Message],
    routes: _Routes,
) -> Problem:
    """Severities of one path share the finding: one more medium of it mends them all."""
    names = [severity.id for severity in severities]
    steps = f"{'every' if len(path.steps) > 1 else 'the only'} step of escalation:{path.id}"
    counted = {message: routes.counted(message) for message in messages if message.via}
    return Problem(
        at=severities[0].at / "path",
        message=f"one outage of {component!r} silences {listed(names)}: "
        f"{listed([steps, *counted.values()])} depend{'' if counted else 's'} on it",
        help=f"let a step use another medium, or give a message another route, that works without "
        f"{component!r}",
        related=(
            *(Related(severity.at / "path", severity.id) for severity in severities[1:]),
            Related(path.at.key, steps),
            *(Related(message.at / "via", words) for message, words in counted.items()),
        ),
        facts={
            "component": component,
            "severities": names,
            "messages": [message.id for message in counted],
            "path": path.id,
        },
    )


def _unsaid(component: str, message: Message, routes: _Routes) -> Problem:
    return Problem(
        at=message.at / "via",
        message=f"one outage of {component!r} silences {message.id!r}: "
        f"{listed(routes.names(message))} depend on it",
        help=f"add a route, or a `fallback`, that works without {component!r}",
        facts={
            "component": component,
            "severities": [],
            "messages": [message.id],
            "path": None,
        },
    )
