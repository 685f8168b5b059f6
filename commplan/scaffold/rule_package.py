"""A package with one rule and its test: a plugin to grow from.

The files lie under `rule_package/` as they will be, with ``$name`` and the like
where a rule's own words belong.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from string import Template
from typing import NamedTuple

from commplan.errors import ConfigError

FOLDER = os.path.join(os.path.dirname(__file__), "rule_package")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_CODE = re.compile(r"X[A-Z]{2,3}[0-4][0-9]{2}")


class NewRule(NamedTuple):
    """What a new rule is called."""

    name: str
    """Hyphenated, for the bad thing that it finds."""
    code: str

    @property
    def package(self) -> str:
        """The name under which the package is installed."""
        return f"commplan-{self.name}"


def new_rule(name: str, code: str) -> NewRule:
    """Check a name and a code. Raises ConfigError for what no rule can be called."""
    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"{name!r} is no name for a rule; name the bad thing in two or more words, in lower"
            " case with hyphens, such as 'channel-without-topic'"
        )
    if not _CODE.fullmatch(code):
        raise ConfigError(
            f"{code!r} is no code for a plugin's rule; expected X, two or three letters of your"
            " own, a class (1: the plan, 2: what follows over time, 3: the workspace), and two"
            " digits, such as 'XAC101'"
        )
    return NewRule(name, code)


def files(rule: NewRule, version: str) -> Mapping[str, str]:
    """Relative path to text of every file of the package, for this version of commplan."""
    module = rule.name.replace("-", "_")
    words = {
        "name": rule.name,
        "code": rule.code,
        "package": rule.package,
        "module": module,
        "version": ".".join(version.split(".")[:2]),
    }
    return {
        path.replace("MODULE", module): Template(text).substitute(words)
        for path, text in sorted(_templates())
    }


def _templates() -> Iterator[tuple[str, str]]:
    for folder, _, names in os.walk(FOLDER):
        for name in names:
            if name.endswith(".tmpl"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    shown = os.path.relpath(path, FOLDER).removesuffix(".tmpl")
                    yield shown.replace(os.sep, "/"), file.read()
