"""Content that is copied to where it may not be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.api import Bridge, Channel, Plan, Problem, Reference, Related, Severity, rule

_HOPS = ("first", "second", "third")


@rule(
    "SEC203",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A38; ISO 27001 A.8.12",
)
def bridge_downgrade(plan: Plan) -> Iterator[Problem]:
    """A bridge carries content, at once or over several hops, to a channel with a lower ceiling.

    What is written in a closed channel appears in an open one without anybody
    having sent it there. Let the bridge `redact` the content to the class of the
    receiving channel, remove it, or correct the ceilings. A bridge into a channel
    that may carry less is reported once, however many channels feed it from
    further away; over a channel without a ceiling content flows on unchanged.
    Classes of which neither stands above the other do not fit. A ceiling that is
    missing or does not exist is left to SEC101.

    Bad:
        classification: {order: [public, internal, restricted]}
        channels:
          sec-incident:
            kind: slack
            slack: C03SEC
            ceiling: restricted
            owner: "person:alice"
            bridges: [{to: "channel:incidents"}]
          incidents: {kind: slack, slack: C02INC, ceiling: internal, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        classification: {order: [public, internal, restricted]}
        channels:
          sec-incident:
            kind: slack
            slack: C03SEC
            ceiling: restricted
            owner: "person:alice"
            bridges: [{to: "channel:incidents", redact: true}]
          incidents: {kind: slack, slack: C02INC, ceiling: internal, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        source, target: ids of the channels
        path: the ids of all channels on the way, from source to target
        ceiling: the ceiling of the source
        limit: the ceiling of the target
        by: the integration that makes the last hop, or null
    """
    if not any("bridges" in channel.raw for channel in plan.channels.values()):
        return
    for source in plan.channels.values():
        for way in _ways(plan, source):
            yield _problem(plan, source, way)


class _Hop(NamedTuple):
    """A bridge that copies content as it is, and where it leads."""

    bridge: Bridge
    to: Reference


def _ways(plan: Plan, source: Channel) -> Iterator[tuple[_Hop, ...]]:
    """The shortest way to each channel that may not carry what the source may.

    It passes channels without a ceiling only: where one with a ceiling holds the
    content it is no longer the source's fault what becomes of it.
    """
    classes = plan.classification
    content = classes.known(source.ceiling)
    if content is None:
        return
    seen = {source.id}
    waiting: list[tuple[Channel, tuple[_Hop, ...]]] = [(source, ())]
    for channel, way in waiting:  # the next hops join the end of the line
        for bridge in channel.bridges:
            to = bridge.to
            if to is None or bridge.redact or to.id in seen or not plan.sound(to):
                continue
            seen.add(to.id)
            further, target = (*way, _Hop(bridge, to)), plan.channels[to.id]
            ceiling = classes.known(target.ceiling)
            if ceiling is None:
                waiting.append((target, further))
            elif not classes.at_most(content, ceiling):
                yield further


def _problem(plan: Plan, source: Channel, way: tuple[_Hop, ...]) -> Problem:
    last, number = way[-1], len(way)
    passed = [source, *(plan.channels[hop.to.id] for hop in way)]
    names = " → ".join(f"channel:{c.id} ({c.ceiling or 'no ceiling'})" for c in passed)
    hop = _HOPS[number - 1] if number <= len(_HOPS) else f"{number}th"
    by = f", by {last.bridge.by}" if last.bridge.by else ""
    return Problem(
        at=last.to.at,
        message=f"{names}: content may leave its class at the {hop} hop{by}",
        help="add `redact: true` if the content is cut down on the way, else remove the bridge",
        related=(
            *(Related(hop.to.at, "on the way") for hop in way[:-1]),
            Related(source.at / "ceiling", f"channel:{source.id} may carry {source.ceiling}"),
            Related(passed[-1].at / "ceiling", f"{last.to} may carry {passed[-1].ceiling}"),
        ),
        facts={
            "source": source.id,
            "target": last.to.id,
            "path": [channel.id for channel in passed],
            "ceiling": source.ceiling,
            "limit": passed[-1].ceiling,
            "by": last.bridge.by,
        },
    )
