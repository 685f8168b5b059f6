"""What a team has decided once."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from commplan.catalogue import Catalogue
from commplan.config.files import SettingsFile, closest, named
from commplan.engine.select import Choice, Policy, Setting
from commplan.finding import Severity
from commplan.named import NamedTuple
from commplan.plugins import PluginChoice
from commplan.rule import Rule

DEFAULT_PLANS = ("plans",)


class PathSettings(NamedTuple):
    """What is decided otherwise for some files."""

    pattern: str
    place: str
    """Where it is said, for messages."""
    profile: str | None
    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    settings: Mapping[str, Setting]


class Configuration(NamedTuple):
    """What a team has decided once; the command line may say otherwise."""

    path: str | None = None
    """The file it came from, or None for the defaults."""
    files: tuple[SettingsFile, ...] = ()
    """That file and those that it extends."""
    plans: tuple[str, ...] = DEFAULT_PLANS
    """Files and folders to check when none are named; relative to the configuration."""
    choice: Choice = Choice()
    paths: tuple[PathSettings, ...] = ()
    """In order: later ones have the last word."""
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

    def check_names(self, catalogue: Catalogue) -> None:
        """Raises ConfigError, naming file and line, for what no rule is called."""
        from commplan.config.naming import check_names  # only where something is wrong

        for file in self.files:
            check_names(file, catalogue)

    def paths_of(self, path: str) -> tuple[PathSettings, ...]:
        """What is decided otherwise for a file, named as from the working directory."""
        from commplan.config.globs import pattern  # only where paths are told apart

        inside = os.path.relpath(path, os.path.dirname(self.path or ""))
        name = inside.replace(os.sep, "/")
        return tuple(entry for entry in self.paths if pattern(entry.pattern).fullmatch(name))


def load(path: str | None, start: str) -> Configuration:
    """Read the configuration in ``path``, or the closest one upward of ``start``.

    Raises ConfigError, naming file, line and key, for a file that cannot be read or
    says something that is not understood.
    """
    file = closest(start) if path is None else named(path)
    if file is None:
        return Configuration()
    from commplan.config.extending import merged

    table, policies = merged(file)
    return _configuration((file, *policies), table)


def passed_over(configuration: Configuration, paths: Iterable[str]) -> tuple[str, ...]:
    """Files with settings that are the closest to some of the paths, and are not read."""
    folders = {path if os.path.isdir(path) else os.path.dirname(path) for path in paths}
    found = {file.path for folder in folders if (file := closest(folder or os.curdir))}
    return tuple(sorted(found.difference(file.path for file in configuration.files)))


def _configuration(files: tuple[SettingsFile, ...], table: Mapping[str, Any]) -> Configuration:
    file, *policies = files
    folder = os.path.dirname(os.path.abspath(file.path))
    plugins = table.get("plugins", {})
    return Configuration(
        path=file.path,
        files=files,
        plans=tuple(_beside(folder, plan) for plan in table.get("plans", DEFAULT_PLANS)),
        choice=Choice(
            profile=table.get("profile", "standard"),
            packs=tuple(table.get("packs", ())),
            select=tuple(table.get("select", ())),
            ignore=tuple(table.get("ignore", ())),
            mandatory=tuple(table.get("mandatory", ())),
            settings=_settings(table),
            policies=tuple(map(_policy, policies)),
            strict_evidence=table.get("strict-evidence", False),
        ),
        paths=tuple(
            PathSettings(
                pattern=pattern,
                place=f'{file.path}: paths."{pattern}"',
                profile=raw.get("profile"),
                select=tuple(raw["select"]) if "select" in raw else None,
                ignore=tuple(raw.get("ignore", ())),
                settings=_settings(raw),
            )
            for pattern, raw in table.get("paths", {}).items()
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


def _policy(file: SettingsFile) -> Policy:
    return Policy(file.path, tuple(file.table.get("mandatory", ())), _settings(file.table))


def _beside(folder: str, path: str) -> str:
    return os.path.relpath(os.path.join(folder, path))


def _settings(table: Mapping[str, Any]) -> Mapping[str, Setting]:
    return {word: _setting(raw) for word, raw in table.get("rules", {}).items()}


def _setting(raw: Mapping[str, Any]) -> Setting:
    severity = raw.get("severity")
    return Setting(
        severity=Severity(severity) if severity not in (None, "off") else None,
        off=severity == "off",
        parameters={name: value for name, value in raw.items() if name != "severity"},
    )
