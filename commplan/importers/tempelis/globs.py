"""The file globs of tempelis: ``*`` stays within a folder, ``**`` crosses folders."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
      \\(?P<literal>.)
    | (?P<many>\*+)
    | (?P<one>\?)
    | \[(?P<negated>\^?)(?P<letters>(?:\\.|[^\]\\])+)\]
    | (?P<choice>[{},])
    | (?P<plain>[^\\\[])
    """,
    re.VERBOSE | re.DOTALL,
)


def glob_pattern(glob: str) -> re.Pattern[str] | None:
    """The pattern for whole paths that a glob stands for, or None where it is malformed.

    ``*`` and ``?`` stay within a folder; ``**`` as a whole step of the path means
    any number of folders, at the end everything below; ``[a-z]``, ``[^a-z]`` and
    ``{a,b}`` are alternatives; a backslash takes the next letter as it is.
    """
    *folders, last = glob.split("/")
    steps = [_folder(step) for step in folders]
    steps.append(".+" if last == "**" else _step(last))
    if None in steps:
        return None
    try:
        return re.compile("".join(step for step in steps if step), re.DOTALL)
    except re.error:  # a range that runs backwards, such as [z-a]
        return None


def _folder(step: str) -> str | None:
    if step == "**":
        return "(?:[^/]+/)*"
    pattern = _step(step)
    return None if pattern is None else pattern + "/"


def _step(step: str) -> str | None:
    """One step of a path as a regular expression, or None where it is malformed."""
    pattern, depth, at = "", 0, 0
    while at < len(step):
        token = _TOKEN.match(step, at)
        if token is None:
            return None
        if letter := token["choice"]:
            depth += {"{": 1, "}": -1, ",": 0}[letter]
            pattern += {"{": "(?:", "}": ")", ",": "|" if depth else ","}[letter]
        else:
            pattern += _simple(token)
        if depth < 0:
            return None
        at = token.end()
    return pattern if depth == 0 else None


def _simple(token: re.Match[str]) -> str:
    if token["many"]:
        return "[^/]*"
    if token["one"]:
        return "[^/]"
    if token["letters"]:
        letters = re.sub(r"[\[&~|]", r"\\\g<0>", token["letters"])
        return f"[{token['negated']}{letters}]"
    return re.escape(token["literal"] or token["plain"])
