"""Which facts of a workspace plans give a reason to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from commplan.plan import ADDRESSES, BROADCAST, MANAGED, ON_CALL, RETENTION, PlanCard
from commplan.workspace import FACTS

_LISTS = ("public-channels", "private-channels")
_OF_MEMBERS_AND_PARTNERS = ("bots", "invitations")
_ONLY_FOR = {"channel-preferences": BROADCAST, "retention": RETENTION}
"""Facts that only an administrator's token opens, with the one claim that calls for each.

A rule that reads them has other claims to look at as well, for which any token will do.
"""


def card_facts(
    plan: PlanCard, reads: Collection[str] = tuple(FACTS), of: Collection[str] = ()
) -> frozenset[str]:
    """Those of the facts in ``reads`` of which a plan declares anything.

    With ``of``, facts that take calls for each channel or person count only where the plan
    makes one of these claims; see :mod:`commplan.plan.claims`. Accounts are read for members
    and user groups, too: who that is, is known only with them. Addresses are read for people
    whom the plan knows by nothing else, unless that is what ``of`` is about.
    """
    facts = {"workspace"}
    claimed = set(of).intersection(plan.claims)
    people = bool(plan.people or plan.by_address)
    by_address = ADDRESSES in claimed if ADDRESSES in of else plan.by_address
    facts |= set(_LISTS) if plan.channels or MANAGED in plan.claims else set()
    reason = claimed if of else plan.channels
    facts |= {*of_each_channel(FACTS), *_OF_MEMBERS_AND_PARTNERS} if reason else set()
    facts |= {"people"} if people or (reason and "members" in reads) else set()
    facts |= {"dnd"} if people and (ON_CALL in claimed or not of) else set()
    facts |= {"emails"} if by_address else set()
    facts |= {"usergroups", "people"} if plan.usergroups else set()
    facts |= {"usergroups"} if plan.managed_usergroups else set()
    return frozenset(called_for(facts.intersection(reads), of, plan.claims))


def called_for(
    facts: Iterable[str], of: Collection[str], claims: Collection[str]
) -> tuple[str, ...]:
    """The facts, of a rule about channels with a claim ``of`` some, for which a claim calls."""
    return tuple(f for f in facts if not of or f not in _ONLY_FOR or _ONLY_FOR[f] in claims)


def of_each_channel(facts: Iterable[str]) -> tuple[str, ...]:
    """Those of the facts that take calls for each channel, sorted."""
    return tuple(sorted(fact for fact in facts if FACTS[fact].per == "channel"))


def of_each_person(facts: Iterable[str]) -> tuple[str, ...]:
    """Those of the facts that take calls for each person, sorted."""
    return tuple(sorted(fact for fact in facts if FACTS[fact].per == "person"))
