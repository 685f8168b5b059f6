"""Lexicons in general: what is a hit, and what only looks like one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.prose import Lexicon, Term, read_lexicon

TERMS = (
    Term("blaming", ("to blame", "culprit"), "why", "say it", ("nobody is to blame",)),
    Term("non-inclusive", ("blacklist", "black list", "he/she", "layman's terms"), "why", "say it"),
    Term("hostile", ("black",), "why", "say it"),
)
LEXICON = Lexicon("en", TERMS)
PHRASES = [phrase for term in TERMS for phrase in term.phrases]


def found(text: str) -> list[str]:
    hits = LEXICON.hits(text)
    for hit in hits:
        assert " ".join(text[hit.start :].split()).startswith(hit.words.split()[0])
    return [hit.words for hit in hits]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("The culprit is to blame.", ["culprit", "to blame"]),
        ("BLACKLIST, Blacklist and blacklist", ["BLACKLIST", "Blacklist", "blacklist"]),
        ("a black list, a black-list, a black/list", ["black list", "black-list", "black/list"]),
        ("black\n  list", ["black list"]),
        ("**black** _list_", ["black list"]),
        ("> - black\n> - list", ["black"]),
        ("he / she, He/She and he or she", ["he / she", "He/She"]),
        ("in layman's terms, in layman’s terms", ["layman's terms", "layman’s terms"]),
        ("[the culprit](https://x.example)", ["culprit"]),
        ("“culprit”", ["culprit"]),
    ],
)
def test_hits(text: str, hits: list[str]) -> None:
    assert found(text) == hits


@pytest.mark.parametrize(
    "text",
    [
        "culprits",
        "blacklister",
        "ablacklist",
        "blacklist_file",
        "blacklist2",
        "Nobody is\nto blame.",
        "blame to",
        "We answer to. Blame nobody.",
        "to\n\nblame",
        "to {{ person }} blame",
        "to `git` blame",
        "{{ culprit }}",
        "`culprit`",
        "```\nculprit\n```",
        "https://culprit.example/culprit",
        "culprit@example.org",
        "@culprit in #culprit at culprit.md in /var/culprit",
        "<!-- culprit -->",
        "<culprit>",
        "[page](culprit)",
        "",
    ],
)
def test_look_alikes(text: str) -> None:
    assert found(text) == []


def test_of_phrases_that_begin_alike_the_longest_counts() -> None:
    assert found("black black list black") == ["black", "black list", "black"]


@given(st.text("abcklist \n-_.9é’", max_size=40), st.sampled_from(PHRASES), st.text("abck_.9é -"))
def test_never_inside_a_word(before: str, phrase: str, after: str) -> None:
    """Wherever a term is found, an independent look sees no letter on either side of it."""
    text = before + phrase + after
    for hit in LEXICON.hits(text):
        assert not (hit.start and re.match(r"[^\W_]", text[hit.start - 1]))
        last = re.escape(hit.words.split()[-1])
        assert re.search(rf"{last}(?![^\W_])", text[hit.start :])


@given(st.lists(st.sampled_from([*PHRASES, "nobody is to blame", "the", "list", "of"]), max_size=8))
def test_white_space_and_markup_change_no_hit(phrases: list[str]) -> None:
    plain = LEXICON.hits(" ".join(phrases))
    for dressed in (
        "   ".join(phrases),
        "\n".join(phrases),
        "\t".join(phrase.replace(" ", "\n") for phrase in phrases),
        " ".join(f"**{phrase}**" for phrase in phrases),
        " ".join(f"_{phrase}_" for phrase in phrases),
        " ".join(f"[{phrase}](https://x.example/blacklist)" for phrase in phrases),
        " ".join(phrase.upper() for phrase in phrases),
        "\r\n".join(phrases),
    ):
        assert [hit.term for hit in LEXICON.hits(dressed)] == [hit.term for hit in plain]


@given(
    st.lists(
        st.sampled_from(
            [
                *"*_`~<>[](){}|#-/\n ",
                "to",
                "blame",
                "black",
                "list",
                "he",
                "she",
                "nobody is ",
                "’s",
            ]
        )
    ).map("".join)
)
def test_a_quick_look_misses_nothing(text: str) -> None:
    """Texts without the words of any phrase are not looked at closely, and would have no hits."""

    class Thorough(Lexicon):
        def _may_hit(self, text: str) -> bool:
            return True

    assert Lexicon("en", TERMS).hits(text) == Thorough("en", TERMS).hits(text)


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma."]), max_size=10))
def test_words_of_no_phrase_are_no_hits(words: list[str]) -> None:
    assert LEXICON.hits(" ".join(words)) == ()


def test_a_lexicon_is_read_from_toml() -> None:
    lexicon = read_lexicon(
        """
        language = "de"
        [[terms]]
        category = "jargon"
        phrases = ["synergie", "synergien"]
        harmless = ["keine synergie"]
        why = "niemand weiß, was es heißt"
        instead = "schreibe, was sich ändert"
        """
    )
    assert lexicon.language == "de"
    (hit,) = lexicon.hits("Keine Synergie, sondern SYNERGIEN!")
    assert (hit.words, hit.term.category) == ("SYNERGIEN", "jargon")


B = '"b"'
TERM = 'category = "a"\nphrases = ["b"]\nwhy = "c"\ninstead = "d"\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "expected `language`, `[[terms]]` and nothing else"),
        ('language = "en"', "expected `language`"),
        ('language = "en"\nterms = []\nname = "x"', "nothing else"),
        ("language = 1\nterms = []", "expected `language`"),
        ('language = "en"\nterms = ["x"]', "term 1 is no table"),
        ('language = "en"\n[[terms]]\nwhy = "x"', "term 1 lacks `category`"),
        (f'language = "en"\n[[terms]]\n{TERM}[[terms]]\n{TERM}x = 1', "term 2: `x` is unknown"),
        (
            f'language = "en"\n[[terms]]\n{TERM}harmless = "x"',
            "`harmless` is to be a list of texts",
        ),
        (f'language = "en"\n[[terms]]\n{TERM.replace("c", " ")}', "lacks `category`"),
        (
            f'language = "en"\n[[terms]]\n{TERM.replace(chr(34) + "c", chr(34) + " ")}',
            "`why` is to be",
        ),
        ("language = en", "Invalid value"),
        (f'language = "en"\n[[terms]]\n{TERM.replace("b", "b " * 13)}', "more than 12 words"),
        (f'language = "en"\n[[terms]]\n{TERM.replace(B, ", ".join([B] * 5_001))}', "5,000 phrases"),
        ("x = " + "[" * 5_000, "nested too deeply"),
    ],
)
def test_what_is_no_lexicon(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        read_lexicon(text)
