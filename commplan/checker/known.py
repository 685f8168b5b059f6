"""The file of known findings: one entry a line, sorted, for people who review it.

Paths in it are relative to its own folder, so it means the same wherever
commplan is run. A report in JSON will do, too: what it found is known.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from commplan.engine.baseline import Entry, entity
from commplan.errors import CommplanError, ConfigError
from commplan.named import NamedTuple
from commplan.reporters.json_text import Json, one_line

SCHEMA = "known-findings"
_URI = f"https://commplan.dev/schemas/v1/{SCHEMA}.schema.json"


class Known(NamedTuple):
    """What a baseline knows."""

    path: str
    entries: tuple[Entry, ...]
    is_report: bool = False
    """It is a report of one moment, which nobody keeps up to date."""


def read_known(path: str) -> Known:
    """Read a file of known findings. Raises ConfigError, naming the file and the line."""
    import json

    try:
        with open(path, "rb") as file:
            data = file.read()
        value = json.loads(data)
    except OSError as error:
        raise ConfigError(f"{path}: the baseline cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path}: the baseline is not JSON: {error}") from error
    if isinstance(value, dict) and isinstance(value.get("findings"), list):
        return Known(path, tuple(_reported(value["findings"])), is_report=True)
    _check(path, data, value)
    folder = os.path.dirname(path)
    entries = tuple(_entry(raw, folder) for raw in value["known"])
    return Known(path, _distinct(path, entries))


def _check(path: str, data: bytes, value: Any) -> None:
    from commplan.schema import is_valid

    if not isinstance(value, dict) or "known" not in value:
        raise ConfigError(
            f"{path}: expected what 'commplan baseline' writes, or a report as "
            "'--format json' writes it"
        )
    if is_valid(SCHEMA, value):
        return
    from commplan.explain import explain

    fault = explain(SCHEMA, value)[0]
    where = ".".join(str(step) for step in fault.pointer)
    hint = f" ({fault.help})" if fault.help else ""
    line = _line(path, data, fault.pointer)
    raise ConfigError(f"{path}{line}: {where + ': ' if where else ''}{fault.message}{hint}")


def _line(path: str, data: bytes, pointer: tuple[str | int, ...]) -> str:
    """``:LINE`` of a value, found by reading the text as YAML, which has JSON in it."""
    from commplan.document import read_documents

    try:
        (document,) = read_documents(data, path).documents
        return f":{document.span(pointer).line}"
    except (CommplanError, ValueError):  # too large to be read as YAML, or not quite YAML
        return ""


def _entry(raw: Mapping[str, Any], folder: str) -> Entry:
    return Entry(
        path=os.path.relpath(os.path.join(folder, raw["path"])).replace(os.sep, "/"),
        code=raw["code"],
        at=raw["at"],
        resource=raw.get("resource"),
        number=raw.get("count", 1),
        reason=raw.get("reason"),
        expires=raw.get("expires"),
    )


def _distinct(path: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    seen = set()
    for entry in entries:
        if entry.key in seen:
            raise ConfigError(f"{path}: two entries for {entry.code} at {entry.path} {entry.at}")
        seen.add(entry.key)
    return entries


def _reported(findings: Iterable[object]) -> Iterable[Entry]:
    """The entries that a report amounts to; anything that is no finding makes nothing known."""
    counts: dict[tuple[str, str, str, str | None], int] = {}
    for raw in findings:
        if isinstance(raw, dict) and all(isinstance(raw.get(k), str) for k in _NAMES):
            resource = raw.get("resource")
            live = resource.get("id") if isinstance(resource, dict) else None
            key = (raw["path"], raw["code"], entity(raw["pointer"]), live)
            counts[key] = counts.get(key, 0) + 1
    return (Entry(*key, count) for key, count in counts.items())


_NAMES = ("path", "code", "pointer")


def known_text(path: str, entries: Iterable[Entry]) -> str:
    """The content of the file at ``path``, of which a change to one entry is one line."""
    folder = os.path.dirname(path) or os.curdir
    listed = ",\n    ".join(one_line(_raw(entry, folder)) for entry in entries)
    known = f"[\n    {listed}\n  ]" if listed else "[]"
    return f'{{\n  "$schema": "{_URI}",\n  "version": 1,\n  "known": {known}\n}}\n'


def _raw(entry: Entry, folder: str) -> dict[str, Json]:
    raw: dict[str, Json] = {
        "path": os.path.relpath(entry.path, folder).replace(os.sep, "/"),
        "code": entry.code,
        "at": entry.at,
    }
    more: dict[str, Json] = {
        "resource": entry.resource,
        "count": entry.number if entry.number > 1 else None,
        "reason": entry.reason,
        "expires": entry.expires,
    }
    return raw | {key: value for key, value in more.items() if value is not None}
