"""Rules that a configuration declares, without any Python.

``[custom.channel-without-runbook]`` says which entities are looked at, what has
to hold of each in the Common Expression Language, and what a finding says. Such a
rule is a rule like all others: it can be selected, graded, waived, made mandatory
and explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commplan.custom.assertion import assertion
from commplan.custom.definition import Definition, definition
from commplan.custom.page import docstring
from commplan.errors import ConfigError
from commplan.finding import Severity
from commplan.rule import Rule


def custom_rules(path: str, tables: Mapping[str, Mapping[str, Any]]) -> tuple[Rule, ...]:
    """The rules that the configuration in ``path`` declares, by their names.

    Raises ConfigError, naming file, rule and key, for an expression that cannot
    be understood, and where the language is not installed.
    """
    try:
        return tuple(_rule(definition(name, table)) for name, table in tables.items())
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def _rule(told: Definition) -> Rule:
    judge = assertion(told)
    judge.__name__ = told.name.replace("-", "_")
    judge.__doc__ = docstring(told)
    return Rule(
        code=told.code,
        name=told.name,
        severity=Severity(told.severity),
        profile=told.profile,
        since="",
        source=told.source,
        fix=None,
        reads=(),
        of=(),
        threads=(),
        lists=(),
        back="",
        baseline=False,
        needs=("plan", "as_of"),
        parameters={},
        takes={},
        judge=judge,
    )
