"""Patterns of paths: ``*`` within a name, ``**`` for any folders; a folder means all in it."""

from __future__ import annotations

import re
from functools import cache


@cache
def pattern(glob: str) -> re.Pattern[str]:
    """A regular expression that matches the paths that a pattern means, from start to end."""
    names = [name for name in glob.split("/") if name not in ("", ".")]
    while names and names[-1] == "**":
        names.pop()
    parts = []
    for number, name in enumerate(names):
        if name != "**":
            parts.append("[^/]*".join(map(re.escape, re.split(r"\*+", name))) + "/")
        elif names[number + 1] != "**":
            parts.append("(?:[^/]+/)*")
    return re.compile(f"{''.join(parts)[:-1]}(?:/.*)?" if parts else ".*", re.DOTALL)
