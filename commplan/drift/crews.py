"""Who should be in a user group, and who is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.drift.accounts import Account, Accounts
from commplan.drift.usergroups import BoundUsergroup
from commplan.workspace import LivePerson


class Crew(NamedTuple):
    """Where the members of a user group differ from the people whom a plan means; names, sorted.

    Of people of the plan they are the ids there, of others the handle and id in
    Slack. Whoever is gone from Slack, or from the plan, other rules speak of.
    """

    members: tuple[str, ...] = ()
    """Everybody who is in it."""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    deactivated: tuple[str, ...] = ()
    """Those of the others whose account is deactivated."""
    doubt: str = ""
    """Why not everybody could be compared; empty where everybody was."""

    @property
    def differs(self) -> bool:
        """Whether there is certainly a difference."""
        return bool(self.missing or self.extra or self.deactivated)


class _Wanted(NamedTuple):
    id: str | None
    """The id of the account; None where nobody can tell which it is."""
    name: str
    certain: bool
    """Whether it is an active account, which has to be in."""
    why: str
    """Why it may have to be; empty for accounts that have to, or are gone."""


def crew(
    usergroup: BoundUsergroup,
    subjects: Iterable[Account | BoundUsergroup],
    accounts: Accounts,
    known: Mapping[str, Account],
    *,
    leavers: bool,
    more: str,
) -> Crew:
    """Compare a user group in use with people, and with whoever is in other user groups.

    ``known`` are the accounts of the plan by live id; ``leavers`` tells whether
    members whom the plan says to have left are too many, ``more`` why others than
    ``subjects`` may belong to it.
    """
    if usergroup.live is None or usergroup.live.users is None:
        return Crew(doubt=usergroup.why)
    present = dict(accounts.listed(usergroup.live.users))
    wanted = [one for subject in subjects for one in _wanted(subject, accounts)]
    meant = {one.id for one in wanted}
    absent = [one for one in wanted if one.id not in present]
    strangers = [one for one, live in present.items() if live is None and one not in meant]
    aliases = (accounts.alias(strangers, one.id, one.name) for one in absent if one.certain)
    doubt = next(filter(None, aliases), "")
    missing = () if doubt else {one.name for one in absent if one.certain}
    doubt = doubt or next((one.why for one in absent if one.why), more)
    others = {
        one: live
        for one, live in present.items()
        if one not in meant and (leavers or one not in known or not known[one].left)
    }
    gone = {one: live for one, live in others.items() if live is not None and live.deleted}
    extra = {} if doubt else {one: live for one, live in others.items() if one not in gone}
    return Crew(
        members=_names(present, known),
        missing=tuple(sorted(missing)),
        extra=_names(extra, known),
        deactivated=_names(gone, known),
        doubt=doubt,
    )


def _wanted(subject: Account | BoundUsergroup, accounts: Accounts) -> Iterator[_Wanted]:
    if isinstance(subject, Account):
        certain = subject.well and not subject.left
        why = "" if subject.left or subject.gone else subject.why
        yield _Wanted(subject.id, subject.person.id, certain, why)
    elif subject.live is not None and subject.live.users is not None:
        for member, live in accounts.listed(subject.live.users):
            name = member if live is None else live.label
            yield _Wanted(member, name, live is not None and live.deleted is False, "")
    elif not subject.gone:
        yield _Wanted(None, subject.label, False, subject.why)


def _names(
    members: Mapping[str, LivePerson | None], known: Mapping[str, Account]
) -> tuple[str, ...]:
    """Names of members: ids of the plan, else what tells who it is in Slack."""
    return tuple(
        sorted(
            known[one].person.id if one in known else one if live is None else live.label
            for one, live in members.items()
        )
    )
