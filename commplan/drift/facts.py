"""Which facts of a workspace a plan gives a reason to read."""

from __future__ import annotations

from commplan.plan import Plan, PlanCard, card

_OF_CHANNELS = (
    "public-channels",
    "private-channels",
    "members",
    "sharing",
    "channel-settings",
    "bookmarks",
    "pins",
)


def declared_facts(plan: Plan) -> frozenset[str]:
    """The names in :data:`commplan.workspace.FACTS` of which the plan declares anything."""
    return card_facts(card(plan, frozenset()))


def card_facts(plan: PlanCard) -> frozenset[str]:
    """The same for a plan of which only the card is kept.

    Accounts are read for user groups, too: whether anybody is in one is known only
    with them. Addresses are read for people whom the plan knows by nothing else.
    """
    facts = {"workspace"}
    facts |= set(_OF_CHANNELS) if plan.channels else set()
    facts |= {"people", "dnd"} if plan.people or plan.by_address else set()
    facts |= {"emails"} if plan.by_address else set()
    facts |= {"usergroups", "people"} if plan.usergroups else set()
    return frozenset(facts)
