"""Configuration: ``commplan.toml``, or ``[tool.commplan]`` in ``pyproject.toml``."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from commplan.engine.select import Choice, Setting
from commplan.errors import ConfigError
from commplan.finding import Severity
from commplan.named import NamedTuple
from commplan.plugins import PluginChoice
from commplan.rule import PROFILES, Rule

DEFAULT_PLANS = ("plans",)


class Configuration(NamedTuple):
    """What a team has decided once; the command line may say otherwise."""

    path: str | None = None
    """The file it came from, or None for the defaults."""
    plans: tuple[str, ...] = DEFAULT_PLANS
    """Files and folders to check when none are named; relative to the configuration."""
    choice: Choice = Choice()
    fail_on: Severity = Severity.ERROR
    plugins: PluginChoice = PluginChoice()
    custom: Mapping[str, Mapping[str, Any]] = {}
    """Rules of the team's own, by name, as declared."""
    cache: bool = True
    baseline: str | None = None
    """The file of known findings."""

    def custom_rules(self) -> tuple[Rule, ...]:
        """The rules that are declared here. Raises ConfigError for one that is not understood."""
        if not self.custom:
            return ()
        from commplan.custom import custom_rules  # loads a language

        return custom_rules(self.path or "", self.custom)


def load(path: str | None, start: str) -> Configuration:
    """Read the configuration in ``path``, or the closest one upward of ``start``.

    Raises ConfigError, naming file and key, for a file that cannot be read or
    says something that is not understood.
    """
    found = _closest(start) if path is None else _named(path)
    if found is None:
        return Configuration()
    file, table = found
    _check(file, table)
    return _configuration(file, table)


def _named(path: str) -> tuple[str, Mapping[str, Any]]:
    table = _table(path)
    if table is None:
        raise ConfigError(f"{path}: has no table [tool.commplan]")
    return path, table


def _closest(start: str) -> tuple[str, Mapping[str, Any]] | None:
    folder = os.path.abspath(start)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        own = os.path.join(folder, "commplan.toml")
        if os.path.isfile(own):
            return _named(own)
        project = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(project) and _mentions_us(project):
            table = _table(project)
            if table is not None:
                return project, table
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _mentions_us(path: str) -> bool:
    """Whether a ``pyproject.toml`` has our table; a cheap look before parsing it."""
    try:
        with open(path, "rb") as file:
            return b"[tool.commplan" in file.read()
    except OSError:
        return False


def _table(path: str) -> Mapping[str, Any] | None:
    """The settings in a file; None for a ``pyproject.toml`` without any."""
    import tomllib  # only where there is a configuration

    try:
        with open(path, "rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # bad TOML, bytes that are no text, numbers without end
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: is nested too deeply") from error
    if os.path.basename(path) != "pyproject.toml":
        return data
    tools = data.get("tool")
    table: Mapping[str, Any] | None = tools.get("commplan") if isinstance(tools, dict) else None
    return table


def _check(path: str, table: Mapping[str, Any]) -> None:
    from commplan.explain import explain
    from commplan.schema import is_valid

    for where in _dates(table):
        raise ConfigError(f"{path}: {where}: a date is written as text, in quotes")
    if is_valid("config", table):
        _check_packs(path, table)
        return
    fault = explain("config", table)[0]
    where = ".".join(str(step) for step in fault.pointer)
    hint = f" ({fault.help})" if fault.help else ""
    raise ConfigError(f"{path}: {where + ': ' if where else ''}{fault.message}{hint}")


def _check_packs(path: str, table: Mapping[str, Any]) -> None:
    packs, profile = table.get("packs", ()), table.get("profile", "standard")
    if not packs and profile in PROFILES:
        return
    from commplan.packs import pack_names  # only where a pack is named
    from commplan.plan import nearest

    if profile in pack_names():
        raise ConfigError(f'{path}: profile: {profile!r} is a pack (write packs = ["{profile}"])')
    for name in packs:
        if name not in pack_names():
            close = nearest(name, pack_names())
            hint = f"did you mean {close!r}?" if close else f"there are {', '.join(pack_names())}"
            raise ConfigError(f"{path}: packs: no pack is called {name!r}; {hint}")


def _dates(value: object, where: str = "") -> Iterator[str]:
    """Where TOML has dates and times, which JSON Schema has no word for."""
    from datetime import date, time

    if isinstance(value, date | time):
        yield where
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _dates(item, f"{where}.{key}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            yield from _dates(item, where)


def _configuration(path: str, table: Mapping[str, Any]) -> Configuration:
    folder = os.path.dirname(os.path.abspath(path))
    plugins = table.get("plugins", {})
    return Configuration(
        path=path,
        plans=tuple(_beside(folder, plan) for plan in table.get("plans", DEFAULT_PLANS)),
        choice=Choice(
            profile=table.get("profile", "standard"),
            packs=tuple(table.get("packs", ())),
            select=tuple(table.get("select", ())),
            ignore=tuple(table.get("ignore", ())),
            mandatory=tuple(table.get("mandatory", ())),
            settings={word: _setting(raw) for word, raw in table.get("rules", {}).items()},
        ),
        fail_on=Severity(table.get("fail-on", "error")),
        plugins=PluginChoice(
            allow=tuple(plugins["allow"]) if "allow" in plugins else None,
            off=tuple(plugins.get("off", ())),
        ),
        custom=table.get("custom", {}),
        cache=table.get("cache", True),
        baseline=_beside(folder, table["baseline"]) if "baseline" in table else None,
    )


def _beside(folder: str, path: str) -> str:
    return os.path.relpath(os.path.join(folder, path))


def _setting(raw: Mapping[str, Any]) -> Setting:
    severity = raw.get("severity")
    return Setting(
        severity=Severity(severity) if severity not in (None, "off") else None,
        off=severity == "off",
        parameters={name: value for name, value in raw.items() if name != "severity"},
    )
