"""The join of one plan with a workspace."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from commplan.clock import format_utc
from commplan.drift.accounts import Account, Accounts
from commplan.drift.administrators import Administrators, administrators
from commplan.drift.apps import ChannelApps, channel_apps
from commplan.drift.attendance import Attendance, Crowd, attendance, crowd
from commplan.drift.called import Directory, Wanted
from commplan.drift.channels import BoundChannel, bind_channels
from commplan.drift.charges import Charges, charges
from commplan.drift.crews import Crew, crew
from commplan.drift.gatherings import Gathering, Outsider, gatherings, outsiders
from commplan.drift.leavers import Leaver, leavers
from commplan.drift.levels import Level, StepTarget, Subject, levels
from commplan.drift.members import Membership, by_live_id, memberships
from commplan.drift.mentions import Mention, mentions
from commplan.drift.owners import Ownership, ownerships
from commplan.drift.posting import Posters, posters
from commplan.drift.reading import as_read, knows_team, other_workspace
from commplan.drift.rest import Rest, rest
from commplan.drift.settings import Setting, Settings
from commplan.drift.sharing import Sharing, sharings
from commplan.drift.text import StoredText
from commplan.drift.usergroups import BoundUsergroup, bind_usergroups
from commplan.place import Place
from commplan.plan import Group, Plan, Reference, circle, day_at
from commplan.workspace import FACTS, Reading, Restriction, Status, Workspace

LIVE_RULES = frozenset({"ESC301", "ESC303", "ESC305", "CHN303"})
"""Rules that speak of accounts and user groups in place of those that speak of them alone."""


class Drift:
    """What became in a workspace of everything that a plan names.

    Made once for each plan and shared by all live rules; every part is worked out
    when a rule first asks for it. What could not be read is unknown, and what is
    unknown is never well.
    """

    def __init__(
        self, plan: Plan, workspace: Workspace, rules: Container[str] = LIVE_RULES
    ) -> None:
        """``rules`` are the codes of the run, for :attr:`charges` to give each fault to one."""
        self.plan = plan
        self.workspace = workspace
        self._rules = rules

    @property
    def knows_team(self) -> bool:
        """Whether it is certain which workspace was read."""
        return knows_team(self.workspace)

    @property
    def other_workspace(self) -> str:
        """Why nothing of the plan can be looked up here: it speaks of another workspace."""
        return other_workspace(self.plan.metadata.team, self.workspace)

    @property
    def read_at(self) -> str:
        """When the workspace was read, for ``facts``."""
        return format_utc(self.workspace.taken_at)

    @property
    def as_read(self) -> str:
        """The end of every message: live state holds for the instant at which it was read."""
        return as_read(self.workspace)

    @cached_property
    def accounts(self) -> Mapping[str, Account]:
        """Every person of the plan with their account."""
        return {key: self._accounts.of(one) for key, one in self.plan.people.items()}

    @property
    def people(self) -> Accounts:
        """The look-ups behind :attr:`accounts`, for what is asked of single accounts."""
        return self._accounts

    @cached_property
    def usergroups(self) -> tuple[BoundUsergroup, ...]:
        """Every user group that the plan names."""
        return bind_usergroups(self.plan, self._known, self._accounts)

    def crew(self, usergroup: BoundUsergroup, subjects: Iterable[Subject], more: str = "") -> Crew:
        """Where the members of a user group differ from people, and those in other user groups.

        ``more`` is why others than ``subjects`` may belong to it. Of a group that is
        missing, disabled or empty other rules speak.
        """
        told_elsewhere = usergroup.empty and "STK308" in self._rules
        if usergroup.missing or usergroup.disabled or told_elsewhere:
            return Crew()
        leavers = "STK312" not in self._rules
        known = self._declared
        return crew(usergroup, subjects, self._accounts, known, leavers=leavers, more=more)

    @cached_property
    def _declared(self) -> Mapping[str, Account]:
        """The accounts of the plan by the ids that the workspace lists them by."""
        return by_live_id(self.accounts.values())

    def usergroup_of(self, group: str) -> BoundUsergroup | None:
        """The user group that a group of the plan names."""
        return self._usergroup.get(self.plan.groups[group].slack_usergroup or "")

    def rest(self, account: Account, now: int, away: Container[str]) -> Rest:
        """Whether somebody wants to be left alone; ``away`` are emoji of a status that say so."""
        return rest(account, self._known, now, away)

    def settings(self, group: Group) -> Iterator[Setting]:
        """Where the user group of a group is set up otherwise than the plan says."""
        usergroup = self.usergroup_of(group.id)
        if usergroup is None or usergroup.live is None or usergroup.disabled:
            return
        channels = {bound.channel.id: bound for bound in self.channels}
        settings = Settings(self._known, channels, self.text)
        yield from settings.differences(group, usergroup.live)

    @cached_property
    def channels(self) -> tuple[BoundChannel, ...]:
        """Every Slack channel of the plan."""
        return bind_channels(self.plan, self._known)

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """Every channel in use with who is in it; missing and archived ones are left out."""
        declared = self.accounts.values()
        return tuple(memberships(self.channels, self._known, self._accounts, declared))

    def text(self, stored: str) -> StoredText:
        """A text of the workspace, to be read as people typed it."""
        return StoredText(stored, self._directory.look)

    def wanted(self, reference: Reference) -> Wanted:
        """How a text may mention something of the plan."""
        return self._directory.wanted(reference)

    @cached_property
    def _directory(self) -> Directory:
        return Directory(self.plan, self._known, self.accounts)

    @cached_property
    def apps(self) -> tuple[ChannelApps, ...]:
        """Every channel in use with the apps in it, and those that the plan wants there."""
        return tuple(channel_apps(self.plan, self._known, self.memberships))

    def attendance(self, bound: BoundChannel, *references: Reference) -> Attendance:
        """Of everybody behind some references, who is in a channel in use."""
        membership = self._membership[bound.channel.id]
        return attendance(self._crowd(references), membership, self._accounts)

    def posters(self, restriction: Restriction, *allowed: Reference) -> Posters:
        """Who may post in a channel, held against those whom the plan allows to."""
        groups, rotations = self.plan.groups, self.plan.rotations
        named = [
            (groups[name] if kind == "group" else rotations[name]).slack_usergroup
            for kind, name in circle(self.plan, allowed)
            if kind in ("group", "rotation")
        ]
        usergroups = {one for one in named if one is not None}
        return posters(restriction, self._crowd(allowed), usergroups, self._known)

    def _crowd(self, references: Sequence[Reference]) -> Crowd:
        reach = self.plan.reach(*references)
        subjects: list[Subject] = [self.accounts[person.id] for person in reach.people]
        subjects += (self._usergroup[group.slack_usergroup or ""] for group in reach.unlisted)
        return crowd(subjects, self._accounts, self.unlisted(references))

    def unlisted(self, references: Iterable[Reference]) -> str:
        """Why nobody can tell who is in a group behind some references; empty without such one."""
        for kind, name in circle(self.plan, references):
            if kind == "group":
                group = self.plan.groups[name]
                if not group.listed and group.slack_usergroup is None:
                    return f"group:{name} lists no members and names no user group"
        return ""

    @cached_property
    def _membership(self) -> Mapping[str, Membership]:
        return {membership.bound.channel.id: membership for membership in self.memberships}

    @cached_property
    def gatherings(self) -> tuple[Gathering, ...]:
        """Every channel in which incidents are handled, with the paths that lead to it."""
        return tuple(gatherings(self.plan, self._membership))

    @property
    def outsiders(self) -> Iterator[Outsider]:
        """Everybody whom a path calls to an incident and who is not where it is handled."""
        return outsiders(self.gatherings, self.levels, self._accounts)

    @property
    def leavers(self) -> Iterator[Leaver]:
        """Everybody whose last day is over, with what they are still in."""
        declared = self.accounts.values()
        guests = "SEC305" not in self._rules
        return leavers(declared, self.memberships, self.usergroups, self._accounts, guests=guests)

    @cached_property
    def sharings(self) -> tuple[Sharing, ...]:
        """Every channel in use with the organisations that it is shared with."""
        return tuple(sharings(self.plan, self._known, self.channels))

    @property
    def invitations_doubt(self) -> str:
        """Why open invitations to other organisations are not known; empty where they are."""
        reading = self._known.reading("invitations")
        return "" if reading.complete else reading.reason

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Every step of every escalation path with whom it reaches."""
        return tuple(levels(self.plan, self.accounts, self._usergroup))

    @property
    def doubtful_targets(self) -> Iterator[StepTarget]:
        """Targets of steps of which it is not known whether they are there, each once."""
        seen = set()
        for target in (target for level in self.levels for target in level.targets):
            if target.subject.unknown and target.subject.key not in seen:
                seen.add(target.subject.key)
                yield target

    @cached_property
    def ownerships(self) -> tuple[Ownership, ...]:
        """Every channel in use whose owner Slack may know."""
        today = day_at(self.workspace.taken_at, self.plan.metadata.timezone)
        channels = {bound.channel.id: bound for bound in self.channels}
        return tuple(ownerships(self.plan, today, channels, self.accounts, self._usergroup))

    @cached_property
    def charges(self) -> Charges:
        """Every fault of accounts and user groups, at the one place that reports it."""
        return charges(
            self.accounts.values(), self.usergroups, self.levels, self.ownerships, self._rules
        )

    @property
    def administrators(self) -> Administrators:
        """Where those in charge of the workspace differ from those whom the plan declares."""
        return administrators(
            self.plan, self._known, self._accounts, self.accounts, self._usergroup
        )

    def mentions(self, subject: Subject, *besides: Place) -> tuple[Mention, ...]:
        """The other places of the plan that hang on somebody who is gone."""
        return mentions(self.plan, subject, self.levels, self.ownerships, besides)

    def namesake(self, account: Account) -> str | None:
        """The id of the one active human account with the name of a person who is gone."""
        live = self._accounts.namesake(account.person)
        return None if live is None else live.id

    @cached_property
    def _usergroup(self) -> Mapping[str, BoundUsergroup]:
        return {bound.id: bound for bound in self.usergroups}

    @cached_property
    def _accounts(self) -> Accounts:
        return Accounts(self.plan, self._known)

    @cached_property
    def _known(self) -> Workspace:
        """The workspace, or one of which nothing is known where it is not the plan's."""
        if not (why := self.other_workspace):
            return self.workspace
        unread = (Reading(fact, Status.NOT_REQUESTED, note=why) for fact in FACTS)
        return Workspace(self.workspace.taken_at, self.workspace.source, readings=tuple(unread))
