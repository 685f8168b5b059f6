from __future__ import annotations

import pytest

from commplan.rules.slas.infeasible_vs_escalation import infeasible_vs_escalation
from commplan.testing import expect, judge_text

VECTOR = """
metadata: {id: desk, timezone: Europe/London}
stakeholders:
  people:
    alice: {name: Alice Ng}
    bob: {name: Bob Ito}
    chen: {name: Chen Wu}
tools: {pager: {kind: paging}}
severities:
  sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
slas:
  major: {clock: 24x7, targets: {acknowledge: 15m, first_response: 5m}}
escalations:
  major:
    tool: "tool:pager"
    steps:
    - {notify: ["person:alice"], via: [{push: 0m}], ack_within: 5m}
    - {notify: ["person:bob"], via: [{push: 0m}], ack_within: 10m}
    - {notify: ["person:chen"], via: [{push: 0m}], ack_within: 15m}
    repeat: 1
"""
"""Waits of 5, 10 and 15 minutes: T = 0, 5, 15; X = 60."""

NO_SATURDAY = VECTOR.replace(
    "{name: Bob Ito}", '{name: Bob Ito, calendar: "calendar:week"}'
).replace(
    "severities:",
    'calendars: {week: {timezone: Europe/London, hours: {sun-fri: ["00:00-24:00"]}}}\nseverities:',
)


def messages(text: str, **parameters: object) -> tuple[str, ...]:
    return judge_text(infeasible_vs_escalation, text, parameters=parameters).messages


def test_two_people_are_reached_in_time_three_are_not() -> None:
    assert messages(VECTOR) == ()
    assert messages(VECTOR, levels=3) == (
        (
            "Sat 2026-11-21 09:00 Europe/London: the third person for sev1 is reached after "
            "15m + 2m = 17m, target 15m"
        ),
    )


def test_an_empty_step_makes_the_path_late_only_then() -> None:
    finding, *others = judge_text(infeasible_vs_escalation, NO_SATURDAY).findings
    assert not others
    assert finding.message == (
        "Sat 2026-11-28 00:00 Europe/London: the second person for sev1 is reached after "
        "15m + 2m = 17m, target 15m (step 2 resolves to nobody)"
    )
    assert finding.location.pointer == "/severities/sev1/path"
    facts = finding.facts
    assert facts["at"] == facts["from"] == "2026-11-28T00:00:00Z"
    assert (facts["reached_seconds"], facts["target_seconds"]) == (1020, 900)
    # The rest of the first Saturday, then 53 whole ones up to the one that the horizon cuts.
    assert facts["gaps"] == 54
    assert finding.related[0].location.pointer == "/slas/major/targets/acknowledge"


def test_the_smallest_plan_passes_by_a_narrow_margin() -> None:
    """Bob is paged at 15m and reads Slack at 25m; the path lasts exactly 30m."""
    text = """
    stakeholders:
      people: {alice: {name: Alice Ng, slack: U01A}, bob: {name: Bob Ito, slack: U02B}}
    severities: {sev1: {order: 1, path: "escalation:desk", sla: "sla:helpdesk"}}
    slas: {helpdesk: {clock: 24x7, targets: {first_response: 30m}}}
    escalations:
      desk:
        steps:
        - {notify: ["person:alice"], ack_within: 15m}
        - {notify: ["person:bob"], ack_within: 15m}
    """
    assert messages(text) == ()
    assert messages(text.replace("30m", "25m")) == ()
    assert len(messages(text.replace("30m", "24m"))) == 1
    assert len(messages(text.replace("30m", "31m"))) == 1


def test_the_minute_decides() -> None:
    assert messages(NO_SATURDAY.replace("acknowledge: 15m", "acknowledge: 17m")) == ()
    late = messages(NO_SATURDAY.replace("acknowledge: 15m", "acknowledge: 16m59s"))
    assert len(late) == 1


