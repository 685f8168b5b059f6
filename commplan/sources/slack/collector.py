"""Reads a workspace: as little as was asked for, as fast as Slack lets it."""

from __future__ import annotations

from collections.abc import Callable

from commplan.api import (
    DoNotDisturb,
    Environment,
    Reading,
    Request,
    Status,
    Workspace,
)
from commplan.sources.slack.access import (
    Access,
    Identity,
    Rights,
    administrator,
    identify,
    in_workspace,
)
from commplan.sources.slack.channels import Channels
from commplan.sources.slack.client import Budget, Client
from commplan.sources.slack.details import TOLD_TO_ADMINISTRATORS, Details
from commplan.sources.slack.elsewhere import read_bots, read_invitations, read_usergroups
from commplan.sources.slack.histories import Histories
from commplan.sources.slack.journal import LIFETIME, Journal, open_journal
from commplan.sources.slack.lanes import one_after_another, run_lanes
from commplan.sources.slack.people import People
from commplan.sources.slack.quiet import read_quiet
from commplan.sources.slack.referred import Referred
from commplan.sources.slack.transport import Transport

OF_PEOPLE = ("people", "emails", "dnd")
"""Facts that accounts tell."""

RESUMABLE = (
    f"what Slack has answered is kept for {LIFETIME // 3600} hours; the same command with --resume"
    " goes on from there"
)


