"""The table of references against the schema: no field that names something is overlooked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from commplan.document import read_documents
from commplan.place import Origin
from commplan.plan import SECTIONS, Plan, Reference
from commplan.plan.references import _BARE_FIELDS, _FIELDS, _KEY_FIELDS

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas" / "v1" / "communication-plan.schema.json").read_text(
        "utf-8"
    )
)
OWN_IDS = {
    "metadata/id",  # names the plan itself
    "severities/*/criteria/or/*",  # words of whoever classifies
    "obligations/*/duty",  # a duty of a law or contract
    "templates/*/phases/*",  # phases of an incident
    "templates/*/fields/*",  # fields of the text
}
"""Ids that name nothing in the plan."""
OWN_KEYS = {
    "priority_matrix",  # impacts
    "priority_matrix/*",  # urgencies
    "severities/*/criteria",
    "slas/*/targets/update_every",  # phases of an incident
    "monitoring/*/alerts",
}
"""Mappings whose keys are ids, but neither references nor definitions of a section."""


def resolved(part: Mapping[str, Any]) -> dict[str, Any]:
    """A subschema with everything it refers to; its own words win."""
    whole: dict[str, Any] = {}
    while part:
        whole = {**part, **whole}
        reference = part.get("$ref", "")
        part = SCHEMA["$defs"][reference.rpartition("/")[2]] if reference else {}
    return whole


def fields(part: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every place of a plan with what the schema says about it; ``*`` is any key or item."""
    whole = resolved(part)
    yield path.lstrip("/"), whole
    for key, below in whole.get("properties", {}).items():
        yield from fields(below, f"{path}/{key}")
    for keyword in ("additionalProperties", "items"):
        if isinstance(whole.get(keyword), dict):
            yield from fields(whole[keyword], f"{path}/*")


ALL = dict(fields({key: value for key, value in SCHEMA.items() if key != "else"}))
TITLES = {path: part.get("title", "") for path, part in ALL.items()}


def test_every_typed_reference_is_in_the_table() -> None:
    typed = {path for path, title in TITLES.items() if title.startswith(("reference", "clock"))}
    assert {path for path, _ in _FIELDS} == typed
    assert len(typed) > 70


def test_every_bare_id_is_in_the_table_or_names_nothing() -> None:
    bare = {path for path, title in TITLES.items() if title.startswith("id")}
    assert {path for path, _ in _BARE_FIELDS} | OWN_IDS == bare


def test_every_map_by_ids_is_a_section_or_in_the_table() -> None:
    by_id = {
        path
        for path, part in ALL.items()
        if resolved(part.get("propertyNames", {})).get("title") == "id"
    }
    sections = {"/".join(map(str, pointer)) for pointer in SECTIONS.values()}
    keys = {"/".join(map(str, pointer)) for pointer, _ in _KEY_FIELDS}
    others = by_id - sections - keys - OWN_KEYS
    # Sections whose entries nothing refers to.
    assert others == {"goals", "requests", "monitoring", "reviews", "programmes", "waivers"}
    assert keys <= by_id | {"coverage"}


def test_fields_take_kinds_that_have_a_section() -> None:
    kinds = {kind for _, allowed in _FIELDS for kind in allowed}
    assert kinds | {kind for _, kind in (*_BARE_FIELDS, *_KEY_FIELDS)} <= set(SECTIONS)


@pytest.fixture(scope="module")
def plan() -> Plan:
    path = Path(__file__).parents[1] / "schemas" / "full_plan.yaml"
    value: Any = read_documents(path.read_bytes(), "full_plan.yaml").documents[0].value
    return Plan(value, Origin("full_plan.yaml", 0))


def texts(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(item, (*path, key))


def test_every_text_of_a_full_plan_that_looks_like_a_reference_is_found(plan: Plan) -> None:
    looks = {
        path
        for path, text in texts(plan.value)
        if text.partition(":")[0] in SECTIONS and ":" in text
    }
    found = {field.reference.at.pointer for field in plan.reference_fields}
    assert looks <= found
    assert plan.broken == frozenset()


def test_a_reference_is_found_under_every_field_of_the_table(plan: Plan) -> None:
    used = {
        "/".join("*" if isinstance(step, int) else str(step) for step in f.reference.at.pointer)
        for f in plan.reference_fields
    }

    def matches(pattern: str) -> bool:
        steps = pattern.split("/")
        return any(
            len(steps) == len(path.split("/"))
            and all(a in ("*", b) for a, b in zip(steps, path.split("/"), strict=True))
            for path in used
        )

    unused = {path for path, _ in (*_FIELDS, *_BARE_FIELDS) if not matches(path)}
    # Fields that take one value or a list of them: the full plan has one of the two forms.
    other_form = {"requests/*/owner", "slas/*/applies/channel/*", "slas/*/applies/severity"}
    round_the_clock = {"olas/*/clock", "coverage/*/require", "obligations/*/clock"}
    assert unused <= other_form | round_the_clock


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ({"coverage": {"sev9": {}, "horizon": "4w"}}, "severity"),
        ({"capacity": {"expected": {"pages_per_week": {"sev9": 2}}}}, "escalation"),
        ({"capacity": {"expected": {"group_pings_per_week": {"sev9": 2}}}}, "channel"),
    ],
)
def test_keys_that_name_something(section: dict[str, Any], kind: str) -> None:
    (field,) = Plan(section, Origin("p.yaml", 0)).reference_fields
    assert field.reference[:2] == (kind, "sev9")
    assert field.reference.at.on_key


@pytest.mark.parametrize(
    "section",
    [
        {"capacity": {"expected": {"pages_per_week": 6}}},
        {"capacity": []},
        {"coverage": None},
        {"kpis": {"x": {"source": "survey:x"}, "y": None}},
        {"channels": {"a": {"owner": "nobody"}}},
        {"channels": {"a": {"unknown": "person:x"}}},
    ],
)
def test_what_names_nothing(section: dict[str, Any]) -> None:
    assert Plan(section, Origin("p.yaml", 0)).reference_fields == ()


def test_a_reference_is_sound_where_its_kind_fits_and_its_id_exists() -> None:
    value = {
        "stakeholders": {"people": {"ann": {"name": "Ann"}}},
        "channels": {
            "a": {"owner": "person:ann"},
            "b": {"owner": "person:bob"},
            "c": {"owner": "channel:a"},
            "d": {"owner": "person:"},
        },
    }
    plan = Plan(value, Origin("p.yaml", 0))
    owners = [channel.owner for channel in plan.channels.values()]
    assert [plan.sound(owner) for owner in owners] == [True, False, False, False]
    assert not plan.sound(None)
    assert plan.all_sound(())
    ann = owners[0]
    assert isinstance(ann, Reference)
    assert plan.definition(ann).pointer == ("stakeholders", "people", "ann")
