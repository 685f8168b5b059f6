"""Whether what configuration says of a rule's parameters is what the rule can take."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from commplan.errors import ConfigError
from commplan.rule import Bounds, Rule

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
        _check_taken(rule, key, checked[key])
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
        raise _unexpected(rule, name, value, expected)


_NUMBER = Bounds(0)


def _check_taken(rule: Rule, name: str, value: object) -> None:
    """A number lies in the range that the rule takes, and a word is one of its words."""
    taken = rule.takes.get(name, _NUMBER)
    if isinstance(value, bool):
        return
    if isinstance(taken, Bounds):
        fits = not isinstance(value, int | float) or _holds(taken, value)
    else:
        fits = {*(value if isinstance(value, tuple) else (value,))} <= {*taken}
    if not fits:
        from commplan.rule_page import taken_words  # only for a mistake

        raise _unexpected(rule, name, value, taken_words(taken))


def _holds(taken: Bounds, value: float) -> bool:
    return value >= taken.least and (taken.most is None or value <= taken.most)


def _unexpected(rule: Rule, name: str, value: object, expected: str) -> ConfigError:
    told = list(value) if isinstance(value, tuple) else value
    return ConfigError(f"parameter {name!r} of rule {rule.code} is {told!r}, expected {expected}")


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
    raise _unexpected(rule, name, value, expected)
