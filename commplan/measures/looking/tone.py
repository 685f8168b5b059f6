"""Words to avoid, and how many words there are in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from commplan.history import Showing
from commplan.measures.looking.naming import named
from commplan.named import NamedTuple
from commplan.plan import team_channels
from commplan.prose import DEFAULT_LEXICONS, Lexicon, active_lexicons, word_count

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan
    from commplan.written import Files

TONE = "tone"
"""The kind of mark: how many terms of the plan's lexicons a message has."""
WORDS = "words"
"""The kind of mark: how many words a message has."""


class ToneLook(NamedTuple):
    """Counts the terms of lexicons; which ones they are is not kept."""

    plan: str
    """What stands for the plan in a mark."""
    lexicons: tuple[Lexicon, ...]

    @property
    def kind(self) -> str:
        """What it looks for."""
        return TONE

    @property
    def key(self) -> str:
        """A digest of all terms."""
        terms = repr([(one.language, one.terms) for one in self.lexicons])
        return f"{self.plan} {sha256(terms.encode()).hexdigest()}"

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """How many terms there are. Nobody knows the language, so all lexicons are tried."""
        if hits := sum(len(lexicon.hits(text)) for lexicon in self.lexicons):
            yield Showing(self.plan, hits)


class WordLook(NamedTuple):
    """Counts words, as people read them aloud."""

    @property
    def kind(self) -> str:
        """What it looks for."""
        return WORDS

    @property
    def key(self) -> str:
        """There is but one such look."""
        return ""

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """How many words there are."""
        if words := word_count(text):
            yield Showing("", words)


def tone_looks(plan: Plan, files: Files) -> Mapping[str, tuple[Look, ...]]:
    """Looks in the channels in which a team works; of lexicons that can be read."""
    channels = team_channels(plan)
    if not channels:
        return {}
    lexicons, _ = active_lexicons(plan, files, DEFAULT_LEXICONS)
    looks = (ToneLook(named(plan), lexicons), WordLook())
    return {channel.id: looks for channel in channels}
