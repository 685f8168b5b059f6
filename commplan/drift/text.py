"""Texts in Slack as people typed them.

Slack rewrites what is typed: it escapes ``&``, ``<`` and ``>``, makes links of addresses,
and puts ids in the place of people, user groups and channels. What was typed cannot be
told for certain from that, as a link may have been typed by its label or in full. So a
stored text is taken apart into pieces with all the forms that each may have been typed
in, and a declared text is held against those.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from commplan.plan import finds

LONGEST = 300
"""Characters of a text that are compared piece by piece; Slack takes 250 for a topic."""
_LONGEST_EMOJI = 12
"""Characters that may make one picture: a family of four takes eleven."""


class Called(NamedTuple):
    """What something that a text mentions may be called, first what Slack shows."""

    names: tuple[str, ...] = ()
    known: bool = True
    """Whether these are all its names."""


Look = Callable[[str, str], Called]
"""The names of an ``account``, ``usergroup`` or ``channel`` by its id."""


class Piece(NamedTuple):
    """A part of a stored text and the forms in which it may have been typed."""

    forms: tuple[str, ...]
    """First what people see."""
    about: tuple[str, str] | None = None
    """Kind and id of what it mentions. Names are the same in any case."""
    open: bool = False
    """It may have been typed in yet other ways, which nobody can tell."""
    emoji: bool = False
    """Slack stores emoji as words; which word stands for which is not known here."""


class StoredText:
    """A text as Slack tells it."""

    def __init__(self, stored: str, look: Look) -> None:
        self.stored = stored
        self._look = look

    @property
    def shown(self) -> str:
        """The text as people see it."""
        return self.readings[0]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The text taken apart."""
        return tuple(_pieces(unicodedata.normalize("NFC", self.stored), self._look))

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """Ways in which the whole text may have been typed, the one that people see first.

        Not all of them, but every form of every piece is in one.
        """
        most = max((len(piece.forms) for piece in self.pieces), default=1)
        read = (
            "".join(p.forms[min(n, len(p.forms) - 1)] for p in self.pieces) for n in range(most)
        )
        return tuple(dict.fromkeys(" ".join(text.split()) for text in read))

    @property
    def is_open(self) -> bool:
        """Whether it mentions something whose names are not all known."""
        return any(piece.open for piece in self.pieces)

    def equals(self, declared: str) -> bool | None:
        """Whether this is what becomes of a text; None where names are missing to tell."""
        typed = _folded(unicodedata.normalize("NFC", declared))
        if typed in (_folded(self.stored), _folded(self.shown)):
            return True
        if len(typed) > LONGEST or len(self.pieces) > len(typed):
            return False  # every piece was typed, if only as one character
        if _fits(typed, self.pieces, guess=False):
            return True
        return None if self.is_open and _fits(typed, self.pieces, guess=True) else False

    def matches(self, pattern: str) -> bool | None:
        """Whether an expression is found in the text; None where that cannot be told.

        Raises :class:`commplan.plan.PatternError`.
        """
        found = {finds(pattern, reading) for reading in self.readings}
        if True in found:
            return True
        return None if None in found or self.is_open else False

    def mentions(self, kind: str, id: str) -> bool:
        """Whether it mentions an account, user group or channel by its id."""
        return any(piece.about == (kind, id) for piece in self.pieces)

    def has(self, words: str) -> bool:
        """Whether some words stand in it, in any case and with any spacing."""
        wanted = _words(words)
        return any(wanted in _words(reading) for reading in self.readings)

    def has_name(self, name: str) -> bool:
        """The same for words that may not be part of longer ones: ``al`` is not in ``also``."""
        return any(holds_whole(name, reading) for reading in self.readings)


def holds_whole(words: str, text: str, *, plural: bool = False) -> bool:
    """Whether words stand in a text as such, in any case and with any spacing.

    With ``plural`` an ``s`` may follow: ``SLAs``, but not ``slack``, holds ``sla``.
    """
    wanted = re.escape(_words(words))
    return bool(wanted) and bool(
        re.search(rf"(?<!\w){wanted}{'s?' if plural else ''}(?!\w)", _words(text))
    )


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_MARKUP = re.compile(r"<([^<>]+)>|:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):")
_SCHEME = re.compile(r"(?:https?://|mailto:|tel:)")


