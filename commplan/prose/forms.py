"""Templates as forms: which texts are written from one, and which fields they fill in.

A text is compared word by word, so that markup, line breaks and punctuation do not
matter; only a colon and a question mark tell a label from a word in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from commplan.plan import PLACEHOLDERS
from commplan.prose.fields import FIELD
from commplan.prose.wordings import Wording

_TOKEN = re.compile(r"[\w/]+|[:?]")
_Tokens: TypeAlias = tuple[str, ...]
_Places: TypeAlias = Mapping[_Tokens, tuple[int, int]]
"""Words to where they stand first: the number of their first token, and that after the last."""
_LONGEST = 40
"""Of a longer line the last words tell: those beside the field."""
_MARKS = frozenset(":?/")
_BLANKS = frozenset(word for word in PLACEHOLDERS if word != "?")
"""Words that fill nothing in."""


class FormField(NamedTuple):
    """A field, and the words beside it."""

    name: str
    labels: tuple[_Tokens, ...]
    """The words before it in its line, else the lines before it, one of which will do.

    Back to the heading or the field before, which it may follow at once.
    """
    is_first: bool
    """Nothing stands before it."""


class Form(NamedTuple):
    """What a template looks like in one language."""

    heading: _Tokens
    """The words with which it begins; none where it begins with a field."""
    fields: tuple[FormField, ...]
    words: tuple[_Tokens, ...]
    """All lines of words between fields, each once."""

    def filled(self, text: str) -> frozenset[str] | None:
        """The fields that a text fills in; None where it is not written from the template.

        It is if it has the heading, or two of the labels where there is none (the only
        one, if there is but one). A field is filled in if words follow its label before
        the next words of the template, other than words such as ``tbd``. In time that is
        in proportion to the length of the text.
        """
        tokens, places = self._found(text)
        return self._filled(tokens, places) if self._is_used(places) else None

    def fields_in(self, text: str) -> frozenset[str]:
        """The fields that a text fills in, given that it is written from the template."""
        return self._filled(*self._found(text))

    def _found(self, text: str) -> tuple[_Tokens, _Places]:
        tokens = _said(text)
        return tokens, dict(_places(tokens, (self.heading, *self.words)))

    def _filled(self, tokens: _Tokens, places: _Places) -> frozenset[str]:
        starts = sorted(start for start, _ in places.values())
        found: set[str] = set()
        begin: int | None = None
        for field in self.fields:
            if field.is_first:
                begin = 0
            elif field.labels:
                ends = [places[label][1] for label in field.labels if label in places]
                begin = max(ends, default=None)
            if begin is not None:
                end = next((start for start in starts if start >= begin), len(tokens))
                if any(_says_something(token) for token in tokens[begin:end]):
                    found.add(field.name)
        return frozenset(found)

    def _is_used(self, places: _Places) -> bool:
        if self.heading:
            return self.heading in places
        labels = {label for field in self.fields for label in field.labels}
        return bool(labels) and len(labels & places.keys()) >= min(2, len(labels))


def forms_of(text: Wording) -> tuple[Form, ...]:
    """The forms of a template, one for each of its languages; none that nobody could recognise."""
    found = (_form(part.text) for part in text.parts())
    return tuple(form for form in found if form.fields and form.words)


def _form(text: str) -> Form:
    fields: list[FormField] = []
    labels: list[_Tokens] = []
    words: dict[_Tokens, None] = {}
    heading: _Tokens = ()
    for line in text.split("\n"):
        pieces = FIELD.split(line)  # words and fields in turn
        for number, piece in enumerate(pieces):
            if number % 2:
                name = " ".join(piece.split())
                is_first = not fields and not words
                fields.append(FormField(name, tuple(labels), is_first))
                labels = []
            elif _has_words(tokens := _tokens(piece)[-_LONGEST:]):
                if not fields and not words:
                    heading = tokens
                words[tokens] = None
                is_heading = piece.lstrip().startswith("#")
                labels = [tokens] if len(pieces) > 1 or is_heading else [*labels, tokens]
    return Form(heading, tuple(field for field in fields if field.name), tuple(words))


def _tokens(text: str) -> _Tokens:
    return tuple(_TOKEN.findall(text.casefold()))


@lru_cache(maxsize=4)
def _said(text: str) -> _Tokens:
    """The tokens of a text without fields. Remembered: it is held against several forms."""
    return _tokens(FIELD.sub(" ", text))


def _has_words(tokens: _Tokens) -> bool:
    return any(map(_says_something, tokens))


def _says_something(word: str) -> bool:
    return word not in _MARKS and word not in _BLANKS


def _places(
    tokens: Sequence[str], wanted: Iterable[_Tokens]
) -> Iterator[tuple[_Tokens, tuple[int, int]]]:
    """Where some words stand first."""
    missing = set(wanted) - {()}
    lengths: dict[str, set[int]] = {}
    for words in missing:
        lengths.setdefault(words[0], set()).add(len(words))
    for number, token in enumerate(tokens):
        for length in lengths.get(token, ()):
            words = tuple(tokens[number : number + length])
            if words in missing:
                missing.remove(words)
                yield words, (number, number + length)
