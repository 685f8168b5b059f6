"""Which facts of a workspace plans give a reason to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from commplan.plan import MANAGED, PlanCard
from commplan.workspace import FACTS

_LISTS = ("public-channels", "private-channels")
_OF_MEMBERS_AND_PARTNERS = ("bots", "invitations")


def card_facts(
    plan: PlanCard, reads: Iterable[str] = tuple(FACTS), of: Collection[str] = ()
) -> frozenset[str]:
    """Those of the facts in ``reads`` of which a plan declares anything.

    With ``of``, facts that take calls for each channel count only where the plan makes one
    of these claims; see :func:`commplan.plan.channel_claims`. Accounts are read for user
    groups, too: whether anybody is in one is known only with them. Addresses are read for
    people whom the plan knows by nothing else.
    """
    facts = {"workspace"}
    facts |= set(_LISTS) if plan.channels or MANAGED in plan.claims else set()
    claimed = plan.channels if not of else not set(of).isdisjoint(plan.claims)
    facts |= {*of_each_channel(FACTS), *_OF_MEMBERS_AND_PARTNERS} if claimed else set()
    facts |= {"people", "dnd"} if plan.people or plan.by_address else set()
    facts |= {"emails"} if plan.by_address else set()
    facts |= {"usergroups", "people"} if plan.usergroups else set()
    return frozenset(facts.intersection(reads))


def of_each_channel(facts: Iterable[str]) -> tuple[str, ...]:
    """Those of the facts that take calls for each channel, sorted."""
    return tuple(sorted(fact for fact in facts if FACTS[fact].per == "channel"))
