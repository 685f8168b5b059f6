"""Find and read the files that settings stand in."""

import os
from collections.abc import Mapping
from typing import Any

from commplan.errors import ConfigError
from commplan.named import NamedTuple

Keys = tuple[str | int, ...]


class SettingsFile(NamedTuple):
    """A file with settings."""

    path: str
    data: bytes
    table: Mapping[str, Any]
    under: Keys = ()
    """The keys that lead to the table."""

    def place(self, keys: Keys) -> str:
        """``FILE:LINE`` of what keys lead to, as far as it is known."""
        from commplan.config.lines import line_of  # only where something is wrong

        line = line_of(self.data.decode(), (*self.under, *keys))
        return self.path if line is None else f"{self.path}:{line}"


def closest(start: str) -> SettingsFile | None:
    """The closest file with settings upward of ``start``."""
    folder = os.path.abspath(start)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        own = os.path.join(folder, "commplan.toml")
        if os.path.isfile(own):
            return named(own)
        project = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(project) and _mentions_us(project):
            found = _read(project)
            if found is not None:
                return found
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def named(path: str) -> SettingsFile:
    """The settings in a file. Raises ConfigError, naming it, where there are none."""
    found = _read(path)
    if found is None:
        raise ConfigError(f"{path}: has no table [tool.commplan]")
    return found


def _mentions_us(path: str) -> bool:
    """Whether a ``pyproject.toml`` has our table; a cheap look before parsing it."""
    try:
        with open(path, "rb") as file:
            return b"[tool.commplan" in file.read()
    except OSError:
        return False


def _read(path: str) -> SettingsFile | None:
    """The settings in a file; None for a ``pyproject.toml`` without any."""
    import tomllib  # only where there is a configuration

    try:
        with open(path, "rb") as file:
            data = file.read()
        value = tomllib.loads(data.decode())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # bad TOML, bytes that are no text, numbers without end
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: is nested too deeply") from error
    if os.path.basename(path) != "pyproject.toml":
        return SettingsFile(path, data, value)
    tools = value.get("tool")
    table = tools.get("commplan") if isinstance(tools, dict) else None
    return None if table is None else SettingsFile(path, data, table, ("tool", "commplan"))
