"""The user groups that a plan names, and whether anybody is in them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from commplan.clock import SECOND, local_time
from commplan.drift.accounts import Accounts, AccountState, Found
from commplan.drift.ids import misfit
from commplan.place import Place
from commplan.plan import Plan
from commplan.workspace import LiveUsergroup, Workspace


class UsergroupState(StrEnum):
    """What became of a user group that a plan names."""

    STAFFED = "staffed"
    """In use, with at least one active full member."""
    EMPTY = "empty"
    """In use, and nobody in it but guests, bots and deactivated accounts."""
    DISABLED = "disabled"
    MISSING = "missing"
    UNSURE = "unsure"
    """In use; who is in it could not be judged."""
    UNREAD = "unread"
    """Could not be looked up; that is no pass."""


class Naming(NamedTuple):
    """A place where a plan names a user group."""

    words: str
    """``group:it-ops`` or ``rotation:primary``."""
    at: Place


class BoundUsergroup(NamedTuple):
    """One user group of the plan and what became of it."""

    id: str
    named: tuple[Naming, ...]
    """Where the plan names it, in the order of the plan; groups before rotations."""
    state: UsergroupState
    live: LiveUsergroup | None = None
    why: str = ""
    """Why it, or its members, cannot be judged; empty where they can."""
    inactive: int = 0
    """Members that are deactivated or no human account."""
    guests: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all other accounts and user groups of the plan."""
        return "usergroup", self.id

    @property
    def noun(self) -> str:
        """What it is, in a message."""
        return "user group"

    @property
    def at(self) -> Place:
        """Where the plan names it first."""
        return self.named[0].at

    @property
    def declared(self) -> str:
        """The id by which the plan names it."""
        return self.id

    @property
    def label(self) -> str:
        """``group:it-ops (S01ITOPS)``."""
        return f"{self.named[0].words} ({self.id})"

    @property
    def title(self) -> str:
        """``@it-ops (S01ITOPS)``, or the id alone where Slack tells no handle."""
        handle = self.live.handle if self.live is not None else None
        return f"@{handle} ({self.id})" if handle else self.id

    @property
    def well(self) -> bool:
        """Whether somebody answers to it."""
        return self.state is UsergroupState.STAFFED

    @property
    def gone(self) -> bool:
        """Whether certainly nobody answers to it."""
        return self.missing or self.disabled or self.empty

    @property
    def deactivated(self) -> bool:
        """Never: a user group is disabled, and no rule about accounts speaks of it."""
        return False

    @property
    def missing(self) -> bool:
        """Whether there is no such user group."""
        return self.state is UsergroupState.MISSING

    @property
    def disabled(self) -> bool:
        """Whether it is out of use."""
        return self.state is UsergroupState.DISABLED

    @property
    def empty(self) -> bool:
        """Whether nobody in it can answer."""
        return self.state is UsergroupState.EMPTY

    @property
    def unread(self) -> bool:
        """Whether it could not be looked up at all."""
        return self.state is UsergroupState.UNREAD

    @property
    def unknown(self) -> bool:
        """Whether it is not known if somebody answers to it."""
        return self.unread or self.state is UsergroupState.UNSURE

    @property
    def fault(self) -> str:
        """What is wrong, to be said of the user group."""
        if self.missing:
            return "does not exist in Slack"
        if self.disabled:
            return f"is disabled{_since(self.live)}"
        return f"has no active full member ({self._inside()})"

    def _inside(self) -> str:
        counts = ((self.inactive, "deactivated or bot"), (self.guests, "guest"))
        return ", ".join(f"{number} {what}" for number, what in counts if number) or "it is empty"

    @property
    def object(self) -> tuple[str, str | None, str | None]:
        """Kind, id and name of what somebody would change in Slack."""
        return "usergroup", self.id, self.live.handle if self.live else None


def bind_usergroups(
    plan: Plan, workspace: Workspace, accounts: Accounts
) -> tuple[BoundUsergroup, ...]:
    """Look up every user group that groups and rotations of the plan name, each once."""
    named: dict[str, list[Naming]] = {}
    for group in plan.groups.values():
        if group.slack_usergroup is not None:
            naming = Naming(f"group:{group.id}", group.at / "slack_usergroup")
            named.setdefault(group.slack_usergroup, []).append(naming)
    for rotation in plan.rotations.values():
        if rotation.slack_usergroup is not None:
            naming = Naming(f"rotation:{rotation.id}", rotation.at / "slack_usergroup")
            named.setdefault(rotation.slack_usergroup, []).append(naming)
    return tuple(_bound(one, tuple(at), workspace, accounts) for one, at in named.items())


def _bound(
    id: str, named: tuple[Naming, ...], workspace: Workspace, accounts: Accounts
) -> BoundUsergroup:
    if why := misfit("user group", id):
        return BoundUsergroup(id, named, UsergroupState.UNREAD, why=why)
    live = workspace.usergroup(id)
    reading = workspace.reading("usergroups")
    if live is None:
        if reading.complete:
            return BoundUsergroup(id, named, UsergroupState.MISSING)
        return BoundUsergroup(id, named, UsergroupState.UNREAD, why=reading.reason)
    if live.is_disabled is None:
        why = f"Slack does not tell whether {id} is disabled"
        return BoundUsergroup(id, named, UsergroupState.UNREAD, live, why)
    if live.is_disabled:
        return BoundUsergroup(id, named, UsergroupState.DISABLED, live)
    return _staffed(BoundUsergroup(id, named, UsergroupState.STAFFED, live), live, accounts)


def _staffed(bound: BoundUsergroup, live: LiveUsergroup, accounts: Accounts) -> BoundUsergroup:
    """Look for one active full member; only where every member is ruled out there is none."""
    if live.users is None:
        why = f"the members of {live.id} were not read"
        return bound._replace(state=UsergroupState.UNSURE, why=why)
    members = [(member, accounts.by_id(member)) for member in live.users]
    active = [found for _, found in members if found.state is AccountState.ACTIVE]
    if any(found.live and found.live.is_guest is False for found in active):
        return bound
    whys = [why for member, found in members if (why := _doubt(member, found))]
    return bound._replace(
        state=UsergroupState.UNSURE if whys else UsergroupState.EMPTY,
        why=whys[0] if whys else "",
        inactive=len(members) - len(active),
        guests=len(active),
    )


def _doubt(member: str, found: Found) -> str:
    """Why a member who is no active full one for sure may still be one."""
    if found.state is AccountState.NOT_FOUND:
        # Enterprise organisations name a person by one id here and by another there.
        return f"its member {member} is not among the accounts of the workspace"
    if found.live is not None and found.state is AccountState.ACTIVE and not found.live.is_guest:
        return f"Slack does not tell whether {member} is a guest"
    return found.why


def _since(live: LiveUsergroup | None) -> str:
    if live is None or not live.date_delete:
        return ""
    return f" since {local_time(live.date_delete * SECOND, 'UTC').date()}"
