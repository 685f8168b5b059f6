"""The fields of a template: where its text says ``{{ field }}``."""

from __future__ import annotations

import re
from typing import NamedTuple

FIELD = re.compile(r"\{\{([^{}]{1,200})\}\}")
"""Whatever stands in double braces, even what is no legal name and will not be filled in."""


class FieldUse(NamedTuple):
    """One ``{{ field }}`` in a text."""

    name: str
    """What stands in the braces, with single blanks."""
    start: int
    end: int
    """The offsets of the first brace and of what follows the last."""


def field_uses(text: str) -> tuple[FieldUse, ...]:
    """Every use of a field, in the order of the text; empty braces are none."""
    found = ((" ".join(match[1].split()), *match.span()) for match in FIELD.finditer(text))
    return tuple(FieldUse(name, start, end) for name, start, end in found if name)
