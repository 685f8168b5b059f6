from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import HOUR, MINUTE, WEEK, parse_duration
from commplan.history import MarkRow, MessageRow
from commplan.measures import evenings, working_groups
from tests.depth import examples
from tests.measures.made import AS_OF, history_of, plan_of

TEXT = """
    channels:
      ops: {kind: slack, slack: C01OPS}
      dev: {kind: slack, slack: C02DEV, owner: "group:desk"}
    protocols: {notifications: {quiet_hours: "22:00-07:00"}}
    rotations:
      primary:
        timezone: Europe/London
        start: "2026-01-05T09:00"
        shift: 1w
        users: ["person:a", "person:d"]
    stakeholders:
      groups:
        ops: {class: it-staff, members: ["person:a", "person:b", "person:c"]}
        desk: {members: ["person:c", "person:d"]}
        other: {class: end-users, members: ["person:b"]}
      people:
        a: {name: A, slack: U01, timezone: Europe/London}
        b: {name: B, slack: U02, timezone: Asia/Tokyo}
        c: {name: C, slack: U03, timezone: America/New_York, quiet_hours: "00:30-06:15"}
        d: {name: D, slack: U04}
"""
PLAN = plan_of(TEXT)
WORKSPACE = """
people: {U01: a, U02: b, U03: c, U04: {handle: d, tz: Australia/Adelaide}, U09: x}
channels: {C01OPS: ops, C02DEV: dev}
messages: {C01OPS: [], C02DEV: []}
"""
ZONES = {
    "U01": ("Europe/London", 22 * 60, 7 * 60),
    "U02": ("Asia/Tokyo", 22 * 60, 7 * 60),
    "U03": ("America/New_York", 30, 6 * 60 + 15),
    "U04": ("Australia/Adelaide", 22 * 60, 7 * 60),
}
GROUPS = {"ops": {"U01", "U02", "U03"}, "desk": {"U03", "U04"}}
FIRST = datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Europe/London"))


def is_quiet(account: str, at: int) -> bool:
    """By the clock on the wall, and by counting weeks from the first shift."""
    zone, opens, closes = ZONES[account]
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    wall = moment.astimezone(ZoneInfo(zone))
    minute = wall.hour * 60 + wall.minute
    quiet = minute >= opens or minute < closes if opens > closes else opens <= minute < closes
    local = moment.astimezone(FIRST.tzinfo).replace(tzinfo=None)
    week = (local - FIRST.replace(tzinfo=None)) // timedelta(weeks=1)
    on_call = ("U01", "U04")[week % 2]
    return quiet and account != on_call


@examples(25)
@given(st.integers(0, 10**9))
def test_agrees_with_clocks_on_the_wall(seed: int) -> None:
    by = Random(seed)
    messages: dict[tuple[str, int], MessageRow] = {}
    marks = []
    for _ in range(120):
        channel, hour = by.choice(("C01OPS", "C02DEV")), AS_OF - by.randrange(5 * 7 * 24) * HOUR
        at = hour + by.choice((0, 1, -1, 15 * MINUTE, 30 * MINUTE, by.randrange(HOUR)))
        kind = by.choice(("human", "human", "bot"))
        author = by.choice((*ZONES, "U09")) if kind == "human" else None
        messages[channel, at] = MessageRow(channel, at, None, author, kind, False, None, None)
    for channel, at in messages:
        mentioned = by.sample((*ZONES, "U09"), by.randrange(3))
        marks += [MarkRow(channel, at, "mention", one, 1) for one in mentioned]
    found = evenings(
        history_of(PLAN, WORKSPACE, messages.values(), marks),
        working_groups(PLAN),
        parse_duration("28d"),
    )
    assert [one.group.id for one in found.groups] == ["ops", "desk"]
    for one in found.groups:
        people = GROUPS[one.group.id]
        inside = {key: row for key, row in messages.items() if 0 <= AS_OF - row.at <= 4 * WEEK}
        written = [m for m in inside.values() if m.author in people and is_quiet(m.author, m.at)]
        mentions = [
            mark
            for mark in marks
            if (mark.channel, mark.at) in inside
            and mark.value in people
            and messages[mark.channel, mark.at].author != mark.value
            and is_quiet(mark.value, mark.at)
        ]
        assert (one.mentions, one.written) == (len(mentions), len(written))
        assert one.person_weeks == len(people) * 4


def test_the_last_instant_is_still_one_of_quiet_hours() -> None:
    """At 09:00 UTC it is 18:00 in Tokyo, and what was written right then counts."""
    plan = plan_of(TEXT.replace("Asia/Tokyo", "Asia/Tokyo, quiet_hours: '18:00-06:00'"))

    def met(at: int) -> tuple[int, int]:
        row = MessageRow("C01OPS", at, None, "U02", "human", False, None, None)
        other = MessageRow("C02DEV", at, None, "U09", "human", False, None, None)
        mark = MarkRow("C02DEV", at, "mention", "U02", 1)
        history = history_of(plan, WORKSPACE, (row, other), (mark,))
        ops, _ = evenings(history, working_groups(plan), parse_duration("28d")).groups
        return ops.mentions, ops.written

    assert met(AS_OF) == (1, 1)
    assert met(AS_OF - 1) == (0, 0)  # before six in the evening
    assert met(AS_OF + 1) == (0, 0)  # later than as of now


def test_people_without_a_known_zone_are_left_out() -> None:
    history = history_of(PLAN, WORKSPACE.replace(", tz: Australia/Adelaide", ", tz: No/Where"), ())
    (_, desk) = evenings(history, working_groups(PLAN), parse_duration("28d")).groups
    assert (desk.people, desk.left_out, desk.person_weeks) == (1, 1, 4)
