"""What the explanations rest on: every keyword of the schemas has a sentence, every form a name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from commplan.document import read_documents
from commplan.explain import explain, nearest, sentences
from commplan.plan.references import WRITTEN_KINDS
from commplan.schema import is_valid

SCHEMAS = Path(__file__).parents[2] / "schemas" / "v1"
EXPLAINED = ("communication-plan", "baseline", "waivers", "evidence", "config", "known-findings")
SILENT = {"$schema", "$id", "$ref", "$defs", "$comment", "title", "description", "examples"}
STRUCTURE = {"properties", "items", "if", "else"}
KEYWORDS = {
    "type": "Type",
    "required": "Required",
    "additionalProperties": "AdditionalProperties",
    "pattern": "Pattern",
    "enum": "Enum",
    "const": "Constant",
    "minLength": "MinLength",
    "minimum": "Minimum",
    "maximum": "Maximum",
    "exclusiveMinimum": "ExclusiveMinimum",
    "exclusiveMaximum": "ExclusiveMaximum",
    "minProperties": "MinProperties",
    "maxProperties": "MaxProperties",
}


def parts(schema: Any, pointer: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every subschema with its pointer."""
    if isinstance(schema, dict):
        yield pointer, schema
        for keyword in ("properties", "$defs"):
            for key, part in schema.get(keyword, {}).items():
                yield from parts(part, f"{pointer}/{keyword}/{key}")
        for keyword in ("items", "additionalProperties", "propertyNames", "if", "else"):
            yield from parts(schema.get(keyword), f"{pointer}/{keyword}")


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_keyword_has_its_sentence(name: str) -> None:
    used = {keyword for _, part in parts(schema(name)) for keyword in part}
    assert used <= SILENT | STRUCTURE | {"propertyNames"} | KEYWORDS.keys()
    assert set(sentences._BY_KEYWORD) == set(KEYWORDS.values())


@pytest.mark.parametrize("name", EXPLAINED)
def test_every_form_of_text_has_a_name_and_an_example(name: str) -> None:
    nameless = [
        pointer
        for pointer, part in parts(schema(name))
        if "pattern" in part and not (part.get("title") and part.get("examples"))
    ]
    assert nameless == []


def test_proposals_belong_to_names_that_exist() -> None:
    titles = {part["title"] for _, part in parts(schema("communication-plan")) if "title" in part}
    assert set(nearest._BY_FORM) | set(nearest._BY_NAME) <= titles


def test_kinds_of_references_are_those_of_the_schema() -> None:
    pattern = schema("communication-plan")["$defs"]["reference"]["pattern"]
    kinds = re.match(r"\^\(([a-z|]+)\):", pattern)
    assert kinds is not None
    assert set(WRITTEN_KINDS) == set(kinds[1].split("|"))


@pytest.fixture(scope="module")
def plan() -> Any:
    path = SCHEMAS.parents[1] / "tests" / "schemas" / "full_plan.yaml"
    return read_documents(path.read_bytes(), "full_plan.yaml").documents[0].value


WRONG: tuple[Any, ...] = (None, 7, -1.5, True, "", " ", "{x: [1]}", "a\nb", [], ["x"], {}, {"x": 1})
DUMP = re.compile(r"\\x[0-9a-f]{2}|\(\?|\[\^|\$defs|None|True|False|\{'|\['|[<]class")


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the pointer of every value below the head."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        if path or key not in ("apiVersion", "kind"):
            yield (*path, key)
            if isinstance(item, dict | list):
                yield from places(item, (*path, key))


def test_no_wrong_value_anywhere_is_answered_with_a_dump(plan: Any) -> None:
    head = {key: plan[key] for key in ("apiVersion", "kind", "metadata")}
    said = 0
    for path in places(plan):
        broken = deepcopy({**head, path[0]: plan[path[0]]})
        *parent, key = path
        holder: Any = broken
        for step in parent:
            holder = holder[step]
        for wrong in WRONG:
            holder[key] = wrong
            for fault in explain("communication-plan", broken):
                said += 1
                assert not DUMP.search(fault.message), (path, wrong, fault.message)
                assert not DUMP.search(fault.help or ""), (path, wrong, fault.help)
                assert "\n" not in fault.message + (fault.help or "")
                assert len(fault.message) < 400
    assert said > 3000


def test_what_is_explained_is_what_is_refused(plan: Any) -> None:
    assert is_valid("communication-plan", plan)
    assert explain("communication-plan", plan) == ()
