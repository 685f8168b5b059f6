"""The lexicons that come with commplan: each entry is alive, and none cries wolf."""

from __future__ import annotations

from pathlib import Path

import pytest

from commplan.prose import Lexicon, Term, lexicon_names, load_lexicon

ROOT = Path(__file__).parents[2]
CATEGORIES = {"blaming", "absolute", "hostile", "non-inclusive"}
TERMS = [
    (load_lexicon(name), term) for name in lexicon_names() for term in load_lexicon(name).terms
]

every_term = pytest.mark.parametrize(
    ("lexicon", "term"), TERMS, ids=[term.phrases[0] for _, term in TERMS]
)


def test_there_is_one_for_english() -> None:
    assert lexicon_names() == ("builtin/en",)
    assert {load_lexicon(name).language for name in lexicon_names()} == {"en"}


@every_term
def test_each_phrase_is_found(lexicon: Lexicon, term: Term) -> None:
    for phrase in term.phrases:
        (hit,) = lexicon.hits(f"They said: {phrase}. That was all.")
        assert hit.term is term
        assert hit.words == phrase


@every_term
def test_each_harmless_phrase_is_needed_and_passes(lexicon: Lexicon, term: Term) -> None:
    for phrase in term.harmless:
        assert lexicon.hits(f"They said: {phrase}. That was all.") == ()
        bare = Lexicon(lexicon.language, (term._replace(harmless=()),))
        assert bare.hits(phrase)


@every_term
def test_each_term_says_why_and_what_instead(lexicon: Lexicon, term: Term) -> None:
    assert term.category in CATEGORIES
    assert term.instead.split()[0] in {"write", "say", "leave", "name"}
    for words in (term.why, term.instead):
        assert words[0].islower() or words.startswith("it ")
        assert not words.endswith(".")
        assert len(words) < 90


def test_no_phrase_stands_under_two_terms() -> None:
    for name in lexicon_names():
        phrases = [
            phrase
            for term in load_lexicon(name).terms
            for phrase in (*term.phrases, *term.harmless)
        ]
        assert len(phrases) == len({phrase.casefold() for phrase in phrases})
        assert phrases == [phrase.strip() for phrase in phrases]


@pytest.mark.parametrize(
    "text",
    [
        "We are there 24x7, always on, and never closed.",
        "Never send your password or token. We will never ask for it.",
        "The master branch and the Scrum master; a master's degree; a webmaster.",
        "It is impossible to restore data that was never saved. Restores are not guaranteed.",
        "A fault in the power supply, a fault-tolerant disk, a default gateway, page faults.",
        "This review is blameless. We do not blame anybody, and nobody is to blame.",
        "If you forgot your password, reset it here. You should have received a code.",
        "Run `git blame`, then kill the process and abort the job. The child was orphaned.",
        "Messages get lost when the queue is full. The service failed to start.",
        "You always have the choice. Users always get a copy. Everyone knows where to look.",
        "Dummy values, native apps, a first-class service, a man-in-the-middle attack.",
        "Blackboard, whiteboard, the black box, a white paper, Red Hat, Black Hat conference.",
        "We cannot guarantee that it is the last time. This is not completely secure.",
        "Housekeeping, a war room, the demilitarized zone, sanity, manual work, human resources.",
        "The team lead suffers from back pain; the lamest joke; a slavering dog; enslaved.",
        "Deal with it by Friday. We will deal with it. As stated before, the deadline holds.",
    ],
)
def test_what_teams_may_say(text: str) -> None:
    assert load_lexicon("builtin/en").hits(text) == ()


@pytest.mark.parametrize("folder", ["plans", "docs", "examples"])
def test_our_own_texts_pass(folder: str) -> None:
    paths = [path for path in (ROOT / folder).rglob("*") if path.suffix in (".md", ".yaml")]
    assert paths
    for path in paths:
        hits = load_lexicon("builtin/en").hits(path.read_text("utf-8"))
        assert (path.name, [hit.words for hit in hits]) == (path.name, [])
