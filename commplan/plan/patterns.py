"""Regular expressions that plans state, tried in bounded time.

Plans are hostile input, and Python's own engine cannot be stopped: a short
expression keeps it busy for years. The validator brings an engine that gives up
after a number of steps, and it understands what editors with our schemas do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jsonschema_rs

_LONGEST = 1000
"""Characters of an expression that people may have written."""
_STEPS = 100_000
"""What the engine may go back before it gives up: some milliseconds."""


class PatternError(ValueError):
    """A text is no regular expression; the message says what it is instead."""


def finds(pattern: str, text: str) -> bool | None:
    """Whether an expression matches anywhere in a text; None where trying takes too many steps.

    Raises PatternError.
    """
    import jsonschema_rs

    fault = next(_compiled(pattern).iter_errors(text), None)
    if fault is None:
        return True
    return False if isinstance(fault.kind, jsonschema_rs.ValidationErrorKind.Pattern) else None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> jsonschema_rs.Validator:
    import jsonschema_rs

    if len(pattern) > _LONGEST:
        raise PatternError(f"is longer than {_LONGEST} characters")
    limits = jsonschema_rs.FancyRegexOptions(backtrack_limit=_STEPS)
    try:
        return jsonschema_rs.validator_for({"pattern": pattern}, pattern_options=limits)
    except jsonschema_rs.ValidationError:
        raise PatternError("is no regular expression") from None
