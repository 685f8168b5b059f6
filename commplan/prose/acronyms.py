"""Acronyms, and whether a text says what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from commplan.prose.spoken import spoken

_LETTERS = re.compile(r"[A-Za-z]+")

_EVERYDAY: frozenset[str] = frozenset(
    _LETTERS.findall(
        "AM API ASAP BST CC CEO CEST CET CIO CPU CSV CTO CV EST ETA EU EUR FAQ FYI GBP GMT HR HTTP "
        "HTTPS ID IP ISO IT JSON OK PC PDF PIN PM PS PST QR SMS TBC TBD TV UK UN URL US USA USB "
        "USD UTC VAT VPN"
    )
)
"""What everybody who works with a computer has met."""

_EMPHASIS: frozenset[str] = frozenset(
    _LETTERS.findall(
        "ACTION ALERT ALL AND ANY AT BE BEFORE BUT BY CLOSED DO DONE DOWN DUE END FIXED FOR FROM "
        "GO HOW IF IMPACT IN IS IT MUST MY NEVER NEW NO NOT NOTE NOW OF OFF ON ONLY OPEN OR OUR "
        "OUT OVER PLEASE READ REPLY SEE START STOP THE THIS TO UNTIL UP UPDATE URGENT WE WHAT "
        "WHEN WHO WHY WILL YES YOU YOUR"
    )
)
"""Words that people put in capitals."""
_NEAR = 40
"""How far off a neighbour is looked for."""
_ROMAN = re.compile(r"(?:X{0,3}|XL|LX{0,3})(?:I[XV]|V?I{0,3})")

_CAPITALS = re.compile(r"(?<![\w'’.&/-])([A-Z]{2,6})(s?)(?![\w&/]|[-'’.]\w)")
_ALONE = re.compile(r"\(\s*([A-Z]{2,6})s?\s*\)")
_EXPLAINED = re.compile(r"\b([A-Z]{2,6})s?\s*\([^()]{0,200}?[a-z]{2}")
"""``(RTO)`` after the words, and ``RTO (recovery …``."""


class Acronym(NamedTuple):
    """An acronym where it first stands in a text."""

    letters: str
    start: int


def unexpanded(text: str, known: Iterable[str] = ()) -> tuple[Acronym, ...]:
    """The acronyms of a text that it does not spell out, each once.

    An acronym is spelt out by parentheses, on either side (``recovery time
    objective (RTO)``, ``RTO (recovery time objective)``), or, from three letters
    on, by words that begin with them, anywhere in the text. Several words in
    capitals are no acronyms but loud. ``known`` ones need no words, nor do those
    of everyday life.
    """
    prose = spoken(text)
    found: dict[str, int] = {}
    for match in _CAPITALS.finditer(prose):
        if not _is_loud(prose, match):
            found.setdefault(match[1], match.start())
    if not found:
        return ()
    clear = {*_EVERYDAY, *_EMPHASIS, *known, *_ALONE.findall(prose), *_EXPLAINED.findall(prose)}
    initials = "".join(word[0] for word in _LETTERS.findall(prose.upper()))
    for size in range(3, 7):
        clear.update(initials[n : n + size] for n in range(len(initials) - size + 1))
    return tuple(
        Acronym(letters, start)
        for letters, start in found.items()
        if letters not in clear and not _ROMAN.fullmatch(letters)
    )


def _is_loud(prose: str, match: re.Match[str]) -> bool:
    """Whether the neighbour is in capitals, too, so that this is a shout or a heading."""
    before = prose[max(0, match.start() - _NEAR) : match.start()]
    after = prose[match.end() : match.end() + _NEAR]
    return bool(
        re.search(r"\b[A-Z]{2,}[^\w\n]*\Z", before) or re.match(r"[^\w\n]*[A-Z]{2,}\b", after)
    )
