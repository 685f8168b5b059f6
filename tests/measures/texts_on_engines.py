"""A random history of what texts showed, and every measure of it, to compare engines by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from commplan.clock import HOUR, parse_duration
from commplan.history import MarkRow, MessageRow, ThreadRow
from commplan.measures import (
    History,
    channel_tones,
    evenings,
    exposures,
    on_call_times,
    template_adherence,
    working_groups,
)
from commplan.measures.engine import Engine
from tests.measures.made import AS_OF, history_of, plan_with_files

PLAN, FILES = plan_with_files(
    """
    metadata: {id: desk}
    classification: {order: [public, internal, restricted]}
    channels:
      ops: {kind: slack, slack: C01OPS, purpose: team, ceiling: internal, audience: ["group:ops"]}
      dev: {kind: slack, slack: C02DEV, purpose: team, owner: "group:ops"}
    messages:
      update: {via: ["channel:ops"], sender: "group:ops", template: "template:update"}
    templates:
      update: {text: "{{ summary }}\\nImpact: {{ impact }}\\nNext: {{ next }}"}
    protocols: {notifications: {quiet_hours: "22:00-07:00"}}
    rotations:
      primary:
        timezone: Europe/London
        start: "2026-01-05T09:00"
        shift: 1w
        users: ["person:a", "person:b"]
    stakeholders:
      groups:
        ops:
          class: it-staff
          members: ["person:a", "person:b", "person:c"]
          slack_usergroup: S01OPS
      people:
        a: {name: A, slack: U01, timezone: Europe/London}
        b: {name: B, slack: U02, timezone: Asia/Tokyo}
        c: {name: C, slack: U03, timezone: America/New_York}
    """,
    {},
)
WORKSPACE = """
people: {U01: a, U02: b, U03: c, U09: x}
usergroups: {S01OPS: {handle: ops, users: [U01, U02, U03]}}
channels: {C01OPS: ops, C02DEV: dev}
messages: {C01OPS: [], C02DEV: []}
"""
MEASURES: Mapping[str, Callable[[History], object]] = {
    "exposures": lambda history: [one[2:] for one in exposures(history, parse_duration("28d"))],
    "tones": lambda history: [
        one[1:] for one in channel_tones(history, history.channels.values(), 8)
    ],
    "evenings": lambda history: [
        one[1:] for one in evenings(history, working_groups(PLAN), parse_duration("28d")).groups
    ],
    "on call": lambda history: [
        one[1:] for one in on_call_times(PLAN, AS_OF, parse_duration("28d"), (), history).rotations
    ],
    "adherence": lambda history: [
        one[2:] for one in template_adherence(history, FILES, parse_duration("28d"))
    ],
}


def random_texts(by: Random, count: int, engine: Callable[[], Engine]) -> History:
    """Messages of some weeks, what they show, and threads, some of which were not read."""
    messages: dict[tuple[str, int], MessageRow] = {}
    for _ in range(count):
        channel, at = by.choice(("C01OPS", "C02DEV")), AS_OF - by.randrange(60 * 24) * HOUR
        at += by.choice((0, 1, -1, by.randrange(HOUR)))
        author = by.choice(("U01", "U02", "U03", "U09", None))
        kind = "human" if author else "bot"
        messages[channel, at] = MessageRow(channel, at, None, author, kind, False, None, None)
    marks, threads = [], []
    for channel, at in messages:
        shown = (
            ("mention", by.choice(("U01", "U02", "U03")), 1),
            ("group-mention", "S01OPS", 1),
            ("channel-ping", "here", 1),
            ("words", "", by.randrange(1, 30)),
            ("tone", "desk", by.randrange(1, 3)),
            ("secret", f"card number:{by.randrange(3)}", 1),
            ("label", by.choice(("restricted", "internal")), 1),
            ("template", "desk/update", by.randrange(4)),
            ("template", "desk/update/next", 1),
        )
        marks += [MarkRow(channel, at, *one) for one in shown if by.random() < 0.4]
        if by.random() < 0.1:
            threads.append(ThreadRow(channel, at, 2, at + HOUR, by.random() < 0.5, AS_OF))
    return history_of(PLAN, WORKSPACE, messages.values(), marks, threads, engine)
