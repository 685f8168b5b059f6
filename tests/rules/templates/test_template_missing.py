from __future__ import annotations

from commplan.rules.templates.template_missing import TYPES, template_missing
from commplan.testing import expect, judge_text

FEW = {"types": ["status", "report"]}


def test_all_types_by_default() -> None:
    (finding,) = judge_text(template_missing, "templates: {}").findings
    assert finding.facts == {"types": list(TYPES), "template": None}
    assert finding.message == (
        "no template is of type incident-update, status, change-request, delay-notice, "
        "maintenance, pir, security or report"
    )


def test_a_plan_without_templates() -> None:
    (finding,) = judge_text(template_missing, "channels: {}", parameters=FEW).findings
    assert finding.message == "no template is of type status or report"
    assert (finding.location.pointer, finding.location.line) == ("/templates", 1)
    assert finding.help is not None
    assert finding.help.startswith("add a template for each")


def test_types_that_are_there() -> None:
    expect(
        template_missing,
        """
        templates:
          a: {type: status, text: "{{ a }}"}
          b: {type: report, file: b.md}
          c: {type: near-miss}
          d: {}
        """,
        files={"b.md": "{{ b }}"},
        parameters=FEW,
    )


def test_one_type_is_missing() -> None:
    expect(
        template_missing,
        """
        templates:  # <- no template is of type report
          a: {type: status, text: "{{ a }}"}
          b: {type: regulator, text: "{{ a }}"}
        """,
        parameters=FEW,
    )


def test_templates_without_a_text() -> None:
    expect(
        template_missing,
        """
        templates:
          a: {type: status}  # <- template:a has neither `file` nor `text`, and no other template
          b: {type: report, file: b.md}  # <- b.md of template:b is empty, and no other template is
        """,
        files={"b.md": " \n"},
        parameters=FEW,
    )
    expect(
        template_missing,
        """
        templates:
          a: {type: status, text: " "}  # <- the text of template:a is blank
          b: {type: report, text: "x"}
        """,
        parameters=FEW,
    )


def test_another_template_of_the_type_is_enough() -> None:
    for first, second in (('text: "x"', "fields: []"), ("fields: []", 'text: "x"')):
        expect(
            template_missing,
            f"""
            templates:
              a: {{type: status, {first}}}
              b: {{type: status, {second}}}
            """,
            parameters={"types": ["status"]},
        )


def test_of_several_without_a_text_the_first_is_told() -> None:
    expect(
        template_missing,
        """
        templates:
          a: {type: status}  # <- template:a has neither
          b: {type: status}
        """,
        parameters={"types": ["status"]},
    )


def test_a_file_that_is_not_there_is_left_to_pln101() -> None:
    expect(
        template_missing,
        "templates: {a: {type: status, file: lost.md}}",
        files={},
        parameters={"types": ["status"]},
    )


def test_templates_of_a_baseline_count() -> None:
    baseline = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n"
        'templates: {a: {type: status, text: "x"}}\n'
    )
    text = "metadata: {id: x, extends: org.yaml}\nchannels: {}"
    verdict = judge_text(
        template_missing, text, files={"org.yaml": baseline}, parameters={"types": ["status"]}
    )
    assert verdict.messages == ()
