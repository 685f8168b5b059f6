"""In which ways people are told of something, and what all of those ways rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial, reduce

from commplan.named import NamedTuple
from commplan.plan.channels import Channel
from commplan.plan.escalations import EscalationPath, Step
from commplan.plan.joined import Joined
from commplan.plan.messages import Message
from commplan.plan.plan import Plan

_NOTHING: frozenset[str] = frozenset()
_WITH_WAYS = ("channel", "tool", "escalation")
"""Targets that the methods of a step are not for: each is reached in its own way."""


class SharedWays(NamedTuple):
    """What some ways have in common. A way is a channel, a tool, or a medium of a path."""

    components: frozenset[str] | None = None
    """What has to work for every one of them; nothing where that is not known of some, since a
    reference is broken. None where there is no way."""
    names: frozenset[str] = _NOTHING
    """What the ways are called, two at least if there are so many."""

    @property
    def common(self) -> frozenset[str]:
        """What takes all of them down; nothing where there is but one."""
        return self.components if self.components and len(self.names) > 1 else _NOTHING


def _join(one: SharedWays, other: SharedWays) -> SharedWays:
    """What the ways of both have in common."""
    if one is other or other.components is None:
        return one
    if one.components is None:
        return other
    components = one.components
    if components is not other.components:
        components = components & other.components
    return SharedWays(components, one.names if len(one.names) > 1 else one.names | other.names)


def join_ways(shared: Iterable[SharedWays]) -> SharedWays:
    """The same of any number."""
    return reduce(_join, shared, SharedWays())


_BROKEN = SharedWays(_NOTHING)


class Ways:
    """The ways of a plan's messages and paths. Whoever holds them holds the plan, too."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._by_channel = Joined(partial(_of_channel, plan), partial(_fallback, plan), _join)
        self._by_path = Joined(partial(_of_path, plan), partial(_begun, plan), _join)

    def of_message(self, message: Message) -> SharedWays:
        """The channels of a message and their fallbacks."""
        return join_ways(
            self._by_channel(reference.id) if self._plan.sound(reference) else _BROKEN
            for reference in message.via
        )

    def of_path(self, path: EscalationPath) -> SharedWays:
        """What the steps of a path use to notify, those of paths that they set in motion included.

        One medium is one way, however many steps use it.
        """
        return self._by_path(path.id)


def _of_channel(plan: Plan, id: str) -> SharedWays:
    channel = plan.channels[id]
    own = _by_channel(plan, channel)
    return own if channel.fallback is None or plan.sound(channel.fallback) else _BROKEN


def _fallback(plan: Plan, id: str) -> tuple[str, ...]:
    fallback = plan.channels[id].fallback
    return (fallback.id,) if fallback is not None and plan.sound(fallback) else ()


def _of_path(plan: Plan, id: str) -> SharedWays:
    path = plan.paths[id]
    return join_ways(way for step in path.steps for way in _of_step(plan, path, step))


def _begun(plan: Plan, id: str) -> list[str]:
    targets = (target for step in plan.paths[id].steps for target in step.notify)
    return [one.id for one in targets if one.kind == "escalation" and plan.sound(one)]


def _of_step(plan: Plan, path: EscalationPath, step: Step) -> Iterator[SharedWays]:
    for target in step.notify:
        if not plan.sound(target):
            yield _BROKEN
        elif target.kind == "channel":
            yield _by_channel(plan, plan.channels[target.id])
        elif target.kind == "tool":
            yield _way(str(target), plan.components.of_tool(target.id))
    if any(target.kind not in _WITH_WAYS for target in step.notify):
        for method in step.methods:
            components = plan.components.of_method(path, method.medium)
            yield _way(f"{method.medium} by {path.tool}", components)


def _by_channel(plan: Plan, channel: Channel) -> SharedWays:
    return _way(f"channel:{channel.id}", plan.components.of_channel(channel))


def _way(name: str, components: frozenset[str]) -> SharedWays:
    return SharedWays(components, frozenset((name,)))
