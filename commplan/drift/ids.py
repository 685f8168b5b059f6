"""Slack's ids, as far as their form tells what they are ids of."""

from __future__ import annotations

_PREFIXES = {"account": "UW", "channel": "CG", "user group": "S"}


def misfit(noun: str, id: str) -> str:
    """Why this cannot be the id of an ``account``, ``channel`` or ``user group``, else ``""``.

    PLN003 and PLN004 speak of such ids; to look for them in Slack would report them twice.
    """
    form = len(id) > 1 and id.isascii() and id.isalnum() and id == id.upper()
    if form and id[0] in _PREFIXES[noun]:
        return ""
    return f"what the plan gives is no id of {'an' if noun == 'account' else 'a'} {noun}"
