"""Reads a workspace: as little as was asked for, as fast as Slack lets it."""

from __future__ import annotations

from collections.abc import Callable

from commplan.api import (
    DoNotDisturb,
    Environment,
    Failure,
    Invitation,
    LiveBot,
    LiveUsergroup,
    Reading,
    Request,
    SourceError,
    Status,
    Workspace,
)
from commplan.sources import records
from commplan.sources.slack.channels import Channels
from commplan.sources.slack.client import TOKEN_REFUSED, Answer, Client, GaveUpError, RefusedError
from commplan.sources.slack.details import Details
from commplan.sources.slack.elsewhere import read_bots, read_invitations
from commplan.sources.slack.journal import LIFETIME, Journal, open_journal
from commplan.sources.slack.lanes import run_lanes
from commplan.sources.slack.people import People, read_usergroups
from commplan.sources.slack.refusals import is_refused, not_granted

RESUMABLE = (
    f"what Slack has answered is kept for {LIFETIME // 3600} hours; the same command with --resume"
    " goes on from there"
)

_ADVICE = {
    "account_inactive": "the app's account was deactivated; install the app again",
    "invalid_auth": "Slack does not know it; copy the bot token of your app again",
    "not_authed": "it is empty; put the bot token of your app into it",
    "token_expired": "rotating tokens live 12 hours; fetch a new one or turn rotation off",
    "token_revoked": "it was revoked; install the app again and copy the new token",
}


class Collector:
    """One read of one workspace."""

    def __init__(self, client: Client, request: Request, environment: Environment) -> None:
        self._client = client
        self._request = request
        self._environment = environment
        self._readings: dict[str, Reading] = {}
        self._usergroups: list[LiveUsergroup] = []
        self._bots: list[LiveBot] = []
        self._invitations: list[Invitation] = []
        self._quiet: dict[str, DoNotDisturb] = {}

    def collect(self, host: str) -> Workspace:
        """Read everything. Raises :class:`SourceError` if the token opens nothing.

        ``host`` is what errors call the other side.
        """
        identity = self._identify(host)
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

    def _begin(self, identity: Answer) -> tuple[int, Journal | None]:
        """When reading began, today or in the read that is resumed."""
        now = self._environment.now()
        if self._request.checkpoint is None:
            return now, None
        journal = open_journal(self._request.checkpoint, self._request, identity.data, now)
        if journal is None:
            return now, None
        self._client.remember(journal)
        return journal.started, journal

    def _read(self, identity: Answer, taken_at: int) -> Workspace:
        team = identity.data
        own = (records.text(team.get("team_id")), records.text(team.get("enterprise_id")))
        scopes = _scopes(identity)
        self._people = People(self._client, self._request, own[0])
        self._channels = Channels(self._client, self._request, own)
        self._details = Details(
            self._client, self._request, self._channels, scopes, is_bot=bool(team.get("bot_id"))
        )
        self._run(*self._listings(scopes, taken_at // 1_000_000), *self._details.by_id())
        if self._request.wants("bots"):
            self._read_bots(scopes)
        for reading in (Reading("workspace", Status.COMPLETE), *self._details.readings()):
            self._record(reading)
        return Workspace(
            taken_at=taken_at,
            source="slack",
            team_id=own[0],
            team_name=records.text(team.get("team")),
            url=records.text(team.get("url")),
            enterprise_id=own[1],
            reader=records.text(team.get("user_id")),
            scopes=scopes,
            readings=tuple(self._readings[fact] for fact in sorted(self._readings)),
            people=tuple(
                person._replace(dnd=self._quiet.get(person.id))
                for _, person in sorted(self._people.found.items())
            ),
            channels=tuple(
                self._details.of(channel) for _, channel in sorted(self._channels.found.items())
            ),
            usergroups=tuple(sorted(self._usergroups, key=lambda group: group.id)),
            bots=tuple(self._bots),
            invitations=tuple(self._invitations),
        )

    def _identify(self, host: str) -> Answer:
        try:
            identity = self._client.call("auth.test")
        except (RefusedError, GaveUpError) as error:
            raise SourceError(_why_not(error.failure, host)) from None
        if not records.text(identity.data.get("team_id")):
            # Without it our own workspace would count among the strangers in each channel.
            raise SourceError(f"no answer from Slack at {host}: auth.test names no workspace")
        if identity.data.get("is_enterprise_install"):
            raise SourceError(
                "the token in SLACK_BOT_TOKEN is an organisation's; commplan reads one workspace:"
                " install the app in the workspace and use the token from there"
            )
        return identity

    def _listings(self, scopes: tuple[str, ...] | None, now: int) -> list[Callable[[], None]]:
        lanes: list[Callable[[], None]] = [self._read_channels]
        if self._request.wants("people", "emails", "dnd"):
            lanes.append(lambda: self._read_people(scopes))
        if self._request.wants("usergroups"):
            lanes.append(self._read_usergroups)
        if self._request.wants("invitations"):
            lanes.append(lambda: self._read_invitations(now, scopes))
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

    def _read_people(self, scopes: tuple[str, ...] | None) -> None:
        reading = self._people.read()
        self._record(reading)
        if self._request.wants("emails"):
            self._record(self._people.emails(reading, scopes))
        if self._request.wants("dnd"):
            self._read_dnd()

    def _read_usergroups(self) -> None:
        reading, self._usergroups = read_usergroups(self._client, self._request)
        self._record(reading)

    def _read_invitations(self, now: int, scopes: tuple[str, ...] | None) -> None:
        if is_refused("invitations", scopes):
            self._record(not_granted("invitations"))
            return
        reading, self._invitations = read_invitations(self._client, now)
        self._record(reading)

    def _read_bots(self, scopes: tuple[str, ...] | None) -> None:
        """The bots among the members of channels, and those that wrote there."""
        if is_refused("bots", scopes):
            self._record(not_granted("bots"))
            return
        people = self._people.found
        members = {one for found in self._details.values("members") for one in found}
        ids = {people[one].bot_id for one in members if one in people}
        ids |= {bot for active in self._details.values("activity") for bot in active.bots}
        reading, self._bots = read_bots(self._client, filter(None, ids))
        self._record(reading)

    def _read_dnd(self) -> None:
        reading, quiet = self._people.do_not_disturb()
        self._quiet.update(quiet)
        self._record(reading)

    def _record(self, reading: Reading) -> None:
        self._readings[reading.fact] = reading

    def _run(self, *lanes: Callable[[], None]) -> None:
        (self._environment.side_by_side or run_lanes)(lanes)


def _scopes(identity: Answer) -> tuple[str, ...] | None:
    """What the token was granted: Slack says so in a header of every answer."""
    header = identity.headers.get("x-oauth-scopes")
    if header is None:
        return None
    return tuple(sorted({scope for part in header.split(",") if (scope := part.strip())}))


def _why_not(failure: Failure, host: str) -> str:
    if failure.error in TOKEN_REFUSED:
        return f"Slack refuses the token in SLACK_BOT_TOKEN: {_ADVICE[failure.error]}"
    tries = f" (tried {failure.tries} times)" if failure.tries > 1 else ""
    return f"no answer from Slack at {host}: {failure.error}{tries}"
