"""People whose last day is over, and where in Slack they still are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commplan.drift.accounts import Account, Accounts
from commplan.drift.channels import BoundChannel
from commplan.drift.members import Membership
from commplan.drift.usergroups import BoundUsergroup
from commplan.workspace import LivePerson


class Leaver(NamedTuple):
    """Somebody who has left by the plan's own account, with what they are still in."""

    account: Account
    channels: tuple[BoundChannel, ...]
    usergroups: tuple[BoundUsergroup, ...]
    doubt: str
    """Why they may be in more of those that were read; empty where that is known."""


def leavers(
    declared: Iterable[Account],
    memberships: Iterable[Membership],
    usergroups: Iterable[BoundUsergroup],
    accounts: Accounts,
    *,
    guests: bool,
) -> Iterator[Leaver]:
    """Look for everybody who has left, except for those who can sign in no more.

    ``guests`` tells whether guests count who may not be in a channel any more; without
    it another rule speaks of them.
    """
    channels = tuple(memberships)
    groups = tuple((group, dict(_members(group, accounts))) for group in usergroups)
    strangers = {one for membership in channels for one in membership.strangers}
    strangers |= {one for _, members in groups for one, live in members.items() if live is None}
    for account in declared:
        if account.left and account.why:
            yield Leaver(account, (), (), account.why)  # who may be deactivated as well
        elif account.left and not account.gone:
            yield Leaver(
                account,
                tuple(
                    membership.bound
                    for membership in channels
                    if account.id in membership.ids
                    and (guests or not _is_guest(account) or _admits_any(membership))
                ),
                tuple(group for group, members in groups if account.id in members),
                accounts.alias(sorted(strangers), account.id, account.person.id),
            )


def _admits_any(membership: Membership) -> bool:
    return membership.bound.channel.guests == "any"


def _is_guest(account: Account) -> bool:
    return account.well and account.live is not None and account.live.is_guest is True


def _members(group: BoundUsergroup, accounts: Accounts) -> Iterator[tuple[str, LivePerson | None]]:
    """Everybody in a user group that is in use."""
    if group.live is not None and not group.disabled:
        yield from accounts.listed(group.live.users or ())
