from __future__ import annotations

import pytest

from commplan.rules.templates.tone_hit import tone_hit
from commplan.testing import expect, expect_fixed, judge_text

JARGON = """
language = "en"
[[terms]]
category = "jargon"
phrases = ["synergy"]
why = "nobody knows what it means"
instead = "say what will be different"
"""
GERMAN = """
language = "de"
[[terms]]
category = "blaming"
phrases = ["selbst schuld"]
why = "it looks for somebody guilty"
instead = "say what happened"
"""


def test_a_hit_says_where_and_why() -> None:
    text = "templates: {a: {file: templates/a.md}}"
    files = {"templates/a.md": "{{ address }}\nwas Blacklisted, and is blacklisted."}
    (finding,) = judge_text(tone_hit, text, files=files).findings
    assert finding.message == (
        "templates/a.md:2:5 says “Blacklisted” (2 times), which is non-inclusive: "
        "it makes a colour of skin stand for bad"
    )
    assert finding.help == "write blocklist or blocked"
    assert finding.location.pointer == "/templates/a/file"
    assert dict(finding.facts) == {
        "term": "Blacklisted",
        "category": "non-inclusive",
        "line": 2,
        "column": 5,
        "times": 2,
    }


def test_templates_and_replies() -> None:
    expect(
        tone_hit,
        """
        templates:
          a: {text: "This is your fault."}  # <- the text of template:a says “your fault”, which
          b: {text: "It will never happen again."}  # <- which is absolute
        automations:
          reset: {reply: "How dare you!"}  # <- the reply of automation reset says “How dare you”
          silent: {kind: bot}
        protocols:
          dm_policy:
            text: Not our problem.  # <- the reply to direct messages says “Not our problem”, which
        """,
    )


def test_each_term_once() -> None:
    text = 'templates: {a: {text: "Stupid whitelist, stupid blacklist, STUPID."}}'
    found = judge_text(tone_hit, text).findings
    assert [(finding.facts["term"], finding.facts["times"]) for finding in found] == [
        ("Stupid", 3),
        ("whitelist", 1),
        ("blacklist", 1),
    ]


def test_what_is_not_sent_may_say_anything() -> None:
    expect(
        tone_hit,
        """
        messages: {a: {when: "who is to blame"}}
        channels: {blacklist: {kind: slack, topic: "The stupid blacklist", owner: "person:slave"}}
        templates:
          blacklist: {type: blacklist, fields: [blacklist], text: "{{ blacklist }}"}
          b: {marker: "stupid", text: "See https://x.example/blacklist or `slave`"}
          c: {file: lost.md}
          d: {fields: []}
        """,
        files={},
    )


def test_without_texts_nothing_is_said() -> None:
    text = "protocols: {tone: {lexicons: [builtin/en]}}"
    verdict = judge_text(tone_hit, text)
    assert (verdict.messages, verdict.skipped) == ((), ())


HIT = 'templates: {a: {text: "A synergy of blacklists"}}'


@pytest.mark.parametrize(
    ("lexicons", "terms"),
    [
        ("[builtin/en]", ["blacklists"]),
        ("[words/ours.toml]", ["synergy"]),
        ("[builtin/en, words/ours.toml]", ["blacklists", "synergy"]),
        ("[]", []),
    ],
)
def test_the_plan_names_its_lexicons(lexicons: str, terms: list[str]) -> None:
    text = f"{HIT}\nprotocols: {{tone: {{lexicons: {lexicons}}}}}"
    verdict = judge_text(tone_hit, text, files={"words/ours.toml": JARGON})
    assert sorted(str(finding.facts["term"]) for finding in verdict.findings) == terms
    assert verdict.skipped == ()


def test_the_configuration_names_them_where_the_plan_does_not() -> None:
    parameters = {"lexicons": ["words/ours.toml"]}
    files = {"words/ours.toml": JARGON}
    for more, term in (("", "synergy"), ("\nprotocols: {tone: {lexicons: [builtin/en]}}", "black")):
        (finding,) = judge_text(tone_hit, HIT + more, files=files, parameters=parameters).findings
        assert str(finding.facts["term"]).startswith(term)


