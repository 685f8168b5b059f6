"""Whom a severity cannot do without."""

from __future__ import annotations

from collections.abc import Mapping

from commplan.clock import Intervals
from commplan.named import NamedTuple
from commplan.plan import Reference
from commplan.timeline.demand import Demand
from commplan.timeline.moment import Moment


class Reliance(NamedTuple):
    """People on each of whom alone a severity relies at times."""

    people: Mapping[str, Intervals]
    """When nobody would be left without them."""
    untold: frozenset[str]
    """Those on whom it hangs whether there are more."""


def relied_on(demand: Demand) -> Reliance:
    """Look who is missed at required hours that are no gap anyway.

    Whoever is taken away is away as if on leave: their roles fall to those who come
    next, a shift of theirs to nobody.
    """
    untold: set[str] = set()

    def missed(moment: Moment) -> tuple[str, ...]:
        fewest, most = demand.numbers(moment) if demand.runs(moment) else (0, 0)
        if fewest > 1 or most < demand.depth:
            return ()
        if fewest < demand.depth:
            untold.update(demand.untold([moment]))
            return ()
        either_way = {_missed(moment, demand.path, trusting) for trusting in (False, True)}
        people = tuple(person for person in either_way if person is not None)
        if len(either_way) == 1:
            return people
        untold.update(demand.untold([moment, *map(moment.without, people)]))
        return ()

    return Reliance(demand.view.spells(missed), frozenset(untold))


def _missed(moment: Moment, path: Reference, trusting: bool) -> str | None:
    """The one person without whom nobody is left; nobody is, where two are there."""
    people = moment.people(path, trusting=trusting)
    if len(people) > 1 or ":" in people[0]:
        return None
    return None if moment.without(people[0]).people(path, trusting=trusting) else people[0]
