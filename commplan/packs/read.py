"""Read packs from the files beside this module: strictly, a key too many is a fault."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from commplan.clock import Duration, parse_duration
from commplan.finding import Severity
from commplan.packs.pack import Control, Duty, Pack

_FOLDER = os.path.dirname(os.path.abspath(__file__))
_EXTENSION = ".toml"


class _Keys(NamedTuple):
    """What a table has to hold, and may hold."""

    required: Mapping[str, type]
    optional: Mapping[str, type]


_PACK = _Keys(
    {"title": str, "source": str},
    {"classes": list, "severity": dict, "duties": list, "controls": list},
)
_DUTY = _Keys(
    {"id": str, "title": str, "recipient": str, "source": str, "verified": bool},
    {
        "trigger": str,
        "after": str,
        "deadline": str,
        "clock": str,
        "rolls_to": str,
        "where": str,
        "fields": list,
        "note": str,
    },
)
_CONTROL = _Keys({"id": str, "title": str, "verified": bool, "rules": list}, {})


@cache
def pack_names() -> tuple[str, ...]:
    """The packs that there are, sorted."""
    files = (os.path.splitext(name) for name in os.listdir(_FOLDER))
    return tuple(sorted(name for name, extension in files if extension == _EXTENSION))


@cache
def load_pack(name: str) -> Pack:
    """One of :func:`pack_names`."""
    import tomllib  # only where a pack is named

    with open(os.path.join(_FOLDER, name + _EXTENSION), "rb") as file:
        return read_pack(name, tomllib.load(file))


def read_pack(name: str, raw: Mapping[str, Any]) -> Pack:
    """Read a pack; raises ValueError, naming the place, for whatever is not understood."""
    _check(name, raw, _PACK)
    severity = raw.get("severity", {})
    return Pack(
        name=name,
        title=raw["title"],
        source=raw["source"],
        classes=tuple(raw.get("classes", ())),
        severity={code: Severity(severity[code]) for code in sorted(severity)},
        duties=tuple(_duty(f"{name}: duty {n}", d) for n, d in enumerate(raw.get("duties", ()), 1)),
        controls=tuple(
            _control(f"{name}: control {n}", c) for n, c in enumerate(raw.get("controls", ()), 1)
        ),
    )


def _duty(where: str, raw: Mapping[str, Any]) -> Duty:
    _check(where, raw, _DUTY)
    if ("trigger" in raw) == ("after" in raw):
        raise ValueError(f"{where}: expected either 'trigger' or 'after'")
    if ("deadline" in raw) != ("clock" in raw):
        raise ValueError(f"{where}: 'deadline' and 'clock' go together")
    return Duty(
        id=raw["id"],
        title=raw["title"],
        trigger=raw.get("trigger"),
        after=raw.get("after"),
        deadline=_deadline(raw),
        clock=raw.get("clock"),
        rolls_to=raw.get("rolls_to"),
        recipient=raw["recipient"],
        where=raw.get("where"),
        fields=tuple(raw.get("fields", ())),
        source=raw["source"],
        verified=raw["verified"],
        note=raw.get("note"),
    )


def _deadline(raw: Mapping[str, Any]) -> Duration | None:
    return parse_duration(raw["deadline"]) if "deadline" in raw else None


def _control(where: str, raw: Mapping[str, Any]) -> Control:
    _check(where, raw, _CONTROL)
    return Control(raw["id"], raw["title"], raw["verified"], tuple(raw["rules"]))


def _check(where: str, raw: Mapping[str, Any], keys: _Keys) -> None:
    """Refuse a table that lacks a key, has one too many, or one of the wrong type."""
    types = {**keys.required, **keys.optional}
    for key in keys.required:
        if key not in raw:
            raise ValueError(f"{where}: lacks {key!r}")
    for key, value in raw.items():
        if key not in types:
            raise ValueError(f"{where}: has the unknown key {key!r}; it may have {[*types]}")
        if type(value) is not types[key]:
            raise ValueError(f"{where}: {key!r} is {value!r}, expected a {types[key].__name__}")
