"""Which rules judge which file, where the configuration tells paths apart."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.catalogue import Catalogue
from commplan.config import Configuration, PathSettings
from commplan.engine.select import Choice, Selection, select, settings_by_code
from commplan.errors import ConfigError


class Places:
    """The rules of each file."""

    def __init__(
        self, catalogue: Catalogue, choice: Choice, configuration: Configuration, *, chosen: bool
    ) -> None:
        """``chosen`` says that the command line chose rules, which no path changes.

        Raises ConfigError for settings that cannot hold.
        """
        self._catalogue = catalogue
        self._choice = choice._replace(settings=settings_by_code(catalogue, choice.settings))
        self._configuration = configuration
        self._chosen = chosen
        self._selections: dict[tuple[str, ...], Selection] = {}
        self.widest = self._widest()

    def __call__(self, path: str) -> Selection:
        """The rules that judge a file, named as from the working directory."""
        return self._selection(self._configuration.paths_of(path))

    def _widest(self) -> Selection:
        """Every rule that judges any file, as grave as where no path says otherwise."""
        base = self._selection(())
        rules = {rule.code: rule for rule in base.rules}
        for entry in self._configuration.paths:
            try:
                found = self._selection((entry,))
            except ConfigError as error:
                raise ConfigError(f"{entry.place}: {error}") from error
            for rule in found.rules:
                rules.setdefault(rule.code, rule)
        return base._replace(rules=tuple(rules[code] for code in sorted(rules)))

    def _selection(self, entries: tuple[PathSettings, ...]) -> Selection:
        patterns = tuple(entry.pattern for entry in entries)
        if patterns not in self._selections:
            self._selections[patterns] = select(self._catalogue, self._with(entries))
        return self._selections[patterns]

    def _with(self, entries: Iterable[PathSettings]) -> Choice:
        choice = self._choice
        for entry in entries:
            settings = dict(choice.settings)
            for code, setting in settings_by_code(self._catalogue, entry.settings).items():
                settings[code] = setting.over(settings.get(code))
            ignore = (*choice.ignore, *entry.ignore)
            choice = choice._replace(ignore=ignore, settings=settings)
            if entry.profile is not None and not self._chosen:
                choice = choice._replace(profile=entry.profile, select=())
            if entry.select is not None and not self._chosen:
                choice = choice._replace(select=entry.select)
        return choice
