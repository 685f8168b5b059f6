from __future__ import annotations

from commplan.rules.escalation.escalation_cycle import escalation_cycle
from commplan.testing import expect, judge_text


def paths(**notify: str) -> str:
    lines = ["escalations:"]
    for key, target in notify.items():
        lines += [f"  {key}:", "    steps:", f'    - {{notify: ["{target}"], ack_within: 5m}}']
    people = "stakeholders: {people: {alice: {name: Alice Ng}}}"
    return "\n".join((*lines, people))


def test_a_path_that_calls_itself() -> None:
    text = paths(desk="escalation:desk")
    finding, *others = judge_text(escalation_cycle, text).findings
    assert not others
    assert finding.message == "escalation:desk → escalation:desk never reaches a new person"
    assert finding.location.pointer == "/escalations/desk/steps/0/notify/0"
    assert finding.facts == {"cycle": ["escalation:desk", "escalation:desk"]}


def test_a_path_that_repeats_is_no_cycle() -> None:
    expect(escalation_cycle, paths(desk="person:alice").replace("stakeh", "    repeat: 3\nstakeh"))


def test_each_tangle_is_told_once_by_a_shortest_way_round() -> None:
    text = paths(
        a="escalation:b", b="escalation:c", c="escalation:a", d="escalation:e", e="escalation:d"
    ).replace('["escalation:b"]', '["escalation:b", "escalation:c"]')
    assert judge_text(escalation_cycle, text).messages == (
        "escalation:a → escalation:c → escalation:a never reaches a new person",
        "escalation:d → escalation:e → escalation:d never reaches a new person",
    )


def test_a_path_that_ends_in_another_and_comes_back() -> None:
    expect(
        escalation_cycle,
        """
        stakeholders: {people: {alice: {name: Alice Ng}}}
        escalations:
          desk:
            steps: [{notify: ["person:alice"], ack_within: 5m}]
            on_exhausted:
              notify:
              - escalation:major  # <- escalation:desk → escalation:major → escalation:desk
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 5m}
            - {notify: ["escalation:desk"], ack_within: 5m}
        """,
    )


def test_groups_roles_and_rotations_lead_round_as_well() -> None:
    text = """
    stakeholders:
      groups:
        team: {members: ["role:lead"]}
        derived: {source: "group:derived"}
      roles:
        lead: {holders: ["rotation:primary"]}
    rotations:
      primary: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["group:team"]}
    """
    assert judge_text(escalation_cycle, text).messages == (
        "group:derived → group:derived never reaches a new person",
        "group:team → role:lead → rotation:primary → group:team never reaches a new person",
    )


def test_meeting_again_is_no_cycle() -> None:
    expect(
        escalation_cycle,
        """
        stakeholders:
          people: {alice: {name: Alice Ng}}
          groups:
            all: {members: ["group:left", "group:right"]}
            left: {members: ["group:core"]}
            right: {members: ["group:core"]}
            core: {members: ["person:alice"]}
        """,
    )


def test_references_that_fit_no_field_are_left_to_another_rule() -> None:
    expect(
        escalation_cycle,
        """
        stakeholders:
          groups: {team: {members: ["escalation:desk"]}}
        escalations:
          desk: {steps: [{notify: ["group:team"], ack_within: 5m}]}
        """,
    )


def test_the_other_steps_of_the_cycle_are_shown() -> None:
    text = paths(desk="escalation:major", major="escalation:desk")
    related = judge_text(escalation_cycle, text).findings[0].related
    assert [place.location.pointer for place in related] == ["/escalations/major/steps/0/notify/0"]
    assert related[0].message == "leads on to escalation:desk"
