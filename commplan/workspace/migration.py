"""Snapshots of older versions, brought up to today's one step at a time.

A version is raised whenever a file may hold what the version before would refuse
or take for something else. Each step then turns plain values of one version into
those of the next, and is never changed again; a file of any age passes through
all that follow its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from commplan.workspace.codec import MismatchError, describe

VERSION = 2
"""What is written."""

KIND = "Snapshot"

Values: TypeAlias = Mapping[str, Any]


def migrate(value: Any) -> Any:
    """Plain values of a snapshot in today's version; whatever is no snapshot comes back as it is.

    Looks at the label only, so that what is said of a wrong one is about the label.
    Raises :class:`MismatchError` for a version that this program does not know.
    """
    if not isinstance(value, dict):
        return value
    if value.get("kind", KIND) != KIND:
        raise MismatchError(f"{KIND!r}", "another kind").under("kind")
    version = value.get("version", VERSION)
    if not isinstance(version, int) or isinstance(version, bool):
        raise MismatchError("a whole number", describe(version)).under("version")
    if version not in (*STEPS, VERSION):
        raise MismatchError(f"a version from {min(STEPS)} to {VERSION}", _unknown(version)).under(
            "version"
        )
    values: Values = value
    for known in range(version, VERSION):
        values = {**STEPS[known](values), "version": known + 1}
    return values


def _unknown(version: int) -> str:
    if version > VERSION:
        return f"version {version}, which a newer commplan wrote: upgrade commplan to read it"
    return f"version {version}"


def _name_the_level(values: Values) -> Values:
    """Version 2 says with which key names were made unreadable, beside how much was."""
    if "redaction" not in values:
        return values
    return {**values, "redaction": {"level": values["redaction"]}}


STEPS: Mapping[int, Callable[[Values], Values]] = MappingProxyType({1: _name_the_level})
"""From each older version to the next."""
