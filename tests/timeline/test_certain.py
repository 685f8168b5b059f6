"""What is told without looking at moments holds at each of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from commplan.plan import Plan, Reference, parse_reference
from commplan.timeline import Arrival, Timeline, gathered, there_for
from commplan.timeline.certain import is_certain
from tests.timeline.oracle import examples, instant, plans, read

PLAN: dict[str, Any] = {
    "apiVersion": "commplan/v1",
    "kind": "CommunicationPlan",
    "metadata": {"id": "certain"},
    "stakeholders": {
        "people": {
            "alice": {"name": "Alice", "calendar": "calendar:uk"},
            "bob": {"name": "Bob", "calendar": "calendar:uk", "until": "2026-12-31"},
            "chen": {"name": "Chen", "slack": "U1"},
        },
        "groups": {
            "desk": {"members": ["person:chen", "person:alice"]},
            "left": {"members": ["person:bob"]},
            "slack": {"slack_usergroup": "S1"},
        },
        "roles": {
            "lead": {"holders": ["person:bob"], "deputies": ["person:alice"]},
            "always": {"holders": ["person:bob", "person:alice"], "reachable": "24x7"},
        },
        "external": {"police": {"name": "Police"}},
    },
    "calendars": {
        "uk": {"timezone": "Europe/London", "hours": {"mon-fri": ["09:00-17:00"]}},
        "us": {"timezone": "America/New_York", "hours": {"mon-fri": ["09:00-17:00"]}},
    },
    "rotations": {
        name: {
            "timezone": "Europe/London",
            "start": start,
            "shift": "1w",
            "users": users,
        }
        for name, start, users in (
            ("on", "2026-01-05T09:00", ["person:chen", "group:desk"]),
            ("soon", "2026-12-01T09:00", ["person:chen"]),
            ("leaving", "2026-01-05T09:00", ["person:chen", "person:bob"]),
        )
    },
    "escalations": {
        name: {"steps": [{"notify": [target], "via": [{"slack": "0m"}], "ack_within": "5m"}]}
        for name, target in (
            ("heard", "rotation:soon"),
            ("deaf", "rotation:on"),
            ("nested", "escalation:called"),
            ("called", "group:desk"),
        )
    },
}
"""Alice and Bob have no Slack account, by which steps call."""


@pytest.mark.parametrize(
    ("who", "around_the_clock", "in_hours"),
    [
        ("person:alice", False, True),
        ("person:bob", False, False),  # leaves within the horizon
        ("person:chen", False, False),  # nobody can tell
        ("group:desk", False, True),
        ("group:left", False, False),
        ("group:slack", False, False),
        ("external:police", False, False),
        ("role:lead", False, True),
        ("role:always", True, True),
        ("rotation:on", True, True),
        ("rotation:soon", False, False),  # nobody's turn at first
        ("rotation:leaving", False, False),
        ("escalation:deaf", False, False),  # Alice does not hear it
        ("escalation:heard", False, False),
    ],
)
def test_what_is_certain(who: str, around_the_clock: bool, in_hours: bool) -> None:
    _, plan = read(PLAN)
    reference = parse_reference(who, plan.root)
    assert reference is not None
    roster = Timeline(plan, instant(datetime(2026, 11, 21, 9, tzinfo=UTC))).roster
    assert is_certain(roster, reference, "24x7") == around_the_clock
    assert is_certain(roster, reference, "calendar:uk") == in_hours
    assert is_certain(roster, reference, "calendar:us") == around_the_clock


def test_a_path_is_certain_where_everybody_on_call_hears_it() -> None:
    heard = {
        "stakeholders": {
            **PLAN["stakeholders"],
            "people": {
                name: {**person, "slack": f"U{name}"}
                for name, person in PLAN["stakeholders"]["people"].items()
            },
        }
    }
    _, plan = read({**PLAN, **heard})
    roster = Timeline(plan, instant(datetime(2026, 11, 21, 9, tzinfo=UTC))).roster
    certain = [
        name
        for name in plan.paths
        if is_certain(roster, Reference("escalation", name, plan.root), "24x7")
    ]
    assert certain == ["deaf"]


def everybody(plan: Plan) -> list[Reference]:
    """A reference to each path, rotation, role, group and person."""
    named = {
        "escalation": plan.paths,
        "rotation": plan.rotations,
        "role": plan.roles,
        "group": plan.groups,
        "person": plan.people,
    }
    return [Reference(kind, name, plan.root) for kind, section in named.items() for name in section]


@examples(20)
@given(plans())
def test_who_is_certain_is_there_whenever_the_clock_runs(
    case: tuple[dict[str, Any], datetime],
) -> None:
    written, start = case
    _, plan = read(written)
    timeline = Timeline(plan, instant(start))
    for reference in filter(timeline.sound, everybody(plan)):
        for clock in ("24x7", *(f"calendar:{name}" for name in plan.calendars)):
            if is_certain(timeline.roster, reference, clock):
                moments = timeline.view(reference, clocks=(clock,)).moments
                assert all(m.people(reference) for m in moments if m.runs(clock))


@examples(20)
@given(plans())
def test_nobody_is_reached_later_than_by_the_slowest_medium(
    case: tuple[dict[str, Any], datetime],
) -> None:
    written, start = case
    _, plan = read(written)
    timeline = Timeline(plan, instant(start))
    calls, slowest = timeline.unrolled("path").calls, timeline.unrolled("path").slowest
    for moment in timeline.view(Reference("escalation", "path", plan.root)).moments:
        for level in gathered(calls, there_for(calls, moment)):
            if isinstance(level, Arrival) and slowest is not None:
                assert level.time <= slowest
