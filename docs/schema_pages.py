"""Pages about the languages of plans and of the configuration, made from their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def schema_page(schema: Schema, heading: str, words: str) -> str:
    """A page with a table for every object, in the order of the schema."""
    parts = [f"<!-- generated from {schema['$id'].partition('schemas/')[2]} -->", f"# {heading}"]
    parts += [words, _table(schema, schema), *_definitions(schema)]
    return "\n\n".join(part for part in parts if part) + "\n"


RECORDS = "<!-- generated: records -->"
"""What the table of records on a page begins with."""


def records_table(schema: Schema) -> str:
    """A table of the types of records and their columns, from the schema of evidence."""
    rows = [
        f"| `{name}` | {_cell(_columns(schema['$defs'][f'{name}_row']))} "
        f"| {_cell(schema['$defs'][f'{name}_row']['description'])} |"
        for name in schema["properties"]["records"]["properties"]
    ]
    note = "Columns in brackets may be absent, and their cells empty."
    return "\n".join(
        (RECORDS, "| type | columns | a record is |", "|---|---|---|", *rows, "", note)
    )


def _columns(row: Schema) -> str:
    required = frozenset(row["required"])
    names = (f"`{name}`" if name in required else f"[`{name}`]" for name in row["properties"])
    return ", ".join(names)


def _definitions(schema: Schema) -> Iterator[str]:
    for name, part in schema.get("$defs", {}).items():
        if name == "complete":  # what refines others has no word of its own
            continue
        plain = "enum" in part or not ("properties" in part or part.get("title"))
        kind = f"{_capital(_kind(part))}." if plain else ""
        yield f"## {name}"
        yield " ".join(filter(None, (part.get("description", ""), kind, _examples(part))))
        if "properties" in part:
            yield _table(part, schema)


def _table(part: Schema, schema: Schema) -> str:
    return "\n".join(("| key | takes | |", "|---|---|---|", *_rows(part, schema)))


def _rows(part: Schema, schema: Schema, above: str = "") -> Iterator[str]:
    """A row for each key; what stands below a key without a name of its own follows it."""
    required = frozenset(part.get("required", ()))
    for key, value in part.get("properties", {}).items():
        must = " (required)" if key in required else ""
        meaning = _cell(_meaning(value, schema))
        yield f"| `{above}{key}`{must} | {_cell(_kind(value))} | {meaning} |"
        yield from _rows(value, schema, f"{above}{key}.")


def _meaning(part: Schema, schema: Schema) -> str:
    described = part.get("description") or _target(part, schema).get("description", "")
    return " ".join(filter(None, (described, _examples(part))))


def _target(part: Schema, schema: Schema) -> Schema:
    """What a reference within the schema leads to."""
    name = part.get("$ref", "").removeprefix("#/$defs/")
    target: Schema = schema.get("$defs", {}).get(name, {})
    return target


def _kind(part: Schema) -> str:
    """What a value is, in words, with links to what is defined elsewhere."""
    if "$ref" in part:
        return _link(part["$ref"])
    if "const" in part:
        return _code(part["const"])
    if "enum" in part:
        return "one of " + ", ".join(map(_code, part["enum"]))
    for keyword in ("oneOf", "anyOf"):
        if keyword in part:
            return " or ".join(dict.fromkeys(map(_kind, part[keyword])))
    if part.get("type") == "array":
        return f"list of {_kind(part.get('items', {}))}"
    inner = part.get("additionalProperties")
    if isinstance(inner, Mapping):
        return f"mapping of {_kind(part.get('propertyNames', {}))} to {_kind(inner)}"
    if part.get("properties"):
        return "mapping"
    return str(part.get("title") or _words(part.get("type", "anything")))


def _words(types: str | list[str]) -> str:
    names = {"string": "text", "object": "mapping", "array": "list", "boolean": "true or false"}
    listed = [types] if isinstance(types, str) else types
    return " or ".join(names.get(name, name) for name in listed)


def _link(reference: str) -> str:
    file, _, pointer = reference.partition("#")
    name = pointer.rpartition("/")[2]
    return f"[{name}]({'plan-language.md' if file else ''}#{name})"


def _examples(part: Schema) -> str:
    shown = [_code(example) for example in part.get("examples", ())][:3]
    return f"For example {', '.join(shown)}." if shown else ""


def _code(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"`{text}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
