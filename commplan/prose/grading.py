"""How many years of school it takes to read a text, by the formula of Flesch and Kincaid.

The formula was fitted to English, and to samples of about a hundred words. A
template is mostly labels and fields; what counts here are its sentences.
"""

from __future__ import annotations

import re
from functools import cached_property

from commplan.prose.spoken import THING, spoken

ENOUGH_WORDS = 50
"""Half a sample. In fewer words, one long one moves the grade by more than the limit is exact."""

_MARK = re.compile(r"[ \t>]*(#{1,6}[ \t]|[-*+•][ \t]|\d{1,3}[.)][ \t]|\|)")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+(?![a-z])|\s*\Z)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COMMON: frozenset[str] = frozenset(
    _WORD.findall(
        "a and are as at be by can for from has have if in is it not of on or our that the they "
        "this to was we what when will with you your"
    )
)
_COMMON_SHARE = 0.2
"""Of the words of English sentences, two in five are among these; of other languages', few."""


class Readability:
    """How hard the sentences of a text are to read, by the measure of English."""

    def __init__(self, text: str) -> None:
        found = sentences(text)
        self.sentences = len(found)
        self.words = tuple(word for sentence in found for word in _WORD.findall(sentence))

    @property
    def is_enough(self) -> bool:
        """Whether there are words enough to grade."""
        return len(self.words) >= ENOUGH_WORDS

    @property
    def looks_english(self) -> bool:
        """Whether it has the small words that no English text does without."""
        common = sum(word.lower() in _COMMON for word in self.words)
        return common >= _COMMON_SHARE * len(self.words)

    @cached_property
    def syllables(self) -> int:
        """How many syllables the words have together."""
        import syllapy  # only where there is something to grade: it brings its dictionary

        return sum(max(1, syllapy.count(word)) for word in self.words)

    @property
    def grade(self) -> float:
        """Years of school; only of a text that has words."""
        words = len(self.words)
        return 0.39 * words / self.sentences + 11.8 * self.syllables / words - 15.59


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, without markup and fields.

    Headings, rows of tables, labels (``Next update: {{ next_update }}``) and items
    of lists that do not end like a sentence are none.
    """
    found: list[str] = []
    for block, is_item in _blocks(text):
        begin = 0
        for end in _END.finditer(block):
            found.append(block[begin : end.end()])
            begin = end.end()
        if not is_item:
            found.append(block[begin:])
    return tuple(" ".join(sentence.split()) for sentence in found if _WORD.search(sentence))


def _blocks(text: str) -> list[tuple[str, bool]]:
    """Paragraphs, and items of lists."""
    blocks: list[tuple[list[str], bool]] = [([], False)]
    for written, line in zip(text.split("\n"), spoken(text).split("\n"), strict=True):
        match = _MARK.match(written)
        mark = match[1] if match else ""
        if mark or not written.strip():
            blocks.append(([], mark != ""))
        if not mark.startswith(("#", "|")) and not _is_label(line):
            blocks[-1][0].append(line)
    return [("\n".join(lines), is_item) for lines, is_item in blocks]


def _is_label(line: str) -> bool:
    return line.rstrip(f" \t.,;!?{THING}").endswith(":")
