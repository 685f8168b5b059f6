"""Whether some groups of people wait longer for an answer than all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from commplan.clock import (
    MINUTE,
    UnknownZone,
    format_offset,
    hour_of_week,
    local_time,
)
from commplan.evidence import Gap
from commplan.measures.cases import State
from commplan.measures.crowds import PEOPLE_AT_LEAST
from commplan.measures.history import History
from commplan.measures.request_cases import Promise, hindrances, promises
from commplan.plan import Reference, Sla
from commplan.statistics import MedianComparison, compare_medians, holm
from commplan.workspace import LivePerson

"""Of fewer people nothing is told."""
_CLASSES = ("department", "management", "end-users")
"""Classes of groups that are held against all others."""
_BANDS = ((-24.0, -2.5), (-2.5, 4.5), (4.5, 24.0))
"""Hours ahead of UTC: the Americas; Europe, Africa and the Near East; Asia and the Pacific."""
_QUARTER = 15 * MINUTE
"""Every zone is whole quarters of an hour from UTC."""


class PeopleInCommon(NamedTuple):
    """Some people who ask, and what they have in common."""

    name: str
    """``group:finance``, ``guests``, ``people in UTC+5 to UTC+10``."""
    accounts: frozenset[str]


class WaitComparison(NamedTuple):
    """How long some people wait for a first response, beside all others."""

    sla: Sla
    promise: Promise
    people: PeopleInCommon
    found: MedianComparison
    """Of open time, in microseconds."""
    p: float
    """How often chance alone would do as much, given how many groups were compared."""
    whole: bool
    """Whether all of the window was read."""


class Asked(NamedTuple):
    """Requests as arrays: when, by whom, where, and how long they waited."""

    at: Any
    requester: Any
    channel: Any
    waited: Any


def wait_comparisons(history: History) -> Iterator[WaitComparison | Gap]:
    """Each group of requesters against all others, for each SLA with a first response.

    Groups are those of the plan with the class ``department``, ``management`` or
    ``end-users``, people whose accounts are in the zones of one part of the world, and
    guests. Fewer than five people on either side are not told. Requests that are past due
    have waited so long at least, and count as that; those that are not due yet are left
    out. Only requests of the same hour of the week and the same channel change places.
    """
    plan = history.plan
    groups, gaps = _groups(history)
    yield from gaps
    for sla in plan.slas.values():
        if sla.target("first_response") is None or not sla.channels:
            continue
        yield from hindrances(history, sla)
        for promise in promises(history, sla, sla.channels):
            if promise.target.name == "first_response":
                yield from _compared(history, promise, groups)


def _compared(
    history: History, promise: Promise, groups: Sequence[PeopleInCommon]
) -> Iterator[WaitComparison]:
    import numpy as np

    asked = _asked(history, promise)
    strata = _strata(asked, history.plan.metadata.timezone)
    kept: list[tuple[PeopleInCommon, MedianComparison]] = []
    for group in groups:
        member: Any = np.isin(asked.requester, sorted(group.accounts))
        inside, outside = (len(set(asked.requester[side])) for side in (member, ~member))
        if min(inside, outside) >= PEOPLE_AT_LEAST:
            kept.append((group, compare_medians(asked.waited, member, strata)))
    whole = all(window.whole for window in promise.windows)
    for (group, found), p in zip(kept, holm([found.p for _, found in kept]), strict=True):
        yield WaitComparison(promise.sla, promise, group, found, p, whole)


def _asked(history: History, promise: Promise) -> Asked:
    import narwhals as nw

    decided = nw.col("state").is_in([State.MET.number, State.MISSED.number])
    rows = promise.rows(history).filter(decided, ~nw.col("requester").is_null())
    found = rows.select("at", "requester", "channel", "waited").sort("at", "channel").collect()
    return Asked(*(found.get_column(name).to_numpy() for name in Asked._fields))


def _strata(asked: Asked, zone: str) -> list[tuple[int, str]]:
    """The hour of the week and the channel of each request."""
    import numpy as np

    quarters, places = np.unique(asked.at // _QUARTER, return_inverse=True)
    hours = np.asarray([_hour(int(quarter) * _QUARTER, zone) for quarter in quarters], dtype=int)
    of_each = hours[places] if len(quarters) else places
    return list(zip(of_each.tolist(), asked.channel.tolist(), strict=True))


def _hour(t: int, zone: str) -> int:
    try:
        return hour_of_week(t, zone)
    except UnknownZone:  # AVL002 speaks of it
        return hour_of_week(t, "UTC")


def _groups(history: History) -> tuple[tuple[PeopleInCommon, ...], tuple[Gap, ...]]:
    """Groups to compare, and those of which nobody knows who they are."""
    found, gaps = [], []
    for group in history.plan.groups.values():
        if group.stakeholder_class in _CLASSES:
            crowd = history.accounts((Reference("group", group.id, group.at),))
            if crowd.doubt:
                gaps.append(
                    Gap(group.at.key, f"who is in group:{group.id} is not known: {crowd.doubt}")
                )
            else:
                found.append(PeopleInCommon(f"group:{group.id}", crowd.ids))
    people = [one for one in history.drift.workspace.people if not one.is_machine]
    guests = frozenset(one.id for one in people if one.is_guest)
    if guests:
        found.append(PeopleInCommon("guests", guests))
    return (*found, *_bands(people, history.as_of)), tuple(gaps)


def _bands(people: Sequence[LivePerson], as_of: int) -> Iterator[PeopleInCommon]:
    """People by the part of the world in which the zone of their account is."""
    zones = {one.tz for one in people if one.tz}
    ahead = {zone: hours for zone in zones if (hours := _ahead(zone, as_of)) is not None}
    for low, high in _BANDS:
        inside = sorted((hours, zone) for zone, hours in ahead.items() if low <= hours < high)
        ids = frozenset(one.id for one in people if one.tz in {zone for _, zone in inside})
        if ids:
            first, last = (format_offset(as_of, zone) for zone in (inside[0][1], inside[-1][1]))
            where = first if first == last else f"{first} to {last}"
            yield PeopleInCommon(f"people in {where}", ids)


def _ahead(zone: str, t: int) -> float | None:
    """How many hours a zone is ahead of UTC; None for what is no zone."""
    try:
        ahead = local_time(t, zone) - local_time(t, "UTC")
    except UnknownZone:
        return None
    return ahead.total_seconds() / 3600
