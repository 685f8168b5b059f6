"""Random histories, and what is true of them, worked out slowly and in the obvious way."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import partial
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from commplan.checker.load import Loader
from commplan.clock import HOUR, MINUTE, parse_instant
from commplan.document import read_documents
from commplan.drift import Drift
from commplan.history import Batch, MarkRow, MemoryShelf, MessageRow, SignRow, ThreadRow
from commplan.measures import History
from commplan.measures.engine import Engine
from commplan.measures.frames import Frames, frames_of
from commplan.measures.looking.questions import QUESTION
from commplan.plan import Plan
from commplan.testing.rules import complete
from commplan.testing.workspaces import read_workspace
from tests.engines import engine_for

AS_OF = parse_instant("2026-11-21T09:00:00Z")
START = AS_OF - 8 * HOUR
PLAN = """
metadata: {id: desk}
channels:
  it-help:
    kind: slack
    slack: C01HELP
    intake:
      responders: "group:it-ops"
      ack_reactions: [eyes]
      close_reactions: [done]
      workflow: form
  hr-help:
    kind: slack
    slack: C02HR
    intake: {responders: "person:bob", coalesce: 1m, auto_ack: true}
automations:
  form: {kind: workflow, app: A09FORM}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
  groups:
    it-ops: {class: it-staff, members: ["person:alice", "person:bob"]}
