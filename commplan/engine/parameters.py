"""Whether what configuration says of a rule's parameters is what the rule can take."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from commplan.errors import ConfigError
from commplan.rule import Rule

if TYPE_CHECKING:
    from commplan.clock import Duration


def checked_parameters(rule: Rule, parameters: Mapping[str, object]) -> Mapping[str, object]:
    """Parameters of a rule have the type of their default. Raises ConfigError."""
    checked = {}
    for name, value in parameters.items():
        key = name.replace("-", "_")
        if key not in rule.parameters:
            known = ", ".join(sorted(rule.parameters)) or "none"
            raise ConfigError(f"rule {rule.code} has no parameter {name!r}; it has {known}")
        checked[key] = _converted(rule, name, value, rule.parameters[key])
        _check_length(rule, key, checked[key])
    return checked


def _check_length(rule: Rule, name: str, value: object) -> None:
    """A length of time is one, and a rule looks back by more than nothing."""
    default = rule.parameters[name]
    expected = ""
    if isinstance(default, str) and isinstance(value, str):
        length = _length(value)
        if _length(default) is None:
            return
        if length is None or length.business_days:
            expected = f"a duration in hours, days, weeks or months, such as {default}"
        elif name == rule.back and not any(length):
            expected = "more than nothing"
    elif name == rule.back and isinstance(value, int) and value <= 0:
        expected = "more than nothing"
    if expected:
        raise ConfigError(
            f"parameter {name!r} of rule {rule.code} is {value!r}, expected {expected}"
        )


def _length(text: str) -> "Duration | None":
    """The length of time that a text means; None for other texts."""
    from commplan.clock import parse_duration  # only where something is set

    try:
        return parse_duration(text)
    except ValueError:
        return None


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
