"""A busy workspace in which every measure has something to measure, to compare engines by.

What people write is drawn, with texts that looks find something in. It is there as a history
in memory, a part of whose threads was not read, and as an export that commands read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from commplan.clock import DAY, HOUR, MINUTE
from commplan.drift import Drift
from commplan.evidence import Evidence
from commplan.history import Batch, MemoryShelf, message_ts
from commplan.measures import History
from commplan.measures.engine import Engine
from commplan.measures.frames import frames_of
from commplan.measures.looking import looks_by_name
from commplan.sources.told import batch
from commplan.testing.workspaces import read_workspace
from tests.measures.made import AS_OF, plan_with_files

Raw: TypeAlias = dict[str, Any]

START = AS_OF - 60 * DAY
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: desk, timezone: Europe/London}
classification: {order: [public, internal, restricted]}
severities:
  sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
channels:
  it-help:
    kind: slack
    slack: C01HELP
    owner: "group:it-ops"
    intake:
      responders: "group:it-ops"
      ack_reactions: [eyes]
      close_reactions: [done]
      ticketing: "tool:jira"
      key_pattern: "IT-[0-9]+"
      workflow: form
  hr-help:
    kind: slack
    slack: C02HR
    owner: "group:it-ops"
    intake: {responders: "group:it-ops", coalesce: 1m, auto_ack: true, close_reactions: [done]}
  unseen: {kind: slack, slack: C09GONE, owner: "group:it-ops", intake: {responders: "person:b"}}
  ops:
    kind: slack
    slack: C03OPS
    purpose: team
    owner: "group:it-ops"
    audience: ["group:it-ops"]
    ceiling: internal
  incidents: {kind: slack, slack: C04INC, purpose: major-incident, owner: "group:it-ops"}
  chat: {kind: slack, slack: C05CHAT, purpose: team, owner: "group:it-ops"}
automations: {form: {kind: workflow, app: A09FORM}}
tools: {jira: {kind: ticketing, provider: atlassian}}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
slas:
  helpdesk:
    applies: {channel: [it-help, hr-help, unseen]}
    clock: "calendar:uk"
    targets: {acknowledge: 20m, first_response: 30m, next_response: 30m, resolve: 4h}
    pause: {metrics: [resolve], reactions: [hourglass], max: 2h}
    objective: {attainment: 0.9, window: 28d}
  major: {clock: 24x7, targets: {update_every: 30m, first_response: 15m, resolve: 2h}}
kpis:
  answers:
    {metric: first_response, stat: p90, threshold: "<=30m", source: "slack:channel:it-help"}
  incidents:
    {metric: resolve, stat: median, threshold: "<=1h", source: incidents.csv, window: 56d}
monitoring:
  vpn: {alerts: {vpn-down: {channel: "channel:ops", expect_every: 1h}}}
messages:
  update:
    kind: incident
    when: sev1
    via: ["channel:incidents"]
    sender: "group:it-ops"
    template: "template:update"
  weekly:
    {kind: report, when: every Mon 09:00, via: ["channel:ops"], sender: "group:it-ops",
     template: "template:weekly"}
templates:
  update: {type: incident-update, text: "{{ summary }}\\nImpact: {{ impact }}\\nNext: {{ next }}"}
  weekly: {type: report, marker: Weekly report, text: "Weekly report\\nDone: {{ done }}"}
  delay: {type: delay-notice, marker: Delay notice}
protocols:
  notifications: {quiet_hours: "22:00-07:00"}
  decisions: {record_in: "tool:jira", reactions: [scales]}
evidence: {incidents: incidents.csv, tickets: tickets.csv}
escalations:
  major: {steps: [{notify: ["rotation:primary"], ack_within: 10m}]}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1d
    users: ["person:a", "person:b", "person:c", "person:d", "person:e"]
    slack_usergroup: S02CALL
stakeholders:
  groups:
    it-ops:
      class: it-staff
      members: ["person:a", "person:b", "person:c", "person:d", "person:e"]
      slack_usergroup: S01OPS
    finance: {class: department, slack_usergroup: S04FIN}
  people:
    a: {name: A, slack: U01, timezone: Europe/London}
    b: {name: B, slack: U02, timezone: Asia/Tokyo}
    c: {name: C, slack: U03, timezone: America/New_York}
    d: {name: D, slack: U04, timezone: Europe/London}
    e: {name: E, slack: U05, timezone: Europe/London}
"""
OPS = tuple(f"U0{number}" for number in range(1, 6))
FINANCE = tuple(f"U1{number}" for number in range(6))
OTHERS = tuple(f"U2{number}" for number in range(6))
CHANNELS = {
    "C01HELP": "it-help",
    "C02HR": "hr-help",
    "C03OPS": "ops",
    "C04INC": "incidents",
    "C05CHAT": "chat",
}
WORKSPACE = f"""
people: {{{", ".join(f"{user}: {user.lower()}" for user in (*OPS, *FINANCE, *OTHERS))}}}
usergroups:
  S01OPS: {{handle: it-ops, users: [{", ".join(OPS)}]}}
  S02CALL: {{handle: on-call, users: [U01]}}
  S04FIN: {{handle: finance, users: [{", ".join(FINANCE)}]}}
channels: {{{", ".join(f"{id_}: {name}" for id_, name in CHANNELS.items())}}}
messages: {{{", ".join(f"{id_}: []" for id_ in CHANNELS)}}}
"""
_ASKED = (
    *("VPN is down", "Could somebody look?", "<@U01> the printer again?", "IT-7 is back"),
    *("<!subteam^S01OPS> all of us wait", "it is your fault", "thanks"),
)
_ANSWERED = (
    *("Looking", "See IT-42", "Done, IT-3", "Which one?", "please send me a DM", ":done:"),
    *(":hourglass: waiting for the vendor", "Delay notice: two of us are ill"),
)
_TALKED = (
    *("all is well", "who can help <@U02>", "<@U03> it is your fault", "<!here> lunch"),
    *("my card is 4111 1111 1111 1111", "Classification: restricted", "<!subteam^S02CALL> call"),
    *("Weekly report\nDone: all of it", "Weekly report\nDone:", "let us take the other road"),
)
_UPDATES = (
    *("VPN is down\nImpact: no access\nNext: 11:00", "VPN is slow\nImpact: little\nNext: tbd"),
    *("INC-3, monitoring: it is back", "INC-4, investigating: no VPN", "still looking"),
)