def test_first_response_counts_where_nothing_else_is_promised() -> None:
    text = VECTOR.replace("acknowledge: 15m, ", "")
    assert messages(text) == (
        (
            "Sat 2026-11-21 09:00 Europe/London: the second person for sev1 is reached after "
            "5m + 2m = 7m, target 5m"
        ),
    )
    assert messages(text.replace("first_response: 5m", "resolve: 1m")) == ()


def test_less_severe_ones_need_one_person() -> None:
    assert messages(NO_SATURDAY.replace("order: 1", "order: 2")) != ()
    assert messages(NO_SATURDAY.replace("order: 1", "order: 3")) == ()


def test_too_few_different_people() -> None:
    text = VECTOR.replace("person:bob", "person:alice").replace("person:chen", "person:alice")
    finding = judge_text(infeasible_vs_escalation, text).findings[0]
    assert finding.message == (
        "Sat 2026-11-21 09:00 Europe/London: no second person for sev1 is ever reached, "
        "target 15m (step 2 adds nobody new, step 3 adds nobody new)"
    )
    assert finding.facts["reached_seconds"] is None


def test_two_people_of_one_step_are_one_level() -> None:
    text = VECTOR.replace('["person:alice"]', '["person:alice", "person:bob"]')
    assert messages(text) == (
        (
            "Sat 2026-11-21 09:00 Europe/London: the second person for sev1 is reached after "
            "15m + 2m = 17m, target 15m (step 2 adds nobody new)"
        ),
    )


def test_the_quickest_medium_of_those_somebody_has_counts() -> None:
    text = VECTOR.replace("name: Bob Ito", 'name: Bob Ito, contacts: {phone: "secret:b"}').replace(
        '["person:bob"], via: [{push: 0m}]', '["person:bob"], via: [{email: 0m}, {sms: 6m}]'
    )
    assert messages(text.replace("acknowledge: 15m", "acknowledge: 14m")) == ()
    assert (
        "is reached after 5m + 9m = 14m"
        in messages(text.replace("acknowledge: 15m", "acknowledge: 13m"))[0]
    )


def test_a_person_without_the_medium_does_not_count() -> None:
    text = VECTOR.replace('["person:bob"], via: [{push: 0m}]', '["person:bob"], via: [{phone: 0m}]')
    assert "(step 2 reaches nobody by its media)" in messages(text)[0]


def test_notice_can_be_set() -> None:
    assert messages(VECTOR, notice={"push": "11m"}) == (
        (
            "Sat 2026-11-21 09:00 Europe/London: the second person for sev1 is reached after "
            "5m + 11m = 16m, target 15m"
        ),
    )


def test_a_first_step_that_is_slow() -> None:
    text = VECTOR.replace("order: 1", "order: 3").replace("acknowledge: 15m", "acknowledge: 1m")
    assert messages(text) == (
        (
            "Sat 2026-11-21 09:00 Europe/London: the first person for sev1 is reached after 2m, "
            "target 1m"
        ),
    )


def test_a_path_that_ends_too_early() -> None:
    text = VECTOR.replace("acknowledge: 15m", "acknowledge: 90m")
    finding, *others = judge_text(infeasible_vs_escalation, text).findings
    assert not others
    assert finding.message == (
        "escalation:major ends after 1h, before acknowledge of sla:major is due (1h 30m)"
    )
    assert finding.location.pointer == "/escalations/major/repeat"
    assert finding.facts == {
        "path": "major",
        "sla": "major",
        "end_seconds": 3600,
        "target_seconds": 5400,
    }
    assert messages(text.replace("repeat: 1", "repeat: 2")) == ()
    assert messages(text.replace("acknowledge: 90m", "acknowledge: 60m")) == ()


def test_a_path_without_steps_is_left_to_another_rule() -> None:
    expect(
        infeasible_vs_escalation,
        """
        severities: {sev1: {order: 1, path: "escalation:none", sla: "sla:major"}}
        slas: {major: {clock: 24x7, targets: {acknowledge: 15m}}}
        escalations: {none: {steps: []}}
        """,
    )


def test_two_severities_share_one_early_end() -> None:
    text = VECTOR.replace("acknowledge: 15m", "acknowledge: 90m").replace(
        "slas:", '  sev2: {order: 2, path: "escalation:major", sla: "sla:major"}\nslas:', 1
    )
    assert len(messages(text)) == 1


