"""Reports that are promised at a time of the week, and when they were posted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from commplan.clock import DAY, WEEK, Duration, parse_rhythm
from commplan.measures.announcements import announcements, signature
from commplan.measures.history import History
from commplan.plan import REPORT, Message

EARLY = DAY
"""So long before its time a report may be posted, and still be the one of that time."""


class Delivery(NamedTuple):
    """One occasion on which a report was due."""

    due: int
    posted: int | None
    """The first post that may be it; None if there is none before the next occasion."""
    late: bool


class ReportDeliveries(NamedTuple):
    """A kind of report, and what became of it on each occasion."""

    message: Message
    channels: tuple[str, ...]
    """Ids in the plan of the Slack channels that were looked at."""
    deliveries: tuple[Delivery, ...] = ()
    how: str = ""
    """What was asked of a post to be the report: ``with its marker``, …"""
    doubt: str = ""
    """Why nothing can be said; empty where something can."""


def report_deliveries(history: History, window: Duration, grace: int) -> Iterator[ReportDeliveries]:
    """Every report that goes through a Slack channel in use, over the occasions of a window.

    An occasion begins a day before its time, or half-way from the one before if that is
    later, and ends where the next one begins. The first post of an occasion is the
    report; it is late if that is more than ``grace`` microseconds after its time. What may
    still come in time is left out.
    """
    plan = history.plan
    for message in plan.messages.values():
        if message.kind != REPORT:
            continue
        declared = [via.id for via in message.via if plan.sound(via) and via.id in plan.channels]
        slack = tuple(id_ for id_ in declared if plan.channels[id_].is_slack)
        slack = tuple(id_ for id_ in slack if not plan.channels[id_].retired)
        if slack:
            yield _delivered(history, message, slack, window, grace)
        elif declared:
            why = f"the report {message.id} goes through no Slack channel, so nobody sees it here"
            yield ReportDeliveries(message, (), doubt=why)


def _delivered(
    history: History, message: Message, slack: tuple[str, ...], window: Duration, grace: int
) -> ReportDeliveries:
    read = [history.channels[id_] for id_ in slack if id_ in history.channels]
    found = ReportDeliveries(message, tuple(one.channel.id for one in read))
    if not read:
        return found._replace(doubt=history.unread(slack[0]))
    how, start = signature(history, message), history.starts(window)
    if how.doubt or start is None:
        return found._replace(doubt=how.doubt or f"no calendar tells how long {window} are")
    try:
        rhythm = parse_rhythm(message.when or "")
    except ValueError:
        told = f"when the report {message.id} is due cannot be read from {message.when!r}"
        return found._replace(doubt=f"{told}; write every Mon 09:00")
    since, until = max(one.since for one in read), min(one.until for one in read)
    until = min(until, history.as_of)
    zone = history.plan.metadata.timezone
    begun = max(start, since)
    times = rhythm.between(begun - 2 * WEEK, until + 2 * WEEK, zone)
    posts = announcements(history, how, [one.id for one in read], begun)
    posted = sorted(at for (at,) in posts.select("at").collect().rows())
    occasions = _occasions(times, posted, begun, until, grace)
    return found._replace(deliveries=tuple(occasions), how=how.words)


def _occasions(
    times: Sequence[int], posted: Sequence[int], since: int, until: int, grace: int
) -> Iterator[Delivery]:
    begins = [due - min(EARLY, (due - before) // 2) for before, due in pairwise(times)]
    for due, begin, end in zip(times[1:], begins, begins[1:], strict=False):
        if begin < since or due > until:
            continue
        place = bisect_right(posted, begin - 1)
        first = posted[place] if place < len(posted) and posted[place] < end else None
        if first is None and until <= due + grace:
            continue  # it may still come in time
        late = first is None or first > due + grace
        yield Delivery(due, first, late)
