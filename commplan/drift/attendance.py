"""Of those whom a plan means, who is in a channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commplan.drift.accounts import Account, Accounts, AccountState
from commplan.drift.levels import Subject
from commplan.drift.members import Member, Membership
from commplan.drift.usergroups import BoundUsergroup


class Attendance(NamedTuple):
    """Everybody behind some references who has an active account, sorted by where they are.

    Whoever is gone is on neither side: other rules speak of them.
    """

    present: tuple[str, ...]
    """Ids of people of the plan, handles of others."""
    absent: tuple[str, ...]
    unsure: tuple[str, ...]
    """Why it is not known of somebody whether they are in the channel; one for each."""
    unread: str = ""
    """Why nobody knows how many more there are; empty where everybody is counted."""

    @property
    def doubt(self) -> str:
        """Why not everybody could be looked for; empty where everybody was."""
        return self.unread or next(iter(self.unsure), "")

    def share(self, *, at_best: bool = False) -> float:
        """How much of them is there, of nobody all; ``at_best`` counts the unsure as present."""
        present = len(self.present) + (len(self.unsure) if at_best else 0)
        everybody = len(self.present) + len(self.absent) + len(self.unsure)
        return present / everybody if everybody else 1.0


def attendance(
    subjects: Iterable[Subject], membership: Membership, accounts: Accounts, unread: str = ""
) -> Attendance:
    """Look for people and for those in user groups, each once, among the members of a channel.

    ``unread`` is why there may be more of them than ``subjects``.
    """
    if membership.why:
        return Attendance((), (), (), membership.why)
    found: dict[str, _Sought] = {}
    for subject in subjects:
        if isinstance(subject, Account):
            sought = [_account(subject)]
        else:
            sought = [*_usergroup(subject, accounts)]
            unread = unread or _untold(subject)
        for one in sought:
            found.setdefault(one.id, one)
    inside = {one for member in membership.members for one in (member.id, _id(member))}
    everybody = [one for one in found.values() if one.active or one.why]
    absent = [one for one in everybody if one.id not in inside]
    return Attendance(
        present=tuple(one.name for one in everybody if one.id in inside),
        absent=tuple(one.name for one in absent if not one.why),
        unsure=tuple(one.why for one in absent if one.why),
        unread=unread,
    )


class _Sought(NamedTuple):
    id: str
    name: str
    active: bool
    why: str
    """Why it is not known whether there is such an active account."""


def _account(account: Account) -> _Sought:
    person = account.person
    one = account.live.id if account.live else account.declared or f"person:{person.id}"
    why = "" if account.left else account.why
    return _Sought(one, person.id, account.well and not account.left, why)


def _usergroup(usergroup: BoundUsergroup, accounts: Accounts) -> Iterator[_Sought]:
    """Whoever is in a user group that is in use."""
    if usergroup.live is None or usergroup.disabled:
        return
    for member in usergroup.live.users or ():
        found = accounts.by_id(member)
        live, why = found.live, found.why
        if found.state is AccountState.NOT_FOUND:
            why = f"{member} is not among the accounts of the workspace"
        name = live.handle if live is not None and live.handle else member
        active = found.state is AccountState.ACTIVE
        yield _Sought(live.id if live is not None else member, name, active, why)


def _untold(usergroup: BoundUsergroup) -> str:
    """Why it is not known who is in a user group; empty where it is, or where nobody is."""
    untold = usergroup.live is not None and usergroup.live.users is None
    return usergroup.why if usergroup.unread or untold else ""


def _id(member: Member) -> str:
    return member.live.id if member.live is not None else member.id
