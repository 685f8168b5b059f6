"""What holds for every schema: it is well-formed, explains itself, and is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

Schemas = Mapping[str, dict[str, Any]]
Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]
NAMES = (
    *("communication-plan", "baseline", "waivers", "evidence", "config"),
    *("findings", "known-findings", "who", "document"),
)

_MAPS = ("properties", "$defs")
_PLAIN = ("items", "additionalProperties", "propertyNames", "if", "then", "else")
_OPEN_ON_PURPOSE = {"/properties/facts", "/$defs/incidents_row"}


def parts(schema: Any, pointer: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every subschema of a schema with its JSON pointer."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for keyword in _MAPS:
        for key, part in schema.get(keyword, {}).items():
            yield from parts(part, f"{pointer}/{keyword}/{key}")
    for keyword in _PLAIN:
        yield from parts(schema.get(keyword), f"{pointer}/{keyword}")


def target_of(schemas: Schemas, name: str, part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The subschema that ``$ref`` of a part leads to; the part itself where it has none."""
    while "$ref" in part:
        file, _, pointer = part["$ref"].partition("#")
        name = file.removesuffix(".schema.json") or name
        found: Any = schemas[name]
        for step in pointer.strip("/").split("/"):
            found = found[step]
        part = found
    return part


@pytest.mark.parametrize("name", NAMES)
def test_it_matches_its_metaschema(schemas: Schemas, name: str) -> None:
    Draft202012Validator.check_schema(schemas[name])
    assert jsonschema_rs.meta.is_valid(schemas[name])


@pytest.mark.parametrize("name", NAMES)
def test_it_is_known_by_its_file_name(schemas: Schemas, name: str) -> None:
    assert schemas[name]["$id"] == f"https://commplan.dev/schemas/v1/{name}.schema.json"
    assert schemas[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_explained(schemas: Schemas, name: str) -> None:
    silent = [
        f"{pointer}/{key}"
        for pointer, part in parts(schemas[name])
        for key, value in part.get("properties", {}).items()
        if not pointer.startswith(("/if", "/$defs/complete"))
        and not str(value.get("description") or target_of(schemas, name, value).get("description"))
    ]
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_descriptions_are_sentences(schemas: Schemas, name: str) -> None:
    texts = [part["description"] for _, part in parts(schemas[name]) if "description" in part]
    assert [text for text in texts if not (text[0].isupper() or text[0] == "`")] == []
    assert [text for text in texts if not text.endswith(".")] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_people_type_has_examples(schemas: Schemas, name: str) -> None:
    bare = []
    for pointer, part in parts(schemas[name]):
        for key, value in part.get("properties", {}).items():
            whole = {**target_of(schemas, name, value), **value}
            typed = {"string", "number", "integer"} & {*_types(whole)}
            if typed and not whole.get("examples"):
                bare.append(f"{pointer}/{key}")
    assert bare == []


def _types(part: Mapping[str, Any]) -> tuple[str, ...]:
    types = part.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_valid(schemas: Schemas, faults: Faults, name: str) -> None:
    examples = [
        (pointer, example)
        for pointer, part in parts(schemas[name])
        for example in part.get("examples", ())
    ]
    assert [found for found in examples if faults(f"{name}#{found[0]}", found[1])] == []


@pytest.mark.parametrize("name", NAMES)
def test_unknown_keys_are_errors(schemas: Schemas, name: str) -> None:
    """A map names the schema of its values; every other object is closed."""
    lax = [
        pointer
        for pointer, part in parts(schemas[name])
        if "object" in _types(part)
        and not isinstance(part.get("additionalProperties"), dict)
        and part.get("additionalProperties") is not False
        and not any(pointer.endswith(known) for known in _OPEN_ON_PURPOSE)
    ]
    # Findings are closed where they are used, because a waived one has a key more.
    # Of documents, the schema of each kind is closed.
    known = {"findings": ["/$defs/finding"], "document": [""]}
    assert lax == known.get(name, [])


@pytest.mark.parametrize("name", NAMES)
def test_every_map_says_what_its_keys_look_like(schemas: Schemas, name: str) -> None:
    loose = [
        pointer
        for pointer, part in parts(schemas[name])
        if isinstance(part.get("additionalProperties"), dict)
        and "object" in _types(part)
        and "propertyNames" not in part
    ]
    assert loose == (["/$defs/parameter"] if name == "config" else [])


@pytest.mark.parametrize("name", NAMES)
def test_patterns_need_no_backtracking(schemas: Schemas, name: str) -> None:
    """The linear-time engine refuses look-around and back-references."""
    by_id = {schema["$id"]: schema for schema in schemas.values()}
    jsonschema_rs.validator_for(
        schemas[name],
        retriever=lambda uri: by_id[uri],
        pattern_options=jsonschema_rs.RegexOptions(),
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_definition_is_used(schemas: Schemas, name: str) -> None:
    used = {
        part["$ref"].rpartition("/")[2]
        for schema in schemas.values()
        for _, part in parts(schema)
        if "$ref" in part
    }
    rows = {key for key in schemas[name].get("$defs", {}) if key.endswith("_row")}
    assert set(schemas[name].get("$defs", {})) - used - rows == set()
