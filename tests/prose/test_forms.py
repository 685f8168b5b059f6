from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.prose import forms_of
from commplan.prose.forms import Form
from commplan.prose.wordings import Wording
from tests.measures.made import plan_of

UPDATE = """**{{ summary }}**

- What you may notice: {{ impact }}
- What we have done so far: {{ actions_taken }}
- Next update: {{ next_update }}

This is what we know now. If a detail changes, the next update will say so.
"""
POSTED = """*VPN is down*

• What you may notice: no access from home
• What we have done so far: restarted the gateway
• Next update: 15:30
"""
PLACE = plan_of("channels: {}").root


def form_of(text: str, languages: tuple[str, ...] = ()) -> Form:
    (form,) = forms_of(Wording("x", PLACE, text, False, languages))
    return form


def filled(template: str, text: str) -> set[str] | None:
    found = form_of(template).filled(text)
    return None if found is None else set(found)


def test_a_text_with_all_labels_fills_all_fields() -> None:
    assert filled(UPDATE, POSTED) == {"summary", "impact", "actions_taken", "next_update"}


def test_a_field_without_label_or_without_words_is_missing() -> None:
    assert filled(UPDATE, POSTED.replace("• Next update: 15:30\n", "")) == {
        *("summary", "impact", "actions_taken"),
    }
    for nothing in ("", "—", "tbd", "{{ next_update }}", "...", "?"):
        text = POSTED.replace("15:30", nothing)
        assert filled(UPDATE, text) == {"summary", "impact", "actions_taken"}, nothing


def test_labels_are_known_whatever_the_markup_and_the_order() -> None:
    text = "VPN is down\n*NEXT UPDATE*: soon\n> what you may notice : nothing\n"
    assert filled(UPDATE, text) == {"summary", "impact", "next_update"}


def test_the_first_field_is_what_stands_before_the_labels() -> None:
    text = "What you may notice: nothing\nNext update: at noon"
    assert filled(UPDATE, text) == {"impact", "next_update"}


def test_words_in_a_sentence_are_no_label() -> None:
    assert filled(UPDATE, "the next update will say what you may notice") is None
    assert filled(UPDATE, "VPN is down, sorry. Next update: at noon") is None


def test_a_heading_is_enough_and_needed() -> None:
    delay = (
        "This takes longer than we told you.\n\n- Why: {{ reason }}\n- Until: {{ new_target }}\n"
    )
    assert filled(delay, "This takes longer than we told you!\nWhy: lack of parts") == {"reason"}
    assert filled(delay, "Why: lack of parts\nUntil: Monday") is None
    assert filled(delay, "This takes longer than we told you. Sorry! Until: Monday") == {
        "new_target"
    }


def test_a_template_with_one_label_is_known_by_that() -> None:
    template = "{{ summary }}\nContact: {{ contact }}\n"
    assert filled(template, "Mind the gap. Contact: the desk") == {"summary", "contact"}
    assert filled(template, "Mind the gap") is None


def test_a_field_below_its_heading_may_lose_the_hint_between_them() -> None:
    template = "# {{ title }}\n## Causes\nHow come?\n\n{{ causes }}\n## Actions\n\n{{ actions }}\n"
    assert filled(template, "Fire\nCauses\nA lamp\nActions\nBuy LEDs") == {
        *("title", "causes", "actions"),
    }
    assert filled(template, "Fire\nCauses\nHow come?\n\nActions\nBuy LEDs") == {"title", "actions"}


def test_fields_side_by_side_share_what_is_said() -> None:
    template = "When: {{ date }} {{ time }}\nWhere: {{ place }}\n"
    assert filled(template, "When: on Monday\nWhere:") == {"date", "time"}


def test_each_language_has_its_form() -> None:
    text = "{{ summary }}\n\n- When: {{ window }}\n\n---\n\n{{ summary }}\n\n- Wann: {{ window }}\n"
    english, german = forms_of(Wording("x", PLACE, text, False, ("en", "de")))
    assert german.filled("Netz aus\nWann: Montag") == {"summary", "window"}
    assert english.filled("Netz aus\nWann: Montag") is None


def test_a_template_of_fields_only_cannot_be_recognised() -> None:
    assert forms_of(Wording("x", PLACE, "{{ summary }} {{ more }}", False, ())) == ()
    assert forms_of(Wording("x", PLACE, "no field at all", False, ())) == ()


words = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta"]), min_size=1, max_size=3)


@given(st.lists(st.tuples(words, st.booleans()), min_size=2, max_size=6), st.randoms())
def test_whoever_fills_a_form_in_is_understood(
    lines: list[tuple[list[str], bool]], by: Random
) -> None:
    labels = [f"{' '.join(label)} {number}" for number, (label, _) in enumerate(lines)]
    template = "\n".join(f"- {label}: {{{{ f{n} }}}}" for n, label in enumerate(labels))
    posted = [
        f"• *{label}:* {'done' if said else ''}"
        for label, (_, said) in zip(labels, lines, strict=True)
    ]
    tail = posted[1:]
    by.shuffle(tail)
    assert filled(template, "\n".join((posted[0], *tail))) == {
        f"f{number}" for number, (_, is_said) in enumerate(lines) if is_said
    }


@pytest.mark.parametrize("part", ["next update:", "what you may ", "a", ":", "?", "{{", "\n", "/"])
def test_hostile_texts_take_no_longer_than_long_ones(part: str) -> None:
    form, text = form_of(UPDATE), (part * 40_000)[:40_000]
    began = process_time()
    form.filled(text)
    assert process_time() - began < 0.5


def test_hostile_templates_take_no_longer_either() -> None:
    lines = "\n".join(
        f"{'a ' * (number % 60)}b{number}: {{{{ f{number} }}}}" for number in range(2000)
    )
    form, text = form_of(lines), "a " * 20_000
    began = process_time()
    form.filled(text)
    assert process_time() - began < 2


def test_of_a_long_line_the_last_words_tell() -> None:
    label = " ".join(f"word{number}" for number in range(60))
    assert filled(f"{label}: {{{{ field }}}}", f"{label}: said") == {"field"}
