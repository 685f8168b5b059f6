"""Slack's ids, as far as their form tells what they are ids of."""

from __future__ import annotations

_PREFIXES = {"person": "UW", "channel": "CG", "usergroup": "S"}


def fits(kind: str, id: str) -> bool:
    """Whether this can be the id of a ``person``, ``channel`` or ``usergroup``.

    What cannot be one is PLN004's; to look for it in Slack would report it twice.
    """
    return id[:1] in _PREFIXES[kind] and id.isascii() and id.isalnum() and id == id.upper()


def misfit(id: str) -> str:
    """Why an id that does not fit is not looked for."""
    return f"{id!r} is no such id (PLN004)"
