"""Two independent validators that have to agree on every document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).parents[2] / "schemas" / "v1"
NAMES = (
    *("communication-plan", "baseline", "waivers", "evidence", "config"),
    *("findings", "known-findings", "who", "document"),
)

Places = frozenset[tuple[str | int, ...]]


class _CoreLoader(yaml.SafeLoader):
    """Reads scalars as YAML 1.2 does and keeps doubtful ones as text, as plans are read."""


_CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?[0-9]+", list("-0123456789")),
    ("float", r"-?[0-9]+[.][0-9]+", list("-0123456789")),
):
    _CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )


def _read(text: str) -> Any:
    return yaml.load(text, _CoreLoader)


@pytest.fixture(scope="session")
def schemas() -> Mapping[str, dict[str, Any]]:
    """The schemas by name; the snapshot's has tests of its own."""
    return {name: json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8")) for name in NAMES}


@pytest.fixture(scope="session")
def faults(schemas: Mapping[str, dict[str, Any]]) -> Callable[[str, object], Places]:
    """Judge a value by a schema (``config``) or by a part of one (``config#/$defs/selector``).

    The answer is where the faults are, as paths of keys; the test fails where
    the two validators see them in different places.
    """
    by_id = {schema["$id"]: schema for schema in schemas.values()}
    registry: Registry[Any] = Registry().with_resources(
        (uri, Resource.from_contents(schema)) for uri, schema in by_id.items()
    )

    @cache
    def validators(target: str) -> tuple[jsonschema_rs.Validator, Draft202012Validator]:
        name, _, fragment = target.partition("#")
        schema = schemas[name]
        if fragment:
            schema = {"$schema": schema["$schema"], "$ref": f"{schema['$id']}#{fragment}"}
        fast = jsonschema_rs.validator_for(schema, retriever=lambda uri: by_id[uri])
        return fast, Draft202012Validator(schema, registry=registry)

    def judge(target: str, value: object) -> Places:
        fast, slow = validators(target)
        found = frozenset(tuple(error.instance_path) for error in fast.iter_errors(value))
        explained = frozenset(tuple(error.absolute_path) for error in slow.iter_errors(value))
        assert found == explained
        assert fast.is_valid(value) == (not found)
        return found

    return judge


@pytest.fixture(scope="session")
def from_yaml() -> Callable[[str], Any]:
    """Reads YAML into plain values, as plans are read."""
    return _read


@pytest.fixture(scope="session")
def _full_plan() -> Any:
    return _read((Path(__file__).parent / "full_plan.yaml").read_text("utf-8"))


@pytest.fixture
def full_plan(_full_plan: Any) -> Any:
    """A plan that uses every key; a fresh copy for each test."""
    return deepcopy(_full_plan)
