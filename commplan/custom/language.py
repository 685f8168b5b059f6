"""The Common Expression Language (https://cel.dev), as declared rules may use it.

The only module that knows the library. Expressions see what they are given and
nothing else, always end, and are compiled when the configuration is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from commplan.errors import ConfigError

if TYPE_CHECKING:
    from cel_expr_python.cel import Expression

VARIABLES = {
    "it": "the entity, as the plan says it with its baselines merged in",
    "id": "the key under which it stands",
    "plan": "the whole plan",
    "as_of": "the instant for which the plan is judged",
}
"""What an expression may speak of."""


_CONTAINER = " (in container '')"
"""What the library adds to some complaints, and what tells nobody anything."""


class ExpressionError(Exception):
    """An expression that came to no value."""


class Language:
    """Compiles and evaluates expressions, for one plan at a time."""

    def __init__(self, resolve: Callable[[str], object]) -> None:
        """``resolve`` gives what a reference names; raises LookupError where there is nothing.

        Raises ConfigError where the library is not installed.
        """
        try:
            from cel_expr_python import cel
        except ImportError:
            raise ConfigError(
                "rules under [custom] need the Common Expression Language: "
                "pip install 'commplan[cel]'"
            ) from None
        kinds = {"it": cel.Type.DYN, "id": cel.Type.STRING, "plan": cel.Type.DYN}
        takes_text = cel.Overload(
            id="resolve_text",
            return_type=cel.Type.DYN,
            parameters=[cel.Type.STRING],
            is_member=False,
        )
        self._environment = cel.NewEnv(
            variables={**kinds, "as_of": cel.Type.TIMESTAMP},
            functions=[cel.FunctionDecl("resolve", [takes_text])],
            function_impls={"resolve_text": resolve},
        )

    def compile(self, text: str, *, as_truth: bool) -> Expression:
        """Raises ConfigError with the column, or where a truth is wanted and it is none."""
        try:
            compiled = self._environment.compile(text)
        except RuntimeError as error:
            raise ConfigError(_complaint(error)) from None
        kind = compiled.return_type().name()
        if as_truth and kind not in ("BOOL", "DYN"):
            raise ConfigError(f"is neither true nor false, but of type {kind.lower()}")
        return compiled

    def value(self, expression: Expression, known: Mapping[str, Any]) -> Any:
        """What an expression comes to. Raises ExpressionError where it comes to nothing."""
        try:
            value = expression.eval(data=known)
        except RuntimeError as error:
            raise ExpressionError(_reason(str(error))) from None
        plain = value.plain_value()
        if value.type().name() == "ERROR":
            raise ExpressionError(_reason(str(plain)))
        return plain


def _complaint(error: RuntimeError) -> str:
    """The first of the library's complaints, with its column: ``column 5: …``."""
    line = str(error).splitlines()[0]
    _, _, told = line.partition("<input>:")
    row, _, rest = told.partition(":")
    column, _, what = rest.partition(":")
    if not what:
        return _reason(line)
    where = f"column {column}" if row == "1" else f"line {row}, column {column}"
    return f"{where}: {what.strip().removesuffix(_CONTAINER)}"


def _reason(text: str) -> str:
    """The library's words without the name of its error class."""
    head, colon, rest = text.partition(": ")
    told = rest if colon and head.isupper() else text
    return told.partition(" [")[0] if told.endswith("]") and " [" in told else told
