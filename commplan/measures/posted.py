"""Updates about incidents, found among the messages of their channels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import DAY, Interval
from commplan.measures.announcements import Signature, announcements, signature
from commplan.measures.courses import IncidentCourse, PostedUpdate
from commplan.measures.history import History
from commplan.measures.looking import named
from commplan.measures.looking.updates import CASE, NEXT, PHASE
from commplan.plan import Channel, incident_channels

if TYPE_CHECKING:
    import narwhals as nw

_Key = tuple[str, int]
"""Channel and instant of a message."""


class Venue(NamedTuple):
    """Where updates of a severity are posted, and how they are told from other messages."""

    channels: tuple[str, ...]
    """Ids in Slack of those of which messages were read."""
    known: Interval
    """The time of which all messages of all of them are known."""
    kinds: tuple[tuple[Signature, tuple[str, ...]], ...] = ()
    """How its incident messages are recognised, each in some of the channels."""
    doubt: str = ""
    """Why not all updates can be found; empty where they can."""


class _Post(NamedTuple):
    """A message that is an update, in the course of one incident."""

    number: int
    """Of the course."""
    channel: str
    at: int
    thread: int | None

    @property
    def key(self) -> _Key:
        return self.channel, self.at

    @property
    def root(self) -> _Key:
        return self.channel, self.at if self.thread is None else self.thread


class Posted:
    """The updates of some incidents, numbered in their order."""

    def __init__(self, history: History, courses: Sequence[IncidentCourse]) -> None:
        self._history = history
        self._courses = courses
        severities = dict.fromkeys(course.severity.id for course in courses)
        self._venues = {severity: _venue(history, severity) for severity in severities}

    def venue(self, course: IncidentCourse) -> Venue:
        """Where people are told of an incident."""
        return self._venues[course.severity.id]

    def updates(self, number: int) -> tuple[PostedUpdate, ...]:
        """The updates about one incident, by their instant."""
        mine = self._courses[number].id.upper()
        return tuple(
            self._said[post.key]
            for post in self._posts.get(number, ())
            if mine in (self._named(post) or {mine})
        )

    def doubtful(self, course: IncidentCourse) -> tuple[Interval, ...]:
        """When something may have been posted in threads that were not wholly read."""
        channels = self.venue(course).channels
        return tuple(time for c in channels for time in self._unread.get(c, ()))

    def _named(self, post: _Post) -> set[str]:
        """The incidents that a post names, or else the first message of its thread."""
        ids = {course.id.upper() for course in self._courses}
        shown = (self._cases.get(key, set()) & ids for key in (post.key, post.root))
        return next(filter(None, shown), set())

    @cached_property
    def _posts(self) -> dict[int, list[_Post]]:
        import narwhals as nw

        started = min((course.started for course in self._courses), default=0)
        found: set[_Post] = set()
        for how, channels in {kind for venue in self._venues.values() for kind in venue.kinds}:
            written = announcements(self._history, how, channels, started)
            posts = (
                written.with_columns(day=nw.col("at") // DAY)
                .join(self._spans(how, channels), on=["channel", "day"], how="inner")
                .filter(nw.col("at") >= nw.col("start"), nw.col("at") <= nw.col("end"))
                .select("number", "channel", "at", "thread")
            )
            found.update(map(_Post._make, posts.collect().rows()))
        by_course: dict[int, list[_Post]] = {}
        for post in sorted(found, key=lambda post: (post.at, post.channel)):
            by_course.setdefault(post.number, []).append(post)
        return by_course

    def _spans(self, how: Signature, channels: tuple[str, ...]) -> nw.LazyFrame[Any]:
        """When each incident went on in the channels of a kind of message, day by day."""
        columns = {"number": "whole", "channel": "text", "day": "whole"}
        rows = []
        for number, course in enumerate(self._courses):
            if (how, channels) in self.venue(course).kinds:
                start, end = course.started, course.ended
                end = self._history.as_of if end is None else end
                days = range(start // DAY, end // DAY + 1)
                rows += [(number, c, day, start, end) for day in days for c in channels]
        return self._history.engine.table(columns | {"start": "whole", "end": "whole"}, rows)

    @cached_property
    def _cases(self) -> dict[_Key, set[str]]:
        """The ids that updates, and the first messages of their threads, show."""
        found: dict[_Key, set[str]] = {}
        keys = {key for post in self._all for key in (post.key, post.root)}
        for channel, at, _, value, _ in self._marks(keys, CASE):
            found.setdefault((channel, at), set()).add(value)
        return found

    @cached_property
    def _said(self) -> dict[_Key, PostedUpdate]:
        """What updates say of the phase and of the next one."""
        plan = self._history.plan
        found = {post.key: PostedUpdate(post.at) for post in self._all}
        for channel, at, kind, value, amount in self._marks(set(found), PHASE, NEXT):
            key = channel, at
            if kind == NEXT and value == named(plan):
                found[key] = found[key]._replace(announced=amount)
            elif kind == PHASE and value.startswith(named(plan, "")):
                found[key] = found[key]._replace(phase=value.removeprefix(named(plan, "")))
        return found

    @property
    def _all(self) -> list[_Post]:
        return [post for posts in self._posts.values() for post in posts]

    def _marks(self, keys: set[_Key], *kinds: str) -> list[tuple[Any, ...]]:
        import narwhals as nw

        wanted = self._history.engine.table({"channel": "text", "at": "whole"}, sorted(keys))
        marks = self._history.frames.marks.filter(nw.col("kind").is_in(list(kinds)))
        shown = marks.join(wanted, on=["channel", "at"], how="semi")
        return sorted(shown.select("channel", "at", "kind", "value", "amount").collect().rows())

    @cached_property
    def _unread(self) -> dict[str, list[Interval]]:
        import narwhals as nw

        channels = sorted({c for venue in self._venues.values() for c in venue.channels})
        threads = self._history.frames.threads.filter(
            nw.col("channel").is_in(channels), ~nw.col("whole"), ~nw.col("last_reply").is_null()
        )
        found: dict[str, list[Interval]] = {}
        for channel, at, last in threads.select("channel", "at", "last_reply").collect().rows():
            found.setdefault(channel, []).append((at, last))
        return found


def _venue(history: History, severity: str) -> Venue:
    declared = incident_channels(history.plan, severity)
    read = [one for c in declared if (one := history.channels.get(c.id)) is not None]
    if not read:
        unread = history.unread(declared[0].id) if declared else ""
        why = unread or f"no Slack channel carries messages about incidents of {severity}"
        return Venue((), (0, 0), doubt=why)
    known = max(one.since for one in read), min(one.until for one in read)
    kinds = tuple(_kinds(history, severity, (one.channel for one in read)))
    doubt = next((how.doubt for how, _ in kinds if how.doubt), "")
    return Venue(tuple(one.id for one in read), known, kinds, doubt)


def _kinds(
    history: History, severity: str, channels: Iterable[Channel]
) -> list[tuple[Signature, tuple[str, ...]]]:
    """How the incident messages of a severity are recognised, each in its channels.

    Where none of them goes through Slack, everything that people write is an update.
    """
    ids = {channel.id: history.channels[channel.id].id for channel in channels}
    kinds = []
    for message in history.plan.incident_messages.get(severity, ()):
        through = tuple(dict.fromkeys(ids[via.id] for via in message.via if via.id in ids))
        if through:
            kinds.append((signature(history, message), through))
    return kinds or [(Signature(None, None, frozenset()), tuple(ids.values()))]
