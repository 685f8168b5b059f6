"""Where settings name what no rule has: looked for when the run has stumbled over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from commplan.catalogue import Catalogue
from commplan.config.files import Keys, SettingsFile
from commplan.engine.parameters import checked_parameters
from commplan.errors import ConfigError


def check_names(file: SettingsFile, catalogue: Catalogue) -> None:
    """Raises ConfigError, naming file and line, for the first name that is none."""
    tables: list[tuple[Keys, Mapping[str, Any]]] = [((), file.table)]
    tables += [(("paths", glob), raw) for glob, raw in file.table.get("paths", {}).items()]
    for keys, table in tables:
        for more, problem in _mistakes(table, catalogue):
            raise ConfigError(f"{file.place((*keys, *more))}: {problem}")


def _mistakes(table: Mapping[str, Any], catalogue: Catalogue) -> Iterator[tuple[Keys, ConfigError]]:
    for key in ("select", "ignore", "mandatory"):
        for number, word in enumerate(table.get(key, ())):
            try:
                catalogue.matching(word)
            except ConfigError as error:
                yield (key, number), error
    for word, raw in table.get("rules", {}).items():
        keys: Keys = ("rules", word)
        try:
            rule = catalogue.get(word)
            for name, value in raw.items():
                if name != "severity":
                    keys = ("rules", word, name)
                    checked_parameters(rule, {name: value})
        except ConfigError as error:
            yield keys, error
