"""Where people ask: in the channels that are there for it, or elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.evidence import Gap
from commplan.measures.history import History, MeasuredIn
from commplan.measures.intakes import Desk, desks
from commplan.measures.literals import certainly, flag
from commplan.measures.request_rows import posts_kept, requests
from commplan.measures.shares import MeasuredShare, at_most
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import incidents_handled_in
from commplan.statistics import effective_number

if TYPE_CHECKING:
    import narwhals as nw


class VenueOfRequests(NamedTuple):
    """A channel in which somebody asked."""

    measured: MeasuredIn
    intake: bool
    """Whether it is there for requests."""
    asked: int
    unknown: int
    """Posts of which nobody knows whether they asked: not all replies were read."""


class RequestScatter(NamedTuple):
    """How requests are spread over channels."""

    venues: tuple[VenueOfRequests, ...]
    """Those in which somebody asked, the busiest first."""
    share: MeasuredShare
    """Of the requests that were made outside intake channels."""
    gaps: tuple[Gap, ...]
    """Channels that are left out, and why."""

    @property
    def effective(self) -> float:
        """Over how many venues requests are spread, counting by their weight."""
        return effective_number(one.asked for one in self.venues)

    @property
    def unknown(self) -> int:
        """Of how many posts elsewhere nobody knows whether they asked."""
        return sum(one.unknown for one in self.venues)


def request_scatter(history: History, length: Duration, limit: float) -> RequestScatter | None:
    """The requests of a window; None where the plan takes requests nowhere.

    Outside intake channels a request is a top-level post by somebody who responds in none
    of them, if it mentions one who does or their user group, or if its first answer comes
    from one. Channels in which incidents are handled are no places to ask in. Raises
    ValueError for a length in business days.
    """
    plan = history.plan
    taking = {c.id for c in plan.channels.values() if c.intake and c.is_slack and not c.retired}
    if not taking:
        return None
    known = {desk.channel.id: desk for desk in desks(history)}
    places = plan.root / "channels"
    gaps = []
    for id_ in sorted(taking):
        desk = known.get(id_)
        if why := history.unread(id_) if desk is None else desk.doubt:
            gaps.append(Gap((places / id_).key, why))
    inside = tuple(known[id_] for id_ in sorted(taking) if id_ in known and not known[id_].doubt)
    responders = frozenset(account for desk in inside for account in desk.responders)
    incidents = {channel.id for channel in incidents_handled_in(plan)}
    outside = tuple(
        Desk(measured, responders)
        for id_, measured in history.channels.items()
        if id_ not in taking | incidents
    )
    windows = windows_of(history, (desk.measured for desk in (*inside, *outside)), length)
    within_intakes = {desk.id for desk in inside}
    asked = _asked_inside(history, inside, windows) | _asked_outside(history, outside, windows)
    venues = sorted(
        (
            VenueOfRequests(desk.measured, desk.id in within_intakes, *asked[desk.id])
            for desk in (*inside, *outside)
            if desk.id in asked
        ),
        key=lambda one: (-one.asked, one.measured.channel.id),
    )
    elsewhere = sum(one.asked for one in venues if not one.intake)
    total = sum(one.asked for one in venues)
    return RequestScatter(tuple(venues), at_most(elsewhere, total, limit, windows), tuple(gaps))


_Counts = dict[str, tuple[int, int]]
"""By channel: requests, and posts of which nobody knows."""


def _asked_inside(history: History, where: Sequence[Desk], windows: Sequence[Window]) -> _Counts:
    import narwhals as nw

    rows = within(history, windows, requests(history, where)).filter(~nw.col("lost"))
    counted = rows.group_by("channel").agg(n=nw.len()).collect()
    return {channel: (n, 0) for channel, n in counted.rows()}


def _asked_outside(history: History, where: Sequence[Desk], windows: Sequence[Window]) -> _Counts:
    import narwhals as nw

    response, other = nw.col("response_at"), nw.col("other_at")
    first = certainly(response <= other) | (other.is_null() & ~response.is_null())
    perhaps = ~nw.col("read") & response.is_null() & other.is_null()
    rows = (
        within(history, windows, requests(history, where))
        .filter(~nw.col("lost"))
        .join(_addressed(history, where), on=["channel", "at"], how="left")
        .with_columns(asks=certainly("addressed") | first, perhaps=perhaps)
        .filter(nw.col("asks") | nw.col("perhaps"))
        .group_by("channel")
        .agg(n=nw.col("asks").cast(nw.Int64).sum(), unknown=(~nw.col("asks")).cast(nw.Int64).sum())
        .collect()
    )
    return {channel: (int(n), int(unknown)) for channel, n, unknown in rows.rows()}


def _addressed(history: History, where: Sequence[Desk]) -> nw.LazyFrame[Any]:
    """``channel`` and ``at`` of would-be requests that mention a responder."""
    import narwhals as nw

    people = sorted({account for desk in where for account in desk.responders})
    marks = history.frames.marks
    to_people = (nw.col("kind") == "mention") & nw.col("value").is_in(people)
    to_groups = (nw.col("kind") == "group-mention") & nw.col("value").is_in(_usergroups(history))
    mentioned = marks.filter(to_people | to_groups).select("channel", "at").unique()
    return (
        posts_kept(history, where)
        .join(mentioned, on=["channel", "at"], how="inner")
        .select("channel", at="request")
        .unique()
        .with_columns(addressed=flag(value=True))
    )


def _usergroups(history: History) -> list[str]:
    """The user groups of groups that respond."""
    plan = history.plan
    answering = (c.answering for c in plan.channels.values() if c.intake is not None)
    groups = {one.id for one in answering if one is not None and one.kind == "group"}
    ids = {plan.groups[id_].slack_usergroup for id_ in groups if id_ in plan.groups}
    return sorted(id_ for id_ in ids if id_)
