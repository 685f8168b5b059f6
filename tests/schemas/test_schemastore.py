"""What SchemaStore would be given works: names, matches, and files that must not match."""

from __future__ import annotations

import fnmatch
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from commplan.schema import KINDS

ROOT = Path(__file__).parents[2]
STORE = ROOT / "schemas" / "schemastore" / "src"
ENTRIES = json.loads((STORE / "api/json/catalog.json").read_text("utf-8"))["schemas"]
FILES = sorted(path.relative_to(STORE) for path in STORE.glob("*test/*/*"))
SCHEMA = {"commplan": "document", "commplan-configuration": "config"}

Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_files_match_or_not(path: Path, faults: Faults) -> None:
    text = (STORE / path).read_text("utf-8")
    value: Any = tomllib.loads(text) if path.suffix == ".toml" else yaml.safe_load(text)
    found = faults(SCHEMA[path.parts[1]], value)
    assert bool(found) is (path.parts[0] == "negative_test")


def test_entries_are_as_the_catalogue_wants_them(schemas: Mapping[str, dict[str, Any]]) -> None:
    urls = {schema["$id"] for schema in schemas.values()}
    for entry in ENTRIES:
        assert set(entry) == {"name", "description", "fileMatch", "url"}
        assert entry["url"] in urls
        assert "schema" not in (entry["name"] + entry["description"]).lower()
    assert len({entry["name"] for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("commplan.yaml", "commplan"),
        ("desk.commplan.yml", "commplan"),
        ("commplan.toml", "commplan configuration"),
        ("mycommplan.yaml", None),
        ("pyproject.toml", None),
        ("values.yaml", None),
    ],
)
def test_a_file_is_known_by_its_name(name: str, entry: str | None) -> None:
    known = [e["name"] for e in ENTRIES for p in e["fileMatch"] if fnmatch.fnmatch(name, p)]
    assert known == ([entry] if entry else [])


def test_every_kind_of_document_is_known(
    faults: Faults, schemas: Mapping[str, dict[str, Any]]
) -> None:
    assert schemas["document"]["properties"]["kind"]["enum"] == list(KINDS)
    for kind, name in KINDS.items():
        metadata = {"id": "it-ops", **({"plan": "it-ops"} if kind == "Waivers" else {})}
        least = {"apiVersion": "commplan/v1", "kind": kind, "metadata": metadata}
        assert schemas[name]["properties"]["kind"]["const"] == kind
        assert not faults("document", least)
        assert faults("document", {**least, "nonsense": 1})
