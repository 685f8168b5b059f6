"""The page of a declared rule, in the form of every rule's docstring."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from commplan.custom.definition import Definition


def docstring(told: Definition) -> str:
    """Title, reasons, what is looked for, and the examples."""
    return "\n\n".join(_parts(told))


def _parts(told: Definition) -> Iterator[str]:
    title, _, rest = told.why.strip().partition("\n")
    yield title or f"Of every {told.select.strip('/')}: {told.asserts}"
    if rest.strip():
        yield textwrap.dedent(rest).strip()
    condition = f" where `{told.where}`" if told.where else ""
    yield f"Declared in the configuration: of every `{told.select}`{condition}, `{told.asserts}`."
    for heading, example in (("Bad", told.bad), ("Good", told.good)):
        if example.strip():
            yield f"{heading}:\n{textwrap.indent(textwrap.dedent(example).strip(), '    ')}"
    yield "Facts:\n    id: the key under which the entity stands"
