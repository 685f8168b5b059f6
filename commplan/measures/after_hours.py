"""How often people are mentioned, or write, in hours in which they are to be left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import (
    WEEK,
    Duration,
    Interval,
    Intervals,
    open_intervals,
    subtract,
    union,
    window_start,
)
from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.spells import during, spell_table
from commplan.measures.threads import half_read_in
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import Group, Person, Plan, Reference
from commplan.timeline import Timeline, quiet_calendar, zone_exists

if TYPE_CHECKING:
    import narwhals as nw


class AfterHours(NamedTuple):
    """What a group met in its quiet hours, in all channels together."""

    group: Group
    people: int
    """How many people are looked at."""
    left_out: int
    """How many are not: of them it is not known when they are to be left alone."""
    doubt: str
    """Why there may be others in the group; empty where there are none."""
    person_weeks: float
    mentions: int
    """How often somebody else mentioned one of them."""
    written: int
    """How many messages they wrote."""

    @property
    def contacts(self) -> int:
        """Both together."""
        return self.mentions + self.written


class Evenings(NamedTuple):
    """The quiet hours of groups, and what was read of them."""

    groups: tuple[AfterHours, ...]
    windows: tuple[Window, ...]
    half_read: int
    """Threads of which replies were not read."""


def working_groups(plan: Plan) -> tuple[Group, ...]:
    """The groups that run the service: of class ``it-staff``, or answering in a channel."""
    answering = (channel.answering for channel in plan.channels.values())
    named = {one.id for one in answering if one is not None and one.kind == "group"}
    return tuple(
        group
        for group in plan.groups.values()
        if group.stakeholder_class == "it-staff" or group.id in named
    )


def evenings(history: History, groups: Iterable[Group], length: Duration) -> Evenings:
    """What happened in the quiet hours of groups, in a window up to as of now.

    Quiet hours are a person's own, else the plan's, in the zone where they live, less the
    time in which they are on call.
    """
    looked_at = windows_of(history, history.channels.values(), length)
    if not looked_at:
        return Evenings((), (), 0)
    start = window_start(history.as_of, length) or history.as_of
    end = max(one.end for one in looked_at)
    crowds = {
        group.id: history.accounts((Reference("group", group.id, group.at),)) for group in groups
    }
    everybody = frozenset().union(*(crowd.ids for crowd in crowds.values()))
    whole = start, end + 1  # the last instant counts
    quiet = _quiet_hours(history, everybody - history.machines, whole)
    counts = _counts(history, looked_at, quiet, {key: one.ids for key, one in crowds.items()})
    found = []
    for group in groups:
        crowd = crowds[group.id]
        known = crowd.ids & quiet.keys()
        found.append(
            AfterHours(
                group=group,
                people=len(known),
                left_out=len(crowd.ids - history.machines) - len(known),
                doubt=crowd.doubt,
                person_weeks=len(known) * (end - start) / WEEK,
                mentions=counts.get((group.id, "mention"), 0),
                written=counts.get((group.id, "written"), 0),
            )
        )
    return Evenings(tuple(found), looked_at, sum(half_read_in(history, looked_at).values()))


def _quiet_hours(
    history: History, accounts: Iterable[str], window: Interval
) -> Mapping[str, Intervals]:
    """When each account is to be left alone, as far as that is known."""
    plan = history.plan
    timeline = Timeline(plan, history.as_of, window=window)
    on_call: dict[str, list[Intervals]] = {}
    for load in timeline.loads:
        for name, spells in load.spells.items():
            on_call.setdefault(name, []).append(spells)
    people = {one.id: one.person for one in history.drift.accounts.values() if one.id}
    notifications = plan.protocols.notifications
    found = {}
    for account in sorted(accounts):
        person = people.get(account)
        stated = (person and person.quiet_hours) or (notifications and notifications.quiet_hours)
        zone = _zone(history, timeline, account, person)
        if stated and zone:
            hours = open_intervals(quiet_calendar(zone, stated), *window)
            duty = union(*on_call.get(person.id, ())) if person else ()
            found[account] = subtract(hours, duty)
    return found


def _zone(history: History, timeline: Timeline, account: str, person: Person | None) -> str | None:
    """Where somebody lives: by the plan, which knows better, else by their account."""
    if person is not None and (home := timeline.roster.home(person)):
        return home
    live = history.drift.workspace.person(account)
    return live.tz if live is not None and live.tz and zone_exists(live.tz) else None


def _counts(
    history: History,
    looked_at: tuple[Window, ...],
    quiet: Mapping[str, Intervals],
    groups: Mapping[str, frozenset[str]],
) -> Mapping[tuple[str, str], int]:
    """How many mentions and messages there are by group and kind; of nobody alone."""
    import narwhals as nw

    col = nw.col
    written = within(history, looked_at, history.frames.messages)
    mentions = (
        history.frames.marks.filter(col("kind") == "mention", col("value").is_in(sorted(quiet)))
        .join(written.select("channel", "at", "author"), on=["channel", "at"], how="inner")
        .filter(nw.coalesce(col("author") != col("value"), nw.lit(value=True)))
        .select("at", nw.lit("mention").alias("what"), account=col("value"))
    )
    own = written.filter(
        col("kind") == Author.HUMAN.value, col("author").is_in(sorted(quiet))
    ).select("at", nw.lit("written").alias("what"), account=col("author"))
    spells = spell_table(
        history.engine, ("account",), (((name,), hours) for name, hours in quiet.items())
    )
    members = history.engine.table(
        {"group": "text", "account": "text"},
        [(group, one) for group, accounts in groups.items() for one in sorted(accounts)],
    )
    counted = (
        nw.concat([_during(part, spells) for part in (mentions, own)])
        .join(members, on="account", how="inner")
        .group_by("group", "what")
        .agg(nw.len())
        .collect()
    )
    return {(group, what): int(count) for group, what, count in counted.rows()}


def _during(frame: nw.LazyFrame[Any], spells: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    return during(frame, spells, ("account",)).select("what", "account")
