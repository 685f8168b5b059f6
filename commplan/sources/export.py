"""A workspace from a Slack export: no token, no calls, and no more than Slack put in.

An export names accounts and channels with all their members. It says nothing of
user groups, bookmarks, sharing or settings, and of private channels only where
the export was made with them. Messages are opened only to see who wrote when, and what
the rules of the run look for in texts; direct messages are never opened, and links to
files, which carry tokens in exports, are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commplan.api import (
    FACTS,
    Environment,
    LiveChannel,
    LivePerson,
    Pin,
    Reading,
    Request,
    SnapshotError,
    SourceError,
    Status,
    Workspace,
    parse_json,
)
from commplan.sources import records
from commplan.sources.archive import Archive, open_archive
from commplan.sources.export_history import read_messages
from commplan.sources.export_messages import Days, day_of
from commplan.sources.records import MalformedError, Record

_NOT_IN_EXPORTS = "Slack exports do not have it"
_OF_MESSAGES = ("activity", "history-start", "messages", "replies")


def open_export(where: str, request: Request, environment: Environment) -> Workspace:  # noqa: ARG001  # the signature of every source
    """Everything in the export at ``where``, whatever is asked for: it costs no calls.

    Only messages are opened for those who ask: they are most of an export. Raises
    :class:`SnapshotError` for what is no export.
    """
    if not where:
        raise SourceError("--workspace export: which one? Write export:FOLDER or export:FILE.zip")
    with open_archive(where) as archive:
        return _Export(where, archive, request).workspace()


class _Export:
    def __init__(self, where: str, archive: Archive, request: Request) -> None:
        self._where = where
        self._archive = archive
        self._request = request
        self._messages = [fact for fact in _OF_MESSAGES if request.wants(fact)]

    def workspace(self) -> Workspace:
        accounts = [*self._list("users.json"), *self._list("org_users.json")]
        if not accounts or not self._archive.has("channels.json"):
            raise SnapshotError(
                f"{self._where}: is no Slack export: expected channels.json and users.json in it"
            )
        public, private = self._list("channels.json"), self._list("groups.json")
        people = _people(accounts)
        channels = [*self._channels(public, False), *self._channels(private, True)]
        taken_at = self._latest([*accounts, *public, *private]) * 1_000_000
        if self._request.shelf is not None:
            self._request.shelf.of(_home(people))
        if self._messages:
            machines = frozenset(person.id for person in people if person.is_machine)
            channels = list(self._with_messages(channels, taken_at, machines))
        with_private = self._archive.has("groups.json")
        return Workspace(
            taken_at=taken_at,
            source="export",
            team_id=_home(people),
            readings=tuple(_readings(people, self._messages, with_private=with_private)),
            people=people,
            channels=self._unique(channels),
        )

    def _list(self, name: str) -> list[Record]:
        data = self._archive.read(name)
        if data is None:
            return []
        try:
            found = records.records(parse_json(data, f"{self._where}: {name}"))
        except MalformedError as malformed:
            raise SnapshotError(f"{self._where}: {name}: {malformed}") from None
        if len({raw["id"] for raw in found}) != len(found):
            raise SnapshotError(f"{self._where}: {name}: has an id twice")
        return found

    def _channels(self, found: Iterable[Record], is_private: bool) -> Iterator[LiveChannel]:
        for raw in found:
            members = records.ids(raw.get("members"))
            yield records.channel(raw, is_private=is_private)._replace(
                members=members,
                num_members=None if members is None else len(members),
                pins=_pins(raw),
            )

    def _with_messages(
        self, channels: Iterable[LiveChannel], taken_at: int, machines: frozenset[str]
    ) -> Iterator[LiveChannel]:
        """Folders are named like channels; those of one name cannot be told apart."""
        days = Days(self._where, self._archive)
        for channel in read_messages(channels, self._request, days, taken_at, machines):
            name = channel.name or ""
            yield channel._replace(
                activity=days.activity(name) if "activity" in self._messages else None,
                history_start=days.start(name) if "history-start" in self._messages else None,
            )

    def _unique(self, channels: Iterable[LiveChannel]) -> tuple[LiveChannel, ...]:
        found: dict[str, LiveChannel] = {}
        for channel in channels:
            if channel.id in found:
                raise SnapshotError(f"{self._where}: has the channel {channel.id} twice")
            found[channel.id] = channel
        return tuple(channel for _, channel in sorted(found.items()))

    def _latest(self, told: Iterable[Record]) -> int:
        """The latest second that the export itself proves; the true one may be later.

        An export bears no date, and the dates of its files are those of whoever
        unpacked it. So: the last change of an account or channel, or the start of the
        last day (in UTC) that has messages.
        """
        moments = [moment for raw in told for moment in _moments(raw)]
        moments += [day for name in self._archive.names() if (day := day_of(name)) is not None]
        if not moments:
            raise SnapshotError(f"{self._where}: nothing in it says from when it is")
        return max(moments)


def _readings(
    people: Iterable[LivePerson], messages: Iterable[str], *, with_private: bool
) -> Iterator[Reading]:
    known = {"workspace", "people", "public-channels", "members", "pins", *messages}
    known |= {"emails"} if any(person.email for person in people) else set()
    known |= {"private-channels"} if with_private else set()
    for fact in sorted(FACTS):
        if fact in known:
            yield Reading(fact, Status.COMPLETE)
        elif fact in _OF_MESSAGES:
            yield Reading(fact, Status.NOT_REQUESTED)
        else:
            yield Reading(fact, Status.UNSUPPORTED, note=_NOT_IN_EXPORTS)


def _people(accounts: Iterable[Record]) -> tuple[LivePerson, ...]:
    """One value for each id; where both files have an account, the workspace's counts."""
    first: dict[str, Record] = {}
    for raw in accounts:
        first.setdefault(raw["id"], raw)
    return tuple(records.person(raw) for _, raw in sorted(first.items()))


def _home(people: Iterable[LivePerson]) -> str | None:
    """The workspace that most accounts belong to; guests from elsewhere are the fewer."""
    counts: dict[str, int] = {}
    for person in people:
        if person.team_id:
            counts[person.team_id] = counts.get(person.team_id, 0) + 1
    return max(sorted(counts), key=counts.__getitem__, default=None)


def _pins(raw: Record) -> tuple[Pin, ...]:
    pins = raw.get("pins")
    found = [item for item in pins if isinstance(item, dict)] if isinstance(pins, list) else []
    return tuple(
        Pin(
            ts=records.text(item.get("id")),
            created=records.moment(item.get("created")),
            created_by=records.text(item.get("user")),
        )
        for item in sorted(found, key=lambda item: str(item.get("id")))
    )


def _moments(raw: Record) -> Iterator[int]:
    """When something in an account or channel happened, in seconds."""
    texts: Iterable[Mapping[str, object]] = (
        value for key in ("topic", "purpose") if isinstance(value := raw.get(key), dict)
    )
    told = [raw.get("created"), raw.get("updated"), *(text.get("last_set") for text in texts)]
    for value in told:
        moment = records.moment(value)
        if moment:
            yield moment
