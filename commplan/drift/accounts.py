"""The people of a plan and the accounts behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from commplan.drift.ids import misfit
from commplan.place import Place
from commplan.plan import Person, Plan, day_at
from commplan.workspace import SLACKBOT, LivePerson, Reading, Status, Workspace


class AccountState(StrEnum):
    """What became of an account that a plan names."""

    ACTIVE = "active"
    """A human one in use; guests count."""
    DEACTIVATED = "deactivated"
    NOT_FOUND = "not-found"
    NOT_HUMAN = "not-human"
    """A bot, an app's user or a workflow."""
    FOREIGN = "foreign"
    """Of another organisation, which Slack tells too little about."""
    UNDECLARED = "undeclared"
    """The plan gives neither a Slack id nor an e-mail address."""
    UNREAD = "unread"
    """Could not be looked up; that is no pass."""


GONE = frozenset({AccountState.DEACTIVATED, AccountState.NOT_FOUND, AccountState.NOT_HUMAN})


_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "team_access_not_granted": "{} is of a workspace that the app was not added to",
        "user_not_visible": "Slack shows {} to its own organisation only",
    }
)
"""Slack's words for accounts that exist and are hidden, and ours."""


class Found(NamedTuple):
    """What a look-up came to."""

    state: AccountState
    live: LivePerson | None = None
    why: str = ""
    """Why it cannot be judged; empty where it can."""


class Account(NamedTuple):
    """One person of the plan and what became of their account."""

    person: Person
    state: AccountState
    live: LivePerson | None
    why: str
    """Why it cannot be judged; empty where it can."""
    left: bool
    """Their last day is over: that they are named at all is STK107's."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all other accounts and user groups of the plan."""
        return "person", self.person.id

    @property
    def noun(self) -> str:
        """What it is, in a message."""
        return "account"

    @property
    def at(self) -> Place:
        """Where the plan says which account it is."""
        if self.person.slack is not None:
            return self.person.at / "slack"
        if self.person.email is not None:
            return self.person.at / "contacts" / "email"
        return self.person.at.key

    @property
    def declared(self) -> str:
        """The id or address by which the plan names the account."""
        return self.person.slack or self.person.email or ""

    @property
    def id(self) -> str | None:
        """The id by which the workspace lists it, else that in the plan, if there is one."""
        return self.live.id if self.live is not None else self.person.slack

    @property
    def label(self) -> str:
        """``alice (U01ALICE)``."""
        return f"{self.person.id} ({self.declared})"

    @property
    def well(self) -> bool:
        """Whether a human answers to it."""
        return self.state is AccountState.ACTIVE

    @property
    def gone(self) -> bool:
        """Whether certainly nobody answers to it."""
        return self.state in GONE

    @property
    def deactivated(self) -> bool:
        """Whether somebody answered to it once."""
        return self.state is AccountState.DEACTIVATED

    @property
    def unknown(self) -> bool:
        """Whether the plan names an account that could not be judged."""
        return self.state in (AccountState.FOREIGN, AccountState.UNREAD)

    @property
    def fault(self) -> str:
        """What is wrong, to be said of the account."""
        if self.state is AccountState.NOT_HUMAN and self.live is not None:
            return _machine_words(self.live)
        return "is deactivated" if self.deactivated else "does not exist in Slack"

    @property
    def object(self) -> tuple[str, str | None, str | None]:
        """Kind, id and name of what somebody would change in Slack."""
        if self.live is not None:
            return "person", self.live.id, self.live.handle
        return "person", self.person.slack, None if self.person.slack else self.person.email


