"""The accounts of those whom a plan means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from commplan.drift import AccountState, Drift
from commplan.plan import Reference

PEOPLE_AT_LEAST = 5
"""Of a group of fewer nothing is told: it would tell of single people."""


class Crowd(NamedTuple):
    """Accounts behind references."""

    ids: frozenset[str]
    doubt: str = ""
    """Why there may be others; empty where these are all."""
    absent: int = 0
    """How many of them the workspace does not have."""


def accounts_behind(drift: Drift, references: Iterable[Reference]) -> Crowd:
    """The accounts of everybody whom references stand for, now.

    A group that lists its members is those; one that names a user group only is
    whoever is in that.
    """
    named = tuple(references)
    reach = drift.plan.reach(*named)
    ids: set[str] = set()
    absent: set[str] = set()
    doubts = [drift.unlisted(named)]
    for person in reach.people:
        account = drift.accounts[person.id]
        if account.id is None:
            doubts.append(account.why or f"person:{person.id} has no account")
        else:
            ids.add(account.id)
            if account.state is AccountState.NOT_FOUND:
                absent.add(account.id)
    for group in reach.unlisted:
        usergroup = drift.usergroup_of(group.id)
        users = usergroup.live.users if usergroup and usergroup.live else None
        if users is None:
            why = usergroup.why if usergroup else ""
            doubts.append(f"the members of group:{group.id} are not known{why and f': {why}'}")
        else:
            ids.update(users)
    return Crowd(frozenset(ids), next(filter(None, doubts), ""), len(absent))
