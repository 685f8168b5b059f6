from __future__ import annotations

import pytest

from commplan.rules.availability.availability_undeclared import availability_undeclared
from commplan.testing import expect, judge_text

DESK = """
stakeholders:
  people:
    alice: {name: Alice Ng, calendar: "calendar:uk"}
    bob: {name: Bob Ito}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
severities:
  sev1: {order: 1, path: "escalation:desk"}
coverage:
  sev1: {require: 24x7}
escalations:
  desk:
    steps:
    - {notify: ["person:alice"], ack_within: 15m}
    - {notify: ["person:bob"], ack_within: 15m}
"""


def test_a_person_without_hours_is_told_where_they_are_reached() -> None:
    finding, *others = judge_text(availability_undeclared, DESK).findings
    assert not others
    assert finding.message == (
        "bob has no calendar and is in no rotation, so nobody can tell when step 2 of "
        "escalation:desk reaches them"
    )
    assert finding.location.pointer == "/stakeholders/people/bob"
    assert [r.location.pointer for r in finding.related] == ["/escalations/desk/steps/1/notify/0"]


def test_a_person_is_told_of_once_at_the_first_step_that_needs_their_hours() -> None:
    text = DESK.replace(
        "ack_within: 15m}\n    - {notify: [",
        'ack_within: 15m}\n    - {notify: ["group:all"], ack_within: 5m}\n    - {notify: [',
    ).replace(
        "calendars:", '  groups: {all: {members: ["person:alice", "person:bob"]}}\ncalendars:'
    )
    (message,) = judge_text(availability_undeclared, text).messages
    assert message.endswith("when step 2 of escalation:desk reaches them, through group:all")


@pytest.mark.parametrize("user", ["person:bob", "group:all", "role:lead"])
def test_a_turn_in_a_rotation_is_enough(user: str) -> None:
    expect(
        availability_undeclared,
        f"""{DESK}
rotations:
  duty: {{timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["{user}"]}}
""".replace(
            "calendars:",
            '  groups: {all: {members: ["person:bob"]}}\n'
            '  roles: {lead: {holders: ["person:alice"], deputies: ["person:bob"]}}\ncalendars:',
        ),
    )


def test_so_is_standing_in_for_somebody_in_one() -> None:
    expect(
        availability_undeclared,
        f"""{DESK}
rotations:
  duty:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice"]
    overrides: [{{from: "2026-12-01T09:00", to: "2026-12-02T09:00", user: "person:bob"}}]
""",
    )


@pytest.mark.parametrize("holders", ['holders: ["person:bob"]', 'deputies: ["person:bob"]'])
def test_a_role_needs_the_hours_of_its_people_unless_it_is_always_reachable(holders: str) -> None:
    text = DESK.replace('["person:bob"]', '["role:lead"]').replace(
        "calendars:", f"  roles: {{lead: {{{holders}}}}}\ncalendars:"
    )
    (message,) = judge_text(availability_undeclared, text).messages
    assert message.endswith("when step 2 of escalation:desk reaches them, through role:lead")
    expect(availability_undeclared, text.replace(holders, f"{holders}, reachable: 24x7"))


def test_whoever_is_asked_for_by_name_as_well_needs_hours() -> None:
    text = DESK.replace('["person:bob"]', '["role:lead", "person:bob"]').replace(
        "calendars:", '  roles: {lead: {holders: ["person:bob"], reachable: 24x7}}\ncalendars:'
    )
    (message,) = judge_text(availability_undeclared, text).messages
    assert message.endswith("reaches them")


def test_a_severity_without_hours() -> None:
    expect(
        availability_undeclared,
        """
        severities:
          sev1: {order: 1}
          sev2: {order: 2}  # <- `coverage` does not say when somebody has to be there for sev2
          sev3: {order: 3}
        coverage:
          sev1: {require: 24x7}
          sev3: {min_depth: 2}  # <- `coverage` does not say when somebody has to be there for sev3
          horizon: 53w
        """,
    )


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("{name: Bob Ito}", '{name: Bob Ito, calendar: "calendar:nowhere"}'),
        ('["person:bob"]', '["person:bbo"]'),
        ('["person:bob"]', '["group:slack"]'),
        ('["person:bob"]', '["external:netco"]'),
        ('["person:bob"]', '["channel:it"]'),
        ('["person:bob"]', '["escalation:desk"]'),
    ],
)
def test_what_is_no_person_or_left_to_other_rules(change: str, to: str) -> None:
    assert change in DESK
    expect(
        availability_undeclared,
        DESK.replace(change, to).replace(
            "calendars:",
            "  groups: {slack: {slack_usergroup: S01}}\n  external: {netco: {}}\n"
            "channels: {it: {kind: slack}}\ncalendars:",
        ),
    )


def test_people_who_are_told_when_a_path_has_run_out_need_no_hours() -> None:
    text = DESK.replace('    - {notify: ["person:bob"], ack_within: 15m}\n', "").replace(
        "    steps:", '    on_exhausted: {notify: ["person:bob"]}\n    steps:'
    )
    expect(availability_undeclared, text)


def test_groups_that_contain_each_other_end() -> None:
    text = DESK.replace('["person:bob"]', '["group:a"]').replace(
        "calendars:",
        '  groups: {a: {members: ["group:b"]}, b: {members: ["group:a", "person:bob"]}}\n'
        "calendars:",
    )
    assert len(judge_text(availability_undeclared, text).findings) == 1
