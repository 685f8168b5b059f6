"""Exports as odd as real ones, measured by the command and counted message by message."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commplan.cli.main import main
from commplan.clock import (
    ALWAYS,
    MINUTE,
    SECOND,
    Calendar,
    Duration,
    due,
    elapsed,
    format_utc,
    parse_hours,
)

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: desk}
channels:
  help:
    {kind: slack, slack: C1, intake: {responders: "group:it", coalesce: 5m, ack_reactions: [eyes]}}
slas:
  always: {applies: {channel: help}, clock: 24x7, targets: {acknowledge: 15m, first_response: 1h}}
  hours:
    applies: {channel: help}
    clock: "calendar:uk"
    targets: {acknowledge: 15m, first_response: 1h}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U1ALICE}
    bob: {name: Bob Ito, slack: U2BOB}
  groups:
    it: {class: it-staff, members: ["person:alice", "person:bob"]}
"""
TEAM, ASKING = ("U1ALICE", "U2BOB"), ("U8ANN", "U9BEN", "W7ELSEWHERE")
CLOCKS = {
    "always": ALWAYS,
    "hours": Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]})),
}
TARGETS = {"acknowledge": 15 * MINUTE, "first_response": 60 * MINUTE}
SYSTEM = ("channel_join", "channel_topic", "pinned_item", "huddle_thread")
BOTS: tuple[dict[str, Any], ...] = (
    {"subtype": "bot_message", "bot_id": "B1"},
    {"user": "U6BOT", "bot_id": "B6"},
    {"user": "U6BOT"},
)
FIRST = datetime(2026, 3, 25, 22, tzinfo=UTC)
"""London puts its clocks forward on the 29th."""


def random_messages(by: Random, number: int) -> list[dict[str, Any]]:
    at, said = FIRST, list[dict[str, Any]]()
    for _ in range(number):
        at += timedelta(seconds=by.choice((1, 60, 240, 300, 301, 1200, 3600, 9 * 3600)))
        kind = by.choice(("asking",) * 5 + ("team",) * 4 + ("bot", "system", "deleted"))
        raw: dict[str, Any] = {"type": "message", "ts": f"{at.timestamp():.6f}", "text": "Hm"}
        if kind == "bot":
            raw |= by.choice(BOTS)
        elif kind == "deleted":
            raw |= {"user": "USLACKBOT", "subtype": "tombstone", "hidden": True}
        else:
            raw["user"] = by.choice(TEAM if kind == "team" else ASKING)
        if kind == "system":
            raw["subtype"] = by.choice(SYSTEM)
        if kind == "asking" and by.random() < 0.2:
            raw |= {"subtype": "file_share", "edited": {"user": "U8ANN", "ts": "1900000000.000000"}}
        roots = [one for one in said if "thread_ts" not in one]
        if roots and kind != "system" and by.random() < 0.6:
            raw["thread_ts"] = by.choice(roots[-4:])["ts"]
            if kind in ("team", "asking") and by.random() < 0.2:
                raw["subtype"] = "thread_broadcast"
        elif kind == "team" and by.random() < 0.6:
            raw["text"] = f"<@{by.choice(ASKING)}|somebody> here you are"
        if by.random() < 0.3:
            name = by.choice(("eyes", "eyes::skin-tone-3", "tada"))
            users, more = [by.choice(TEAM + ASKING)], by.choice((0, 0, 98))  # whom nobody names
            raw["reactions"] = [{"name": name, "users": users, "count": 1 + more}]
        said.append(raw)
    return [one for one in said if "thread_ts" in one or by.random() < 0.95]


def write(folder: Path, by: Random, said: list[dict[str, Any]]) -> None:
    """Days are those of Sydney, in no order, and some messages stand in them twice."""
    users: list[dict[str, Any]] = [{"id": one} for one in (*TEAM, *ASKING[:2])]
    users.append({"id": "U6BOT", "is_bot": True})
    users[0]["updated"] = 1_800_000_000  # long after the last message
    files: dict[str, list[Any]] = {"users": users, "channels": [{"id": "C1", "name": "hjälp"}]}
    for raw in said:
        day = datetime.fromtimestamp(float(raw["ts"]), ZoneInfo("Australia/Sydney")).date()
        files.setdefault(f"hjälp/{day}", []).append(raw)
    for name, content in files.items():
        if "/" in name:
            content.append(by.choice(content))
            by.shuffle(content)
        path = folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")


def micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * SECOND + int(fraction)


def is_human(raw: dict[str, Any]) -> bool:
    told = raw.get("subtype") in (None, "file_share", "thread_broadcast")
    return told and raw.get("user") in (*TEAM, *ASKING)


def requests_of(said: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The posts of each request."""
    found: list[list[dict[str, Any]]] = []
    author, last = "", 0
    for raw in said:
        if "thread_ts" in raw or not is_human(raw):
            continue
        goes_on = raw["user"] == author and micros(raw["ts"]) - last <= 5 * MINUTE
        author, last = raw["user"], micros(raw["ts"])
        if author in ASKING and goes_on:
            found[-1].append(raw)
        elif author in ASKING:
            found.append([raw])
    return found


def answered(said: list[dict[str, Any]], posts: list[dict[str, Any]]) -> int | None:
    """When a responder first answered, in the thread or by a mention soon after."""
    began, threads = micros(posts[0]["ts"]), {post["ts"] for post in posts}
    times = []
    for raw in said:
        if not is_human(raw) or raw["user"] not in TEAM:
            continue
        at = micros(raw["ts"])
        mentions = "thread_ts" not in raw and f"<@{posts[0]['user']}|" in raw["text"]
        if raw.get("thread_ts") in threads or (mentions and 0 < at - began <= 30 * MINUTE):
            times.append(at)
    return min(times, default=None)


def counted(said: list[dict[str, Any]], sla: str, target: str, as_of: int) -> dict[str, Any]:
    """What became of every request, and how long the decided ones took."""
    calendar, promised = CLOCKS[sla], TARGETS[target]
    states: Counter[str] = Counter()
    waited = []
    for posts in requests_of(said):
        began, end = micros(posts[0]["ts"]), answered(said, posts)
        limit = due(calendar, began, Duration(promised))
        assert limit is not None
        seen = any(
            reaction["name"].startswith("eyes")
            and (set(reaction["users"]) & set(TEAM) or reaction["count"] > len(reaction["users"]))
            for post in posts
            for reaction in post.get("reactions", ())
        )
        if target == "acknowledge" and seen and (end is None or end > limit):
            states["unknown"] += 1  # the accounts are of years later: it may have been any time
            continue
        in_time = end is not None and end <= limit
        is_late = end is not None or limit < as_of
        states["met" if in_time else "missed" if is_late else "pending"] += 1
        if in_time or is_late:
            waited.append(elapsed(calendar, began, as_of if end is None else end))
    here = {raw["ts"] for raw in said}
    gone = {raw["thread_ts"] for raw in said if "thread_ts" in raw} - here
    deleted = [raw for raw in said if raw.get("subtype") == "tombstone" and "thread_ts" not in raw]
    mean = round(sum(waited) / len(waited) / SECOND) if waited else None
    return {**states, "lost": len(deleted) + len(gone), "mean_seconds": mean}


@pytest.mark.parametrize("seed", range(3))
def test_exports_are_measured_as_they_are_counted(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = Random(seed)
    said = random_messages(by, 90)
    write(tmp_path / "export", by, said)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    workspace = ("--workspace", f"export:{tmp_path / 'export'}", "--window", "90d")
    for last in (said[-1], said[len(said) // 2]):
        as_of = micros(last["ts"]) // SECOND * SECOND
        words = ("--as-of", format_utc(as_of), "--format", "json", str(tmp_path / "plan.yaml"))
        assert main(["measure", *workspace, *words]) == 0
        known = [raw for raw in said if micros(raw["ts"]) <= as_of]
        measures = json.loads(capsys.readouterr().out)["measures"]
        assert len(measures) == 4
        for one in measures:
            expected = counted(known, one["sla"], one["target"], as_of)
            for name in ("met", "missed", "pending", "unknown", "lost"):
                assert one[name] == expected.get(name, 0), (one["sla"], one["target"], name)
            found, mean = one["mean_seconds"], expected["mean_seconds"]
            assert found == mean or abs(found - mean) <= 1
