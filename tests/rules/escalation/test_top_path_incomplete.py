from __future__ import annotations

import pytest

from commplan.rules.escalation.top_path_incomplete import top_path_incomplete
from commplan.testing import expect, judge_text

MAJOR = """
severities:
  sev1: {order: 1, path: "escalation:major"}
  sev2: {order: 2, path: "escalation:major"}
  sev3: {order: 3, path: "escalation:desk"}
escalations:
  major:
    steps:
    - {notify: ["person:alice"]}
    - {notify: ["person:dana"]}
  desk:
    steps:
    - {notify: ["person:alice"]}
stakeholders:
  people: {alice: {name: Alice Ng}, dana: {name: Dana Fox}}
"""
MANAGEMENT = ('["person:dana"]}', '["person:dana"], management: true}')


def test_both_lacks_are_one_finding() -> None:
    finding, *others = judge_text(top_path_incomplete, MAJOR).findings
    assert not others
    assert finding.message == (
        "escalation:major, the path of sev1 and sev2, has no step that reaches management "
        "and ends after one round"
    )
    assert finding.location.pointer == "/escalations/major"
    assert finding.help == (
        "mark the step that reaches management with `management: true`, "
        "and add `repeat: 1` or `on_exhausted`"
    )
    assert finding.facts == {
        "path": "major",
        "severities": ["sev1", "sev2"],
        "missing": ["management", "repeat"],
    }


@pytest.mark.parametrize("end", ["repeat: 1", 'on_exhausted: {notify: ["person:dana"]}'])
def test_either_end_will_do(end: str) -> None:
    text = MAJOR.replace("  desk:\n", f"    {end}\n  desk:\n")
    assert judge_text(top_path_incomplete, text).messages == (
        "escalation:major, the path of sev1 and sev2, has no step that reaches management",
    )
    expect(top_path_incomplete, text.replace(*MANAGEMENT))


@pytest.mark.parametrize("step", ["", ", management: false"])
def test_a_path_with_management_may_not_end_after_one_round(step: str) -> None:
    text = MAJOR.replace(*MANAGEMENT).replace('["person:alice"]}', f'["person:alice"]{step}}}')
    for end in ("", "    repeat: 0\n"):
        (message,) = judge_text(
            top_path_incomplete, text.replace("  desk:\n", f"{end}  desk:\n")
        ).messages
        assert message.endswith("the path of sev1 and sev2, ends after one round")


def test_management_may_stand_in_a_path_that_a_step_notifies() -> None:
    text = MAJOR.replace("  desk:\n", "    repeat: 1\n  desk:\n").replace(
        '["person:dana"]', '["escalation:desk"]'
    )
    expect(
        top_path_incomplete,
        text.replace('["person:alice"]}', '["person:alice"], management: true}'),
    )
    circle = text.replace('["person:alice"]}', '["escalation:major", "escalation:nowhere"]}')
    assert "no step that reaches management" in judge_text(top_path_incomplete, circle).messages[0]


def test_how_many_severities_are_grave_is_configured() -> None:
    def paths(top: int) -> list[object]:
        found = judge_text(top_path_incomplete, MAJOR, parameters={"top": top}).findings
        return [(finding.facts["path"], finding.facts["severities"]) for finding in found]

    assert paths(0) == []
    assert paths(1) == [("major", ["sev1"])]
    assert paths(3) == [("major", ["sev1", "sev2"]), ("desk", ["sev3"])]


def test_what_is_left_to_other_rules() -> None:
    expect(top_path_incomplete, MAJOR.replace("escalation:major", "escalation:mjaor"))
    expect(
        top_path_incomplete,
        """
        severities: {sev1: {order: 1, path: "escalation:major"}, sev2: {order: 2}}
        escalations: {major: {steps: []}}
        """,
    )
