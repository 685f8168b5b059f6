"""Sentences, and the years of school that they take."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.prose import Readability
from commplan.prose.grading import ENOUGH_WORDS, sentences

PLAIN = "We fix it now. You can work in the old tool till then. " * 5
OFFICIAL = (
    "Notwithstanding considerable organizational investments, unanticipated infrastructural "
    "irregularities necessitated the precautionary deactivation of authentication facilities. "
) * 5


def grade(text: str) -> float:
    return Readability(text).grade


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We look. You wait!", ["We look.", "You wait!"]),
        ("No stop at the end", ["No stop at the end"]),
        ("About 3.5 hours, i.e. long. Sorry.", ["About hours, . long.", "Sorry."]),
        (
            "It takes approx. two days. 3 of us help.",
            ["It takes approx. two days.", "3 of us help."],
        ),
        ("“Is it slow?” It is.", ["“Is it slow?”", "It is."]),
        ("One sentence\nover two lines.", ["One sentence over two lines."]),
        ("One paragraph\n\nAnother", ["One paragraph", "Another"]),
        ("# A heading that is long.\nText.", ["Text."]),
        ("| a cell. | another. |", []),
        ("- A label: {{ field }}\n- An item\n- A sentence in an item.", ["A sentence in an item."]),
        ("Impact: {{ impact }}.\nThanks.", ["Thanks."]),
        ("**Impact:** {{ impact }}", []),
        ("> Quoted words.\n\n```\nCode is none.\n```", ["Quoted words."]),
        (
            "1. Call us.\n2. Wait for the\n   bell to ring.",
            ["Call us.", "Wait for the bell to ring."],
        ),
        ("{{ summary }}", []),
        ("", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    bare = [
        " ".join(s.replace("\N{OBJECT REPLACEMENT CHARACTER}", "").split()) for s in sentences(text)
    ]
    assert bare == found


def test_the_formula() -> None:
    text = Readability("The cat sat on the mat. " * 10)
    assert (text.sentences, len(text.words), text.syllables) == (10, 60, 60)
    assert text.grade == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_plain_words_take_less_school_than_official_ones() -> None:
    assert grade(PLAIN) < 4
    assert grade(OFFICIAL) > 15


def test_a_long_sentence_takes_more_school_than_the_same_words_in_short_ones() -> None:
    assert grade(PLAIN.replace(".", " and")) > grade(PLAIN) + 10


@pytest.mark.parametrize(("words", "is_enough"), [(ENOUGH_WORDS - 1, False), (ENOUGH_WORDS, True)])
def test_too_few_words_have_no_grade(words: int, is_enough: bool) -> None:
    assert Readability("word " * words).is_enough is is_enough


def test_words_that_no_dictionary_has_count_one_syllable_at_least() -> None:
    assert Readability("Hmm. Xyz. Pst.").syllables >= 3


@pytest.mark.parametrize(
    ("text", "is_english"),
    [
        (PLAIN, True),
        ("We will tell you when the service is back, and what you can do until then.", True),
        ("Wir melden uns, sobald der Dienst wieder läuft, und sagen, was Sie tun können.", False),
        ("Nous vous dirons quand le service sera rétabli et ce que vous pouvez faire.", False),
        ("Le avisaremos cuando el servicio vuelva y de lo que puede hacer hasta entonces.", False),
        ("Vi sier fra når tjenesten er tilbake, og hva du kan gjøre i mellomtiden.", False),
    ],
)
def test_english_is_known_by_its_small_words(text: str, is_english: bool) -> None:
    assert Readability(text).looks_english is is_english


@given(st.sampled_from([PLAIN, OFFICIAL]), st.data())
def test_markup_and_white_space_change_no_grade(text: str, data: st.DataObject) -> None:
    dressed = " ".join(
        data.draw(st.sampled_from([word, f"*{word}*", f"**{word}**", f"_{word}_", f"  {word}"]))
        if word.isalpha()
        else word
        for word in text.split()
    )
    wrapped = textwrap.fill(dressed, data.draw(st.integers(40, 100)))
    assert grade(wrapped) == pytest.approx(grade(text))
