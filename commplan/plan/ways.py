"""In which ways people are told of something, and what each of those ways rests on."""

from collections.abc import Iterator

from commplan.named import NamedTuple
from commplan.plan.channels import Channel
from commplan.plan.escalations import EscalationPath, Step
from commplan.plan.messages import Message
from commplan.plan.plan import Plan
from commplan.plan.routes import routes_of

_NOTHING: frozenset[str] = frozenset()
_WITH_WAYS = ("channel", "tool", "escalation")
"""Targets that the methods of a step are not for: each is reached in its own way."""


class Way(NamedTuple):
    """A channel or tool, or a medium of an escalation path."""

    name: str
    components: frozenset[str]
    """What has to work; nothing where that is not known, since a reference is broken."""


def ways_of_message(plan: Plan, message: Message) -> Iterator[Way]:
    """The channels of a message and their fallbacks."""
    routes = routes_of(plan, message)
    yield from (_by_channel(plan, channel) for channel in routes.channels)
    if routes.broken:
        yield Way("", _NOTHING)


def ways_of_path(plan: Plan, path: EscalationPath) -> Iterator[Way]:
    """What the steps of a path use to notify, those of paths that they set in motion included.

    One medium is one way, however many steps use it.
    """
    begun = {path.id: path}
    waiting = [path]
    for current in waiting:
        for step in current.steps:
            yield from _ways_of_step(plan, current, step)
            for target in step.notify:
                if target.kind == "escalation" and plan.sound(target) and target.id not in begun:
                    begun[target.id] = plan.paths[target.id]
                    waiting.append(plan.paths[target.id])


def _ways_of_step(plan: Plan, path: EscalationPath, step: Step) -> Iterator[Way]:
    for target in step.notify:
        if not plan.sound(target):
            yield Way(str(target), _NOTHING)
        elif target.kind == "channel":
            yield _by_channel(plan, plan.channels[target.id])
        elif target.kind == "tool":
            yield Way(str(target), plan.components.of_tool(target.id))
    if any(target.kind not in _WITH_WAYS for target in step.notify):
        for method in step.methods:
            components = plan.components.of_method(path, method.medium)
            yield Way(f"{method.medium} by {path.tool}", components)


def _by_channel(plan: Plan, channel: Channel) -> Way:
    return Way(f"channel:{channel.id}", plan.components.of_channel(channel))