def _pieces(stored: str, look: Look) -> Iterator[Piece]:
    end = 0
    for found in _MARKUP.finditer(stored):
        if found.start() > end:
            yield Piece((_unescaped(stored[end : found.start()]),))
        if found[1] is not None:
            yield _link(found[0], found[1], look)
        else:
            yield Piece((found[0],), emoji=True)
        end = found.end()
    if end < len(stored):
        yield Piece((_unescaped(stored[end:]),))


def _unescaped(text: str) -> str:
    """Undo the three entities that Slack writes, each once: ``&amp;lt;`` is a typed ``&lt;``."""
    return re.sub("&(?:lt|gt|amp);", lambda entity: _ENTITIES[entity[0]], text)


def _link(markup: str, inner: str, look: Look) -> Piece:
    """What stands between ``<`` and ``>``: a mention, a word of Slack's, or a link."""
    target, _, label = inner.partition("|")
    label = _unescaped(label)
    if target[:1] == "@":
        return _mention("account", target[1:], "@", label, markup, look)
    if target[:1] == "#":
        return _mention("channel", target[1:], "#", label, markup, look)
    if target.startswith("!subteam^"):
        return _mention("usergroup", target.removeprefix("!subteam^"), "@", label, markup, look)
    if target[:1] == "!":
        word = "@" + target[1:]
        return Piece(_forms(label, *(() if "^" in target else (word, word[1:])), markup))
    url = _unescaped(target)
    return Piece(_forms(label, url, _SCHEME.sub("", url, count=1), markup))


def _mention(kind: str, id: str, sign: str, label: str, markup: str, look: Look) -> Piece:
    called = look(kind, id)
    names = [name.removeprefix(sign) for name in (*called.names, label, id) if name]
    signed = (form for name in names for form in (sign + name, name))
    return Piece(_forms(*signed, markup), about=(kind, id), open=not called.known)


def _forms(*forms: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in forms if form))


def _folded(text: str) -> str:
    """With single spaces, also before and after it, so that none is special."""
    return f" {' '.join(text.split())} "


def _fits(typed: str, pieces: Iterable[Piece], *, guess: bool) -> bool:
    """Whether a text can be put together from one form of every piece.

    ``guess`` lets an open piece be anything. Keeps all places in the text that the
    pieces so far may reach, so that it takes no longer for many forms.
    """
    reached = {0}
    for piece in (Piece((" ",)), *pieces, Piece((" ",))):
        if guess and piece.open:
            reached = set(range(min(reached) + 1, len(typed) + 1))
        else:
            forms = [re.sub(r"\s+", " ", form) for form in piece.forms]
            reached = {end for start in reached for end in _ends(typed, start, piece, forms)}
        if not reached:
            return False
    return len(typed) in reached


def _ends(typed: str, start: int, piece: Piece, forms: Iterable[str]) -> Iterator[int]:
    """Where a piece that begins at a place in a text may end, in one of its forms."""
    after_space = typed[start - 1 : start] == " "
    for form in forms:
        rest = form[1:] if after_space and form[:1] == " " else form
        there = typed[start : start + len(rest)]
        if there == rest or (piece.about and there.casefold() == rest.casefold()):
            yield start + len(rest)
    if piece.emoji:
        for end in range(start, min(start + _LONGEST_EMOJI, len(typed))):
            if not _is_emoji(typed[end]):
                break
            yield end + 1


_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}")


@lru_cache(maxsize=1024)
def _is_emoji(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) in ("So", "Sk")


def apart(one: str, other: str, width: int = 60) -> tuple[str, str]:
    """Two texts in quotes, each cut to where they begin to differ if it is long."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = min(len(one), len(other)) if same is None else same
    begin = max(0, start - width // 3)
    return _cut(one, begin, width), _cut(other, begin, width)


def _cut(text: str, begin: int, width: int) -> str:
    if len(text) <= width:
        return f'"{text}"'
    piece = text[begin : begin + width]
    return f'"{"…" if begin else ""}{piece}{"…" if begin + width < len(text) else ""}"'
