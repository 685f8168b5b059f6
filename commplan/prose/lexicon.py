"""Lexicons: words to avoid in what is sent, and where a text has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from commplan.prose.spoken import spoken

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_PIECE = re.compile(r"[^\W_]+")
"""What no markup stands inside of."""
_Phrase: TypeAlias = tuple[str, ...]
"""The words of a phrase, folded."""


class Term(NamedTuple):
    """Phrases to avoid for one reason."""

    category: str
    """``blaming``, ``absolute``, ``hostile``, ``non-inclusive``, or one of a lexicon's own."""
    phrases: tuple[str, ...]
    """In all their forms; a blank stands for a hyphen or a slash, too."""
    why: str
    instead: str
    """The smallest edit, such as ``write blocklist``."""
    harmless: tuple[str, ...] = ()
    """Longer phrases in which they are meant well: ``nobody is to blame``."""
    write: Mapping[str, str] = {}
    """What may be written for a phrase as it stands; for some phrases only."""


class Hit(NamedTuple):
    """A term in a text."""

    term: Term
    words: str
    """As the text has them, with single blanks."""
    start: int
    end: int

    @property
    def instead(self) -> str | None:
        """What may be written in its place, with capitals as the text has them."""
        wanted = _words(self.words)
        found = next((new for old, new in self.term.write.items() if _words(old) == wanted), None)
        if found is None or self.words.islower():
            return found
        return found.upper() if self.words.isupper() else found[:1].upper() + found[1:]


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


class Lexicon:
    """The terms of one language."""

    def __init__(self, language: str, terms: tuple[Term, ...]) -> None:
        self.language = language
        self.terms = terms

    def hits(self, text: str) -> tuple[Hit, ...]:
        """Its terms in a text, in the order of the text; of phrases that overlap the longest.

        Whole words only, in any case; not in fields, code and addresses.
        """
        if not self._may_hit(text):
            return ()
        prose = spoken(text)
        words = tuple(_Word(_folded(m[0]), *m.span()) for m in _WORD.finditer(prose))
        found: list[Hit] = []
        number = 0
        while number < len(words):
            phrase = self._phrase(words, number, prose)
            term = self._meanings[phrase] if phrase else None
            end = number + max(1, len(phrase))
            if term:
                start, stop = words[number].start, words[end - 1].end
                found.append(Hit(term, " ".join(prose[start:stop].split()), start, stop))
            number = end
        return tuple(found)

    def _phrase(self, words: tuple[_Word, ...], first: int, prose: str) -> _Phrase:
        """The longest phrase that begins with a word of a text; nothing where there is none."""
        for length in self._lengths.get(words[first].folded, ()):
            there = words[first : first + length]
            phrase = tuple(word.folded for word in there)
            if phrase in self._meanings and _joined(there, prose):
                return phrase
        return ()

    @cached_property
    def _meanings(self) -> Mapping[_Phrase, Term | None]:
        """The term of each phrase; none of a harmless one."""
        found: dict[_Phrase, Term | None] = {}
        for term in self.terms:
            found.update((_words(phrase), term) for phrase in term.phrases)
        for term in self.terms:
            found.update((_words(phrase), None) for phrase in term.harmless)
        return found

    @cached_property
    def _lengths(self) -> Mapping[str, list[int]]:
        """How many words the phrases have that begin with a word, most first."""
        found: dict[str, set[int]] = {}
        for phrase in self._meanings:
            for first in phrase[:1]:
                found.setdefault(first, set()).add(len(phrase))
        return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}

    def _may_hit(self, text: str) -> bool:
        """Whether all words of some phrase are in a text, wherever: most texts have none."""
        said = frozenset(_PIECE.findall(text.casefold()))
        first = said & self._pieces.keys()
        return any(phrase <= said for piece in first for phrase in self._pieces[piece])

    @cached_property
    def _pieces(self) -> Mapping[str, list[frozenset[str]]]:
        """What each phrase to avoid is made of, by its first piece."""
        found: dict[str, list[frozenset[str]]] = {}
        for term in self.terms:
            for phrase in term.phrases:
                if pieces := _PIECE.findall(phrase.casefold()):
                    found.setdefault(pieces[0], []).append(frozenset(pieces))
        return found


def word_count(text: str) -> int:
    """How many words a text has, without those in fields, code and addresses."""
    return sum(1 for _ in _WORD.finditer(spoken(text)))


def _joined(words: tuple[_Word, ...], prose: str) -> bool:
    """Whether only blanks, a hyphen or a slash, and no empty line stand between the words."""
    gaps = (prose[a.end : b.start] for a, b in pairwise(words))
    return all(gap.strip() in ("", "-", "/") and gap.count("\n") < 2 for gap in gaps)


def _words(phrase: str) -> _Phrase:
    return tuple(_folded(word) for word in _WORD.findall(phrase))


def _folded(word: str) -> str:
    return word.replace("’", "'").casefold()