"""
WORKSPACE = """
people: {U01ALICE: alice, U02BOB: bob, U03CAT: cat, U04DAN: dan, U05BOT: {is_bot: true}}
channels: {C01HELP: it-help, C02HR: hr-help, C03ELSE: else}
messages: {C01HELP: [], C02HR: []}
"""
RESPONDERS = {"C01HELP": {"U01ALICE", "U02BOB"}, "C02HR": {"U02BOB"}}
COALESCE = {"C01HELP": 5 * MINUTE, "C02HR": MINUTE}
AUTO_ACK = {"C02HR"}
FORM = "A09FORM"
CLOSING = {"C01HELP": {"done"}}
ACKNOWLEDGING = {"C01HELP": {"eyes"}}
MACHINES = {"U05BOT"}


def read_plan(text: str) -> Plan:
    """A plan from a fragment."""
    (loaded,) = Loader().loaded(read_documents(complete(text).encode(), "plan.yaml"), named=True)
    assert loaded.plan is not None, loaded.text.faults
    return loaded.plan


class Told(NamedTuple):
    """The rows of a history."""

    messages: tuple[MessageRow, ...]
    threads: tuple[ThreadRow, ...] = ()
    marks: tuple[MarkRow, ...] = ()
    signs: tuple[SignRow, ...] = ()


def history_of(
    told: Told,
    as_of: int = AS_OF,
    engine: Callable[[], Engine] | None = None,
    plan: str = PLAN,
) -> History:
    """A history of some rows under the plan above, or one that says more of its channels.

    It is measured on DuckDB or on Polars if no engine is asked for.
    """

    def opened(made: Engine) -> Frames:
        return frames_of(shelf, made)

    shelf = MemoryShelf()
    for channel in COALESCE:
        rows = (tuple(row for row in table if row.channel == channel) for table in told)
        shelf.put(channel, Batch(*rows))
    read = read_plan(plan)
    made = engine or partial(engine_for, len(told.messages))
    return History(read, Drift(read, read_workspace(WORKSPACE), ()), opened, as_of, made)


PEOPLE = ("U01ALICE", "U02BOB", "U03CAT", "U04DAN")


GAPS = (1, MINUTE - 1, MINUTE, 4 * MINUTE, 5 * MINUTE, 17 * MINUTE)


def random_history(by: Random, count: int, at: int = START) -> Told:
    """Some hours in two channels: short gaps, so that everything happens at once."""
    messages: list[MessageRow] = []
    marks: list[MarkRow] = []
    signs: list[SignRow] = []
    for _ in range(count):
        at += by.choice(GAPS)
        going_on = bool(messages) and by.random() < 0.5
        channel = messages[-1].channel if going_on else by.choice(sorted(COALESCE))
        roots = [m.at for m in messages if m.channel == channel and m.thread is None]
        kind = by.choice(("human",) * 6 + ("bot", "bot", "system", "deleted"))
        author = messages[-1].author if going_on else by.choice((*PEOPLE, "U05BOT"))
        row = MessageRow(
            channel=channel,
            at=at,
            thread=None if by.random() < 0.5 else by.choice((None, *roots[-3:])),
            author=None if kind == "bot" else author or "U03CAT",
            kind=kind,
            broadcast=False,
            bot=None,
            app=by.choice((FORM, "A01ELSE", None)) if kind == "bot" else None,
        )
        messages.append(row)
        marks += _random_marks(by, row)
        if by.random() < 0.4:
            name, seen = by.choice(("eyes", "done", "tada")), by.randrange(40) * MINUTE
            signs.append(SignRow(channel, at, "reaction", name, by.choice(PEOPLE), at + seen))
    threads = []
    for root in messages:
        inside = [m for m in messages if m.channel == root.channel and m.thread == root.at]
        if inside:
            hidden = by.choice((0, 0, 0, 1, 3))
            last = max(m.at for m in inside) + hidden * MINUTE
            threads.append(
                ThreadRow(root.channel, root.at, len(inside) + hidden, last, hidden == 0, AS_OF)
            )
            for author in {m.author for m in inside if m.author}:
                signs.append(SignRow(root.channel, root.at, "replier", "", author, AS_OF))
    return Told(tuple(messages), tuple(threads), tuple(marks), tuple(signs))


def random_talks(by: Random, count: int, at: int = START) -> Told:
    """Requests, one after another, and much that goes to and fro in their threads."""
    messages: list[MessageRow] = []
    threads: list[ThreadRow] = []
    marks: list[MarkRow] = []
    signs: list[SignRow] = []
    for _ in range(count):
        channel, requester = by.choice(sorted(COALESCE)), by.choice(PEOPLE[2:])
        at += 10 * MINUTE
        root, speakers = at, (requester, *sorted(RESPONDERS[channel]), "U04DAN")
        for number in range(by.randrange(9)):
            author = by.choice(speakers) if number else requester
            thread = root if number else None
            row = MessageRow(
                channel, at, thread, author, "human", broadcast=False, bot=None, app=None
            )
            messages.append(row)
            marks += _random_marks(by, row)
            if by.random() < 0.15:
                seen = at + by.randrange(40) * MINUTE
                signs.append(SignRow(channel, at, "reaction", "done", by.choice(speakers), seen))
            at += by.choice(GAPS)
        inside = [m.at for m in messages if (m.channel, m.thread) == (channel, root)]
        if inside:
            threads.append(ThreadRow(channel, root, len(inside), max(inside), True, AS_OF))
    return Told(tuple(messages), tuple(threads), tuple(marks), tuple(signs))


def partly_told(by: Random, told: Told) -> Told:
    """The same history, and threads that tell something of replies which were not read."""
    threads = []
    for row in told.threads:
        inside = [m.at for m in told.messages if (m.channel, m.thread) == row[:2]]
        known_to = None if row.whole or by.random() < 0.5 else max(inside)
        threads.append(row._replace(named=by.random() < 0.5, known_to=known_to))
    signs = list(told.signs)
    for root in told.messages:
        inside = any(m.thread == root.at for m in told.messages)
        if not inside and root.thread is None and by.random() < 0.3:
            threads.append(_told_by_itself(by, root))
            signs.append(SignRow(*root[:2], "replier", "", threads[-1].first_by or "", AS_OF))
    return told._replace(threads=tuple(threads), signs=tuple(signs))


def _told_by_itself(by: Random, root: MessageRow) -> ThreadRow:
    """A thread of which only the first reply is known, without having been read."""
    first, replies = root.at + by.choice(GAPS), by.choice((1, 1, 3))
    last = first if replies == 1 else first + MINUTE
    row = ThreadRow(root.channel, root.at, replies, last, whole=False, read_at=AS_OF)
    return row._replace(first_reply=first, first_by=by.choice(PEOPLE), named=by.random() < 0.5)


def _random_marks(by: Random, row: MessageRow) -> Iterator[MarkRow]:
    people = by.sample(PEOPLE, by.choice((0, 1, 1, 2)))
    if row.kind in ("bot", "human"):
        kind = "for" if row.kind == "bot" else "mention"
        yield from (MarkRow(row.channel, row.at, kind, person, 1) for person in people)
    if row.kind == "human" and by.random() < 0.35:
        yield MarkRow(row.channel, row.at, "emoji", by.choice(("done", "hold")), 1)
    if row.at // MINUTE % 3:
        yield MarkRow(row.channel, row.at, QUESTION, "", 1)


def histories(most: int = 60) -> st.SearchStrategy[Told]:
    """Histories of up to so many messages."""
    return st.builds(random_history, st.randoms(use_true_random=False), st.integers(0, most))


def talks(most: int = 12) -> st.SearchStrategy[Told]:
    """Up to so many requests with what was written in their threads."""
    return st.builds(random_talks, st.randoms(use_true_random=False), st.integers(0, most))


def until(told: Told, as_of: int = AS_OF) -> Told:
    """What had been written by an instant, first replies that only their threads tell included."""
    first = tuple(
        MessageRow(t.channel, t.first_reply, t.at, t.first_by, "human", False, None, None)
        for t in told.threads
        if t.first_reply is not None
    )
    return told._replace(messages=tuple(m for m in (*told.messages, *first) if m.at <= as_of))


def posts_of(told: Told) -> list[dict[str, Any]]:
    """Every post that asks for something, with its request."""
    found = []
    for channel in COALESCE:
        before: dict[str, Any] | None = None
        for m in sorted(told.messages, key=lambda one: one.at):
            if m.channel != channel or m.thread is not None:
                continue
            form = m.kind == "bot" and channel == "C01HELP" and FORM in (m.app, m.bot, m.author)
            if not form and (m.kind != "human" or m.author in MACHINES):
                continue
            names = {k.value for k in told.marks if (k.channel, k.at, k.kind) == (*m[:2], "for")}
            person = (names.pop() if len(names) == 1 else None) if form else m.author
            turn = {"channel": channel, "at": m.at, "requester": person, "request": m.at}
            if (
                before is not None
                and not form
                and person == before["requester"]
                and m.at - before["at"] <= COALESCE[channel]
            ):
                turn["request"] = before["request"]
            before = turn
            if person not in RESPONDERS[channel]:
                found.append(turn)
    return found


def answers_of(told: Told) -> list[dict[str, Any]]:
    """Every answer to a request by a human who did not ask."""
    asked, found = posts_of(told), []
    for m in told.messages:
        if m.kind != "human" or m.author in MACHINES:
            continue
        responder = m.author in RESPONDERS[m.channel]
        for post in asked:
            inside = (post["channel"], post["at"]) == (m.channel, m.thread)
            mentions = MarkRow(m.channel, m.at, "mention", post["requester"], 1) in told.marks
            soon = 0 < m.at - post["request"] <= 30 * MINUTE
            first = post["at"] == post["request"] and post["channel"] == m.channel
            outside = m.thread is None and first and responder and mentions and soon
            if (inside and m.author != post["requester"]) or outside:
                found.append(
                    {
                        "channel": m.channel,
                        "request": post["request"],
                        "at": m.at,
                        "author": m.author,
                        "responder": responder,
                        "in_thread": inside,
                    }
                )
    return found


def requests_of(told: Told) -> list[dict[str, Any]]:
    """Every request and what became of it."""
    found = []
    asked, given = posts_of(told), answers_of(told)
    for channel, at in sorted({(post["channel"], post["request"]) for post in asked}):
        mine = [post for post in asked if (post["channel"], post["request"]) == (channel, at)]
        found.append(_request(told, mine, [a for a in given if a["request"] == at]))
    for m in told.messages:
        if m.kind == "deleted" and m.thread is None:
            none = dict.fromkeys(REQUEST_FIELDS) | {"inferred": False, "withdrawn": False}
            more = {"posts": 1, "others": 0, "lost": True, "read": False, "told": False}
            found.append(none | more | {"channel": m.channel, "at": m.at})
    return found


Key = tuple[str, int]


def _threads(told: Told) -> Iterator[tuple[Key, str | None, list[MessageRow]]]:
    """Every request and who asked, with what people wrote in its threads."""
    asked: dict[Key, set[int]] = {}
    requesters: dict[Key, str | None] = {}
    inside: dict[Key, list[MessageRow]] = {}
    for post in posts_of(told):
        key = post["channel"], post["request"]
        asked.setdefault(key, set()).add(post["at"])
        requesters[key] = post["requester"]
    for m in sorted(told.messages, key=lambda one: one.at):
        if m.thread is not None and m.kind == "human" and m.author not in MACHINES:
            inside.setdefault((m.channel, m.thread), []).append(m)
    for key, places in asked.items():
        found = [m for place in places for m in inside.get((key[0], place), ())]
        yield key, requesters[key], sorted(found, key=lambda m: m.at)


def _answers_outside(told: Told) -> dict[Key, list[MessageRow]]:
    """What responders answered outside the threads of requests."""
    written = {(m.channel, m.at): m for m in told.messages}
    found: dict[Key, list[MessageRow]] = {}
    for one in answers_of(told):
        if not one["in_thread"]:
            answer = written[one["channel"], one["at"]]
            found.setdefault((one["channel"], one["request"]), []).append(answer)
    return found


def _shows(told: Told, m: MessageRow, names: set[str]) -> bool:
    return any(MarkRow(m.channel, m.at, "emoji", name, 1) in told.marks for name in names)


def follow_ups_of(
    told: Told, tickets: dict[tuple[str, int], int], questions_only: Container[str] = ()
) -> list[dict[str, Any]]:
    """Every time that a requester had the last word after a responder's answer."""
    found: list[dict[str, Any]] = []
    given: dict[Key, list[int]] = {}
    for one in answers_of(told):
        if one["responder"]:
            given.setdefault((one["channel"], one["request"]), []).append(one["at"])
    posts: dict[Key, list[int]] = {}
    for post in posts_of(told):
        posts.setdefault((post["channel"], post["request"]), []).append(post["at"])
    for key, requester, thread in _threads(told):
        channel, request = key
        closing = CLOSING.get(channel, set())
        said = [m for m in thread if m.author == requester]
        closings = [m.at for m in said if _shows(told, m, closing)]
        closings += _closed_by_ticket(posts[key], tickets, key)
        answers = given.get(key, [])
        choosy = channel in questions_only
        asks = [
            m.at
            for m in said
            if not _shows(told, m, closing) and (not choosy or _is_question(told, m))
        ]
        waits_since: int | None = None
        for ask in asks:
            if not any(when <= ask for when in answers):
                continue
            stops = [*answers, *(when + 1 for when in closings)]
            if waits_since is not None and not any(waits_since < when <= ask for when in stops):
                continue
            waits_since = ask
            row = {"channel": channel, "request": request, "at": ask}
            row |= {"response_at": None, "closed_at": None, "closed_by": None, "doubtful": False}
            answer = min((when for when in answers if when >= ask), default=None)
            closed = min((when for when in closings if when >= ask), default=None)
            if answer is not None and (closed is None or answer <= closed):
                row["response_at"] = answer
            elif closed is not None:
                row["closed_at"] = closed
            else:
                places = {*asks, *posts[key], *answers}
                row |= _closing_reactions(told, key, requester, places, ask)
            found.append(row)
    return found


