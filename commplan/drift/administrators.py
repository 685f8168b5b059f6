"""Who is in charge of the workspace, by the plan and in Slack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.drift.accounts import Account, Accounts, AccountState
from commplan.drift.usergroups import BoundUsergroup
from commplan.place import Place
from commplan.plan import Plan, Reference
from commplan.workspace import LivePerson, Workspace


class Doubt(NamedTuple):
    """Something that could not be judged, and where the plan speaks of it."""

    at: Place
    why: str


class Declared(NamedTuple):
    """One account that the plan declares to be in charge, and by which reference."""

    by: Reference
    live: LivePerson


class Administrators(NamedTuple):
    """Administrators and owners of the workspace, where plan and Slack differ."""

    undeclared: tuple[LivePerson, ...] = ()
    """In charge in Slack and not by the plan, sorted by id."""
    powerless: tuple[Declared, ...] = ()
    """In charge by the plan and not in Slack, in the order of the plan."""
    doubts: tuple[Doubt, ...] = ()


def administrators(
    plan: Plan,
    workspace: Workspace,
    accounts: Accounts,
    known: Mapping[str, Account],
    usergroups: Mapping[str, BoundUsergroup],
) -> Administrators:
    """Compare ``metadata.workspace.admins`` with the accounts of the workspace.

    While it is not known who stands behind an entry of the list, anybody who is in
    charge may be meant by it, and nobody is called undeclared.
    """
    admins = plan.metadata.admins
    if not admins or not plan.all_sound(admins):
        return Administrators()
    declared: dict[str, Declared] = {}
    doubts: list[Doubt] = []
    for reference in admins:
        for one in _behind(plan, reference, accounts, known, usergroups):
            if isinstance(one, Doubt):
                doubts.append(one)
            else:
                declared.setdefault(one.id, Declared(reference, one))
    listed = plan.metadata.at / "workspace" / "admins"
    left = {account.live.id for account in known.values() if account.left and account.live}
    powerless = [
        one
        for one in declared.values()
        if one.live.is_in_charge is False and one.live.id not in left
    ]
    undeclared: list[LivePerson] = []
    if not doubts:
        active = tuple(_active(workspace, accounts))
        undeclared = [one for one in active if one.is_in_charge and one.id not in declared]
        doubts += (Doubt(listed, why) for why in _gaps(workspace, active))
    return Administrators(tuple(undeclared), tuple(powerless), tuple(doubts))


def _behind(
    plan: Plan,
    reference: Reference,
    accounts: Accounts,
    known: Mapping[str, Account],
    usergroups: Mapping[str, BoundUsergroup],
) -> Iterator[LivePerson | Doubt]:
    """The accounts that an entry stands for; those that are gone are other rules' matter."""
    reach = plan.reach(reference)
    for account in (known[person.id] for person in reach.people):
        if account.why:
            yield Doubt(reference.at, account.why)
        elif account.well and account.live is not None:
            yield account.live
    for group in reach.unlisted:
        bound = usergroups[group.slack_usergroup or ""]
        if bound.missing or bound.disabled:
            continue
        users = None if bound.live is None else bound.live.users
        if users is None:
            yield Doubt(reference.at, bound.why)
        for user in users or ():
            found = accounts.by_id(user)
            if found.why or found.state is AccountState.NOT_FOUND:
                why = found.why or f"{user} is not among the accounts of the workspace"
                yield Doubt(reference.at, why)
            elif found.state is AccountState.ACTIVE and found.live is not None:
                yield found.live


def _active(workspace: Workspace, accounts: Accounts) -> Iterator[LivePerson]:
    for live in workspace.people:
        if accounts.by_id(live.id).state is AccountState.ACTIVE:
            yield live


def _gaps(workspace: Workspace, active: Iterable[LivePerson]) -> Iterator[str]:
    """Why somebody in charge may have been overlooked."""
    reading = workspace.reading("people")
    if not reading.complete:
        yield reading.reason
    silent = [one for one in active if one.is_in_charge is None]
    if silent:
        more = f" and {len(silent) - 1} more" if len(silent) > 1 else ""
        yield f"Slack does not tell whether {silent[0].label}{more} can administer the workspace"
