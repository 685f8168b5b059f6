"""Requests that are closed, thanked for, asked about again and put on hold, counted by hand."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from commplan.cli.main import main
from commplan.clock import (
    ALWAYS,
    DAY,
    HOUR,
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
    kind: slack
    slack: C1
    intake: {responders: "group:it", close_reactions: [white_check_mark, thumbsup]}
slas:
  always:
    applies: {channel: help}
    clock: 24x7
    targets: {resolve: 4h}
    pause: {metrics: [resolve], reactions: [hourglass], max: 2h}
  hours:
    applies: {channel: help}
    clock: "calendar:uk"
    targets: {resolve: 8h30m}
    pause: {metrics: [resolve], reactions: [hourglass]}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U1ALICE}
    bob: {name: Bob Ito, slack: U2BOB}
  groups:
    it: {class: it-staff, members: ["person:alice", "person:bob"]}
"""
TEAM = ("U1ALICE", "U2BOB")
TEXTS = (
    *("Looking", "Thanks!", "does it work?", "all well :white_check_mark:"),
    *(":+1::skin-tone-3:", "still there? :thumbsup:", "over to you :hourglass:"),
)
CLOSING = (":white_check_mark:", ":+1:", ":thumbsup:")
FIRST = datetime(2026, 3, 24, 16, tzinfo=UTC)
"""London puts its clocks forward on the 29th."""


class Terms(NamedTuple):
    calendar: Calendar
    promised: int
    longest_hold: int | None


TERMS = {
    "always": Terms(ALWAYS, 4 * HOUR, 2 * HOUR),
    "hours": Terms(
        Calendar("Europe/London", parse_hours({"mon-fri": ["09:00-17:30"]})), 510 * MINUTE, None
    ),
}


class Said(NamedTuple):
    """A request, and what was written about it."""

    root: dict[str, Any]
    later: list[dict[str, Any]]


def random_requests(by: Random, number: int) -> list[Said]:
    """Each by somebody of its own, so that a mention tells which one is meant."""
    found, at = list[Said](), FIRST
    for n in range(number):
        at += timedelta(minutes=by.choice((7, 45, 300, 900)))
        asking, when = f"U9{n}", at
        root = message(at, asking, "Hm")
        if by.random() < 0.15:
            root["reactions"] = [reaction(by.choice((*TEAM, asking, "U8ELSE")))]
        later = []
        for _ in range(by.randrange(6)):
            when += timedelta(minutes=by.choice((1, 20, 150, 600, 3000, 9000)), seconds=n)
            said = message(when, by.choice((*TEAM, *TEAM, asking, asking, "U8ELSE")), "")
            said |= {"text": by.choice(TEXTS), "thread_ts": root["ts"]}
            if by.random() < 0.1:
                said["reactions"] = [reaction(by.choice((*TEAM, asking)))]
            later.append(said)
        if by.random() < 0.2:
            beside = at + timedelta(minutes=by.choice((5, 30, 31)), seconds=1)
            later.append(message(beside, by.choice(TEAM), f"<@{asking}> {by.choice(TEXTS)}"))
        found.append(Said(root, sorted(later, key=moment)))
    return found


def message(at: datetime, user: str, text: str) -> dict[str, Any]:
    return {"type": "message", "ts": f"{at.timestamp():.6f}", "user": user, "text": text}


def reaction(user: str) -> dict[str, Any]:
    return {"name": "+1::skin-tone-2", "users": [user], "count": 1}


def moment(raw: dict[str, Any]) -> int:
    seconds, _, fraction = raw["ts"].partition(".")
    return int(seconds) * SECOND + int(fraction)


def closes(raw: dict[str, Any]) -> bool:
    return any(emoji in raw["text"] for emoji in CLOSING)


class Course(NamedTuple):
    """When the clock of a request ran, and when it was closed for good."""

    ran: list[tuple[int, int]]
    closed: int | None


