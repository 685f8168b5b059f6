"""Texts that stand in for something nobody has filled in yet."""

from __future__ import annotations

PLACEHOLDERS = ("tbc", "tbd", "todo", "fixme", "n/a", "changeme", "xxx", "?")
"""Words that are no value, in lower case."""


def is_placeholder(text: str, words: tuple[str, ...] = PLACEHOLDERS) -> bool:
    """Whether a text is one of ``words``, or holds the mark of a template that was never filled.

    ``{{``, ``${`` and words in angle brackets are such marks; an address in
    brackets (``<alice@example.org>``) and Slack's own ``<@U…>`` are none.
    """
    if text.strip().casefold() in words or "{{" in text or "${" in text:
        return True
    if "<" not in text:
        return False
    import re

    return re.search(r"<\w(?:[\w .,'/-]*\w)?>", text) is not None
