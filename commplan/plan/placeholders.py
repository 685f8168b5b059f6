"""Texts that stand in for something nobody has filled in yet."""

from __future__ import annotations

from collections.abc import Iterable

PLACEHOLDERS = ("tbc", "tbd", "todo", "fixme", "n/a", "changeme", "xxx", "?")
"""Words that are no value, in lower case."""


def may_hold_placeholder(texts: Iterable[str], words: tuple[str, ...] = PLACEHOLDERS) -> bool:
    """Whether one of some texts can be a placeholder; False is certain.

    A cheap look at all of them together: hardly any text of a plan has a word or a mark in it.
    """
    whole = "\n".join(texts).casefold()
    return any(mark in whole for mark in ("{{", "${", "<", *words))


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
