"""The plan language: what it accepts, and what it demands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.beside import beside, skip_without

Schemas = Mapping[str, dict[str, Any]]
Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]

PLAN = "communication-plan"
NOTHING: frozenset[tuple[str | int, ...]] = frozenset()

MINIMAL = {"apiVersion": "commplan/v1", "kind": "CommunicationPlan", "metadata": {"id": "a"}}

REAL_EXAMPLE = beside("design/it-ops.example.yaml")


def test_the_smallest_plan(faults: Faults) -> None:
    assert faults(PLAN, MINIMAL) == NOTHING


def test_a_first_plan(faults: Faults, from_yaml: Callable[[str], Any]) -> None:
    plan = from_yaml(
        """
        apiVersion: commplan/v1
        kind: CommunicationPlan
        metadata: {id: desk}
        stakeholders:
          people:
            ann: {name: Ann Lee, slack: U0ANN}
        channels:
          desk: {kind: slack, slack: C0DESK, owner: "person:ann"}
        severities:
          grave: {order: 1, path: "escalation:call", sla: "sla:desk"}
        slas:
          desk: {applies: {channel: desk}, clock: 24x7, targets: {first_response: 30m}}
        escalations:
          call:
            steps: [{notify: ["person:ann"], ack_within: 15m}]
        """
    )
    assert faults(PLAN, plan) == NOTHING


def test_the_full_plan(faults: Faults, full_plan: Any) -> None:
    assert faults(PLAN, full_plan) == NOTHING


def test_the_full_plan_is_full(schemas: Schemas, full_plan: Any) -> None:
    """So that every key of the language has been accepted at least once."""
    schema = schemas[PLAN]
    known = {
        (id(part["properties"]), key) for part in _objects(schema) for key in part["properties"]
    }
    used: set[tuple[int, str]] = set()
    _use(schema, schema, full_plan, used)
    spared = {(id(schema["$defs"]["metadata"]["properties"]), "extends")}
    assert {key for _, key in known - used - spared} == set()


def _objects(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    waiting = [schema, *(part for name, part in schema["$defs"].items() if name != "complete")]
    found = []
    while waiting:
        part = waiting.pop()
        if "properties" in part:
            found.append(part)
            waiting += part["properties"].values()
    return found


def _use(schema: Any, part: Any, value: object, used: set[tuple[int, str]]) -> None:
    """Note which properties of the schema a value uses."""
    while "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        for item in value:
            _use(schema, part["items"], item, used)
    elif isinstance(value, dict):
        own = part.get("properties", {})
        for key, item in value.items():
            if key in own:
                used.add((id(own), key))
            _use(schema, own.get(key) or part["additionalProperties"], item, used)


def test_the_worked_example(faults: Faults, from_yaml: Callable[[str], Any]) -> None:
    skip_without(REAL_EXAMPLE)
    plan = from_yaml(REAL_EXAMPLE.read_text("utf-8"))
    assert faults(PLAN, plan) == NOTHING
    assert faults("baseline", {**plan, "kind": "Baseline"}) == NOTHING
    del plan["metadata"]["extends"]
    assert faults(PLAN, plan) == NOTHING


def test_nothing_else_is_required(schemas: Schemas) -> None:
    """A new entry in this table needs a reason: absences belong to the rules that name them."""
    schema = schemas[PLAN]
    demands = {
        name: part["required"] for name, part in schema["$defs"].items() if "required" in part
    }
    complete = schema["$defs"]["complete"]["properties"]
    assert demands == {
        "metadata": ["id"],
        "step": ["notify"],
        "waiver": ["rule", "at"],
        "absence": ["from", "to"],
        "override": ["from", "to", "user"],
        "bridge": ["to"],
        "meeting": ["days", "at", "duration"],
    }
    assert {name: _demand(part) for name, part in complete.items()} == {
        "stakeholders": ["name"],
        "channels": ["kind"],
        "severities": ["order"],
        "slas": ["targets"],
        "calendars": ["timezone", "hours"],
        "rotations": ["timezone", "start", "shift", "users"],
        "obligations": ["deadline"],
    }


def _demand(part: Mapping[str, Any]) -> object:
    people = part.get("properties", {}).get("people", part)
    return people["additionalProperties"]["required"]


OVERLAY = {
    "stakeholders": {"people": {"ann": {"level": "junior"}}},
    "channels": {"desk": {"owner": "person:ann"}},
    "severities": {"grave": {"path": "escalation:call"}},
    "slas": {"desk": {"clock": "24x7"}},
    "calendars": {"office": {"exceptions": {}}},
    "rotations": {"watch": {"users": []}},
    "obligations": {"report": {"decision": "person:ann"}},
}


def test_a_plan_that_extends_a_baseline_may_leave_the_rest_to_it(faults: Faults) -> None:
    overlay = {**MINIMAL, **OVERLAY, "metadata": {"id": "a", "extends": "../org.yaml"}}
    assert faults(PLAN, overlay) == NOTHING


def test_without_a_baseline_entries_are_whole(faults: Faults) -> None:
    assert faults(PLAN, {**MINIMAL, **OVERLAY}) == {
        ("stakeholders", "people", "ann"),
        ("channels", "desk"),
        ("severities", "grave"),
        ("slas", "desk"),
        ("calendars", "office"),
        ("rotations", "watch"),
        ("obligations", "report"),
    }