def test_a_path_that_hands_on_to_another_goes_on() -> None:
    text = """
    stakeholders:
      people: {alice: {name: Alice Ng}, bob: {name: Bob Ito}}
    severities:
      sev1: {order: 1, path: "escalation:desk", sla: "sla:desk"}
    slas:
      desk: {clock: 24x7, targets: {acknowledge: 45m}}
    escalations:
      desk:
        steps:
        - {notify: ["person:alice"], ack_within: 15m}
        - {notify: ["escalation:major"], ack_within: 15m}
      major:
        steps:
        - {notify: ["person:bob"], ack_within: 30m}
    """
    expect(infeasible_vs_escalation, text)
    assert messages(text.replace("acknowledge: 45m", "acknowledge: 24m"))[0].endswith(
        "the second person for sev1 is reached after 15m + 10m = 25m, target 24m"
    )


def test_gaps_of_coverage_are_left_to_the_rules_that_speak_of_them() -> None:
    required = NO_SATURDAY + "coverage: {sev1: {require: 24x7, min_depth: 3}}\n"
    assert messages(required) == ()
    enough = NO_SATURDAY + "coverage: {sev1: {require: 24x7, min_depth: 2}}\n"
    assert len(messages(enough)) == 1
    other_hours = NO_SATURDAY + 'coverage: {sev1: {require: "calendar:week", min_depth: 3}}\n'
    assert len(messages(other_hours)) == 1


def test_nothing_is_judged_while_nobody_is_there_or_the_clock_stands_still() -> None:
    alone = VECTOR.replace("person:alice", "person:bob").replace("person:chen", "person:bob")
    with_hours = alone.replace(
        "{name: Bob Ito}", '{name: Bob Ito, calendar: "calendar:uk"}'
    ).replace(
        "severities:",
        'calendars: {uk: {timezone: Europe/London, hours: {mon: ["09:00-17:00"]}}}\nseverities:',
    )
    assert messages(with_hours) == (
        (
            "Mon 2026-11-23 09:00 Europe/London: no second person for sev1 is ever reached, "
            "target 15m (step 2 adds nobody new, step 3 adds nobody new)"
        ),
    )
    closed = NO_SATURDAY.replace("clock: 24x7", 'clock: "calendar:week"')
    assert messages(closed) == ()


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("clock: 24x7, ", ""),
        ("clock: 24x7", 'clock: "calendar:nowhere"'),
        ("person:chen", "person:cehn"),
        (', sla: "sla:major"', ""),
        ('path: "escalation:major", ', ""),
        ("ack_within: 5m", "management: true"),
        ("person:chen", "escalation:major"),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    text = NO_SATURDAY.replace("acknowledge: 15m", "acknowledge: 1m")
    assert change in text
    verdict = judge_text(infeasible_vs_escalation, text.replace(change, to))
    assert verdict.findings == verdict.skipped == ()


def test_business_days_are_not_compared() -> None:
    target = judge_text(
        infeasible_vs_escalation, VECTOR.replace("acknowledge: 15m", "acknowledge: 1bd")
    )
    assert target.messages == ()
    assert [s.reason for s in target.skipped] == ["sev1: a target of 1bd has no fixed length"]
    wait = judge_text(
        infeasible_vs_escalation, VECTOR.replace("ack_within: 10m", "ack_within: 1bd")
    )
    assert wait.messages == ()
    assert [s.reason for s in wait.skipped] == ["sev1: a wait of 1bd has no fixed length"]


def test_every_sla_of_a_severity_is_judged() -> None:
    text = VECTOR.replace(
        "escalations:",
        "  strict: {applies: {severity: sev1}, clock: 24x7, targets: {acknowledge: 6m}}\n"
        "escalations:",
    )
    assert messages(text) == (
        (
            "Sat 2026-11-21 09:00 Europe/London: the second person for sev1 is reached after "
            "5m + 2m = 7m, target 6m"
        ),
    )
