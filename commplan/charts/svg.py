"""What Matplotlib leaves out of an SVG file: words for those who cannot see it, and fonts.

Texts stay texts, which can be searched, read aloud and shown in the fonts of whoever
reads them. Those need not have the one that Matplotlib measured them in.
"""

from __future__ import annotations

import re
from html import escape

FONTS = "'DejaVu Sans', Verdana, sans-serif"
"""Verdana's letters are as wide."""
_START = re.compile(r"<svg ([^>]*)>\s*(<title>.*?</title>)?", re.DOTALL)
_FAMILY = re.compile(r"(<text style=\"[^\"]*?)'[^;\"]*'(?=[;\"])")


def accessible(data: bytes, title: str, words: str) -> bytes:
    """The file with a title and a description for screen readers, and fonts that everybody has."""
    text = data.decode()
    told = f"<title>{_told(title)}</title>\n <desc>{_told(words)}</desc>"
    start = _START.search(text)
    if start is None:
        raise ValueError("Matplotlib wrote no SVG")
    head = f'<svg role="img" {start[1]}>\n {told}'
    text = text[: start.start()] + head + text[start.end() :]
    return _FAMILY.sub(lambda found: found[1] + FONTS, text).encode()


def _told(text: str) -> str:
    return escape(text, quote=False)
