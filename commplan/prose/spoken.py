"""What people read aloud of a text: its words, without markup, fields, code and addresses."""

from __future__ import annotations

import re
from functools import lru_cache

from commplan.prose.fields import FIELD

THING = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands, as often as it is long, for what parts words: a field, code, an address, a new item."""

_THINGS = (
    FIELD.pattern,
    # A fence of code closes with the mark that opened it, or with the text.
    r"^[ ]{0,3}(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n(?:.*?^[ ]{0,3}(?P=fence)[`~]*[ \t]*$|.*\Z)",
    r"(?P<ticks>(?<!`)`++)(?:[^`\n]|\n(?![ \t]*\n))+(?P=ticks)(?!`)",
    r"<(?!!--)[!@#][^<>|\n]{0,2000}(?:\|[^<>|\n]{0,2000})?>",  # a mention in Slack
    r"(?<!\w)(?:[A-Za-z][A-Za-z0-9+.-]{0,30}://|mailto:|www\.)[^\s<>|]*[^\s<>|.,;:!?)]",
    r"(?<![\w.+-])[\w.+-]{1,100}@[\w-]+(?:\.[\w-]+)+",
    r"(?<!\w):[a-z0-9_+-]+:(?!\w)",  # an emoji
    r"(?<![\w&])[#@][\w-]+(?:\.[\w-]+)*",  # a channel, a handle
    r"(?<![\w./-])[\w-]+(?:/[\w-]+)*(?:\.\w+)+(?:/[\w./-]*)?",  # a host, a file, a version
    r"(?<![\w/.])\.{0,2}/[\w./-]+",  # a path
    r"^[ \t]*(?:[-*_=][ \t]*){3,}$",  # a line across the page
    r"^[ \t]*(?:>[ \t]*)*(?:#{1,6}|[-*+•]|\d{1,3}[.)])(?=[ \t])",  # of a heading or an item
)
_MARKUP = (
    r"<!--.*?(?:-->|\Z)",
    r"<(?:/?[A-Za-z][^<>|\n]{0,2000}>|[^<>|\s]{1,2000}\|)",  # a tag, where a link of Slack leads
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)",  # where a link of Markdown leads
    r"&#?\w{1,10};",
    r"\*+|~~|(?<![^\W_])_+|_+(?![^\W_])|[|\\\[\]>]",  # emphasis, cells, quotations, links
)
_SILENT = re.compile(
    "|".join((*_THINGS, f"(?P<markup>{'|'.join(_MARKUP)})")), re.MULTILINE | re.DOTALL
)


@lru_cache(maxsize=16)
def spoken(text: str) -> str:
    """The text with blanks for markup and ``THING`` for things; offsets and lines are kept."""
    return _SILENT.sub(_filler, text)


def _filler(match: re.Match[str]) -> str:
    filler = " " if match["markup"] else THING
    return "\n".join(filler * len(line) for line in match[0].split("\n"))
