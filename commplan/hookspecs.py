"""The whole extension surface. Each hook returns values; nothing is registered by side effect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from commplan.importer import Importer
    from commplan.reporter import Reporter
    from commplan.rule import Rule
    from commplan.workspace import Source

hookspec = pluggy.HookspecMarker("commplan")
hookimpl = pluggy.HookimplMarker("commplan")


@hookspec
def commplan_rules() -> Iterable[Rule]:  # type: ignore[empty-body]  # a specification has no body
    """Return rules; codes of plugins start with ``X``."""


@hookspec
def commplan_reporters() -> Iterable[Reporter]:  # type: ignore[empty-body]  # as above
    """Return output formats for ``--format``."""


@hookspec
def commplan_sources() -> Iterable[Source]:  # type: ignore[empty-body]  # as above
    """Return places a workspace can be read from, for ``--workspace``."""


@hookspec
def commplan_importers() -> Iterable[Importer]:  # type: ignore[empty-body]  # as above
    """Return foreign formats for ``commplan import``."""