class Collector:
    """One read of one workspace."""

    def __init__(self, transport: Transport, request: Request, environment: Environment) -> None:
        self._host = transport.host
        self._budget = Budget(request, environment)
        self._client = Client(transport, self._budget)
        self._request = request
        self._environment = environment
        self._readings: dict[str, Reading] = {}
        self._quiet: dict[str, DoNotDisturb] = {}

    def collect(self, named: str) -> Workspace:
        """Read everything. Raises :class:`SourceError` if the token opens nothing.

        ``named`` is the id of the workspace that is meant, empty where the token or the plans
        say it.
        """
        identity = self._identify(named)
        self._access = self._open(identity)
        if self._request.shelf is not None:
            self._request.shelf.of(identity.team)
        taken_at, journal = self._begin(identity)
        try:
            live = self._read(identity, taken_at)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(RESUMABLE if journal else "") from None
        if journal is not None and not live.failed_reads():
            journal.end()
        elif journal is not None:
            journal.close()
        return live

    def _identify(self, named: str) -> Identity:
        variable = self._environment.token_variable
        found = identify(self._client, variable, self._host)
        found = in_workspace(self._client, found, variable, named, self._request.teams)
        if found.org_wide and found.team is not None:
            self._client.stay_in(found.team)
        self._request = self._request._replace(declared_only=self._lists_spared(found))
        return found

    def _lists_spared(self, identity: Identity) -> tuple[str, ...]:
        """The lists for which looking up can stand in.

        In an organisation, accounts of its other workspaces are found by id, and with its
        own token channels are, too: only lists tell what is in this one.
        """
        if identity.org_wide:
            return ()
        apart = () if identity.enterprise is None else ("people",)
        return tuple(fact for fact in self._request.declared_only if fact not in apart)

    def _open(self, identity: Identity) -> Access:
        """What may be asked for, with the administrators' token where that is of any use."""
        own, token = Rights(self._client, identity.scopes), self._environment.administrator_token
        if not token or not self._request.wants(*TOLD_TO_ADMINISTRATORS):
            return Access(own)
        variable = self._environment.administrator_variable
        transport = Transport(
            token, variable, self._environment.base_url, self._environment.timeout
        )
        client = Client(transport, self._budget)
        return Access(own, administrator(client, variable, self._host, identity))

    def _begin(self, identity: Identity) -> tuple[int, Journal | None]:
        """When reading began, today or in the read that is resumed."""
        now = self._environment.now()
        if self._request.checkpoint is None:
            return now, None
        who = {"team": identity.team, "enterprise": identity.enterprise, "reader": identity.reader}
        journal = open_journal(self._request.checkpoint, self._request, who, now)
        if journal is None:
            return now, None
        for client in self._access.clients:
            client.remember(journal)
        return journal.started, journal

    def _read(self, identity: Identity, taken_at: int) -> Workspace:
        self._channels = Channels(self._client, self._request, identity)
        self._details = Details(self._access, self._request, self._channels, is_bot=identity.is_bot)
        self._referred = Referred(self._request, self._channels, self._details)
        self._people = People(self._access, self._request, identity, self._referred)
        self._histories = Histories(
            self._access, self._request, self._channels, self._details, self._environment.now
        )
        self._run(*self._listings(taken_at // 1_000_000), *self._details.by_id())
        self._run(*self._details.instead())
        self._settle_people()
        one_after_another(tuple(self._histories.lanes(self._workspace(identity, taken_at))))
        if self._request.wants("bots"):
            self._read_bots()
        self._record(Reading("workspace", Status.COMPLETE))
        for reading in (*self._details.readings(), *self._histories.readings()):
            self._record(reading)
        return self._workspace(identity, taken_at)

    def _workspace(self, identity: Identity, taken_at: int) -> Workspace:
        """What is known so far."""
        return Workspace(
            taken_at=taken_at,
            source="slack",
            team_id=identity.team,
            team_name=identity.team_name,
            url=identity.url,
            enterprise_id=identity.enterprise,
            reader=identity.reader,
            scopes=self._access.scopes,
            readings=tuple(self._readings[fact] for fact in sorted(self._readings)),
            people=tuple(
                person._replace(dnd=self._quiet.get(person.id))
                for _, person in sorted(self._people.found.items())
            ),
            channels=tuple(
                self._histories.of(self._details.of(channel))
                for _, channel in sorted(self._channels.found.items())
            ),
            usergroups=tuple(sorted(self._referred.usergroups, key=lambda group: group.id)),
            bots=self._referred.bots,
            invitations=self._referred.invitations,
        )

    def _listings(self, now: int) -> list[Callable[[], None]]:
        lanes: list[Callable[[], None]] = [self._read_channels]
        if self._request.wants("usergroups"):
            lanes.append(self._read_usergroups)
        if self._request.wants(*OF_PEOPLE):
            lanes.append(self._read_people)
        if self._request.wants("invitations"):
            lanes.append(lambda: self._read_invitations(now))
        return lanes

    def _read_channels(self) -> None:
        """List channels, and read what has to wait for that as soon as possible."""

        def meanwhile(go_on: Callable[[], None]) -> bool:
            lanes = self._details.by_name_so_far()
            if lanes:
                self._run(go_on, *lanes)
            return bool(lanes)

        for reading in self._channels.read(meanwhile):
            self._record(reading)
        self._run(*self._details.by_name())

    def _read_people(self) -> None:
        """List accounts; who is to be looked up instead is known when the rest was read."""
        self._people.read()
        if self._people.is_settled:
            self._settle_people()

    def _settle_people(self) -> None:
        """Read what is still missing of people; once everybody is known, there is nothing."""
        if not self._request.wants(*OF_PEOPLE):
            return
        before = len(self._people.found) if "people" in self._readings else -1
        reading = self._people.settle()
        self._record(reading)
        if self._request.wants("emails"):
            self._record(self._people.emails(reading))
        if self._request.wants("dnd") and len(self._people.found) != before:
            self._read_dnd()

    def _read_usergroups(self) -> None:
        reading, found = read_usergroups(self._client, self._request)
        self._referred.usergroups = tuple(found)
        self._record(reading)

    def _read_invitations(self, now: int) -> None:
        if barred := self._access.barred("invitations"):
            self._record(barred)
            return
        reading, found = read_invitations(self._client, now)
        self._referred.invitations = tuple(found)
        self._record(reading)

    def _read_bots(self) -> None:
        """The bots among the members of channels, and those that wrote there."""
        if barred := self._access.barred("bots"):
            self._record(barred)
            return
        people = self._people.found
        members = {one for found in self._details.values("members") for one in found}
        ids = {people[one].bot_id for one in members if one in people}
        writers = {bot for active in self._details.values("activity") for bot in active.bots}
        reading, found = read_bots(self._client, filter(None, ids | writers))
        self._referred.bots, self._referred.writers = tuple(found), frozenset(writers)
        self._record(reading)
        self._settle_people()

    def _read_dnd(self) -> None:
        reading, quiet = read_quiet(self._client, self._request, self._people.found.values())
        self._quiet.update(quiet)
        self._record(reading)

    def _record(self, reading: Reading) -> None:
        self._readings[reading.fact] = reading

    def _run(self, *lanes: Callable[[], None]) -> None:
        (self._environment.side_by_side or run_lanes)(lanes)
