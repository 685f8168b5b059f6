"""What the messages in an export tell of its channels, day by day, the last days first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import normalize

from commplan.api import (
    DAY,
    HOUR,
    Activity,
    HistoryStart,
    SnapshotError,
    format_utc,
    message_instant,
    parse_json,
)
from commplan.sources.archive import Archive
from commplan.sources.messages import activity
from commplan.sources.records import Record

RECENT = 100
"""How many messages are looked at, at least; then no further day is opened."""
_MARGIN = 2 * DAY
"""No day of any time zone that holds an instant begins earlier than so long before it."""


_EARLIEST = 14 * HOUR
"""How long before UTC a day begins where it begins first."""


def _begins(day: int) -> int:
    return day * 1_000_000 - _EARLIEST


def day_of(name: str) -> int | None:
    """The day, in seconds UTC, whose messages ``channel/2016-05-09.json`` has.

    None for all else that stands in an export, such as the canvas of a channel.
    """
    from datetime import UTC, datetime

    folder, _, file = name.rpartition("/")
    stem = file.removesuffix(".json")
    if not folder or stem == file or len(stem) != len("2016-05-09"):
        return None
    try:
        return int(datetime.fromisoformat(stem).replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def _key(folder: str) -> str:
    """Some systems unpack accented letters as two characters; Slack's names have one."""
    return folder if folder.isascii() else normalize("NFC", folder)


class Days:
    """The files of an export that hold messages: a folder for each channel, a file a day."""

    def __init__(self, where: str, archive: Archive) -> None:
        self._where = where
        self._archive = archive
        self._days: dict[str, list[str]] = {}
        for name in sorted(archive.names()):
            if day_of(name) is not None:
                self._days.setdefault(_key(name.rpartition("/")[0]), []).append(name)

    def _of(self, channel: str) -> list[str]:
        return self._days.get(_key(channel), [])

    def activity(self, channel: str) -> Activity:
        """What the last days of a channel tell."""
        seen: list[Record] = []
        days = self._of(channel)
        for position in range(len(days) - 1, -1, -1):
            seen += self._messages(days[position])
            if len(seen) >= RECENT and position:
                return activity(seen, whole=False)
        return activity(seen, whole=True)

    def start(self, channel: str) -> HistoryStart:
        """When the oldest message of a channel was written."""
        for day in self._of(channel):
            if (since := activity(self._messages(day), whole=False).since) is not None:
                return HistoryStart(since)
        return HistoryStart()

    def end(self, channels: Iterable[str]) -> int | None:
        """Up to when an export knows what happened: its last message, in microseconds.

        Or the begin of its last day, where that has begun first, if nobody wrote on it: days are
        those of the workspace's zone. Accounts and channels may have changed later than that:
        whoever exports may leave the last months out.
        """
        by_day: dict[int, list[str]] = {}
        for channel in channels:
            for name in self._of(channel):
                by_day.setdefault(day_of(name) or 0, []).append(name)
        for day in sorted(by_day, reverse=True):
            found = [
                at
                for name in by_day[day]
                for raw in self._messages(name)
                if (at := message_instant(raw.get("ts"))) is not None
            ]
            if found:
                return max(*found, _begins(max(by_day)))
        return _begins(max(by_day)) if by_day else None

    def since(self, channel: str, instant: int) -> Iterator[Iterator[Record]]:
        """The messages of each day from one on; those of the days before may be among them.

        Days are those of the workspace's time zone, whichever that is.
        """
        first = format_utc(max(0, instant - _MARGIN))[:10]
        for day in self._of(channel):
            if day.rpartition("/")[2] >= first:
                yield self._messages(day)

    def _messages(self, day: str) -> Iterator[Record]:
        data = self._archive.read(day)
        found = [] if data is None else parse_json(data, f"{self._where}: {day}")
        if not isinstance(found, list):
            raise SnapshotError(f"{self._where}: {day}: expected a list")
        return (item for item in found if isinstance(item, dict))
