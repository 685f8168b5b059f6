"""Random workspaces in which people ask and answer, night after night, and audits of them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, Literal, NamedTuple

from commplan.catalogue import catalogue
from commplan.checker.histories import wanted_histories
from commplan.checker.judge_file import Bench
from commplan.checker.live import load_plans, request, with_workspace
from commplan.checker.load import FilesBeside, Loader
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import DAY, HOUR, MINUTE
from commplan.engine.select import Selection
from commplan.finding import Report
from commplan.history import MemoryShelf, WantedHistory, WantedThreads, message_ts
from commplan.measures.frames import frames_of
from commplan.measures.looking import looks_by_name
from commplan.plan import Plan
from commplan.rule import Rule
from commplan.rules._index import RULES
from commplan.sources.slack import open_slack
from commplan.testing import complete, timeless
from commplan.testing.slack import Behaviour, SlackServer
from commplan.testing.slack.workspace import Message
from tests.engines import PolarsEngine

NOW = 1_790_000_000 * 1_000_000
NIGHTS = 2
DESKS, ALERTS, INCIDENTS = ("C01HELP", "C02HR"), "C03ALERTS", "C04MAJOR"
PEOPLE = ("U01ALICE", "U02BOB", "U03CAT", "U04DAN", "U06EVE", "U07FAY", "U08GUS", "U09HAL")
REACTIONS = ("eyes", "done", "tada")
SEED: dict[str, Any] = {
    "users": {
        **{person: person.lower() for person in PEOPLE},
        "U05BOT": {"name": "ci", "bot": "B05BOT"},
    },
    "channels": {
        DESKS[0]: {"name": "it-help", "members": ["bot", *PEOPLE]},
        DESKS[1]: {"name": "hr-help", "members": ["bot", *PEOPLE]},
        ALERTS: {"name": "alerts", "members": ["bot", *PEOPLE]},
        INCIDENTS: {"name": "major", "members": ["bot", *PEOPLE]},
    },
}


class Terms(NamedTuple):
    """What a plan says of one desk."""

    auto_ack: bool = False
    closes: bool = False
    forms: bool = False
    keys: bool = False
    threads: bool = False
    targets: tuple[str, ...] = ("first_response",)


def plan_text(terms: Terms, *, rotation: bool = False) -> str:
    """A plan with two desks, of which the first has some terms."""
    intake = [
        'responders: "group:it-ops"',
        "auto_ack: true" if terms.auto_ack else "",
        "close_reactions: [done]" if terms.closes else "",
        "ack_reactions: [eyes]",
        "workflow: form" if terms.forms else "",
        'key_pattern: "IT-[0-9]+"' if terms.keys else "",
        "threads: required" if terms.threads else "",
    ]
    targets = ", ".join(f"{name}: 30m" for name in terms.targets)
    turns = """
rotations:
  desk:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1d
    users: ["person:alice", "person:bob", "person:cat", "person:dan", "person:eve"]
"""
    return complete(f"""
metadata: {{id: desk}}
channels:
  it-help: {{kind: slack, slack: C01HELP, intake: {{{", ".join(filter(None, intake))}}}}}
  hr-help: {{kind: slack, slack: C02HR, owner: "person:bob"}}
  alerts: {{kind: slack, slack: C03ALERTS, owner: "person:bob"}}
  major: {{kind: slack, slack: C04MAJOR, purpose: major-incident, owner: "person:bob"}}
slas:
  helpdesk:
    applies: {{channel: it-help}}
    targets: {{{targets}}}
    objective: {{attainment: 0.9, window: 28d}}
  hr:
    applies: {{channel: hr-help}}
    targets: {{first_response: 1h}}
    objective: {{attainment: 0.9, window: 28d}}
kpis:
  waiting:
    source: "slack:channel:hr-help"
    metric: acknowledge
    stat: p90
    threshold: "< 15m"
monitoring:
  vpn: {{alerts: {{vpn-down: {{channel: "channel:alerts"}}}}}}
automations:
  form: {{kind: workflow, app: A09FORM}}
{turns if rotation else ""}
stakeholders:
  people:
    alice: {{name: Alice Ng, slack: U01ALICE}}
    bob: {{name: Bob Ito, slack: U02BOB}}
    cat: {{name: Cat Lee, slack: U03CAT}}
    dan: {{name: Dan Roy, slack: U04DAN}}
    eve: {{name: Eve Fox, slack: U06EVE}}
  groups:
    it-ops: {{class: it-staff, members: ["person:alice", "person:bob"]}}