def _closing_reactions(
    told: Told, key: Key, requester: str | None, places: set[int], waiting: int
) -> dict[str, Any]:
    """What closing reactions tell of a message that still waits."""
    channel, _ = key
    signs = [
        s
        for s in told.signs
        if (s.kind, s.channel) == ("reaction", channel)
        and s.at in places
        and s.value in CLOSING.get(channel, ())
        and s.by in {*RESPONDERS[channel], requester}
    ]
    closed_by = min((s.read_at for s in signs if s.at >= waiting), default=None)
    before = any(s.read_at > waiting for s in signs if s.at < waiting)
    return {"closed_by": closed_by, "doubtful": before and closed_by is None}


def _is_question(told: Told, m: MessageRow) -> bool:
    return any(row[:3] == (m.channel, m.at, QUESTION) for row in told.marks)


def _closed_by_ticket(
    posts: Iterable[int], tickets: dict[tuple[str, int], int], key: Key
) -> list[int]:
    """When tickets of a request were closed; one closed before it was asked is another's."""
    channel, request = key
    found = (tickets.get((channel, post)) for post in posts)
    return [closed for closed in found if closed is not None and request <= closed <= AS_OF]


PAUSING = {"C01HELP": {"hold"}, "C02HR": {"hold"}}


def running_of(
    told: Told, tickets: dict[tuple[str, int], int], reopened: int
) -> list[dict[str, Any]]:
    """When the clock of each resolution runs; ``tickets`` close requests by their posts."""
    found = []
    asked, outside = posts_of(told), _answers_outside(told)
    for (channel, at), requester, thread in _threads(told):
        of_it = [p["at"] for p in asked if (p["channel"], p["request"]) == (channel, at)]
        closed = _closed_by_ticket(of_it, tickets, (channel, at))
        events = [(when, "close") for when in closed]
        for m in [*thread, *outside.get((channel, at), ())]:
            responder = m.author in RESPONDERS[channel]
            asking = m.author == requester
            if (responder or asking) and _shows(told, m, CLOSING.get(channel, set())):
                events.append((m.at, "close"))
            elif responder and _shows(told, m, PAUSING[channel]):
                events.append((m.at, "pause"))
            elif asking:
                asks = MarkRow(channel, m.at, "question", "", 1) in told.marks
                events.append((m.at, "asks" if asks else "says"))
        runs = [{"channel": channel, "request": at, "since": at, "until": None}]
        runs[0]["resolved_at"] = None
        state, since = "running", at
        for when, kind in sorted(events):
            soon = kind == "asks" and when - since <= reopened
            if (state == "closed" and soon) or (state == "held" and kind in ("asks", "says")):
                runs.append({**runs[0], "since": when, "until": None, "resolved_at": None})
                state = "running"
            elif kind == "close" or (kind == "pause" and state == "running"):
                if runs[-1]["until"] is None:
                    runs[-1]["until"] = when
                if kind == "close" and runs[-1]["resolved_at"] is None:
                    runs[-1]["resolved_at"] = when
                state, since = "closed" if kind == "close" else "held", when
        found += runs
    return found


