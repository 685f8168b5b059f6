"""Whether a file of settings says what can be understood."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from commplan.config.files import Keys, SettingsFile
from commplan.errors import ConfigError
from commplan.rule import PROFILES

if TYPE_CHECKING:
    from commplan.schema import Fault


def check(file: SettingsFile) -> None:
    """Raises ConfigError, naming file, line and key, for the first mistake."""
    from commplan.schema import is_valid

    for keys in _dates(file.table):
        raise _mistake(file, keys, "a date is written as text, in quotes")
    if not is_valid("config", file.table):
        from commplan.explain import explain

        fault = explain("config", file.table)[0]
        hint = f" ({_as_toml(fault)})" if fault.help else ""
        raise _mistake(file, fault.pointer, f"{fault.message}{hint}")
    _check_packs(file, file.table, ())
    for pattern, table in file.table.get("paths", {}).items():
        _check_pattern(file, pattern)
        _check_packs(file, table, ("paths", pattern))


def _mistake(file: SettingsFile, keys: Keys, problem: str) -> ConfigError:
    where = ".".join(map(_shown, keys))
    told = problem if problem.startswith(where) else f"{where}: {problem}"
    return ConfigError(f"{file.place(keys)}: {told}")


def _as_toml(fault: "Fault") -> str:
    """Advice is worded for YAML; keys that are to be added and lists are written otherwise here."""
    advice = fault.help or ""
    if isinstance(fault.meant, list):
        import json  # only for a mistake

        return f"write it as a list: {json.dumps(fault.meant, ensure_ascii=False)}"
    return advice.replace(": ", " = ", 1) if advice.startswith("add '") else advice


def _shown(key: str | int) -> str:
    """A key as TOML has it."""
    text = str(key)
    return text if text.replace("-", "").replace("_", "").isalnum() else f'"{text}"'


def _check_pattern(file: SettingsFile, pattern: str) -> None:
    if pattern.startswith("/") or ".." in pattern.split("/"):
        problem = "a pattern is relative to the folder of the configuration and stays in it"
        raise _mistake(file, ("paths", pattern), problem)


def _check_packs(file: SettingsFile, table: Mapping[str, Any], keys: Keys) -> None:
    packs, profile = table.get("packs", ()), table.get("profile", "standard")
    if not packs and profile in PROFILES:
        return
    from commplan.packs import pack_names  # only where a pack is named
    from commplan.plan import nearest

    if profile in pack_names():
        problem = f'{profile!r} is a pack (write packs = ["{profile}"])'
        raise _mistake(file, (*keys, "profile"), problem)
    if profile not in PROFILES:
        problem = f"no profile is called {profile!r}; there are {', '.join(PROFILES)}"
        raise _mistake(file, (*keys, "profile"), problem)
    for name in packs:
        if name not in pack_names():
            close = nearest(name, pack_names())
            hint = f"did you mean {close!r}?" if close else f"there are {', '.join(pack_names())}"
            raise _mistake(file, (*keys, "packs"), f"no pack is called {name!r}; {hint}")


def _dates(value: object, keys: Keys = ()) -> Iterator[Keys]:
    """Where TOML has dates and times, which JSON Schema has no word for."""
    from datetime import date, time

    if isinstance(value, date | time):
        yield keys
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _dates(item, (*keys, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _dates(item, (*keys, number))
