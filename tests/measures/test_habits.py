"""Measures of habits, against the obvious way to find them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commplan.api import MarkRow, MessageRow, SignRow, TicketRecord, message_ts, parse_duration
from commplan.clock import DAY, HOUR, MINUTE
from commplan.measures import History
from commplan.measures.answering import Waits, answer_spread, helping_of, threading_of
from commplan.measures.backlog import WEEK, request_backlog, ticket_backlog
from commplan.measures.closings import closings_of
from commplan.measures.discussions import decision_threads
from commplan.measures.linkage import linkage_of
from commplan.measures.noises import alert_noises
from commplan.measures.redirections import redirections_of
from commplan.measures.voices import channel_voices
from tests.depth import examples
from tests.measures import oracle
from tests.measures.oracle import AS_OF, MACHINES, RESPONDERS, Told, random_history

LENGTH = parse_duration("30h")
START = AS_OF - 30 * HOUR
MORE = """
severities: {sev1: {order: 1, criteria: {users: ">=1"}}}
messages:
  update: {kind: incident, when: sev1, via: ["channel:it-help"]}
monitoring: {vpn: {alerts: {down: {channel: "channel:it-help"}, up: {channel: "channel:hr-help"}}}}
tools: {jira: {kind: ticketing}}
protocols: {decisions: {reactions: [tada]}}
"""
PATTERNS = {"C01HELP": r"IT-\d", "C02HR": r"HR-\d"}
KEYS = {"C01HELP": ("IT-1", "IT-2", "IT-3"), "C02HR": ("HR-1", "HR-2")}
ASSIGNEES = (None, "alice")


PLAN = (
    oracle.PLAN.replace("workflow: form", "workflow: form\n      key_pattern: 'IT-\\d'")
    .replace("coalesce: 1m,", "coalesce: 1m, key_pattern: 'HR-\\d',")
    .replace("slack: C02HR", "slack: C02HR\n    purpose: team")
)


until = lru_cache(oracle.until)
posts_of = lru_cache(oracle.posts_of)
answers_of = lru_cache(oracle.answers_of)
requests_of = lru_cache(oracle.requests_of)


def history_of(told: Told) -> History:
    return oracle.history_of(told, plan=PLAN + MORE)


def habits(by: Random, count: int, hours: int | None = None) -> Told:
    """A random history that shows habits, too, and begins some hours ago."""
    told = random_history(by, count, AS_OF - (hours or by.choice((4, 8, 32))) * HOUR)
    marks, signs = list(told.marks), list(told.signs)
    for m in told.messages:
        if m.kind not in ("human", "bot"):
            continue
        if by.random() < 0.2:
            pattern = PATTERNS[by.choice(("C01HELP", m.channel))]
            key = by.choice(KEYS[m.channel])
            marks.append(MarkRow(m.channel, m.at, f"key {pattern}", key, 1))
        if by.random() < 0.3:
            marks.append(MarkRow(m.channel, m.at, "question", "", 1))
        if by.random() < 0.1:
            value = by.choice(("canvas", "desk/jira", "other/jira"))
            marks.append(MarkRow(m.channel, m.at, "record", value, 1))
        if by.random() < 0.1:
            marks.append(
                MarkRow(m.channel, m.at, "redirect", by.choice(("dm", "other/dm_policy")), 1)
            )
        if by.random() < 0.05:
            signs.append(SignRow(m.channel, m.at, "pin", "", "", AS_OF))
    return told._replace(marks=tuple(marks), signs=tuple(signs))


HISTORIES = st.builds(habits, st.randoms(use_true_random=False), st.integers(0, 60))
few = examples(5)


def half_read(told: Told, channel: str, root: int) -> bool:
    return any((t.channel, t.at) == (channel, root) and not t.whole for t in told.threads)


def in_window(told: Told, channel: str) -> list[MessageRow]:
    return [m for m in told.messages if m.channel == channel and START <= m.at <= AS_OF]


def in_thread(told: Told, channel: str, root: int) -> list[MessageRow]:
    inside = [m for m in told.messages if m.channel == channel and m.thread == root]
    return [m for m in inside if m.at <= AS_OF]


def shows(told: Told, m: MessageRow, kind: str, values: Iterable[str] | None = None) -> bool:
    return any(
        (k.channel, k.at, k.kind) == (m.channel, m.at, kind)
        and (values is None or k.value in values)
        for k in told.marks
    )


def reactions(told: Told, channel: str, at: int) -> list[SignRow]:
    return [s for s in told.signs if (s.channel, s.at, s.kind) == (channel, at, "reaction")]


def is_human(m: MessageRow) -> bool:
    return m.kind == "human" and m.author not in MACHINES


def check_alerts(history: History, told: Told) -> None:
    kinds = [f"key {pattern}" for pattern in PATTERNS.values()]
    for noise in alert_noises(history, LENGTH):
        channel = noise.window.measured.id
        alerts = [m for m in in_window(told, channel) if m.thread is None and m.kind == "bot"]
        over = [m for m in alerts if m.at + HOUR <= AS_OF]
        judged = [m for m in over if not half_read(told, channel, m.at)]
        acted = 0
        for alert in judged:
            soon = [m for m in in_thread(told, channel, alert.at) if m.at <= alert.at + HOUR]
            replied = any(is_human(m) for m in soon)
            ticketed = any(shows(told, m, kind) for m in soon for kind in kinds)
            liked = any(s.by not in MACHINES for s in reactions(told, channel, alert.at))
            acted += replied or ticketed or liked
        expected = len(alerts), len(judged), acted, len(over) - len(judged)
        assert (noise.alerts, noise.judged, noise.acted, noise.unread) == expected


def check_voices(history: History, told: Told) -> None:
    for heard in channel_voices(history, history.channels.values(), LENGTH):
        channel = heard.window.measured.id
        written = in_window(told, channel)
        counts = Counter(m.author for m in written if is_human(m) and m.author)
        assert heard.counts == tuple(sorted(counts.values(), reverse=True))
        halves = [t for t in told.threads if t.channel == channel and START <= t.at <= AS_OF]
        assert heard.half_read == sum(not t.whole for t in halves)


def check_decisions(history: History, told: Told) -> None:
    found = decision_threads(history, LENGTH, min_replies=3, settled=parse_duration("2h"))
    ended = unrecorded = going_on = unread = 0
    latest = None
    kinds = [f"key {pattern}" for pattern in PATTERNS.values()]
    for channel in ("C01HELP", "C02HR"):
        for root in in_window(told, channel):
            if root.thread is not None or root.kind == "system":
                continue
            inside = in_thread(told, channel, root.at)
            all_of_it = [root, *inside]
            said = next((t for t in told.threads if t[:2] == (channel, root.at)), None)
            length = max(len(inside), said.replies if said else 0)
            last = max([m.at for m in all_of_it] + [(said.last_reply if said else 0) or 0])
            decided = any(
                s.value == "tada" for m in all_of_it for s in reactions(told, channel, m.at)
            )
            if not decided and (channel != "C01HELP" or length < 3):
                continue
            if last + 2 * HOUR > AS_OF:
                going_on += 1
            elif half_read(told, channel, root.at):
                unread += 1
            else:
                ended += 1
                recorded = any(
                    shows(told, m, "record", ("canvas", "desk/jira"))
                    or any(shows(told, m, kind) for kind in kinds if kind in kinds_of(channel))
                    or any((s.channel, s.at, s.kind) == (channel, m.at, "pin") for s in told.signs)
                    for m in all_of_it
                )
                if not recorded:
                    unrecorded += 1
                    latest = max(filter(None, (latest, (root.at, channel))))
    assert found is not None
    counted = found.ended, found.unrecorded, found.going_on, found.half_read
    assert counted == (ended, unrecorded, going_on, unread)
    assert found.latest == (latest and (latest[1], latest[0]))


def kinds_of(_: str) -> list[str]:
    """The kinds of keys that count in a thread: those of all channels that are looked at."""
    return [f"key {pattern}" for pattern in PATTERNS.values()]


def counted_requests(told: Told) -> list[dict[str, Any]]:
    """Requests of the window that are neither lost nor withdrawn."""
    found = requests_of(until(told))
    return [r for r in found if r["at"] >= START and not r["lost"] and not r["withdrawn"]]


def answered(told: Told) -> list[dict[str, Any]]:
    """Answers of responders to requests that count and were read."""
    read = {(r["channel"], r["at"]) for r in counted_requests(told) if r["read"]}
    given = answers_of(until(told))
    return [a for a in given if a["responder"] and (a["channel"], a["request"]) in read]


def check_answers(history: History, told: Told) -> None:
    given = answered(told)
    asked = counted_requests(told)
    for threading in threading_of(history, LENGTH):
        channel = threading.window.measured.id
        mine = [a for a in given if a["channel"] == channel]
        inside = {(a["at"], a["author"]) for a in mine if a["in_thread"]}
        every = {(a["at"], a["author"]) for a in mine}
        assert (threading.replies, threading.outside) == (len(every), len(every - inside))
        assert threading.unread == sum(r["channel"] == channel and not r["read"] for r in asked)
    for spread in answer_spread(history, LENGTH):
        channel = spread.window.measured.id
        pairs = {(a["request"], a["author"]) for a in given if a["channel"] == channel}
        counts = Counter(author for _, author in pairs)
        assert spread.counts == tuple(sorted(counts.values(), reverse=True))
        assert spread.responders == len(RESPONDERS[channel])
    for helping in helping_of(history, LENGTH):
        mine = [r for r in asked if r["channel"] == helping.window.measured.id and r["read"]]
        others = {
            r["at"]: r["other_at"] - r["at"]
            for r in mine
            if r["other_at"] and not (r["response_at"] and r["response_at"] <= r["other_at"])
        }
        responses = {
            r["at"]: r["response_at"] - r["at"]
            for r in mine
            if r["response_at"] and r["at"] not in others
        }
        assert helping.requests == len(mine)
        assert helping.by_others == first_answers(told, mine, others, "other_at")
        assert helping.by_responders == first_answers(told, mine, responses, "response_at")


def first_answers(
    told: Told, asked: list[dict[str, Any]], waited: dict[int, int], at: str
) -> Waits:
    """How long requests waited, and how many people there are who gave those answers."""
    first = {(r["channel"], r["at"], r[at]) for r in asked if r["at"] in waited}
    given = answers_of(until(told))
    people = {a["author"] for a in given if (a["channel"], a["request"], a["at"]) in first}
    lengths = sorted(waited.values())
    median = lengths[(len(lengths) - 1) // 2] if lengths else None
    return Waits(len(lengths), len(people), median)


TICKETS = st.lists(
    st.builds(
        TicketRecord,
        st.sampled_from(["IT-1", "IT-2", "HR-1", "X-9"]),
        st.integers(0, 59),  # the number of the message that it names
        st.sampled_from([None, "C01HELP", "hr-help", "elsewhere"]),
        st.just(AS_OF - DAY),
        st.sampled_from(ASSIGNEES),
        st.sampled_from([None, AS_OF - HOUR, AS_OF + HOUR]),
    ),
    max_size=8,
)


def naming(tickets: list[TicketRecord], told: Told) -> tuple[TicketRecord, ...]:
    """Tickets that name messages by their time instead of their number."""
    ats = [m.at for m in told.messages]
    return tuple(
        t._replace(request_ts=message_ts(ats[t.request_ts]) if t.request_ts < len(ats) else None)  # type: ignore[operator, index]
        for t in tickets
    )


def tickets_of(
    told: Told, tickets: Iterable[TicketRecord], channel: str, request: int
) -> tuple[bool, list[TicketRecord | None]]:
    """Whether a request has a ticket, and the records of its tickets; None for one without."""
    posts = {
        p["at"] for p in posts_of(until(told)) if (p["channel"], p["request"]) == (channel, request)
    }
    thread = [m for m in told.messages if m.channel == channel and (m.thread or m.at) in posts]
    shown = {
        k.value
        for m in thread
        for k in told.marks
        if (k.channel, k.at, k.kind) == (channel, m.at, f"key {PATTERNS[channel]}")
    }
    ids = {"C01HELP": "C01HELP", "it-help": "C01HELP", "hr-help": "C02HR"}
    found: list[TicketRecord | None] = []
    for ticket in tickets:
        by_post = ids.get(ticket.channel or "") == channel and ticket.request_ts in {
            message_ts(at) for at in posts
        }
        if ticket.key in shown or by_post:
            found.append(ticket)
    found += [None for key in shown if all(t.key != key for t in tickets)]
    return bool(shown or found), found


def ending(
    told: Told, tickets: Iterable[TicketRecord], channel: str, request: int
) -> tuple[bool, bool, bool]:
    """Whether a request was closed, confirmed and reopened."""
    told = until(told)
    posts = [p for p in posts_of(told) if (p["channel"], p["request"]) == (channel, request)]
    requester, ats = posts[0]["requester"], {p["at"] for p in posts}
    closing = oracle.CLOSING.get(channel, set())
    allowed = {*RESPONDERS[channel], requester} - {None}
    thread = [m for m in told.messages if m.channel == channel and m.thread in ats and is_human(m)]
    answers = {
        a["at"]
        for a in answers_of(told)
        if (a["channel"], a["request"]) == (channel, request) and a["responder"]
    }
    last = max(answers, default=request)
    outside = [
        m for m in told.messages if (m.channel, m.thread) == (channel, None) and m.at in answers
    ]
    said = [m for m in thread if m.author in allowed] + outside
    closed_at = {m.at for m in said if shows(told, m, "emoji", closing)}
    closed_at |= {
        at
        for at in answers
        if any(s.value in closing and s.by in allowed for s in reactions(told, channel, at))
    }
    on_posts = [
        s
        for at in ats
        for s in reactions(told, channel, at)
        if s.value in closing and s.by in allowed
    ]
    _, records = tickets_of(told, tickets, channel, request)
    known = [t for t in records if t]
    done = known and all(t.closed_at and t.closed_at <= AS_OF for t in known)
    if on_posts or done:
        closed_at.add(last)
    said = [m for m in thread if m.author == requester and requester is not None]
    after = [m for m in said if m.at > last]
    touched = [s for at in ats | answers for s in reactions(told, channel, at)]
    confirmed = (
        bool(after)
        or any(shows(told, m, "emoji", closing) for m in said)
        or (bool(answers) and any(s.by == requester for s in reactions(told, channel, last)))
        or any(s.by == requester and s.value in closing for s in touched)
    ) and not any(shows(told, m, "question") for m in after)
    reopened = any(
        0 < m.at - at <= 7 * DAY and shows(told, m, "question") for m in said for at in closed_at
    )
    return bool(closed_at), confirmed, reopened


def check_endings(history: History, told: Told, records: tuple[TicketRecord, ...]) -> None:
    for found in closings_of(history, LENGTH, records):
        channel = found.window.measured.id
        asked = [r for r in counted_requests(told) if r["channel"] == channel]
        ends = [ending(told, records, channel, r["at"]) for r in asked if r["read"]]
        closed = [end for end in ends if end[0]]
        expected = len(closed), sum(c[1] for c in closed), sum(c[2] for c in closed)
        assert (found.closed, found.confirmed, found.reopened) == expected
        assert found.unread == sum(not r["read"] for r in asked)


def check_tickets(history: History, told: Told, records: tuple[TicketRecord, ...]) -> None:
    grace = parse_duration("10m")
    for found in linkage_of(history, LENGTH, grace, records):
        channel = found.window.measured.id
        asked = [r for r in counted_requests(told) if r["channel"] == channel]
        asked = [r for r in asked if r["at"] + 10 * MINUTE <= AS_OF]
        mine = [r for r in asked if r["read"]]
        has = [tickets_of(until(told), records, channel, r["at"]) for r in mine]
        assert found.requests == len(mine)
        assert found.unread == len(asked) - len(mine)
        assert found.ticketed == sum(one for one, _ in has)
        assert found.assigned == sum(any(t and t.assignee for t in some) for _, some in has)
        assert found.automated == sum(automated(told, records, channel, r) for r in mine)
        lacking = [
            r["at"]
            for r, (_, some) in zip(mine, has, strict=True)
            if not any(t and t.assignee for t in some)
        ]
        assert found.examples == tuple(sorted(lacking, reverse=True)[:3])


def automated(
    told: Told, tickets: Iterable[TicketRecord], channel: str, request: dict[str, Any]
) -> bool:
    told = until(told)
    posts = {
        p["at"] for p in posts_of(told) if (p["channel"], p["request"]) == (channel, request["at"])
    }
    thread = [m for m in told.messages if m.channel == channel and m.thread in posts]
    thread = [m for m in thread if m.kind in ("human", "bot")]
    requester = request["requester"]
    humans = [m for m in thread if is_human(m) and (requester is None or m.author != requester)]
    bots = [m for m in thread if not is_human(m)]
    closed, _, reopened = ending(told, tickets, channel, request["at"])
    return bool(bots) and not humans and closed and not reopened


def check_redirections(history: History, told: Told) -> None:
    found = redirections_of(history, LENGTH)
    assert found is not None
    everybody = set().union(*RESPONDERS.values())
    written = [m for channel in RESPONDERS for m in in_window(told, channel)]
    said = [m for m in written if m.kind == "human" and m.author in everybody]
    assert found.redirected == sum(shows(told, m, "redirect", ("dm",)) for m in said)
    assert found.requests == len(counted_requests(told))


@few
@given(by=st.randoms(use_true_random=False), weeks=st.integers(1, 4))
def test_requests_of_each_week(by: Random, weeks: int) -> None:
    told = habits(by, 0)._replace(messages=scattered(by))
    found = request_backlog(history_of(told), weeks)
    assert found is not None
    asked = [r for r in requests_of(told) if not r["lost"] and not r["withdrawn"]]
    for place, (arrived, left) in enumerate(zip(found.arrived, found.open, strict=True)):
        end = AS_OF - (weeks - 1 - place) * WEEK
        mine = [r for r in asked if end - WEEK < r["at"] <= end]
        assert arrived == len(mine)
        assert left == sum(not r["response_by"] or r["response_by"] > end for r in mine)


def scattered(by: Random) -> tuple[MessageRow, ...]:
    """Messages over some weeks: questions of one person, some with an answer days later."""
    rows = []
    for at in sorted(by.sample(range(AS_OF - 5 * WEEK, AS_OF), 25)):
        rows.append(MessageRow("C01HELP", at, None, "U03CAT", "human", False, None, None))
        if by.random() < 0.7:
            later = at + by.randrange(10 * DAY)
            reply = MessageRow("C01HELP", later, at, "U01ALICE", "human", False, None, None)
            rows += [reply] if later <= AS_OF else []
    return tuple(rows)


@given(
    times=st.lists(st.tuples(st.integers(-6, 6), st.none() | st.integers(0, 8)), max_size=20),
    weeks=st.integers(1, 5),
)
def test_tickets_of_each_week(times: list[tuple[int, int | None]], weeks: int) -> None:
    tickets = [
        TicketRecord("X", None, None, made * WEEK, None, None if n is None else (made + n) * WEEK)
        for made, n in times
    ]
    found = ticket_backlog(tickets, 0, weeks)
    assert found.weeks == weeks
    for place in range(weeks):
        end = (place + 1 - weeks) * WEEK
        assert found.arrived[place] == sum(t.created_at == end for t in tickets)
        still = [t for t in tickets if t.created_at <= end]
        assert found.open[place] == sum(t.closed_at is None or t.closed_at > end for t in still)
    begins_late = min((t.created_at for t in tickets), default=0) > (1 - weeks) * WEEK
    assert bool(found.doubt) == (begins_late or not tickets)


@few
@given(told=HISTORIES, tickets=TICKETS)
def test_measures_are_what_the_obvious_way_finds(told: Told, tickets: list[TicketRecord]) -> None:
    history, records = history_of(told), naming(tickets, told)
    for check in (check_alerts, check_voices, check_decisions, check_answers, check_redirections):
        check(history, told)
    check_endings(history, told, records)
    check_tickets(history, told, records)


def test_of_a_busy_day_too() -> None:
    by = Random(7)
    told = habits(by, 300, 23)
    tickets = [
        TicketRecord(f"IT-{n % 5}", n, "it-help", AS_OF - DAY, ASSIGNEES[n % 2], AS_OF - HOUR)  # type: ignore[arg-type]
        for n in range(40, 300, 9)
    ]
    history, records = history_of(told), naming(tickets, told)
    for check in (check_alerts, check_voices, check_decisions, check_answers, check_redirections):
        check(history, told)
    check_endings(history, told, records)
    check_tickets(history, told, records)
    figures: dict[str, float] = Counter()
    for some in (
        alert_noises(history, LENGTH),
        threading_of(history, LENGTH),
        helping_of(history, LENGTH),
        closings_of(history, LENGTH, records),
        linkage_of(history, LENGTH, LENGTH._replace(microseconds=0), records),
        (decision_threads(history, LENGTH, min_replies=3, settled=parse_duration("2h")),),
    ):
        for one in some:
            assert one is not None
            named_figures = {k: v for k, v in one._asdict().items() if isinstance(v, int)}
            figures.update({f"{type(one).__name__}.{k}": v for k, v in named_figures.items()})
    assert [name for name, figure in figures.items() if not figure] == []  # all of it happens