REQUEST_FIELDS = (
    *("channel", "at", "requester", "posts", "response_at", "response_by", "inferred"),
    *("ack_at", "ack_seen", "other_at", "others", "withdrawn", "lost", "read"),
    "told",
)


def _request(told: Told, mine: list[dict[str, Any]], given: list[dict[str, Any]]) -> dict[str, Any]:
    channel, at, requester = mine[0]["channel"], mine[0]["request"], mine[0]["requester"]
    places = {post["at"] for post in mine}
    by_responders = [a["at"] for a in given if a["responder"]]
    response = min(by_responders, default=None)
    others = [a["at"] for a in given if not a["responder"]]
    unread = [t for t in told.threads if t.channel == channel and t.at in places and not t.whole]
    repliers = {
        s.at for s in told.signs if s.kind == "replier" and s.by in RESPONDERS[channel]
        and s.channel == channel
    }  # fmt: skip
    by_then = [t.last_reply for t in unread if t.at in repliers and (t.last_reply or 0) <= AS_OF]
    inside = [a["at"] for a in given if a["responder"] and a["in_thread"]]
    bots = [
        m.at
        for m in told.messages
        if m.channel == channel and m.thread in places and m.kind == "bot" and channel in AUTO_ACK
    ]
    reactions = [
        s for s in told.signs if s.kind == "reaction" and s.channel == channel and s.at in places
    ]
    seen = [
        s.read_at
        for s in reactions
        if s.value in ACKNOWLEDGING.get(channel, ()) and s.by in RESPONDERS[channel]
    ]
    closing = CLOSING.get(channel, set())
    closed = [s.read_at for s in reactions if s.value in closing and s.by == requester]
    closed += [
        m.at
        for m in told.messages
        if m.channel == channel
        and m.thread in places
        and m.author is not None
        and m.author == requester
        and m.kind == "human"
        and any(MarkRow(channel, m.at, "emoji", name, 1) in told.marks for name in closing)
    ]
    answered = min((a["at"] for a in given), default=None)
    withdrawn = bool(closed) and (not unread if answered is None else min(closed) < answered)
    return {
        "channel": channel,
        "at": at,
        "requester": requester,
        "posts": len(mine),
        "response_at": response,
        "response_by": response if response is not None else min(by_then, default=None),
        "inferred": response is not None and min(inside, default=response + 1) > response,
        "ack_at": min([*by_responders, *bots], default=None),
        "ack_seen": min(seen, default=None),
        "other_at": min(others, default=None),
        "others": sum(response is None or one < response for one in others),
        "withdrawn": withdrawn,
        "lost": False,
        "read": not unread,
        "told": all(_tells(t, t.at in repliers) for t in unread),
    }


def _tells(thread: ThreadRow, responder_named: bool) -> bool:
    """Whether a thread that was not wholly read tells of the first answer, or of none."""
    if thread.first_by in RESPONDERS[thread.channel]:
        return True
    if thread.known_to is not None and thread.known_to >= AS_OF:
        return True
    in_words = thread.channel in AUTO_ACK or CLOSING.get(thread.channel)
    alone = thread.replies == 1 and thread.first_reply == thread.last_reply
    return not in_words and ((thread.named and not responder_named) or alone)
