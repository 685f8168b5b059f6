from __future__ import annotations

from pathlib import Path

from commplan.rules.templates.template_placeholder_mismatch import template_placeholder_mismatch
from commplan.testing import expect, expect_fixed, judge_text


def test_fields_and_text_agree() -> None:
    expect(
        template_placeholder_mismatch,
        """
        templates:
          a: {fields: [summary, impact], text: "{{impact}} {{ summary }} {{ impact }}"}
          b: {fields: [summary], file: b.md}
          c: {fields: [], text: "no fields, { braces } and ${dollars}"}
          d: {text: "none at all"}
          e: {fields: [summary]}
          f: {fields: [summary], file: lost.md}
        """,
        files={"b.md": "`{{ summary }}`\n"},
    )


def test_a_field_that_the_text_does_not_use() -> None:
    expect(
        template_placeholder_mismatch,
        """
        templates:
          a:
            fields:
            - summary
            - contact  # <- template:a declares contact, but the text of template:a does not use it
            - window  # <- template:a declares window, but
            text: "{{ summary }}"
        """,
    )


def test_a_field_that_is_not_declared() -> None:
    expect(
        template_placeholder_mismatch,
        """
        templates:
          a:
            fields: [summary]  # <- a.md:3:4 uses {{ eta }}, which template:a does not declare
            file: a.md
        """,
        files={"a.md": "{{ summary }}\n\nat {{ eta }} or {{ eta }}\n"},
    )


def test_a_misspelt_field_is_one_fault() -> None:
    text = """
    templates:
      a:
        fields: [summary, next_update]
        text: |
          {{ summary }}
          Next: {{ next update }}
    """
    (finding,) = judge_text(template_placeholder_mismatch, text).findings
    assert finding.message == (
        "line 2 of the text of template:a uses {{ next update }}, but template:a declares "
        "next_update"
    )
    assert finding.help == "write {{ next_update }} in the text"
    assert finding.location.pointer == "/templates/a/fields/1"
    assert finding.facts == {
        "template": "a",
        "unused": ["next_update"],
        "undeclared": ["next update"],
    }


def test_a_name_like_one_that_is_used_is_not_taken_for_it() -> None:
    expect(
        template_placeholder_mismatch,
        """
        templates:
          a:
            fields: [impact]  # <- uses {{ impacts }}, which template:a does not declare
            text: "{{ impact }} {{ impacts }}"
        """,
    )


def test_a_template_without_fields_has_one_fault() -> None:
    (finding,) = judge_text(
        template_placeholder_mismatch, 'templates: {a: {text: "{{ a }} {{ b }} {{ a }}"}}'
    ).findings
    assert finding.message == (
        "the text of template:a uses {{ a }}, {{ b }}, which template:a does not declare"
    )
    assert finding.help == "add a, b to `fields`, or take them out of the text"
    assert finding.location.pointer == "/templates/a/fields"


def test_a_field_declared_twice_is_used_twice() -> None:
    expect(
        template_placeholder_mismatch,
        """
        templates:
          a: {fields: [summary, summary], text: "{{ summary }}"}
        """,
    )


def test_fields_of_a_baseline_and_a_text_of_the_team() -> None:
    baseline = (
        "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: org}\n"
        "templates: {a: {fields: [summary, impact], file: a.md}}\n"
    )
    text = "metadata: {id: x, extends: org/org.yaml}\ntemplates: {a: {phases: [resolved]}}"
    files = {"org/org.yaml": baseline, "org/a.md": "{{ summary }}"}
    (finding,) = judge_text(template_placeholder_mismatch, text, files=files).findings
    assert (finding.location.path, finding.location.line) == ("org/org.yaml", 4)
    assert finding.message == "template:a declares impact, but a.md does not use it"


def test_a_file_that_cannot_be_read_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"caf\xe9")
    text = "templates: {a: {fields: [x], file: a.md}}"
    verdict = judge_text(template_placeholder_mismatch, text, path=str(tmp_path / "plan.yaml"))
    assert verdict.messages == ()
    assert [skipped.pointer for skipped in verdict.skipped] == ["/templates/a/file"]


def test_fields_follow_the_text() -> None:
    text = """
    templates:
      one: {fields: [summary, impact], text: "{{ summary }} {{ reason }} {{ until }}"}
      two: {text: "{{ summary }}"}
      three:
        fields:
        - summary
        - next_updat
        text: "{{ summary }} {{ next_update }}"
    """
    mended = """
    templates:
      one: {fields: [summary, reason, until], text: "{{ summary }} {{ reason }} {{ until }}"}
      two: {text: "{{ summary }}", fields: [summary]}
      three:
        fields:
        - summary
        - next_updat
        text: "{{ summary }} {{ next_update }}"
    """
    expect_fixed(template_placeholder_mismatch, text, mended, unsafe=False)
