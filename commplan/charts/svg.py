"""What Matplotlib's SVG files lack and what they have too much of.

They lack words for those who cannot see them, and fonts that everybody has: texts stay
texts, which can be searched, read aloud and shown in the fonts of whoever reads them, who
need not have the one that Matplotlib measured them in. And they say most things many times,
to a millionth of a point; said once, to a hundredth, they look the same and are half as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

FONTS = "'DejaVu Sans', Verdana, sans-serif"
"""Verdana's letters are as wide."""
_NAMESPACES = {
    "{http://www.w3.org/2000/svg}": "",
    "{http://www.w3.org/1999/xlink}": "xlink:",
}
_TOLD = {"title", "desc", "style", "text", "tspan"}
"""Elements with a text; in others it is space between their children."""
_PLACES = {"x", "y", "transform", "d"}
"""Attributes that are made of coordinates."""
_NUMBER = re.compile(r"-?\d+\.\d+")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_USED = re.compile(rb"(?:url\(|href=\")#([^)\"]+)")
_FAMILIES = re.compile(r"'[^;]*'")


def finished(data: bytes, title: str, words: str) -> bytes:
    """The file with a title and a description for screen readers, made short."""
    root = fromstring(data)  # noqa: S314  # Matplotlib wrote it just now
    _name_plainly(root)
    _shorten(root, {name.decode() for name in _USED.findall(data)})
    root[:] = [*_words(title, words), *(one for one in root if one.tag != "title")]
    given = {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "role": "img",
        "font-family": FONTS,
    }
    root.attrib = given | root.attrib
    text: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _words(title: str, words: str) -> Iterator[Element]:
    for tag, text in (("title", title), ("desc", words)):
        element = Element(tag)
        element.text = text
        yield element


def _name_plainly(root: Element) -> None:
    """Names as they are written in the file, not with the addresses of their namespaces."""
    for element in root.iter():
        element.tag = _plain(element.tag)
        element.attrib = {_plain(name): value for name, value in element.attrib.items()}


def _plain(name: str) -> str:
    for address, prefix in _NAMESPACES.items():
        if name.startswith(address):
            return prefix + name[len(address) :]
    return name


def _shorten(element: Element, used: set[str]) -> None:
    """Leave out groups that only have a name, names that nothing uses, and false exactness."""
    element.tail = None
    if element.tag not in _TOLD:
        element.text = None
    if element.attrib.get("id") not in used:
        element.attrib.pop("id", None)
    for name in _PLACES & element.attrib.keys():
        rounded = _NUMBER.sub(_rounded, element.attrib[name])
        element.attrib[name] = _path(rounded) if name == "d" else rounded
    if element.attrib.get("transform", "").startswith(("rotate(0 ", "rotate(-0 ")):
        del element.attrib["transform"]  # it turns by nothing
    if "style" in element.attrib:
        element.attrib["style"] = _style(element.attrib["style"])
    children: list[Element] = []
    for child in element:
        _shorten(child, used)
        children += child if child.tag == "g" and not child.attrib else [child]
    element[:] = children


def _rounded(number: re.Match[str]) -> str:
    told = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if told == "-0" else told


def _path(steps: str) -> str:
    """The same path, with lines that go straight across or up told by their one coordinate."""
    told: list[str] = []
    at: list[str] = []
    for letter, numbers in _STEP.findall(steps):
        values = numbers.split()
        if letter == "L" and values[1] == at[1]:
            told.append(f"H{values[0]}")
        elif letter == "L" and values[0] == at[0]:
            told.append(f"V{values[1]}")
        else:
            told.append(letter + " ".join(values))
        at = values[-2:]
    return "".join(told)


def _style(style: str) -> str:
    """What is declared, without fonts, which all texts have from the whole picture."""
    declared = dict(one.split(": ", 1) for one in style.split("; "))
    declared.pop("font-family", None)
    if "font" in declared:  # all of a font at once has to name its families
        declared["font"] = _FAMILIES.sub(FONTS, declared["font"])
    return ";".join(f"{name}:{value}" for name, value in declared.items())
