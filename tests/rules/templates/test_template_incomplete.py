from __future__ import annotations

from pathlib import Path

import pytest

from commplan.rules.templates.template_incomplete import template_incomplete
from commplan.testing import expect, judge_text


def test_an_update_says_what_was_done_and_when_to_look_again() -> None:
    expect(
        template_incomplete,
        """
        templates:
          a:
            type: incident-update
            fields: [summary]  # <- template:a has no actions_taken, which every incident update
          b:
            type: incident-update
            fields: [summary, actions_taken]  # <- b has no next_update, which readers need until
          c: {type: incident-update, fields: [actions_taken, next_update]}
        """,
    )


def test_both_faults_of_one_template_are_told() -> None:
    verdict = judge_text(
        template_incomplete, "templates: {a: {type: incident-update, fields: [x]}}"
    )
    assert [dict(finding.facts) for finding in verdict.findings] == [
        {"template": "a", "missing": ["actions_taken"]},
        {"template": "a", "missing": ["next_update"]},
    ]


@pytest.mark.parametrize("type_", ["status", "security", "maintenance", "own-kind"])
def test_every_phase_but_resolved_needs_the_next_update(type_: str) -> None:
    expect(
        template_incomplete,
        f"""
        templates:
          a:
            type: {type_}
            phases: [investigating, monitoring, resolved]
            fields: [summary]  # <- no next_update, which readers need while investigating and moni
          b: {{type: {type_}, phases: [resolved], fields: [summary]}}
          c: {{type: {type_}, phases: [contained, resolved], fields: [summary, next_update]}}
        """,
    )


def test_without_phases_updates_serve_them_all_and_other_types_none() -> None:
    expect(
        template_incomplete,
        """
        templates:
          a: {type: status, fields: [summary]}  # <- no next_update
          b: {type: security, fields: [summary]}
          c: {type: change-request, fields: [summary]}
          d: {fields: [summary]}
        """,
    )


def test_fields_that_the_text_uses_count() -> None:
    expect(
        template_incomplete,
        """
        templates:
          a: {type: status, fields: [summary], text: "{{ summary }} {{ next_update }}"}
          b: {type: status, text: "{{ next_update }}"}
          c: {type: status, file: c.md}
          d: {type: status, fields: [summary], text: "{{ summary }}"}  # <- d has no next_update
          e: {type: status, text: "{{ summary }}"}  # <- template:e has no next_update
        """,
        files={"c.md": "{{next_update}}"},
    )


def test_where_there_is_no_template_yet() -> None:
    expect(template_incomplete, "templates: {a: {type: status}, b: {type: status, text: ' '}}")


def test_a_lost_file_leaves_the_declared_fields() -> None:
    expect(
        template_incomplete,
        """
        templates:
          a: {type: status, fields: [summary], file: lost.md}  # <- template:a has no next_update
        """,
        files={},
    )


REGULATOR = """
metadata: {{id: x, profiles: [{packs}]}}
templates:
  notice:
    type: {type_}
    fields: [{fields}]
obligations:
  {id}: {{deadline: 72h, template: "template:notice"{duty}}}
"""


def regulator(fields: str, id: str = "gdpr-33", duty: str = "", **more: str) -> str:
    return REGULATOR.format(
        **{"packs": "gdpr, nis2", "type_": "regulator", **more}, fields=fields, id=id, duty=duty
    )


def test_a_notice_holds_what_its_article_asks_for() -> None:
    (finding,) = judge_text(template_incomplete, regulator("nature, measures")).findings
    assert finding.message == (
        "template:notice has no subjects_count, records_count, dpo_contact, consequences, "
        "which GDPR asks for (art. 33(1), (3))"
    )
    assert finding.location.pointer == "/templates/notice/fields"
    assert [related.location.pointer for related in finding.related] == [
        "/obligations/gdpr-33/template"
    ]


def test_a_notice_with_everything() -> None:
    fields = "nature, subjects_count, records_count, dpo_contact, consequences, measures"
    assert judge_text(template_incomplete, regulator(fields)).messages == ()


def test_an_obligation_may_name_its_duty() -> None:
    text = regulator("nature", id="breach", duty=", duty: gdpr-33")
    assert len(judge_text(template_incomplete, text).findings) == 1


def test_a_template_of_another_type_owes_the_article_as_much() -> None:
    verdict = judge_text(template_incomplete, regulator("nature", type_="security"))
    assert len(verdict.findings) == 1


def test_one_template_for_several_duties_holds_the_fields_of_all() -> None:
    text = """
    metadata: {id: x, profiles: [nis2]}
    templates:
      nis2: {type: regulator, fields: [summary, malicious_suspected, severity, impact]}
    obligations:
      nis2-early: {deadline: 24h, template: "template:nis2"}
      nis2-notify: {deadline: 72h, template: "template:nis2"}
      nis2-final: {deadline: 1mo, template: "template:nis2"}
    """
    missing = [
        finding.facts["missing"] for finding in judge_text(template_incomplete, text).findings
    ]
    assert missing == [["cross_border"], ["iocs"], ["root_cause", "mitigations"]]


@pytest.mark.parametrize(
    "text",
    [
        regulator("nature", id="breach"),
        regulator("nature", packs="itil4"),
        "templates: {notice: {type: regulator, fields: [nature]}}",
    ],
)
def test_a_notice_of_no_known_duty_is_not_judged(text: str) -> None:
    verdict = judge_text(template_incomplete, text)
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason == (
        "what template:notice has to say is not known: no obligation with it answers a duty of an "
        "active pack that lists fields"
    )


def test_a_broken_reference_to_a_template_is_left_to_pln101() -> None:
    text = """
    metadata: {id: x, profiles: [gdpr]}
    obligations: {gdpr-33: {deadline: 72h, template: "template:lost"}}
    """
    verdict = judge_text(template_incomplete, text)
    assert (verdict.messages, verdict.skipped) == ((), ())


def test_a_file_that_cannot_be_read_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"caf\xe9")
    text = "templates: {a: {type: status, fields: [summary], file: a.md}}"
    verdict = judge_text(template_incomplete, text, path=str(tmp_path / "plan.yaml"))
    assert verdict.messages == ()
    (skipped,) = verdict.skipped
    assert skipped.reason.startswith("template:a: a.md: line 1: the byte 0xE9 is not UTF-8")
