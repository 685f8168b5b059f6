"""The apps in the Slack channels of a plan: those that are there, and those that should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from commplan.drift.members import Membership
from commplan.place import Place
from commplan.plan import Plan
from commplan.workspace import SLACKBOT, LiveBot, LivePerson, Workspace

_SLACKBOT_BOT = "B01"
"""The bot behind what Slackbot posts."""


class App(NamedTuple):
    """One app, bot or workflow: its account, what is known of its bot, or both."""

    id: str
    """Of the account, or of the bot where there is none."""
    account: LivePerson | None = None
    bot: LiveBot | None = None
    is_reader: bool = False
    """Whether it is the app that reads the workspace for this audit."""

    @property
    def app_id(self) -> str | None:
        """The id of the app (``A…``); None if Slack does not tell."""
        return (self.account and self.account.app_id) or (self.bot and self.bot.app_id) or None

    @property
    def bot_id(self) -> str | None:
        """The id of the bot (``B…``); None if Slack does not tell."""
        return (self.account and self.account.bot_id) or (self.bot and self.bot.id) or None

    @property
    def name(self) -> str:
        """What people call it in Slack, or its id."""
        handle = self.account and self.account.handle
        return handle or (self.bot and self.bot.name) or self.id

    @property
    def label(self) -> str:
        """``jira (A03JIRA)``."""
        number = self.app_id or self.bot_id or self.id
        return number if self.name == number else f"{self.name} ({number})"

    @property
    def deleted(self) -> bool:
        """Whether it can do nothing any more."""
        gone = self.account is not None and self.account.deleted is True
        return gone or (self.bot is not None and self.bot.deleted is True)

    @property
    def names(self) -> frozenset[str]:
        """Everything that a plan may call it by."""
        told: list[str | None] = [self.app_id, self.bot_id, self.id]
        if self.account is not None:
            told += [self.account.handle, self.account.display_name, self.account.real_name]
        if self.bot is not None:
            told.append(self.bot.name)
        return frozenset(_key(one) for one in told if one)

    def is_perhaps(self, entry: str) -> bool:
        """Whether the entry may mean this one by an id or a name that Slack does not tell."""
        if self.account is None and self.bot is None:
            return True
        key = _key(entry)
        if not key.isalnum() or key.isalpha():
            return False
        untold = (("a", self.app_id), ("b", self.bot_id))
        return any(key.startswith(kind) and number is None for kind, number in untold)


class DeclaredApp(NamedTuple):
    """An app that the plan wants in a channel."""

    entry: str
    """Its id or name, as written."""
    at: Place
    by: str
    """``integrations``, or ``automation:reset``."""
    is_workflow: bool = False

    def means(self, app: App) -> bool:
        """Whether this is the app."""
        return _key(self.entry) in app.names


class AppState(StrEnum):
    """What became of an app that the plan wants in a channel."""

    PRESENT = "present"
    ELSEWHERE = "elsewhere"
    """In the workspace, but not in the channel."""
    DELETED = "deleted"
    UNHEARD = "unheard-of"
    """No app of the workspace answers to it."""
    UNKNOWN = "unknown"


class Standing(NamedTuple):
    """What became of it, and which app that is."""

    state: AppState
    app: App | None = None
    why: str = ""
    """Why it is not known; empty where it is."""


class ChannelApps(NamedTuple):
    """A channel in use, the apps in it, and those that the plan wants there."""

    membership: Membership
    declared: tuple[DeclaredApp, ...]
    members: tuple[App, ...]
    writers: tuple[App, ...]
    """Those that wrote there lately without being members, as far as messages were read."""
    others: tuple[App, ...]
    """All other apps of the workspace that are known."""
    unlisted: str
    """Why the workspace may have more apps; empty if it has none."""

    @property
    def doubt(self) -> str:
        """Why there may be more apps in the channel; empty if there are none."""
        if self.membership.why or not self.membership.doubtful:
            return self.membership.why
        first, *more = self.membership.doubtful
        return f"{first.why}; likewise {len(more)} more" if more else first.why

    def wants(self, app: App) -> bool:
        """Whether the plan wants the app in the channel."""
        return any(declared.means(app) for declared in self.declared)

    def perhaps(self, app: App) -> DeclaredApp | None:
        """The entry, met by no other app in the channel, by which the plan may want this one."""
        here = (*self.members, *self.writers)
        unmet = (one for one in self.declared if not any(map(one.means, here)))
        return next((one for one in unmet if app.is_perhaps(one.entry)), None)

    def standing(self, declared: DeclaredApp) -> Standing:
        """What became of an app that the plan wants here."""
        here = (*self.members, *self.writers)
        working = next((a for a in here if declared.means(a) and not a.deleted), None)
        if working is not None:
            return Standing(AppState.PRESENT, working)
        if self.doubt:
            return Standing(AppState.UNKNOWN, why=self.doubt)
        if any(app.is_perhaps(declared.entry) for app in here):
            why = f"Slack tells too little of the apps in {self.membership.bound.label}"
            return Standing(AppState.UNKNOWN, why=why)
        meant = [app for app in (*here, *self.others) if declared.means(app)]
        elsewhere = next((app for app in meant if not app.deleted), None)
        if elsewhere is not None:
            return Standing(AppState.ELSEWHERE, elsewhere)
        if meant:
            return Standing(AppState.DELETED, meant[0])
        if declared.is_workflow:
            why = f"no account is called {declared.entry!r}; workflows may be without one"
            return Standing(AppState.UNKNOWN, why=why)
        if self.unlisted:
            return Standing(AppState.UNKNOWN, why=self.unlisted)
        return Standing(AppState.UNHEARD)


class Apps:
    """The apps of a workspace, and those of them that a plan speaks of."""

    def __init__(self, plan: Plan, workspace: Workspace) -> None:
        self._plan = plan
        self._workspace = workspace

    def called(self, name: str) -> Iterator[App]:
        """Every app, bot or workflow of the workspace that a plan may call so."""
        lone = (
            App(b.id, None, b) for b in self._workspace.bots if b.user_id not in self._everywhere
        )
        return (app for app in (*self._everywhere.values(), *lone) if _key(name) in app.names)

    def of_channel(self, membership: Membership) -> ChannelApps:
        """The apps in one channel; Slackbot is none."""
        members = tuple(
            self._everywhere[member.live.id]
            for member in membership.members
            if member.machine and member.live is not None and member.live.id in self._everywhere
        )
        inside = {app.bot_id for app in members} | {app.id for app in members}
        writers = tuple(app for app in self._writers(membership) if app.id not in inside)
        here = {app.id for app in (*members, *writers)}
        declared = tuple(self._declared(membership))
        reading = self._workspace.reading("people")
        return ChannelApps(
            membership=membership,
            declared=declared,
            members=members,
            writers=writers,
            others=tuple(a for a in self._everywhere.values() if declared and a.id not in here),
            unlisted="" if reading.complete else reading.reason,
        )

    def _declared(self, membership: Membership) -> Iterator[DeclaredApp]:
        channel = membership.bound.channel
        for number, entry in enumerate(channel.integrations):
            yield DeclaredApp(entry, channel.at / "integrations" / number, "integrations")
        for automation in self._plan.automations.values():
            at = automation.channel
            if at is not None and at.id == channel.id and self._plan.sound(at) and automation.app:
                yield DeclaredApp(
                    automation.app,
                    automation.at / "app",
                    f"automation:{automation.id}",
                    automation.kind == "workflow",
                )

    def _writers(self, membership: Membership) -> Iterator[App]:
        live = membership.bound.live
        activity = None if live is None else live.activity
        for bot_id in () if activity is None else activity.bots:
            bot = self._workspace.bot(bot_id)
            owner = self._owner.get(bot_id) or (bot and bot.user_id)
            if owner in self._everywhere:
                yield self._everywhere[owner]
            elif owner != SLACKBOT and bot_id != _SLACKBOT_BOT:
                yield App(bot_id, None, bot, is_reader=owner == self._reader)

    @cached_property
    def _everywhere(self) -> dict[str, App]:
        """Every app that has an account, by its id."""
        bots = {bot.user_id: bot for bot in self._workspace.bots if bot.user_id}
        return {
            live.id: App(
                live.id,
                live,
                self._workspace.bot(live.bot_id or "") or bots.get(live.id),
                is_reader=live.id == self._reader,
            )
            for live in self._workspace.people
            if live.is_machine and live.id != SLACKBOT
        }

    @cached_property
    def _owner(self) -> dict[str, str]:
        """The account of each bot."""
        return {live.bot_id: live.id for live in self._workspace.people if live.bot_id}

    @property
    def _reader(self) -> str:
        return self._workspace.reader or ""


def channel_apps(
    plan: Plan, workspace: Workspace, memberships: Iterable[Membership]
) -> Iterator[ChannelApps]:
    """The apps of every channel in use that other rules do not report as missing or archived."""
    apps = Apps(plan, workspace)
    for membership in memberships:
        yield apps.of_channel(membership)


def _key(name: str) -> str:
    return name.strip().removeprefix("@").casefold()