""")


def rules_named(*codes: str) -> tuple[Rule, ...]:
    """Built-in rules by their codes."""
    return tuple(rule for rule in catalogue(RULES).rules if rule.code in codes)


LOOKING_INTO_THREADS = tuple(rule.code for rule in RULES if "replies" in rule.reads)


class Told(NamedTuple):
    """What an audit of one night says."""

    findings: tuple[Any, ...]
    skipped: tuple[Any, ...]
    incomplete: tuple[Any, ...]
    calls: int
    """How many threads were asked for, page by page."""


class Auditor:
    """Audits a workspace night after night, by one plan and with one shelf."""

    def __init__(self, path: str, rules: tuple[Rule, ...], *, every_reply: bool) -> None:
        self._target = Target((path,))
        self._selection = Selection(rules, {})
        self._every_reply = every_reply
        self.shelf = MemoryShelf()
        self.shelf.salt = b"salt"

    def night(self, slack: SlackServer, now: int, as_of: int) -> Told:
        """Read what is new, and judge."""
        slack.forget_calls()
        plans = load_plans(self._target)
        wanted = request(plans, self._selection, as_of, self._wanted(as_of))
        live = open_slack("", wanted._replace(shelf=self.shelf), timeless(now, slack))
        bench = Bench(catalogue(RULES), self._selection, as_of)
        bench = with_workspace(
            bench, live, lambda _, engine: frames_of(self.shelf, engine), engine=PolarsEngine
        )
        report = check(bench, self._target, Options())
        return _told(report, slack.count("conversations.replies"))

    def _wanted(self, as_of: int) -> Any:
        def wanted(plan: Plan) -> dict[str, WantedHistory]:
            looks = looks_by_name(plan, FilesBeside(Loader(), ()), self.shelf.salt)
            found = dict(wanted_histories(plan, self._selection, as_of, looks))
            if self._every_reply:
                whole = (WantedThreads(),)
                found = {one: history._replace(threads=whole) for one, history in found.items()}
            return found

        return wanted


def _told(report: Report, calls: int) -> Told:
    return Told(tuple(report.findings), report.skipped, tuple(report.incomplete), calls)


def slack_of(by: Random) -> SlackServer:
    """A Slack with an app of its own, or one that gets pages of fifteen."""
    profile: Literal["internal", "distributed"] = by.choice(("internal", "distributed"))
    behaviour = Behaviour(profile=profile, reply_users_shown=by.choice((2, 5)))
    return SlackServer(SEED, behaviour=behaviour, clock=lambda: NOW / 1_000_000)


def random_messages(by: Random, count: int) -> dict[str, list[Message]]:
    """So many messages in the channels, from some days before the first night to the last."""
    first = Message(message_ts(NOW - 40 * DAY), "Welcome.", "U01ALICE")
    found: dict[str, list[Message]] = {channel: [first] for channel in SEED["channels"]}
    taken: set[int] = set()
    start = NOW - 5 * DAY
    for _ in range(count):
        channel = by.choice((*DESKS, *DESKS, *DESKS, ALERTS, INCIDENTS))
        at = _free(start + by.randrange((NIGHTS + 5) * DAY // MINUTE) * MINUTE, taken)
        root = Message(message_ts(at), _text(by), None)
        _write(by, root, by.choice(("human",) * 5 + ("bot", "form", "system")))
        found[channel].append(root)
        found[channel] += _replies(by, root, at, taken)
    return found


def _replies(by: Random, root: Message, at: int, taken: set[int]) -> Iterator[Message]:
    gap = by.choice((MINUTE, 20 * MINUTE, 9 * HOUR))
    people = by.sample(PEOPLE, by.choice((1, 2, 3, 7)))
    for _ in range(by.choice((0, 1, 1, 1, 2, 3, 5, 40))):
        at = _free(at + by.randrange(1, 3) * gap, taken)
        reply = Message(message_ts(at), _text(by), None, root.ts)
        _write(by, reply, by.choice(("human",) * 8 + ("bot", "old-bot")), people)
        if by.random() < 0.1 and "subtype" not in reply.fields:
            reply.fields["subtype"] = "thread_broadcast"
        yield reply


def _write(by: Random, message: Message, kind: str, people: Any = PEOPLE) -> None:
    if kind == "old-bot":
        message.fields |= {"subtype": "bot_message", "bot_id": "B77OLD"}
        return
    message.user = "U05BOT" if kind in ("bot", "form") else by.choice(people)
    if kind == "bot":
        message.fields["bot_id"] = "B05BOT"
    elif kind == "form":
        payload = {"who": by.choice(PEOPLE)}
        message.fields |= {"bot_id": "B05BOT", "app_id": "A09FORM"}
        message.fields["metadata"] = {"event_type": "filed", "event_payload": payload}
    elif kind == "system":
        message.fields["subtype"] = by.choice(("channel_topic", "huddle_thread"))
    if by.random() < 0.2:
        name, users = by.choice(REACTIONS), by.sample(PEOPLE, 2)
        message.fields["reactions"] = [{"name": name, "users": users, "count": 2}]


def _text(by: Random) -> str:
    words = ("VPN?", "Try it now.", ":done:", f"<@{by.choice(PEOPLE)}> look", "IT-42", "Why?")
    return " ".join(by.sample(words, 2))


def _free(at: int, taken: set[int]) -> int:
    while at in taken:
        at += 1
    taken.add(at)
    return at


def show(slack: SlackServer, messages: dict[str, list[Message]], now: int) -> None:
    """Let the workspace hold what had been written by an instant."""
    until = message_ts(now)
    for id_, written in messages.items():
        channel = slack.workspace.channels[id_]
        channel.messages[:] = sorted(
            (one for one in written if one.ts <= until), key=lambda one: one.ts
        )
