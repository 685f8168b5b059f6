"""What a declared rule is made of, as written and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from commplan.errors import ConfigError
from commplan.plan import SECTIONS

_CODE = re.compile(r"X[A-Z]*[0-4][0-9]{2}")
NOUNS: Mapping[str, str] = {noun.replace(" ", "-"): noun for noun in SECTIONS}
"""What ``select`` may name, to the kind of a definition."""


class Definition(NamedTuple):
    """One table ``[custom.NAME]``."""

    name: str
    code: str
    select: str
    """A kind (``channel``), or a pointer with ``*`` (``/escalations/*/steps/*``)."""
    asserts: str
    """What has to hold, as an expression."""
    message: str
    """What a finding says; ``{…}`` holds expressions."""
    where: str | None = None
    """Of which entities it has to hold, as an expression; of all where it is absent."""
    at: str | None = None
    """The field of the entity at which a finding stands, if it is there."""
    help: str | None = None
    why: str = ""
    severity: str = "warning"
    profile: str = "basic"
    source: str = ""
    bad: str = ""
    good: str = ""

    @property
    def pattern(self) -> tuple[str, ...]:
        """The keys that lead to the entities, ``*`` for any."""
        if self.select in NOUNS:
            return (*SECTIONS[NOUNS[self.select]], "*")
        return tuple(self.select.strip("/").split("/")) if self.select != "plan" else ()


def definition(name: str, table: Mapping[str, Any]) -> Definition:
    """Read a table that matches the schema. Raises ConfigError for what the schema cannot see."""
    told = Definition(name=name, asserts=table["assert"], **_others(table))
    if not _CODE.fullmatch(told.code):
        raise ConfigError(
            f"custom.{name}.code: {told.code!r} is no code for a rule of your own; expected X, "
            "letters, a class from 0 to 4 and two digits, such as XAC101"
        )
    if told.select != "plan" and told.select not in NOUNS and not told.select.startswith("/"):
        from commplan.plan import nearest

        close = nearest(told.select, (*NOUNS, "plan"))
        hint = f"did you mean {close!r}?" if close else f"there are plan, {', '.join(NOUNS)}"
        raise ConfigError(
            f"custom.{name}.select: nothing in a plan is a {told.select!r}; {hint} "
            "A pointer such as '/escalations/*/steps/*' selects anything else"
        )
    return told


def _others(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in table.items() if key != "assert"}
