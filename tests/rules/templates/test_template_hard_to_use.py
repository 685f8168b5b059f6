from __future__ import annotations

import pytest

from commplan.rules.templates.template_hard_to_use import template_hard_to_use
from commplan.testing import expect, judge_text

OFFICIAL = (
    "Notwithstanding considerable organizational investments, we have unanticipated "
    "infrastructural irregularities, and the deactivation of authentication facilities is "
    "a precautionary necessity for all of the participating administrative institutions. "
) * 2
GERMAN = (
    "Trotz erheblicher organisatorischer Investitionen haben wir unvorhergesehene "
    "Unregelmäßigkeiten der Infrastruktur, weshalb die vorsorgliche Abschaltung der "
    "Authentifizierungsdienste für alle beteiligten Verwaltungseinrichtungen notwendig ist. "
) * 3
PLAIN = "We fix it now. You can work in the old tool till then. " * 5


def messages(text: str, files: dict[str, str], **parameters: object) -> tuple[str, ...]:
    return judge_text(
        template_hard_to_use, text, files=files, parameters=parameters or None
    ).messages


def test_the_grade_is_told_with_what_makes_it() -> None:
    text = "templates: {a: {file: a.md}}"
    (finding,) = judge_text(template_hard_to_use, text, files={"a.md": OFFICIAL}).findings
    assert finding.message == (
        "a.md takes 31.3 years of school to read, limit 9 "
        "(26 words in a sentence, 3.1 syllables in a word)"
    )
    assert finding.location.pointer == "/templates/a/file"
    assert finding.facts["limit"] == 9


def test_everyday_words_pass() -> None:
    assert messages("templates: {a: {file: a.md}}", {"a.md": PLAIN}) == ()


def test_few_words_have_no_grade() -> None:
    few = " ".join(OFFICIAL.split()[:49]) + "."
    assert messages("templates: {a: {file: a.md}}", {"a.md": few}) == ()


def test_the_limit_of_the_plan_goes_before_that_of_the_configuration() -> None:
    plan = "templates: {a: {file: a.md}}\nprotocols: {tone: {max_grade: %s}}"
    files = {"a.md": OFFICIAL}
    assert messages(plan % 40, files, max_grade=3) == ()
    assert len(messages(plan % 9, files, max_grade=40)) == 1
    assert messages("templates: {a: {file: a.md}}", files, max_grade=40) == ()


@pytest.mark.parametrize(
    ("languages", "text", "reason"),
    [
        ("", GERMAN, "a.md does not read like English; state its `languages`"),
        (
            ", languages: [de]",
            GERMAN,
            "the reading grade is one of English, not of the language 'de' of a.md",
        ),
        (
            ", languages: [en, de]",
            f"{PLAIN}\n{GERMAN}",
            (
                "which part of a.md is in which of its languages is not clear: put a line `---` "
                "between them, in that order"
            ),
        ),
        (
            ", languages: [en, de]",
            f"{PLAIN}\n\n---\n\n{GERMAN}",
            "the reading grade is one of English, not of the language 'de' of a.md",
        ),
    ],
)
def test_other_languages_are_not_assessed(languages: str, text: str, reason: str) -> None:
    verdict = judge_text(
        template_hard_to_use, f"templates: {{a: {{file: a.md{languages}}}}}", files={"a.md": text}
    )
    assert verdict.messages == ()
    assert [skipped.reason for skipped in verdict.skipped] == [reason]


def test_short_texts_of_other_languages_need_no_grade() -> None:
    text = "templates: {a: {file: a.md, languages: [de]}}"
    verdict = judge_text(
        template_hard_to_use, text, files={"a.md": "Das dauert. Die EDV prüft es."}
    )
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_english_among_other_languages_is_judged() -> None:
    text = "templates: {a: {file: a.md, languages: [de, en-GB]}}"
    files = {"a.md": f"{GERMAN} DSGVO.\n\n---\n\n{OFFICIAL} RTO."}
    (grade, acronym) = messages(text, files)
    assert grade.startswith("a.md takes 27")
    assert acronym == "a.md:5:498 does not say what RTO stands for"


def test_acronyms() -> None:
    expect(
        template_hard_to_use,
        """
        templates:
          a: {text: "The RTO is four hours."}  # <- text of template:a does not say what RTO stands
          b: {text: "RTO and RPO."}  # <- does not say what RTO and RPO stand for
          c: {text: "The recovery time objective (RTO) is four hours. Read the FAQ."}
          d: {text: "{{ RTO }}"}
        """,
    )
    assert messages('templates: {a: {text: "RTO."}}', {}, known_acronyms=["RTO"]) == ()


def test_reports_begin_with_a_summary() -> None:
    expect(
        template_hard_to_use,
        """
        templates:
          a: {type: report, text: "{{ kpis }} {{ summary }}"}  # <- begins with {{ kpis }}, not with
          b: {type: report, text: "{{ summary }} {{ kpis }}"}
          c: {type: report, text: "{{ executive_summary }} {{ kpis }}"}
          d: {type: report, text: "## Summary: {{ text }}"}
          e: {type: report, text: "Nothing new."}  # <- begins with other words, not with a summary
          f: {type: report, text: "Summary: nothing new."}
          g: {type: pir, text: "{{ impact }} {{ summary }}"}
          h: {type: pir, summary_first: true, text: "{{ impact }} {{ summary }}"}  # <- although
          i: {type: report, summary_first: true}
        """,
    )


MESSAGES = """
messages:
  alert: {{via: ["channel:{channel}"], template: "template:a"}}
channels:
  sms: {{kind: sms}}
  slack: {{kind: slack}}
  mail: {{kind: email}}
templates:
  a: {{file: a.md}}
"""


@pytest.mark.parametrize(
    ("channel", "text", "is_long"),
    [
        ("sms", "x" * 160, False),
        ("sms", "x" * 161, True),
        ("sms", "x" * 140 + "{{ a_long_name_of_a_field }}", False),
        ("sms", "x" * 141 + "{{ a }}", True),
        ("sms", "ж" * 70, False),
        ("sms", "ж" * 71, True),
        ("slack", "x" * 4_000, False),
        ("slack", "x" * 4_001, True),
        ("mail", "x" * 50_000, False),
    ],
)
def test_the_medium_limits_the_length(channel: str, text: str, is_long: bool) -> None:
    found = messages(MESSAGES.format(channel=channel), {"a.md": text})
    assert len(found) == is_long


def test_a_long_text_is_told_once_for_each_medium() -> None:
    text = """
    messages:
      alert: {via: ["channel:one", "channel:two", "channel:lost"], template: "template:a"}
      other: {via: ["channel:three"], template: "template:lost"}
    channels: {one: {kind: sms}, two: {kind: sms}, three: {kind: sms}}
    templates: {a: {file: a.md}}
    """
    verdict = judge_text(
        template_hard_to_use, text, files={"a.md": "x" * 200}, parameters={"field_length": 5}
    )
    (finding,) = verdict.findings
    assert finding.message == (
        "a.md is 200 characters long, 5 for each field; channel:one (sms) takes 160"
    )
    assert finding.help == "shorten it by 40, or send it another way"
    assert [related.location.pointer for related in finding.related] == ["/messages/alert/via/0"]
    assert dict(finding.facts) == {"template": "a", "medium": "sms", "length": 200, "limit": 160}


def test_templates_without_text_are_left_to_others() -> None:
    verdict = judge_text(
        template_hard_to_use,
        "templates: {a: {type: report}, b: {type: report, file: lost.md}}",
        files={},
    )
    assert (verdict.messages, verdict.skipped) == ((), ())
