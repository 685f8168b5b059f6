"""XML that every parser can read, from text that may hold anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from commplan.reporters.neutralise import neutralise

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
"""Beside the controls, which are shown as escapes, XML has no place for these."""


class Element(NamedTuple):
    """An element; its children are elements, or it holds text."""

    name: str
    attributes: Mapping[str, str | int] = {}
    children: Sequence[Element] = ()
    text: str = ""
    """May have several lines."""


def document(root: Element) -> str:
    """Return a document with one element a line."""
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *_lines(root, "")]) + "\n"


def _lines(element: Element, indent: str) -> Iterator[str]:
    attributes = "".join(f' {k}="{_plain(str(v))}"' for k, v in element.attributes.items())
    start = f"{indent}<{element.name}{attributes}"
    if element.children:
        yield f"{start}>"
        for child in element.children:
            yield from _lines(child, f"{indent}  ")
        yield f"{indent}</{element.name}>"
    elif element.text:
        text = "\n".join(map(_plain, element.text.split("\n")))
        yield f"{start}>{text}</{element.name}>"
    else:
        yield f"{start}/>"


def _plain(text: str) -> str:
    shown = _NO_CHARACTERS.sub(lambda found: f"\\u{ord(found[0]):x}", neutralise(text))
    return escape(shown, quote=False).replace('"', "&quot;")
