"""What the accounts, user groups and channels of a workspace are called, there and in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from commplan.drift.accounts import Account
from commplan.drift.text import Called, StoredText
from commplan.plan import Group, Plan, Reference
from commplan.workspace import Workspace

_Subject = tuple[str, str]
"""Kind and id of something in Slack."""


class Wanted(NamedTuple):
    """Something of the plan that a text is to mention: any of these will do."""

    subjects: frozenset[_Subject] = frozenset()
    """By its id in Slack."""
    names: frozenset[str] = frozenset()
    """In so many words."""
    known: bool = True
    """Whether these are all ways to mention it."""

    def met(self, texts: Iterable[StoredText]) -> bool:
        """Whether one of the texts mentions it."""
        return any(
            any(text.mentions(*subject) for subject in self.subjects)
            or any(text.has_name(name) for name in self.names)
            for text in texts
        )


class Directory:
    """Looks names up, for texts that mention somebody or something."""

    def __init__(self, plan: Plan, workspace: Workspace, accounts: Mapping[str, Account]) -> None:
        self._plan = plan
        self._workspace = workspace
        self._accounts = accounts

    def look(self, kind: str, id: str) -> Called:
        """What something in Slack is called."""
        if kind == "account":
            return self._account(id)
        return self._usergroup(id) if kind == "usergroup" else self._channel(id)

    def wanted(self, reference: Reference) -> Wanted:
        """How a text may mention a person, group, role, rotation or channel of the plan.

        A role or a rotation is mentioned, too, where anybody behind it is.
        """
        found = self._named(reference)
        if reference.kind in ("role", "rotation"):
            reach = self._plan.reach(reference)
            people = (Reference("person", person.id, reference.at) for person in reach.people)
            groups = (Reference("group", group.id, reference.at) for group in reach.unlisted)
            for other in (*people, *groups):
                more = self._named(other)
                found = Wanted(
                    found.subjects | more.subjects,
                    found.names | more.names,
                    found.known and more.known,
                )
        return found

    def _named(self, reference: Reference) -> Wanted:
        subjects = self._subjects(reference)
        called = [self.look(*subject) for subject in subjects]
        names = {name for one in called for name in one.names}
        return Wanted(
            frozenset(subjects),
            frozenset({name.lstrip("@#") for name in (*names, *self._in_plan(reference))}),
            self._is_known(reference) and all(one.known for one in called),
        )

    def _subjects(self, reference: Reference) -> set[_Subject]:
        """The ids in Slack of what a reference names, all of them where it has several."""
        if reference.kind == "person":
            account = self._accounts[reference.id]
            live, slack = account.live, account.person.slack
            ids = {slack} if live is None else {slack, live.id, live.enterprise_user_id}
            return {("account", one) for one in ids if one}
        if reference.kind == "channel":
            channel = self._plan.channels[reference.id]
            named = self._workspace.channels_named(channel.name)
            ids = {channel.slack} if channel.slack else {live.id for live in named}
            return {("channel", one) for one in ids if one}
        usergroup = None
        if reference.kind == "group":
            usergroup = self._plan.groups[reference.id].slack_usergroup
        elif reference.kind == "rotation":
            usergroup = self._plan.rotations[reference.id].slack_usergroup
        return {("usergroup", usergroup)} if usergroup else set()

    def _in_plan(self, reference: Reference) -> tuple[str, ...]:
        """What a reference is called in the plan."""
        if reference.kind == "person":
            return (reference.id, self._plan.people[reference.id].name)
        if reference.kind == "channel":
            return (self._plan.channels[reference.id].name,)
        if reference.kind == "group":
            return _group_names(self._plan.groups[reference.id])
        return (reference.id,)

    def _is_known(self, reference: Reference) -> bool:
        return reference.kind != "person" or not self._accounts[reference.id].unknown

    def _account(self, id: str) -> Called:
        live = self._workspace.person(id)
        in_plan = self._people.get(live.id if live is not None else id, ())
        if live is None or live.handle is None:
            return Called(in_plan, known=False)
        told = (live.display_name, live.handle, live.real_name)
        return Called((*(name for name in told if name), *in_plan))

    def _usergroup(self, id: str) -> Called:
        live = self._workspace.usergroup(id)
        in_plan = self._groups.get(id, ())
        if live is None or live.handle is None:
            return Called(in_plan, known=False)
        return Called((*(name for name in (live.handle, live.name) if name), *in_plan))

    def _channel(self, id: str) -> Called:
        live = self._workspace.channel(id)
        in_plan = tuple(c.name for c in self._plan.channels.values() if c.slack == id)
        if live is None or live.name is None:
            return Called(in_plan, known=False)
        return Called((live.name, *in_plan))

    @cached_property
    def _people(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for account in self._accounts.values():
            one = account.person.slack if account.live is None else account.live.id
            if one is not None:
                found[one] = (*found.get(one, ()), account.person.name, account.person.id)
        return found

    @cached_property
    def _groups(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for group in self._plan.groups.values():
            if one := group.slack_usergroup:
                found[one] = (*found.get(one, ()), *_group_names(group))
        return found


def _group_names(group: Group) -> tuple[str, ...]:
    return tuple(name for name in (group.handle, group.name, group.id) if name)
