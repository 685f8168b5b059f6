"""What would change in a file, for a terminal and for whoever keeps its output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from commplan.plan import cover_credentials
from commplan.reporters.neutralise import neutralise


def unified(path: str, before: bytes, now: bytes, secrets: Iterable[str] = ()) -> Iterator[str]:
    """The change of one file in the unified format; ``secrets`` and credentials are covered."""
    old, new = (data.decode().splitlines(keepends=True) for data in (before, now))
    name, covered = neutralise(path).lstrip("/"), tuple(secrets)
    for line in unified_diff(old, new, f"a/{name}", f"b/{name}"):
        for secret in covered:
            line = line.replace(secret, "•" * len(secret))
        yield _shown(cover_credentials(line))


def _shown(line: str) -> str:
    """A line of a difference; a context line is no command to a build service that reads it."""
    text = line.rstrip("\r\n")
    shown = "\t".join(map(neutralise, text.split("\t")))
    if shown.startswith(" ") and shown.lstrip().startswith("::"):
        shown = shown.replace("::", r"\x3a:", 1)
    end = line[len(text) :] or "\n\\ No newline at end of file\n"
    return shown + end
