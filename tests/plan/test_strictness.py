"""Which value of a field is stricter: the tables against the schema, and what every order obeys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.document import Pointer, read_documents
from commplan.place import Origin, Place
from commplan.plan import strictness
from commplan.plan.classification import read_classification
from commplan.plan.overlays import weakenings
from commplan.plan.strictness import order_of, stays

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "v1" / "communication-plan.schema.json").read_text("utf-8"))
FULL = ROOT / "tests" / "schemas" / "full_plan.yaml"
CLASSES = read_classification(
    {"order": ["public", "internal", "secret"], "above": {"legal": ["public"]}},
    Place(Origin("p.yaml", 0), ("classification",)),
)


def fields(schema: Mapping[str, Any], pointer: Pointer = ()) -> Iterator[tuple[Pointer, bool]]:
    """Every field that holds no mapping, and whether a plan chooses its name."""
    schema = {**SCHEMA["$defs"].get(schema.get("$ref", "").rpartition("/")[2], {}), **schema}
    inside = schema.get("properties", {})
    further = schema.get("additionalProperties")
    if isinstance(further, dict):
        inside = {**inside, "*": further}
    if not inside or isinstance(schema["type"], list):
        yield pointer, pointer[-1] == "*"
    for key, part in inside.items():
        yield from fields(part, (*pointer, key))


FIELDS = dict(fields(SCHEMA))


def test_the_tables_name_fields_that_there_are() -> None:
    names = {pointer[-1] for pointer in FIELDS} | {"ack_within", "management", "notify"}
    assert set(strictness._BY_NAME) <= names
    for patterns in strictness._BY_PATH.values():
        for pattern, _ in patterns:
            assert any(
                len(pattern) == len(field)
                and all(step in ("*", key) for step, key in zip(pattern, field, strict=True))
                for field in FIELDS
            )


def test_a_name_that_the_plan_chooses_decides_nothing() -> None:
    for pointer, is_chosen in FIELDS.items():
        if is_chosen:
            named = [(*pointer[:-1], name) for name in ("every", "max_x", "audience")]
            assert len({order_of(one) for one in named}) == 1, pointer


def test_a_plan_is_as_strict_as_itself() -> None:
    whole: Any = read_documents(FULL.read_bytes(), FULL.name).documents[0].value
    classes = read_classification(whole["classification"], CLASSES.at)
    assert list(weakenings([whole, whole, whole], classes)) == []


durations = st.builds("{}{}".format, st.integers(0, 90), st.sampled_from(["m", "h", "bd", "mo"]))
thresholds = st.builds(
    "{}{}".format, st.sampled_from(["<", "<=", ">", ">="]), st.one_of(st.integers(0, 5), durations)
)
classes = st.sampled_from(["public", "internal", "secret", "legal"])
names = st.lists(st.sampled_from("abc"), unique=True)
VALUES: dict[Pointer, st.SearchStrategy[Any]] = {
    ("slas", "x", "targets", "resolve"): durations,
    ("coverage", "x", "min_depth"): st.integers(1, 5),
    ("slas", "x", "objective", "attainment"): st.floats(0.5, 1),
    ("kpis", "x", "threshold"): thresholds,
    ("channels", "x", "ceiling"): classes,
    ("messages", "x", "class"): classes,
    ("channels", "x", "audience"): names,
    ("templates", "x", "fields"): names,
    ("channels", "x", "visibility"): st.sampled_from(["public", "private"]),
    ("protocols", "threads"): st.sampled_from(["optional", "recommended", "required"]),
    ("channels", "x", "settings", "threads"): st.sampled_from(["everyone", "admins"]),
    ("severities", "x", "pir", "required"): st.booleans(),
    ("channels", "x", "purpose"): st.text(),
}


@pytest.mark.parametrize("pointer", VALUES, ids=lambda pointer: ".".join(pointer))
@given(st.data())
def test_orders_are_orders(pointer: Pointer, data: st.DataObject) -> None:
    """Nothing is weaker than itself, one of two that differ is, and so on down a chain."""
    order = order_of(pointer)
    a, b, c = (data.draw(VALUES[pointer]) for _ in range(3))
    assert order(a, a, CLASSES) is None
    if order(a, b, CLASSES) is None and order(b, a, CLASSES) is None:
        assert a == b or isinstance(a, list) or stays(a, b, CLASSES) is None or "0" in a
    if order(a, b, CLASSES) is None and order(b, c, CLASSES) is None:
        assert order(a, c, CLASSES) is None