def course(said: Said, terms: Terms, as_of: int) -> Course:
    ran, since, held, closed, last = list[tuple[int, int]](), moment(said.root), None, None, 0

    def over(start: int, end: int) -> list[tuple[int, int]]:
        """What of a hold is longer than one may be."""
        if terms.longest_hold is None:
            return []
        goes_on = due(terms.calendar, start, Duration(terms.longest_hold))
        return [(goes_on, end)] if goes_on is not None and goes_on < end else []

    for one in said.later:
        at, theirs = moment(one), one["user"] == said.root["user"]
        if (theirs or one["user"] in TEAM) and closes(one):
            if closed is None:
                ran += [(since, at)] if held is None else over(held, at)
                closed = at
            held, last = None, at
        elif closed is not None:
            if theirs and "?" in one["text"] and at - last <= 7 * DAY:
                since, closed = at, None
        elif held is not None and theirs:
            ran += over(held, at)
            since, held = at, None
        elif held is None and one["user"] in TEAM and ":hourglass:" in one["text"]:
            ran.append((since, at))
            held = at
    if closed is None:
        ran += [(since, as_of)] if held is None else over(held, as_of)
    return Course(ran, closed)


def what_became(said: Said, terms: Terms, as_of: int, *, at_end: bool) -> tuple[str, int]:
    """Its state, and for how long the clock ran; ``at_end`` of the export, reactions were there."""
    began, asking = moment(said.root), said.root["user"]
    told = [one for one in said.later if moment(one) <= as_of]
    told = [one for one in told if "thread_ts" in one or moment(one) - began <= 30 * MINUTE]
    said = Said(said.root, told)
    others = [moment(one) for one in told if one["user"] != asking]
    taken_back = [moment(one) for one in told if one["user"] == asking and closes(one)]
    reacted = [
        (moment(one), user)
        for one in (said.root, *told)
        for given in one.get("reactions", ())
        for user in given["users"]
        if (one is said.root or one["user"] in TEAM) and user in (*TEAM, asking)
    ]
    if not others and (began, asking) in reacted:
        return "withdrawn", 0
    if taken_back and (not others or taken_back[0] < others[0]):
        return "withdrawn", 0
    ran, closed = course(said, terms, as_of)
    end = as_of if closed is None else closed

    def up_to(instant: int) -> int:
        parts = (elapsed(terms.calendar, a, min(b, instant)) for a, b in ran if a <= instant)
        return sum(parts)

    late = up_to(end - 1) >= terms.promised  # it had run off before
    perhaps = any(at < end for at, _ in reacted)  # set nobody knows when, but not before that
    if perhaps and (late or (closed is None and not at_end)):
        return "unknown", 0
    is_open = closed is None and not perhaps
    return "missed" if late else "pending" if is_open else "met", up_to(end)


@pytest.mark.parametrize("seed", range(2))
def test_resolutions_are_measured_as_they_are_counted(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = Random(seed)
    asked = random_requests(by, 80)
    written = [one for said in asked for one in (said.root, *said.later)]
    days: dict[str, list[Any]] = {}
    for raw in written:
        days.setdefault(f"{datetime.fromtimestamp(float(raw['ts']), UTC).date()}", []).append(raw)
    files = {f"help/{day}": content for day, content in days.items()}
    files |= {"users": [{"id": one} for one in TEAM], "channels": [{"id": "C1", "name": "help"}]}
    for name, content in files.items():
        path = tmp_path / "export" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    moments = sorted(map(moment, written))
    for as_of in (moments[-1], moments[len(moments) // 2]):
        workspace = ("--workspace", f"export:{tmp_path / 'export'}", "--window", "90d")
        words = ("--as-of", format_utc(as_of), "--format", "json", str(tmp_path / "plan.yaml"))
        assert main(["measure", *workspace, *words]) == 0
        for one in json.loads(capsys.readouterr().out)["measures"]:
            known = [said for said in asked if moment(said.root) <= as_of]
            terms, at_end = TERMS[one["sla"]], as_of == moments[-1]
            became = [what_became(said, terms, as_of, at_end=at_end) for said in known]
            states = Counter(state for state, _ in became)
            for name in ("met", "missed", "pending", "withdrawn", "unknown"):
                assert one[name] == states[name], (one["sla"], name)
            waited = [length for state, length in became if state in ("met", "missed")]
            assert abs(one["mean_seconds"] - sum(waited) / len(waited) / SECOND) <= 1
