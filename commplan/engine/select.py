"""Which rules run, how grave each is, and with which parameters."""

from collections.abc import Mapping
from typing import NamedTuple

from commplan.catalogue import Catalogue
from commplan.errors import ConfigError
from commplan.finding import Severity
from commplan.rule import PROFILES, Rule


class Setting(NamedTuple):
    """What configuration says about one rule."""

    severity: Severity | None = None
    off: bool = False
    parameters: Mapping[str, object] = {}


class Choice(NamedTuple):
    """What a user asked for."""

    profile: str = "standard"
    select: tuple[str, ...] = ()
    """Selectors; when there are any, they replace the profile."""
    ignore: tuple[str, ...] = ()
    settings: Mapping[str, Setting] = {}
    """By code or name."""


class Selection(NamedTuple):
    """The rules of a run, sorted by code."""

    rules: tuple[Rule, ...]
    """With the severity of this run."""
    parameters: Mapping[str, Mapping[str, object]]
    """By code, only where configuration sets some."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules of this run."""
        return frozenset(rule.code for rule in self.rules)


def select(catalogue: Catalogue, choice: Choice) -> Selection:
    """Choose the rules of a run. Raises ConfigError for words that name nothing."""
    settings = {catalogue.get(word).code: setting for word, setting in choice.settings.items()}
    chosen = _chosen(catalogue, choice)
    chosen -= {rule.code for word in choice.ignore for rule in catalogue.matching(word)}
    chosen -= {code for code, setting in settings.items() if setting.off}
    parameters = {
        code: _checked(catalogue.by_code[code], setting.parameters)
        for code, setting in settings.items()
        if setting.parameters
    }
    return Selection(
        rules=tuple(_graded(r, settings.get(r.code)) for r in catalogue.rules if r.code in chosen),
        parameters=parameters,
    )


def _chosen(catalogue: Catalogue, choice: Choice) -> set[str]:
    if choice.select:
        return {rule.code for word in choice.select for rule in catalogue.matching(word)}
    if choice.profile not in PROFILES:
        raise ConfigError(
            f"no profile is called {choice.profile!r}; there are {', '.join(PROFILES)}"
        )
    levels = PROFILES[: PROFILES.index(choice.profile) + 1]
    return {rule.code for rule in catalogue.rules if rule.profile in levels}


def _graded(rule: Rule, setting: Setting | None) -> Rule:
    if setting is None or setting.severity is None:
        return rule
    return rule._replace(severity=setting.severity)


def _checked(rule: Rule, parameters: Mapping[str, object]) -> Mapping[str, object]:
    """Parameters of a rule have the type of their default. Raises ConfigError."""
    checked = {}
    for name, value in parameters.items():
        key = name.replace("-", "_")
        if key not in rule.parameters:
            known = ", ".join(sorted(rule.parameters)) or "none"
            raise ConfigError(f"rule {rule.code} has no parameter {name!r}; it has {known}")
        checked[key] = _converted(rule, name, value, rule.parameters[key])
    return checked


def _converted(rule: Rule, name: str, value: object, default: object) -> object:
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is type(default):
        return value
    expected = {int: "a number", float: "a number", str: "text", bool: "true or false"}.get(
        type(default), "a list"
    )
    raise ConfigError(f"parameter {name!r} of rule {rule.code} is {value!r}, expected {expected}")
