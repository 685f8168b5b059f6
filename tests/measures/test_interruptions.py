from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import DAY, HOUR, MINUTE, Duration
from commplan.evidence import PageRecord
from commplan.history import MarkRow, MessageRow
from commplan.measures import on_call_times
from tests.depth import examples
from tests.measures.made import AS_OF, history_of, plan_of

PLAN = plan_of(
    """
    channels:
      help: {kind: slack, slack: C01HELP, audience: ["group:all"]}
      ops: {kind: slack, slack: C02OPS, owner: "person:a"}
    escalations:
      major:
        steps:
          - {notify: ["role:lead"], ack_within: 5m}
          - {notify: ["rotation:second"], ack_within: 5m}
      desk: {steps: [{notify: ["person:a"], ack_within: 5m}]}
    rotations:
      primary:
        timezone: Europe/London
        start: "2026-01-05T09:00"
        shift: 1w
        users: ["person:a", "person:b"]
        slack_usergroup: S09CALL
      second:
        timezone: Europe/London
        start: "2026-01-05T09:00"
        shift: 1d
        users: ["person:b", "person:c"]
    stakeholders:
      roles: {lead: {holders: ["rotation:primary"]}}
      groups:
        all: {members: ["person:a", "person:b"], slack_usergroup: S01ALL}
        some: {members: ["person:a"], slack_usergroup: S02SOME}
      people:
        a: {name: A, slack: U01}
        b: {name: B, slack: U02}
        c: {name: C, slack: U03}
    """
)
WORKSPACE = """
people: {U01: a, U02: b, U03: c, U09: x}
usergroups: {S02SOME: {handle: some, users: [U02, U03]}}
channels: {C01HELP: help, C02OPS: ops}
messages: {C01HELP: [], C02OPS: []}
"""
GROUPS = {"S01ALL": {"U01", "U02"}, "S02SOME": {"U02", "U03"}}  # Slack knows better than the plan
CROWDS = {"C01HELP": {"U01", "U02"}, "C02OPS": {"U01"}}
FIRST = datetime.fromisoformat("2026-01-05T09:00")
LONDON = ZoneInfo("Europe/London")
IDS = {"U01": "a", "U02": "b", "U03": "c"}


def on_call(rotation: str, at: int) -> str:
    """By counting turns on the wall."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    wall = moment.astimezone(LONDON).replace(tzinfo=None) - FIRST
    if rotation == "primary":
        return ("U01", "U02")[wall // timedelta(weeks=1) % 2]
    return ("U02", "U03")[wall // timedelta(days=1) % 2]


@examples(25)
@given(st.integers(0, 10**9))
def test_agrees_with_a_look_at_who_is_on_call(seed: int) -> None:
    by = Random(seed)
    messages: dict[tuple[str, int], MessageRow] = {}
    marks: list[MarkRow] = []
    for _ in range(100):
        at = AS_OF - by.randrange(32 * 24) * HOUR + by.choice((0, 1, -1, 17 * MINUTE))
        channel, author = by.choice(tuple(CROWDS)), by.choice(("U01", "U02", "U09", None))
        kind = "human" if author else "bot"
        messages[channel, at] = MessageRow(channel, at, None, author, kind, False, None, None)
    for channel, at in messages:
        shown = (
            *(("mention", one) for one in by.sample(("U01", "U02", "U03", "U09"), 2)),
            *(("group-mention", one) for one in ("S01ALL", "S02SOME", "S09CALL", "S03ELSE")),
            ("channel-ping", "here"),
        )
        marks += [MarkRow(channel, at, *one, 1) for one in by.sample(shown, by.randrange(3))]
    pages = [
        PageRecord(
            path=by.choice(("major", "desk", "else")),
            at=AS_OF - by.randrange(32 * 24) * HOUR,
            person=by.choice((None, "a", "b", "c", "x")),
        )
        for _ in range(40)
    ]
    history = history_of(PLAN, WORKSPACE, messages.values(), marks)
    found = on_call_times(PLAN, AS_OF, Duration(28 * DAY), pages, history)
    assert [one.rotation.id for one in found.rotations] == ["primary", "second"]
    for one in found.rotations:
        rotation = one.rotation.id
        counts = {"mention": 0, "group-mention": 0, "channel-ping": 0}
        for (channel, at), message in messages.items():
            person = on_call(rotation, at)
            if not 0 <= AS_OF - at <= 28 * DAY or message.author == person:
                continue
            ways = {
                mark.kind
                for mark in marks
                if (mark.channel, mark.at) == (channel, at)
                and (
                    (mark.kind == "mention" and mark.value == person)
                    or (mark.kind == "group-mention" and person in GROUPS.get(mark.value, ()))
                    or (mark.value == "S09CALL" and rotation == "primary")
                    or (mark.kind == "channel-ping" and person in CROWDS[channel])
                )
            }
            way = next((kind for kind in counts if kind in ways), None)
            if way:
                counts[way] += 1
        paged = 0
        for page in pages:
            person = IDS[on_call(rotation, page.at)]
            first = page.person is None and page.path == "major" and rotation == "primary"
            inside = 0 <= AS_OF - page.at <= 28 * DAY
            paged += inside and (first or page.person == person)
        assert (one.mentions, one.group_mentions, one.channel_pings) == tuple(counts.values())
        assert one.pages == paged
        assert one.on_call == 28 * DAY
        assert one.interrupts == paged + sum(counts.values())
    later = on_call_times(PLAN, AS_OF + 400 * DAY, Duration(28 * DAY), pages, history)
    assert later == found  # of an old export nobody knows more than of its end


def test_without_messages_there_are_pages() -> None:
    pages = [PageRecord("major", AS_OF - HOUR, None)]
    found = on_call_times(PLAN, AS_OF, Duration(DAY), pages, None)
    assert [one.pages for one in found.rotations] == [1, 0]
    assert found.windows == ()


def test_members_that_were_read_are_those_of_a_channel() -> None:
    live = WORKSPACE.replace("C02OPS: ops}", "C02OPS: {name: ops, members: [U02, U03]}}", 1)
    at = AS_OF - HOUR
    message = MessageRow("C02OPS", at, None, "U09", "human", False, None, None)
    history = history_of(PLAN, live, [message], [MarkRow("C02OPS", at, "channel-ping", "here", 1)])
    second = on_call_times(PLAN, AS_OF, Duration(DAY), (), history).rotations[1]
    assert second.channel_pings == 1


def test_people_without_an_account_are_doubted() -> None:
    plan = plan_of(
        """
        channels: {help: {kind: slack, slack: C01HELP}}
        rotations:
          primary:
            timezone: UTC
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:a", "person:b"]
        stakeholders: {people: {a: {name: A, slack: U01}, b: {name: B}}}
        """
    )
    (one,) = on_call_times(
        plan, AS_OF, Duration(DAY), (), history_of(plan, WORKSPACE, ())
    ).rotations
    assert one.doubt == "the plan gives neither a Slack id nor an e-mail address of b"
