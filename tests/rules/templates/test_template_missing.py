from __future__ import annotations

from commplan.rules import commplan_rules
from commplan.rules.templates.template_missing import TYPES, template_missing
from commplan.testing import expect, expect_fixed, fixed, judge_text

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


def test_templates_to_begin_with_please_every_other_rule_about_templates() -> None:
    mended = fixed(template_missing, "templates:\n  report: {type: pir}\n")
    assert "  report-text:\n    type: report\n" in mended
    for rule in commplan_rules():
        if rule.area == "PRO" and rule.evidence_class < 3:
            about = [f for f in judge_text(rule, mended).findings if "template" in f.message]
            assert (rule.code, about) == (rule.code, [])


def test_a_template_without_a_text_gets_one_of_its_fields() -> None:
    text = "templates:\n  status: {type: status, fields: [summary, next_update]}\n"
    mended = """
    templates:
      status: {type: status, fields: [summary, next_update], text: "{{ summary }}\\nNext update: {{ next_update }}\\n"}
    """  # noqa: E501  # as long as the edit makes it
    expect_fixed(template_missing, text, mended, parameters={"types": ("status",)})
    blank = "templates:\n  status:\n    type: status\n"
    made = fixed(template_missing, blank, parameters={"types": ("status",)})
    assert "fields: [summary, impact, next_update]\n" in made


def test_an_empty_file_is_left_to_the_author() -> None:
    text = "templates:\n  status: {type: status, file: status.md}\n"
    few = {"types": ("status",)}
    expect_fixed(template_missing, text, text, parameters=few, files={"status.md": ""})
