"""When roles come to rest on one person."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.clock import Interval
from commplan.named import NamedTuple
from commplan.plan import Plan, Reference
from commplan.timeline.moment import Moment
from commplan.timeline.timeline import Timeline


class Coincidence(NamedTuple):
    """When roles are held by one person."""

    spells: tuple[tuple[Interval, str], ...]
    """When that is certain, and by whom, in order of time."""
    doubtful: frozenset[str]
    """Those on whom it hangs whether it happens at other times."""


def coincidence(timeline: Timeline, *roles: Reference) -> Coincidence:
    """When all of some roles, which are sound, are held by one person.

    A role is held by the first of its holders, else of its deputies, who is there.
    """
    view = timeline.view(*roles)
    holder: dict[Moment, str] = {}
    doubtful: set[str] = set()
    for moment in view.moments:
        certain = [moment.people(role) for role in roles]
        trusted = [moment.people(role, trusting=True) for role in roles]
        if certain != trusted:
            if _may_share(_possible(timeline.plan, moment, role) for role in roles):
                for known, all_ in zip(certain, trusted, strict=True):
                    doubtful.update(set(all_).difference(known))
        elif all(certain) and len(set(certain)) == 1:
            holder[moment] = certain[0][0]
    held = view.spells(lambda moment: (holder[moment],) if moment in holder else ())
    spells = sorted((spell, person) for person, spells in held.items() for spell in spells)
    return Coincidence(tuple(spells), frozenset(doubtful))


def _possible(plan: Plan, moment: Moment, role: Reference, *, always: bool = False) -> set[str]:
    """Whoever may hold a role: those of whom nobody can tell, up to the first who is there."""
    always = always or plan.roles[role.id].always_reachable
    there = moment.duty if always else moment
    found: set[str] = set()
    for reference in plan.behind(role):
        certain = there.people(reference)
        if reference.kind == "role":
            found |= _possible(plan, moment, reference, always=always)
        else:
            trusted = there.people(reference, trusting=True)
            first = next((n for n, person in enumerate(trusted) if person in certain), None)
            found.update(trusted if first is None else trusted[: first + 1])
        if certain:
            break
    return found


def _may_share(possible: Iterable[set[str]]) -> bool:
    """Whether one person may be in each of the sets; in a group known to Slack anybody may be."""
    everybody = tuple(possible)
    known = [ids for ids in everybody if not any(":" in name for name in ids)]
    return all(everybody) and (len(known) < len(everybody) or bool(set.intersection(*known)))
