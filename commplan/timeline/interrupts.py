"""How often whoever is on call can expect to be interrupted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from commplan.clock import HOUR, WEEK, total
from commplan.named import NamedTuple
from commplan.plan import Channel, DutyRotation, EscalationPath, Plan, Rate, Reference
from commplan.timeline.calls import Call
from commplan.timeline.moment import Moment
from commplan.timeline.timeline import Timeline
from commplan.timeline.view import View

_SHIFT = 12 * HOUR / WEEK
"""The hours on call by which interrupts are counted, of all in a week."""
_PAGES = ("phone", "push", "sms")
"""Media of a page, as opposed to a message that waits."""

Bounds = tuple[float, float]
"""The least and the most that a number may be; they differ where the plan leaves it open."""


class Interrupts(NamedTuple):
    """What whoever is on call in a rotation can expect in twelve hours."""

    pages: Bounds
    pings: Bounds

    @property
    def least(self) -> float:
        """Both together, where what is open is for the better."""
        return self.pages[0] + self.pings[0]

    @property
    def most(self) -> float:
        """Both together, where what is open is for the worse."""
        return self.pages[1] + self.pings[1]


def most_interrupts(pages: Rate, pings: Rate) -> float:
    """What nobody can expect more than in twelve hours, whoever is called."""
    return (_sum(pages) + _sum(pings)) * _SHIFT


def interrupts_on(
    timeline: Timeline, rotation: DutyRotation, pages: Rate, pings: Rate, miss: float
) -> Interrupts:
    """What to expect of so many pages and pings a week.

    Level k of a path is paged if nobody before it has answered, each of whom misses a
    page with the probability ``miss``. A page reaches a rotation at the first level that
    calls somebody who is on call then, for the share of time in which one does; a ping
    of a group, for the share in which they are in the audience of its channel.
    """
    plan, turn = timeline.plan, Reference("rotation", rotation.id, rotation.at)
    paths = {path.id: _paged(timeline, turn, path, miss) for path in _paging(plan)}
    channels = {
        channel.id: _pinged(timeline, turn, channel)
        for channel in plan.channels.values()
        if channel.audience
    }
    return Interrupts(_expected(pages, paths), _expected(pings, channels))


def _sum(rate: Rate) -> float:
    return sum(rate.values()) if isinstance(rate, Mapping) else rate


def _expected(rate: Rate, weights: Mapping[str, Bounds]) -> Bounds:
    """How much of a weekly rate arrives in twelve hours, given what arrives of each part of it."""
    if isinstance(rate, Mapping):
        parts = [(number, weights.get(key, (0, 0))) for key, number in rate.items()]
    else:
        # Nobody can tell how it divides: all of it may be of one part.
        least = min((low for low, _ in weights.values()), default=0)
        parts = [(rate, (least, max((high for _, high in weights.values()), default=0)))]
    return (
        sum(number * low for number, (low, _) in parts) * _SHIFT,
        sum(number * high for number, (_, high) in parts) * _SHIFT,
    )


def _paging(plan: Plan) -> Collection[EscalationPath]:
    """The paths by which pages go: those in use that page at all."""
    named = [severity.path for severity in plan.severities.values()]
    named += [alert.path for alert in plan.alerts]
    used = {path.id: plan.paths[path.id] for path in named if path and plan.sound(path)}
    paths = used.values() or plan.paths.values()
    return [path for path in paths if _pages(path)] or paths


def _pages(path: EscalationPath) -> bool:
    return any(method.medium in _PAGES for step in path.steps for method in step.methods)


def _paged(timeline: Timeline, turn: Reference, path: EscalationPath, miss: float) -> Bounds:
    """How many of the pages of a path reach whoever is on call; nobody is paged twice for one."""
    reference = Reference("escalation", path.id, path.at)
    if not timeline.sound(turn, reference):
        return 0, 0
    calls, view = timeline.unrolled(path.id).calls, timeline.view(turn, reference)

    def share(trusting: bool) -> float:
        return _share(view, turn, lambda moment: _chance(moment, turn, calls, miss, trusting))

    return share(trusting=False), share(trusting=True)


def _chance(
    moment: Moment, turn: Reference, calls: Sequence[Call], miss: float, trusting: bool
) -> float:
    """How probable it is that a page comes as far as the first level that reaches them."""
    on_call = set(moment.people(turn))
    levels = [
        sum(number - 1 for number in call.level)
        for call in calls
        if not on_call.isdisjoint(moment.reached((call,), trusting=trusting))
    ]
    return miss ** min(levels) if levels else 0


def _pinged(timeline: Timeline, turn: Reference, channel: Channel) -> Bounds:
    """How many of the pings of a channel reach whoever is on call."""
    if not timeline.sound(turn):
        return 0, 0
    audience = timeline.plan.reach(*channel.audience)
    members = {person.id for person in audience.people}
    share = _share(timeline.view(turn), turn, lambda m: not members.isdisjoint(m.people(turn)))
    return share, 1 if audience.unlisted else share


def _share(view: View, turn: Reference, chance: Callable[[Moment], float]) -> float:
    """How much of everything reaches those who are on call, over all their time."""
    spells = view.spells(lambda moment: (chance(moment),) if moment.people(turn) else ())
    lengths = {each: total(intervals) for each, intervals in spells.items()}
    on_call = sum(lengths.values())
    return sum(each * length for each, length in lengths.items()) / on_call if on_call else 0