class Accounts:
    """Looks accounts up, in a workspace of which not everything may be known."""

    def __init__(self, plan: Plan, workspace: Workspace) -> None:
        self._zone = plan.metadata.timezone
        self._workspace = workspace

    def of(self, person: Person) -> Account:
        """What became of a person's account; an id counts before an address."""
        if person.slack is not None:
            found = self.by_id(person.slack)
        elif person.email is not None:
            found = self._by_address(person.email)
        else:
            why = f"the plan gives neither a Slack id nor an e-mail address of {person.id}"
            found = Found(AccountState.UNDECLARED, why=why)
        return Account(person, *found, left=self._has_left(person))

    def namesake(self, person: Person) -> LivePerson | None:
        """The one active human account that bears a person's name; None if there is none or two."""
        named = [
            live
            for live in self._workspace.people
            if self._workspace.is_called(live, person.name)
            and self._judged(live).state is AccountState.ACTIVE
        ]
        return named[0] if len(named) == 1 else None

    def holder(self, address: str) -> LivePerson | None:
        """The account in use that has an e-mail address, as far as addresses are known."""
        live = self._workspace.person_by_email(address)
        return None if live is None or live.deleted else live

    def has_email(self, account: Account, address: str) -> bool | None:
        """Whether an address is that of somebody's account; None if that is not known."""
        return None if account.live is None else self._workspace.has_email(account.live, address)

    def no_address(self, account: Account) -> str:
        """Why the address of somebody's account is not known."""
        reading = self._workspace.reading("emails")
        if account.live is not None and not reading.known:
            return reading.reason
        return account.why or f"Slack does not tell the e-mail address of {account.label}"

    def is_called(self, account: Account) -> bool | None:
        """Whether somebody's account bears their name; None if that is not known."""
        if account.live is None:
            return None
        return self._workspace.is_called(account.live, account.person.name)

    def no_name(self, account: Account) -> str:
        """Why the name of somebody's account is not known."""
        redacted = account.live is not None and account.live.digests is not None
        if redacted and self._workspace.key is None:
            return "names are redacted, and COMMPLAN_REDACTION_KEY is not set"
        return account.why or f"Slack tells no name of {account.label}"

    def listed(self, members: Iterable[str]) -> Iterator[tuple[str, LivePerson | None]]:
        """Members by the one id that the workspace lists them by; None where it does not."""
        for member in members:
            live = self.by_id(member).live
            yield (live.id if live is not None else member), live

    def alias(self, strangers: Iterable[str], id: str | None, name: str) -> str:
        """Why one of some members of whom nothing is known may be somebody who seems to be absent.

        Enterprise organisations name people by one id here and by another there; what
        joins the two is told for some accounts only.
        """
        for stranger in strangers:
            if self._workspace.enterprise_id is not None or stranger[:1] != (id or "")[:1]:
                return (
                    f"{stranger} is not among the accounts of the workspace; "
                    f"nobody can tell whether it is {name} ({id})"
                )
        return ""

    def by_id(self, id: str) -> Found:
        """What became of the account with this id."""
        if why := misfit("account", id):
            return Found(AccountState.UNREAD, why=why)
        live = self._workspace.person(id)
        if live is not None:
            return self._judged(live)
        return _absent(self._workspace.reading("people").of(id), id)

    def _by_address(self, address: str) -> Found:
        reading = self._workspace.reading("emails")
        if not reading.known:
            return Found(AccountState.UNREAD, why=reading.reason)
        live = self._workspace.person_by_email(address)
        if live is not None:
            return self._judged(live)
        return _absent(self._workspace.address_reading(address), address)

    def _judged(self, live: LivePerson) -> Found:
        if self._is_foreign(live):
            why = f"{live.id} is an account of another organisation ({live.team_id})"
            return Found(AccountState.FOREIGN, live, why)
        if live.is_machine:
            return Found(AccountState.NOT_HUMAN, live)
        if live.deleted is None:
            why = f"Slack does not tell whether {live.id} is deactivated"
            return Found(AccountState.UNREAD, live, why)
        return Found(AccountState.DEACTIVATED if live.deleted else AccountState.ACTIVE, live)

    def _is_foreign(self, live: LivePerson) -> bool:
        """Within an Enterprise organisation the team may differ; those accounts say so."""
        own = (None, self._workspace.team_id, self._workspace.enterprise_id)
        if self._workspace.team_id is None or live.team_id in own:
            return False
        return self._workspace.enterprise_id is None or live.enterprise_user_id is None

    def _has_left(self, person: Person) -> bool:
        today = day_at(self._workspace.taken_at, person.timezone or self._zone)
        return person.until is not None and person.until < today


def _absent(reading: Reading, declared: str) -> Found:
    """What it means that an account is not among those that were read."""
    if reading.status is Status.HIDDEN:
        if reading.failure is not None and reading.failure.error in _ELSEWHERE:
            why = _ELSEWHERE[reading.failure.error].format(declared)
            return Found(AccountState.FOREIGN, why=why)
        return Found(AccountState.NOT_FOUND)
    if reading.complete:
        return Found(AccountState.NOT_FOUND)
    if reading.status is Status.PARTIAL:
        why = f"{declared} is not among the accounts that were read"
        return Found(AccountState.UNREAD, why=why)
    return Found(AccountState.UNREAD, why=reading.reason)


def _machine_words(live: LivePerson) -> str:
    if live.id == SLACKBOT:
        return "is Slackbot"
    name = f" {live.handle!r}" if live.handle else ""
    return f"is the workflow{name}" if live.is_workflow_bot else f"is the bot{name}"
