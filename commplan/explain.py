"""Say in words why a value does not match its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commplan.document import Pointer
from commplan.schema import Fault

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def faults(errors: Iterable[ValidationError], value: object) -> tuple[Fault, ...]:
    """Turn validation errors into faults, in the order in which the document has them."""
    found: dict[tuple[Pointer, str], Fault] = {}
    for error in errors:
        for fault in _explain(error):
            found.setdefault((fault.pointer, fault.message), fault)
    return tuple(sorted(found.values(), key=lambda fault: _order(fault.pointer, value)))


def _order(pointer: Pointer, value: object) -> tuple[int, ...]:
    """Where a pointer stands in the document, as the numbers of its steps."""
    steps = []
    for step in pointer:
        if isinstance(value, dict):
            keys = list(value)
            steps.append(keys.index(step) if step in value else len(keys))
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            steps.append(step)
            value = value[step] if step < len(value) else None
    return tuple(steps)


def _explain(error: ValidationError) -> Iterator[Fault]:
    if error.context and error.validator in ("oneOf", "anyOf"):
        for inner in _best_branch(error):
            yield from _explain(inner)
        return
    explain = _BY_KEYWORD.get(str(error.validator), _other)
    yield from explain(error)


def _best_branch(error: ValidationError) -> list[ValidationError]:
    """The errors of the alternative that the author most likely meant.

    That is one of the right type, if there is any; among those, the one with
    which the value agrees deepest.
    """
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)

    def fit(errors: list[ValidationError]) -> tuple[bool, int, int]:
        wrong_kind = any(e.validator in ("type", "const") and not e.relative_path for e in errors)
        deepest = max(len(e.relative_path) for e in errors)
        return (not wrong_kind, deepest, -len(errors))

    best = max(branches.values(), key=fit)
    if not fit(best)[0] and len(branches) > 1:
        return []
    return best


def _path(error: ValidationError) -> Pointer:
    return tuple(error.absolute_path)


def _unknown_keys(error: ValidationError) -> Iterator[Fault]:
    known = list(_properties(error.schema))
    patterns = error.schema.get("patternProperties", {})
    import re
    from difflib import get_close_matches

    for key in error.instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        close = get_close_matches(str(key), known, n=1, cutoff=0.6)
        hint = f"did you mean {close[0]!r}?" if close else f"known here: {_listing(known)}"
        yield Fault(
            (*_path(error), key),
            True,
            f"unknown key {key!r}; {hint}",
            f"rename it to {close[0]!r}" if close else "remove it, or correct its spelling",
        )


def _properties(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    return properties


def _missing_keys(error: ValidationError) -> Iterator[Fault]:
    for key in error.validator_value:
        if key not in error.instance:
            path = _path(error)
            owner = ".".join(str(step) for step in path) or "the document"
            yield Fault(path, False, f"{owner} has no {key!r}", f"add {key!r}")


def _wrong_type(error: ValidationError) -> Iterator[Fault]:
    names = error.validator_value
    expected = " or ".join(_TYPES[name] for name in ([names] if isinstance(names, str) else names))
    title = error.schema.get("title")
    kind = f" ({title})" if title else ""
    examples = _examples(error.schema)
    yield Fault(
        _path(error), False, f"expected {expected}{kind}, found {_shown(error.instance)}", examples
    )


def _wrong_text(error: ValidationError) -> Iterator[Fault]:
    title = error.schema.get("title") or error.schema.get("description", "text of this form")
    yield Fault(
        _path(error),
        False,
        f"{_shown(error.instance)} is not a valid {_first_clause(title)}",
        _examples(error.schema),
    )


def _not_listed(error: ValidationError) -> Iterator[Fault]:
    from difflib import get_close_matches

    allowed = [str(item) for item in error.validator_value]
    close = get_close_matches(str(error.instance), allowed, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]!r}?" if close else f"expected one of {_listing(allowed)}"
    yield Fault(_path(error), False, f"{_shown(error.instance)} is not known here; {hint}", None)


def _not_constant(error: ValidationError) -> Iterator[Fault]:
    expected = _shown(error.validator_value)
    yield Fault(_path(error), False, f"{_shown(error.instance)}, expected {expected}", None)


def _wrong_key(error: ValidationError) -> Iterator[Fault]:
    key = error.instance
    yield Fault(
        (*_path(error), key),
        True,
        f"{_shown(key)} cannot be a key here; expected {_expected(error)}",
        None,
    )


def _expected(error: ValidationError) -> str:
    schema = error.schema
    title = schema.get("title") or schema.get("description")
    return _first_clause(title) if title else f"text that matches {error.validator_value}"


def _other(error: ValidationError) -> Iterator[Fault]:
    if error.validator == "propertyNames":
        for inner in error.context or ():
            yield from _wrong_key(inner)
        return
    limits = {
        "minimum": "is less than {}",
        "maximum": "is more than {}",
        "exclusiveMinimum": "is not more than {}",
        "exclusiveMaximum": "is not less than {}",
        "minLength": "is shorter than {} characters",
        "maxLength": "is longer than {} characters",
        "minItems": "has fewer than {} entries",
        "maxItems": "has more than {} entries",
        "minProperties": "has fewer than {} entries",
        "maxProperties": "has more than {} entries",
        "uniqueItems": "lists something twice",
    }
    text = limits.get(str(error.validator), "does not fit")
    yield Fault(
        _path(error),
        False,
        f"{_shown(error.instance)} {text.format(error.validator_value)}",
        _examples(error.schema),
    )


_BY_KEYWORD: Mapping[str, Callable[[ValidationError], Iterator[Fault]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "pattern": _wrong_text,
    "enum": _not_listed,
    "const": _not_constant,
}


def _examples(schema: object) -> str | None:
    examples = schema.get("examples") if isinstance(schema, dict) else None
    if not examples:
        return None
    return "write it like " + ", ".join(_shown(example) for example in examples[:3])


def _shown(value: object) -> str:
    """A value as a person would name it, never a dump."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _first_clause(text: str) -> str:
    return text.partition(". ")[0].partition(": ")[0].rstrip(".")


def _listing(words: list[str]) -> str:
    return ", ".join(words[:12]) + (f" and {len(words) - 12} more" if len(words) > 12 else "")
