"""Of those whom a plan means, who is in a channel."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.drift.accounts import Account, Accounts, AccountState
from commplan.drift.levels import Subject
from commplan.drift.members import Membership
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
    aliases: int = 0
    """How many of the absent may be there under ids that nobody can place."""
    alias: str = ""
    """Why the first of these may be."""

    @property
    def doubt(self) -> str:
        """Why not everybody could be looked for; empty where everybody was."""
        return self.unread or next(iter(self.unsure), self.alias)

    def share(self, *, at_best: bool = False) -> float:
        """How much of them is there, of nobody all; ``at_best`` counts whoever may be there."""
        present = len(self.present) + (len(self.unsure) + self.aliases if at_best else 0)
        everybody = len(self.present) + len(self.absent) + len(self.unsure)
        return present / everybody if everybody else 1.0


class Sought(NamedTuple):
    """Somebody whom the plan means."""

    id: str
    name: str
    """The id of a person of the plan, the handle of others."""
    active: bool
    why: str
    """Why it is not known whether there is such an active account."""


class Crowd(NamedTuple):
    """Everybody whom the plan means by some references, each once."""

    sought: Mapping[str, Sought]
    """By the id under which the account was read."""
    unread: str = ""
    """Why there may be more of them; empty where these are all."""

    def without(self, ids: Collection[str]) -> Crowd:
        """The others, when some are spoken of elsewhere."""
        others = {key: one for key, one in self.sought.items() if key not in ids}
        return self._replace(sought=others)

    def within(self, inside: Collection[str]) -> Attendance:
        """Who of them is among some accounts."""
        everybody = [one for one in self.sought.values() if one.active or one.why]
        absent = [one for one in everybody if one.id not in inside]
        return Attendance(
            present=tuple(one.name for one in everybody if one.id in inside),
            absent=tuple(one.name for one in absent if not one.why),
            unsure=tuple(one.why for one in absent if one.why),
            unread=self.unread,
        )


def crowd(subjects: Iterable[Subject], accounts: Accounts, unread: str = "") -> Crowd:
    """People, and those in user groups; ``unread`` is why there may be more than ``subjects``."""
    found: dict[str, Sought] = {}
    for subject in subjects:
        if isinstance(subject, Account):
            sought = [_account(subject)]
        else:
            sought = [*_usergroup(subject, accounts)]
            unread = unread or _untold(subject)
        for one in sought:
            found.setdefault(one.id, one)
    return Crowd(found, unread)


def attendance(people: Crowd, membership: Membership, accounts: Accounts) -> Attendance:
    """Who of a crowd is among the members of a channel."""
    if membership.why:
        return Attendance((), (), (), membership.why)
    inside, strangers = membership.ids, membership.strangers
    aliases = [
        alias
        for one in people.sought.values()
        if one.active and one.id not in inside
        if (alias := accounts.alias(strangers, one.id, one.name))
    ]
    found = people.within(inside)
    if not aliases:
        return found
    return found._replace(aliases=min(len(aliases), len(strangers)), alias=aliases[0])


def _account(account: Account) -> Sought:
    person = account.person
    one = account.live.id if account.live else account.declared or f"person:{person.id}"
    why = "" if account.left else account.why
    return Sought(one, person.id, account.well and not account.left, why)


def _usergroup(usergroup: BoundUsergroup, accounts: Accounts) -> Iterator[Sought]:
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
        yield Sought(live.id if live is not None else member, name, active, why)


def _untold(usergroup: BoundUsergroup) -> str:
    """Why it is not known who is in a user group; empty where it is, or where nobody is."""
    untold = usergroup.live is not None and usergroup.live.users is None
    return usergroup.why if usergroup.unread or untold else ""
