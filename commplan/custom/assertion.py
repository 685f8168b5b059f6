"""From a declared rule to the function that judges."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from commplan.custom.definition import Definition
from commplan.custom.entities import Entity, entities
from commplan.custom.language import ExpressionError, Language
from commplan.errors import ConfigError
from commplan.finding import NotAssessed, Problem
from commplan.place import Place
from commplan.plan import SECTIONS, Plan
from commplan.rule import Verdicts

if TYPE_CHECKING:
    from cel_expr_python.cel import Expression

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnresolvedError(LookupError):
    """A reference that names nothing; PLN101 says so at its own place."""


def assertion(told: Definition) -> Callable[[Plan, int], Verdicts]:
    """The function of a declared rule. Raises ConfigError for what cannot be compiled."""
    rule = _Assertion(told)

    def judge(plan: Plan, as_of: int) -> Verdicts:
        return rule.judge(plan, as_of)

    return judge


class _Assertion:
    def __init__(self, told: Definition) -> None:
        self._told = told
        self._plan: Plan | None = None
        self._language = Language(self._resolve)
        self._asserts = self._compile("assert", told.asserts)
        self._where = None if told.where is None else self._compile("where", told.where)
        self._parts = {
            text: self._compile("message", text, as_truth=False)
            for text in _EXPRESSION.findall(told.message)
        }

    def judge(self, plan: Plan, as_of: int) -> Verdicts:
        """A problem for each entity of which the assertion does not hold."""
        self._plan = plan
        known = {"plan": plan.value, "as_of": _EPOCH + timedelta(microseconds=as_of)}
        for entity in entities(plan.value, self._told.pattern):
            spoken = {**known, "it": entity.value, "id": entity.id}
            at = self._place(plan, entity)
            try:
                if self._concerns(entity, spoken) and not self._holds(entity, spoken):
                    yield self._problem(entity, spoken, at)
            except UnresolvedError as broken:
                yield NotAssessed(f"{broken} (PLN101)", at=at)

    def _concerns(self, entity: Entity, known: Mapping[str, Any]) -> bool:
        return self._where is None or self._truth("where", self._where, entity, known)

    def _holds(self, entity: Entity, known: Mapping[str, Any]) -> bool:
        return self._truth("assert", self._asserts, entity, known)

    def _problem(self, entity: Entity, known: Mapping[str, Any], at: Place) -> Problem:
        def said(match: re.Match[str]) -> str:
            return str(self._value("message", self._parts[match[1]], entity, known))

        return Problem(
            at=at,
            message=_EXPRESSION.sub(said, self._told.message),
            help=self._told.help,
            facts={"id": entity.id},
            subject="/".join(map(str, entity.pointer)),
        )

    def _place(self, plan: Plan, entity: Entity) -> Place:
        at = Place(plan.origin, entity.pointer)
        field = self._told.at
        if field and isinstance(entity.value, Mapping) and field in entity.value:
            return at / field
        return at.key if entity.pointer else at

    def _truth(
        self, key: str, expression: Expression, entity: Entity, known: Mapping[str, Any]
    ) -> bool:
        value = self._value(key, expression, entity, known)
        if not isinstance(value, bool):
            raise ConfigError(f"{self._spot(key, entity)} is neither true nor false, but {value!r}")
        return value

    def _value(
        self, key: str, expression: Expression, entity: Entity, known: Mapping[str, Any]
    ) -> Any:
        self._unresolved: str | None = None
        try:
            value = self._language.value(expression, known)
        except ExpressionError as error:
            if self._unresolved is not None:
                raise UnresolvedError(self._unresolved) from None
            hint = "; has(…) asks whether a field is there" if "Key not found" in str(error) else ""
            raise ConfigError(f"{self._spot(key, entity)}: {error}{hint}") from None
        return value

    def _spot(self, key: str, entity: Entity) -> str:
        return f"`{key}` of custom rule {self._told.name} at /{'/'.join(map(str, entity.pointer))}"

    def _compile(self, key: str, text: str, *, as_truth: bool = True) -> Expression:
        try:
            return self._language.compile(text, as_truth=as_truth)
        except ConfigError as error:
            raise ConfigError(f"custom.{self._told.name}.{key}: {error}") from None

    def _resolve(self, reference: str) -> object:
        """What a reference names in the plan that is being judged."""
        kind, _, name = reference.partition(":")
        found: Any = self._plan.value if self._plan is not None else {}
        for step in (*SECTIONS.get(kind, ()), name):
            found = found.get(step) if isinstance(found, Mapping) else None
        if kind not in SECTIONS or found is None:
            self._unresolved = f"nothing is called {reference!r}"
            raise LookupError(self._unresolved)
        return found
