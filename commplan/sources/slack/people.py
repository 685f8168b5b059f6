"""Reading people and user groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from commplan.api import (
    DoNotDisturb,
    Failure,
    LivePerson,
    LiveUsergroup,
    ObjectReading,
    Reading,
    Request,
    Status,
    WantedPerson,
    email_digest,
)
from commplan.sources import records
from commplan.sources.records import MalformedError, Record
from commplan.sources.slack.access import Identity
from commplan.sources.slack.client import Client, GaveUpError, RefusedError
from commplan.sources.slack.listing import NO_WAY, Listing, read_listing
from commplan.sources.slack.pacing import interval
from commplan.sources.slack.refusals import object_after, reading_after

BY_EMAIL = "users.lookupByEmail"

DND_USERS = 50
"""The most accounts that ``dnd.teamInfo`` takes in one call."""


class People:
    """The accounts read so far, and who is still wanted."""

    def __init__(self, client: Client, request: Request, identity: Identity) -> None:
        self._client = client
        self._request = request
        self._identity = identity
        self._ids: set[str] = set()
        self._digests: set[str] = set()  # of addresses; answers that were kept have no others
        self.found: dict[str, LivePerson] = {}

    def read(self) -> Reading:
        """List accounts, then look up whom the list leaves out: strangers, above all."""
        listing = Listing(
            "people",
            "users.list",
            "members",
            {"limit": self._request.page_size},
            self._absorb,
            self._rest,
        )
        declared_only = "people" in self._request.declared_only
        reading = read_listing(self._client, listing, declared_only=declared_only)
        if not reading.known:
            return reading
        exceptions = self._look_up(by_email=reading.status is Status.PARTIAL or self._is_silent())
        return reading._replace(exceptions=tuple(sorted(exceptions)))

    def emails(self, people: Reading, granted: tuple[str, ...] | None) -> Reading:
        """Whether addresses were told. Slack leaves them out without a word."""
        scope = "users:read.email"
        told = scope in granted if granted is not None else bool(self._digests)
        if people.known and not told:
            return Reading("emails", Status.NOT_GRANTED, (scope,))
        if people.complete and self._is_silent():
            note = "Slack does not tell the e-mail addresses of some accounts"
            people = people._replace(status=Status.PARTIAL, note=note)
        return people._replace(fact="emails")

    def _is_silent(self) -> bool:
        """Whether somebody has no address although everybody who can log in has one."""
        return any(
            person.email is None
            and not (person.is_machine or person.deleted or person.is_stranger)
            and person.team_id in (None, self._identity.team)
            for person in self.found.values()
        )

    def do_not_disturb(self) -> tuple[Reading, Mapping[str, DoNotDisturb]]:
        """Who of the wanted people wants to be left alone now."""
        found: dict[str, DoNotDisturb] = {}
        ids = sorted(person.id for person in self._wanted_people("dnd") if not person.deleted)
        try:
            for start in range(0, len(ids), DND_USERS):
                users = ",".join(ids[start : start + DND_USERS])
                params = {"users": users}
                told = self._client.call("dnd.teamInfo", params).data.get("users")
                if not isinstance(told, dict):
                    raise self._client.spoilt("dnd.teamInfo", params, "an answer without users")
                for user, raw in told.items():
                    found[user] = records.do_not_disturb(raw if isinstance(raw, dict) else {})
        except (RefusedError, GaveUpError) as error:
            return reading_after("dnd", error), found
        return Reading("dnd", Status.PARTIAL, note="only some people were asked about"), found

    def _wanted_people(self, fact: str) -> Iterator[LivePerson]:
        people = [w for w in self._request.people if w.facts is None or fact in w.facts]
        ids = {wanted.id for wanted in people if wanted.id}
        emails = {email_digest(wanted.email) for wanted in people if wanted.email}
        for person in self.found.values():
            known = person.email is not None and email_digest(person.email) in emails
            if person.id in ids or person.enterprise_user_id in ids or known:
                yield person

    def _absorb(self, raw: Record) -> None:
        person = records.person(raw)
        self.found[person.id] = person
        self._ids.update({person.id, person.enterprise_user_id or person.id})
        if person.email:
            self._digests.add(email_digest(person.email))

    def _missing(self) -> Iterator[WantedPerson]:
        for wanted in self._request.people:
            by_email = wanted.email is not None and email_digest(wanted.email) in self._digests
            if wanted.id not in self._ids if wanted.id else not by_email:
                yield wanted

    def _rest(self) -> float:
        return sum(
            interval("users.info")
            if wanted.id
            else (interval(BY_EMAIL) if self._request.wants("emails") else NO_WAY)
            for wanted in self._missing()
        )

    def _look_up(self, *, by_email: bool) -> Iterator[ObjectReading]:
        for wanted in tuple(self._missing()):
            if wanted.id:
                call = self._lookup("users.info", {"user": wanted.id})
                yield from self._try(wanted.id, call)
            elif wanted.email and by_email:
                call = self._lookup(BY_EMAIL, {"email": wanted.email})
                yield from self._try(email_digest(wanted.email), call)

    def _lookup(self, method: str, params: dict[str, object]) -> Callable[[], None]:
        def call() -> None:
            user = self._client.call(method, params).data.get("user")
            try:
                (raw,) = records.records([user])
            except MalformedError as malformed:
                raise self._client.spoilt(method, params, f"user: {malformed}") from None
            if method == BY_EMAIL and self._identity.org_wide and raw["id"] not in self.found:
                # The address is known in the organisation, and its account is elsewhere in it.
                raise RefusedError(Failure(method, "users_not_found"))
            self._absorb(raw)

        return call

    @staticmethod
    def _try(id: str, call: Callable[[], None]) -> Iterator[ObjectReading]:
        try:
            call()
        except (RefusedError, GaveUpError) as error:
            yield object_after(id, error)


def read_usergroups(client: Client, request: Request) -> tuple[Reading, list[LiveUsergroup]]:
    """All user groups in one call: Slack does not page them."""
    method = "usergroups.list"
    params: dict[str, object] = {
        "include_users": request.usergroup_members,
        "include_disabled": True,
        "include_count": True,
    }
    try:
        data = client.call(method, params).data
        found = [records.usergroup(raw) for raw in records.records(data.get("usergroups"))]
    except (RefusedError, GaveUpError) as error:
        return reading_after("usergroups", error), []
    except MalformedError as malformed:
        failure = Failure(method, f"usergroups: {malformed}")
        return Reading("usergroups", Status.FAILED, failure=failure), []
    return Reading("usergroups", Status.COMPLETE), found
