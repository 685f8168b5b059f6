"""Reading people: the list of them, or one by one where only a few matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from commplan.api import (
    Failure,
    LivePerson,
    ObjectReading,
    Reading,
    Request,
    Status,
    WantedPerson,
    email_digest,
)
from commplan.sources import records
from commplan.sources.records import MalformedError, Record
from commplan.sources.slack.access import Access, Identity
from commplan.sources.slack.client import RefusedError
from commplan.sources.slack.listing import ListingReader
from commplan.sources.slack.objects import ObjectReader, only_scope
from commplan.sources.slack.pacing import interval
from commplan.sources.slack.referred import Referred
from commplan.sources.slack.refusals import ELSEWHERE, HIDDEN

LIST, BY_ID, BY_ADDRESS = "users.list", "users.info", "users.lookupByEmail"
OF_ADDRESSES = "users:read.email"
ONLY_NAMED = "only accounts that the plans, or what was read, speak of were looked up"

NOT_FOUND = "user_not_found"


class People:
    """The accounts read so far, and who is still wanted.

    Where nobody asks for others, only those are looked up of whom the plans speak, or
    what else was read; the list is read nevertheless where that is quicker, and where
    one of them is not what a plan says: another account may be it.
    """

    def __init__(
        self, access: Access, request: Request, identity: Identity, referred: Referred
    ) -> None:
        self._client = access.client("people")
        self._request = request
        self._identity = identity
        self._referred = referred
        granted = identity.scopes is None or OF_ADDRESSES in identity.scopes
        self._tells_addresses = request.wants("emails") and granted
        self._declared = frozenset(wanted.id for wanted in request.people if wanted.id)
        self._only_named = "people" in request.declared_only and access.barred("people") is None
        self._listing = ListingReader(
            self._client, "people", LIST, "members", {"limit": request.page_size}, self._absorb
        )
        self._by_id = ObjectReader("people", self._show, only_scope("people"))
        self._addresses: dict[str, str] = {}
        self._by_address = ObjectReader("emails", self._find, lambda _: OF_ADDRESSES)
        self._ids: set[str] = set()
        self._digests: dict[str, bool] = {}
        """Of the addresses that were told, with whether somebody active has each."""
        self.found: dict[str, LivePerson] = {}

    @property
    def is_settled(self) -> bool:
        """Whether the list was read to its end, or cannot be."""
        return self._listing.outcome is not None

    def read(self) -> None:
        """List accounts; where a few will do, only as long as that is sure to be worth it."""
        self._list(self._referred.so_far)

    def settle(self) -> Reading:
        """Look up whom the list, or what was read of it, leaves out. May be asked again."""
        if not self.is_settled:
            everybody = self._referred.everybody()
            self._list(lambda: everybody)
        if not self.is_settled:
            self._look_up(by_address=True)
            self._look_up_ids(sorted(everybody - self._ids))
            if self._is_doubtful():
                self._listing.go_on()
        if self._listing.outcome is not None and self._listing.outcome.known:
            self._look_up(by_address=self._is_silent())
        return self._reading()

    def emails(self, people: Reading) -> Reading:
        """Whether addresses were told. Slack leaves them out without a word."""
        granted = self._identity.scopes
        told = OF_ADDRESSES in granted if granted is not None else bool(self._digests)
        if people.known and not told:
            return Reading("emails", Status.NOT_GRANTED, (OF_ADDRESSES,))
        if people.complete and self._is_silent():
            note = "Slack does not tell the e-mail addresses of some accounts"
            people = people._replace(status=Status.PARTIAL, note=note)
        return people._replace(fact="emails")

    def _list(self, referred: Callable[[], Iterable[str]]) -> None:
        """Go on with the list until looking up the rest takes no longer than that took.

        But not while it brings more than could have been looked up in the same time. Nobody
        knows beforehand how long it is: this takes at most twice the time of whichever way
        would have been the better one.
        """
        if not self._only_named:
            self._listing.go_on()
            return

        def enough(spent: float) -> bool:
            return self._is_cheap(referred(), max(spent, interval(LIST)))

        self._listing.go_on(enough)

    def _is_cheap(self, referred: Iterable[str], budget: float) -> bool:
        """Whether looking up takes no longer than that: the missing ones, and those listed."""
        missing = sum(interval(BY_ID if w.id else BY_ADDRESS) for w in self._missing())
        listed = 0.0
        seen = {*self._declared, *self._by_id.values, *self._by_id.exceptions}
        for one in referred:
            if max(missing, listed) > budget:
                break
            if one not in seen:
                seen.add(one)
                if one in self._ids:
                    listed += interval(BY_ID)
                else:
                    missing += interval(BY_ID)
        return max(missing, listed) <= budget

    def _missing(self) -> Iterator[WantedPerson]:
        """People of the plans who can be looked up and were not yet."""
        for wanted in self._request.people:
            if wanted.id:
                if wanted.id not in self._ids and not self._by_id.tried(wanted.id):
                    yield wanted
            elif wanted.email and self._tells_addresses:
                digest = email_digest(wanted.email)
                if not self._has_address(digest) and not self._by_address.tried(digest):
                    yield wanted

    def _look_up(self, *, by_address: bool) -> None:
        missing = tuple(self._missing())
        self._look_up_ids([wanted.id for wanted in missing if wanted.id])
        if by_address:
            addresses = [wanted.email for wanted in missing if wanted.email and not wanted.id]
            self._addresses.update((email_digest(one), one) for one in addresses)
            self._client.foresee(BY_ADDRESS, len(addresses))
            self._by_address.read(map(email_digest, addresses))

    def _look_up_ids(self, ids: Iterable[str]) -> None:
        untried = [one for one in ids if not self._by_id.tried(one)]
        self._client.foresee(BY_ID, len(untried))
        self._by_id.read(untried)

    def _show(self, id: str) -> LivePerson:
        """One account by its id. Of those whom no plan names only the workspace's own count.

        The list has no others, and what is found must not hang on the way.
        """
        try:
            raw = self._user(BY_ID, {"user": id})
        except RefusedError as refused:
            if id in self._declared or refused.failure.error not in HIDDEN:
                raise
            raise RefusedError(Failure(BY_ID, NOT_FOUND)) from None
        if id not in self._declared and not self._is_own(records.person(raw)):
            raise RefusedError(Failure(BY_ID, NOT_FOUND))
        return self._absorb(raw)

    def _find(self, digest: str) -> LivePerson:
        """One account by its address."""
        raw = self._user(BY_ADDRESS, {"email": self._addresses[digest]})
        if self._identity.org_wide and raw["id"] not in self.found:
            # The address is known in the organisation, and its account is elsewhere in it.
            raise RefusedError(Failure(BY_ADDRESS, "users_not_found"))
        return self._absorb(raw)

    def _user(self, method: str, params: dict[str, object]) -> Record:
        user = self._client.call(method, params).data.get("user")
        try:
            (raw,) = records.records([user])
        except MalformedError as malformed:
            raise self._client.spoilt(method, params, f"user: {malformed}") from None
        return raw

    def _absorb(self, raw: Record) -> LivePerson:
        person = records.person(raw)
        self.found[person.id] = person
        self._ids.update({person.id, person.enterprise_user_id or person.id})
        if person.email:
            digest = email_digest(person.email)
            self._digests[digest] = self._digests.get(digest, False) or not person.deleted
        return person

    def _has_address(self, digest: str) -> bool:
        """Whether it is known who has an address: somebody active, or nobody else."""
        return self._digests.get(digest, False) or (self.is_settled and digest in self._digests)

    def _is_own(self, person: LivePerson) -> bool:
        return person.team_id in (None, self._identity.team)

    def _is_silent(self) -> bool:
        """Whether somebody has no address although everybody who can log in has one."""
        return any(
            person.email is None
            and not (person.is_machine or person.deleted or person.is_stranger)
            and self._is_own(person)
            for person in self.found.values()
        )

    def _is_doubtful(self) -> bool:
        """Whether something is not what it should be, or not told, and the list may tell why."""
        named = {bot.id for bot in self._referred.bots if bot.user_id}
        named |= {person.bot_id for person in self.found.values() if person.bot_id}
        singly = (*self._by_id.exceptions.values(), *self._by_address.exceptions.values())
        return (
            any(map(self._is_mistaken, self._request.people))
            or any(one.status is Status.FAILED for one in singly)
            or self._referred.has_other_handles()
            or not self._referred.writers <= named
        )

    def _is_mistaken(self, wanted: WantedPerson) -> bool:
        """Whether a person's account may be another one, for all that was looked up."""
        if wanted.id is None:
            # Whoever has left is not found by address, nor is whoever never came.
            exception = self._by_address.exceptions.get(email_digest(wanted.email or ""))
            return exception is not None and exception.status is Status.HIDDEN
        live = self.found.get(wanted.id)
        if live is None:
            exception = self._by_id.exceptions.get(wanted.id)
            failure = exception.failure if exception is not None else None
            hidden = exception is not None and exception.status is Status.HIDDEN
            return hidden and not (failure is not None and failure.error in ELSEWHERE)
        if live.is_machine:
            return True
        compared = bool(wanted.email) and self._tells_addresses and not live.deleted
        return compared and not live.has_email(wanted.email or "")

    def _reading(self) -> Reading:
        outcome = self._listing.outcome
        if outcome is not None and not outcome.known:
            return outcome
        singly = self._by_id.reading()
        if outcome is None and singly.status in (Status.NOT_GRANTED, Status.UNSUPPORTED):
            return singly
        found = outcome or Reading("people", Status.PARTIAL, note=ONLY_NAMED)
        return found._replace(exceptions=tuple(sorted(self._exceptions(found))))

    def _exceptions(self, reading: Reading) -> Iterator[ObjectReading]:
        """Who could not be looked up, as far as the list does not tell it any better."""
        for one in self._by_id.exceptions.values():
            if one.id not in self._ids and (one.id in self._declared or not reading.complete):
                yield one
        for one in self._by_address.exceptions.values():
            if one.id not in self._digests:
                yield one
