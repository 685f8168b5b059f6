"""What an assessment goes by, and the names of its formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from commplan.compliance.assessment import PackOutcome


class Examined(NamedTuple):
    """A file that was looked at."""

    path: str
    sha256: str
    """Hexadecimal, of its bytes; empty for what came by standard input."""


class Assessment(NamedTuple):
    """Everything that a document about compliance says."""

    packs: tuple[PackOutcome, ...]
    as_of: int
    """Microseconds since the epoch, UTC."""
    version: str
    """Of commplan."""
    complete: bool
    plans: int
    files: tuple[Examined, ...]
    workspace: str | None
    """What was audited, in words."""


Render = Callable[[Assessment], str]


def _markdown(assessment: Assessment) -> str:
    from commplan.compliance.markdown import render

    return render(assessment)


def _csv(assessment: Assessment) -> str:
    from commplan.compliance.table import render

    return render(assessment)


def _oscal(assessment: Assessment) -> str:
    from commplan.compliance.oscal import render

    return render(assessment)


FORMATS: Mapping[str, Render] = {"markdown": _markdown, "csv": _csv, "oscal": _oscal}
"""What an assessment can be written as."""