def files(by: Random) -> Mapping[str, str]:
    """The records beside the plan."""
    incidents = ["id,severity,started_at,acknowledged_at,resolved_at,closed_at"]
    for number in range(40):
        start = START + (number + 1) * 33 * HOUR
        times = (start, start + by.randrange(30) * MINUTE, start + by.randrange(40, 400) * MINUTE)
        incidents.append(f"INC-{number},sev1,{','.join(map(_told, times))},")
    tickets = ["key,request_ts,channel,created_at,assignee,closed_at"]
    for number in range(60):
        start = START + number * DAY
        closed = _told(start + by.randrange(1, 50) * HOUR) if by.random() < 0.7 else ""
        tickets.append(f"IT-{number},,C01HELP,{_told(start)},{by.choice(('ann', ''))},{closed}")
    return {"incidents.csv": "\n".join(incidents), "tickets.csv": "\n".join(tickets)}


def messages(by: Random, count: int) -> Mapping[str, tuple[Raw, ...]]:
    """So many threads, most of them short, as Slack tells of them; by channel."""
    found: dict[str, list[Raw]] = {channel: [] for channel in CHANNELS}
    taken: set[int] = set()

    def said(at: int, text: str, **more: Any) -> Raw:
        while at in taken:
            at += 1
        taken.add(at)
        return {"type": "message", "ts": message_ts(at), "text": text, **more}

    for _ in range(count):
        channel = by.choice(tuple(CHANNELS))
        at = START + by.randrange(AS_OF - START - 12 * HOUR)
        at -= at % MINUTE if by.random() < 0.5 else 0
        found[channel] += _thread(by, channel, at, said)
    for channel in CHANNELS:  # so that the whole window is known
        found[channel] += [said(START, "the first"), said(AS_OF - MINUTE, "the last")]
    return {id_: tuple(sorted(told, key=lambda raw: raw["ts"])) for id_, told in found.items()}


