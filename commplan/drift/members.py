"""Who is in the Slack channels of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from commplan.drift.accounts import Account, Accounts, AccountState
from commplan.drift.channels import BoundChannel
from commplan.plan import Person
from commplan.workspace import LiveChannel, LivePerson, Workspace


class Member(NamedTuple):
    """One account in a channel."""

    id: str
    state: AccountState
    live: LivePerson | None
    why: str
    """Why it is not known what account it is; empty where it is."""
    account: Account | None
    """Who it is in the plan; None for people whom the plan does not name."""

    @property
    def key(self) -> str:
        """The id by which the workspace lists it, else that in the channel."""
        return self.live.id if self.live is not None else self.id

    @property
    def person(self) -> Person | None:
        """The person of the plan behind it."""
        return None if self.account is None else self.account.person

    @property
    def active(self) -> bool:
        """Whether a human of the workspace reads along; guests count."""
        return self.state is AccountState.ACTIVE

    @property
    def machine(self) -> bool:
        """Whether it is a bot, an app's user or a workflow of the workspace."""
        return self.state is AccountState.NOT_HUMAN

    @property
    def label(self) -> str:
        """``gus (Gus Field, U08GUS)``, or the id alone where no more is known."""
        return self.id if self.live is None else self.live.label

    @property
    def handle(self) -> str:
        """What people call it in Slack, or its id."""
        return (self.live and self.live.handle) or self.id


class _Membership(NamedTuple):
    bound: BoundChannel
    members: tuple[Member, ...] = ()
    why: str = ""
    """Why its members are not known; empty where they are."""


class Membership(_Membership):
    """A channel in use and everybody in it, as far as that is known."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id by which a member goes, in the channel or in the list of accounts."""
        return frozenset(one for member in self.members for one in (member.id, member.key))

    @cached_property
    def strangers(self) -> tuple[str, ...]:
        """Ids of members who are in no list of accounts, and do not come from outside."""
        return tuple(member.id for member in self.members if member.why and member.live is None)

    @property
    def doubtful(self) -> tuple[Member, ...]:
        """Members of whom it is not known what account they are."""
        return tuple(member for member in self.members if member.why)


def memberships(
    channels: Iterable[BoundChannel],
    workspace: Workspace,
    accounts: Accounts,
    declared: Iterable[Account],
) -> Iterator[Membership]:
    """Every channel in use that other rules do not report as missing or archived."""
    known = by_live_id(declared)
    for bound in channels:
        if not bound.in_use:
            continue
        if bound.why:
            yield Membership(bound, why=bound.why)
        elif bound.open and bound.live is not None:
            yield _membership(bound, bound.live, workspace, accounts, known)


def _membership(
    bound: BoundChannel,
    live: LiveChannel,
    workspace: Workspace,
    accounts: Accounts,
    known: Mapping[str, Account],
) -> Membership:
    reading = workspace.members_reading(live.id)
    if live.members is None or not reading.known:
        return Membership(bound, why=reading.reason)
    return Membership(bound, tuple(_member(one, live, accounts, known) for one in live.members))


def _member(id: str, live: LiveChannel, accounts: Accounts, known: Mapping[str, Account]) -> Member:
    found = accounts.by_id(id)
    state, why = found.state, found.why
    if state is AccountState.FOREIGN:
        why = ""
    elif state is AccountState.NOT_FOUND:
        # Whoever is in a channel exists: somebody of the organisation that shares it, or
        # somebody whom an Enterprise organisation calls by another id elsewhere.
        outside = live.is_ext_shared is True
        state = AccountState.FOREIGN if outside else AccountState.UNREAD
        why = "" if outside else f"{id} is not among the accounts of the workspace"
    return Member(id, state, found.live, why, known.get(found.live.id if found.live else id))


def by_live_id(declared: Iterable[Account]) -> Mapping[str, Account]:
    """The accounts that the plan names; of two people with one account, one who has not left."""
    found: dict[str, Account] = {}
    for account in declared:
        one = account.id
        if one is not None and (one not in found or found[one].left):
            found[one] = account
    return found
