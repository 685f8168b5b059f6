from time import process_time

import pytest

from commplan.history import Showing
from commplan.measures.looking.tone import ToneLook, WordLook, tone_looks
from commplan.prose import DEFAULT_LEXICONS, load_lexicon
from commplan.rules.templates.tone_hit import tone_hit
from tests.measures.made import plan_of, plan_with_files

LOOK = ToneLook("desk", tuple(map(load_lexicon, DEFAULT_LEXICONS)))
PLAN = """
metadata: {id: desk}
channels:
  it-ops: {kind: slack, slack: C04OPS, purpose: team}
  help: {kind: slack, slack: C01HELP, purpose: support-intake}
"""
LEXICON = """
language = "de"
[[terms]]
category = "blaming"
phrases = ["deine schuld"]
why = "es verletzt"
instead = "schreib, was geschah"
"""


def test_terms_are_counted_and_not_kept() -> None:
    assert [*LOOK.find("It is your fault, and only your fault.", 0)] == [Showing("desk", 2)]
    assert [*LOOK.find("all is well", 0)] == []


def test_words_are_those_that_people_read_aloud() -> None:
    assert [*WordLook().find("It's all well: see https://example.org/a/b", 0)] == [Showing("", 4)]
    assert [*WordLook().find("https://example.org/a/b", 0)] == []


def test_only_channels_of_teams_are_looked_at() -> None:
    plan, files = plan_with_files(PLAN, {})
    assert [*tone_looks(plan, files)] == ["it-ops"]
    assert tone_looks(plan_of("channels: {help: {kind: slack, slack: C01HELP}}"), files) == {}


def test_lexicons_of_the_plan_replace_the_default_one() -> None:
    plan, files = plan_with_files(
        PLAN + "protocols: {tone: {lexicons: [tone/de.toml]}}", {"tone/de.toml": LEXICON}
    )
    look = tone_looks(plan, files)["it-ops"][0]
    assert [*look.find("Deine Schuld! It is your fault.", 0)] == [Showing("desk", 1)]


def test_other_terms_are_another_look() -> None:
    def key(lexicon: str) -> str:
        plan, files = plan_with_files(
            PLAN + "protocols: {tone: {lexicons: [tone/de.toml]}}", {"tone/de.toml": lexicon}
        )
        return tone_looks(plan, files)["it-ops"][0].key

    assert key(LEXICON) == key(LEXICON)
    assert key(LEXICON) != key(LEXICON.replace("schuld", "sache"))


def test_templates_and_messages_are_held_to_the_same_words() -> None:
    assert tone_hit.parameters["lexicons"] == DEFAULT_LEXICONS


@pytest.mark.parametrize(
    "part",
    ["your ", "a", "a.", "a/", "<", "`", "```\n", "https://", "@a", "_", "[](", "{{", "-", "&#"],
)
def test_hostile_texts_take_no_longer_than_long_ones(part: str) -> None:
    text = (f"your fault {part * 40_000}")[:40_000]
    began = process_time()
    list(LOOK.find(text, 0))
    list(WordLook().find(text, 0))
    assert process_time() - began < 1.5