def _thread(by: Random, channel: str, at: int, said: Callable[..., Raw]) -> Iterator[Raw]:
    is_intake = channel in ("C01HELP", "C02HR")
    texts = {"C03OPS": _TALKED, "C04INC": _UPDATES, "C05CHAT": (*_TALKED, *_ASKED)}
    asking = by.choice((*FINANCE, *OTHERS)) if is_intake else by.choice((*OPS, *OTHERS))
    root = said(at, by.choice(texts.get(channel, _ASKED)), user=asking)
    if by.random() < 0.2:
        app = by.choice(("A09FORM", "A01ELSE")) if is_intake else "A01MON"
        root = said(at, f"for <@{asking}>", bot_id="B01", app_id=app, subtype="bot_message")
    if by.random() < 0.5:
        names = by.sample(("eyes", "done", "scales", "tada"), 2)
        users = by.choice((*OPS, asking))
        root["reactions"] = [{"name": name, "users": [users], "count": 1} for name in names]
    replies = []
    for number in range(by.choice((0, 1, 1, 2, 2, 5))):
        at += by.choice((2, 11, 25, 47, 190)) * MINUTE
        if by.random() < 0.1:
            replies.append(said(at, "noted", bot_id="B02", subtype="bot_message"))
        else:
            user = by.choice(OPS) if number % 2 == 0 else by.choice((asking, *OTHERS[:2]))
            texts_of = _ANSWERED if user in OPS else _ASKED
            replies.append(said(at, by.choice(texts_of), user=user))
        replies[-1]["thread_ts"] = root["ts"]
    if replies:
        users = sorted({raw.get("user") or raw["bot_id"] for raw in replies})
        root |= {"thread_ts": root["ts"], "reply_count": len(replies), "reply_users": users}
        root |= {"latest_reply": replies[-1]["ts"], "reply_users_count": len(users)}
    yield from (root, *replies)
    if is_intake and by.random() < 0.2:  # an afterthought, which is part of the same request
        yield said(at + MINUTE, by.choice(_ASKED), user=asking)


class Busy:
    """Such a workspace."""

    def __init__(self, by: Random, count: int) -> None:
        self.files = files(by)
        self.messages = messages(by, count)
        self.plan, self.beside = plan_with_files(PLAN, self.files)
        self.evidence = Evidence(self.plan, self.beside, AS_OF, is_audit=True)
        self._drift = Drift(self.plan, read_workspace(WORKSPACE), ())
        self._shelf = MemoryShelf()
        looks = looks_by_name(self.plan, self.beside, b"salt")
        for channel, told in self.messages.items():
            rows = batch(channel, told, looks.get(CHANNELS[channel], ()), AS_OF)
            share = 1 if CHANNELS[channel] == "incidents" else 0.8  # or no incident is known
            threads = tuple(row._replace(whole=by.random() < share) for row in rows.threads)
            self._shelf.put(channel, Batch(rows.messages, threads, rows.marks, rows.signs))

    def history(self, engine: Callable[[], Engine], *, is_silent: bool = False) -> History:
        """What was written, on an engine; or as if nobody had written anything."""
        shelf = MemoryShelf() if is_silent else self._shelf
        return History(self.plan, self._drift, lambda made: frames_of(shelf, made), AS_OF, engine)

    def write(self, folder: Path) -> None:
        """An export ``export``, ``plan.yaml`` and the files beside it."""
        people = [{"id": user, "name": user.lower()} for user in (*OPS, *FINANCE, *OTHERS)]
        channels = [
            {"id": id_, "name": name, "created": 1_700_000_000} for id_, name in CHANNELS.items()
        ]
        told: dict[str, list[Raw]] = {"users": people, "channels": channels}
        for id_, raws in self.messages.items():
            for raw in raws:
                day = datetime.fromtimestamp(float(raw["ts"]), UTC).date()
                told.setdefault(f"{CHANNELS[id_]}/{day}", []).append(raw)
        for name, rows in told.items():
            file = folder / "export" / f"{name}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(rows), encoding="utf-8")
        for name, text in {"plan.yaml": PLAN, **self.files}.items():
            (folder / name).write_text(text, encoding="utf-8")


def _told(at: int) -> str:
    return datetime.fromtimestamp(at // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%MZ")