def test_a_lexicon_beside_the_baseline_that_names_it() -> None:
    baseline = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n"
        "protocols: {tone: {lexicons: [ours.toml]}}\n"
    )
    text = f"metadata: {{id: x, extends: org/org.yaml}}\n{HIT}"
    files = {"org/org.yaml": baseline, "org/ours.toml": JARGON}
    assert len(judge_text(tone_hit, text, files=files).findings) == 1


def test_names_of_no_lexicon_are_left_to_pln101() -> None:
    text = f"{HIT}\nprotocols: {{tone: {{lexicons: [builtin/xx, lost.toml]}}}}"
    verdict = judge_text(tone_hit, text, files={})
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_lexicon_that_is_none_is_not_assessed() -> None:
    text = f"{HIT}\nprotocols: {{tone: {{lexicons: [builtin/en, ours.toml]}}}}"
    verdict = judge_text(tone_hit, text, files={"ours.toml": 'language = "en"'})
    assert len(verdict.findings) == 1
    (skipped,) = verdict.skipped
    assert skipped.reason == (
        "the lexicon ours.toml: expected `language`, `[[terms]]` and nothing else"
    )
    assert skipped.pointer == "/protocols/tone/lexicons/1"


BOTH = """
templates:
  a:
    languages: [en, de]
    text: |
      Sorry, guys.

      ---

      Ihr seid selbst schuld, guys.
"""


def test_each_part_is_held_to_the_lexicon_of_its_language() -> None:
    text = f"{BOTH}\nprotocols: {{tone: {{lexicons: [builtin/en, de.toml]}}}}"
    found = judge_text(tone_hit, text, files={"de.toml": GERMAN}).findings
    assert [(finding.facts["term"], finding.facts["line"]) for finding in found] == [
        ("guys", 1),
        ("selbst schuld", 5),
    ]
    assert found[1].message.startswith("line 5 of the text of template:a says “selbst schuld”")


def test_a_language_without_lexicon_is_not_assessed() -> None:
    verdict = judge_text(tone_hit, BOTH)
    assert [finding.facts["line"] for finding in verdict.findings] == [1]
    assert [skipped.reason for skipped in verdict.skipped] == [
        "no active lexicon is in the language 'de' of the text of template:a"
    ]


def test_parts_that_cannot_be_told_apart_are_held_to_all_lexicons_of_their_languages() -> None:
    text = """
    templates:
      a: {languages: [de, fr], text: "Guys, selbst schuld."}
      b: {languages: [de], text: "Guys, selbst schuld."}
      c: {languages: [en-GB], text: "Guys, selbst schuld."}
      d: {text: "Guys, selbst schuld."}
    protocols: {tone: {lexicons: [builtin/en, de.toml]}}
    """
    verdict = judge_text(tone_hit, text, files={"de.toml": GERMAN})
    assert [(f.location.pointer[11], f.facts["term"]) for f in verdict.findings] == [
        ("a", "selbst schuld"),
        ("b", "selbst schuld"),
        ("c", "Guys"),
        ("d", "Guys"),
        ("d", "selbst schuld"),
    ]
    assert [skipped.reason for skipped in verdict.skipped] == [
        "no active lexicon is in the language 'fr' of the text of template:a"
    ]


def test_other_words_are_written_where_the_lexicon_has_them() -> None:
    text = """
    templates:
      block:
        text: |
          Blacklisted: {{ address }}.
          The black list grows, and the BLACKLIST too.
      plain: {text: 'He or she is careless.'}
      inline: {text: "5 man-hours"}
    """
    mended = """
    templates:
      block:
        text: |
          Blocked: {{ address }}.
          The blocklist grows, and the BLOCKLIST too.
      plain: {text: 'They is careless.'}
      inline: {text: "5 person hours"}
    """
    expect_fixed(tone_hit, text, mended)


def test_files_are_left_to_their_authors() -> None:
    text = "templates: {t: {file: t.md}}\n"
    expect_fixed(tone_hit, text, text, files={"t.md": "the blacklist\n"})
