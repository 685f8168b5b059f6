"""By which channels a message goes, and by which it goes instead when those are down."""

from collections.abc import Iterable

from commplan.named import NamedTuple
from commplan.plan.channels import Channel
from commplan.plan.messages import Message
from commplan.plan.plan import Plan
from commplan.plan.references import Reference


class Routes(NamedTuple):
    """The ways of one kind of message."""

    channels: tuple[Channel, ...]
    """Each once: those that are named, then fallbacks, those of fallbacks included."""
    broken: bool
    """A reference on the way names nothing, so that there may be more."""


def routes_of(plan: Plan, message: Message) -> Routes:
    """The channels that can carry a message."""
    return routes_by(plan, message.via)


def routes_by(plan: Plan, references: Iterable[Reference]) -> Routes:
    """The channels that are named, and those that stand in for them."""
    found: dict[str, Channel] = {}
    broken = False
    waiting = list(references)
    for reference in waiting:  # fallbacks join the end of the line
        if not plan.sound(reference):
            broken = True
        elif reference.id not in found:
            channel = found[reference.id] = plan.channels[reference.id]
            waiting += (channel.fallback,) if channel.fallback else ()
    return Routes(tuple(found.values()), broken)
