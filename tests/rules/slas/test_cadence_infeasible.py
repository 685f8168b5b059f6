from __future__ import annotations

import pytest

from commplan.rules.slas.cadence_infeasible import cadence_infeasible
from commplan.testing import expect, judge_text

ALWAYS = """
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
  roles:
    press: {holders: ["person:alice"], reachable: 24x7}
escalations:
  major: {steps: [{notify: ["role:press"]}]}
severities:
  sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
  sev2: {order: 2, path: "escalation:major"}
"""


def slow(message: str, cadence: str = "10m") -> str:
    return (
        ALWAYS
        + f"""
slas:
  major:
    clock: 24x7
    targets:
      update_every: {cadence}
messages:
  public-status: {{kind: incident, when: "sev1 and customer_impact", {message}}}
"""
    )


def messages(text: str, **parameters: object) -> tuple[str, ...]:
    return judge_text(cadence_infeasible, text, parameters=parameters).messages


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("lead_time: 15m", "takes 15m to write"),
        ('lead_time: 11m, approver: "role:press"', "takes 11m to write and approve"),
        ("lead_time: 10m", None),
        ("lead_time: 0m", None),
        ('sender: "role:press"', None),
        ('approver: "role:press"', None),
    ],
)
def test_a_cadence_is_held_against_the_lead_time(message: str, words: str | None) -> None:
    found = messages(slow(message))
    told = f"sla:major promises an update every 10m, but 'public-status' {words}"
    assert found == ((told,) if words else ())


@pytest.mark.parametrize(
    ("message", "cadence", "words"),
    [
        ("lead_time: 5m", "5m", None),
        ("audience: []", "5m", None),
        ("audience: []", "4m", "takes 5m to write"),
        ('approver: "role:press"', "10m", None),
        ('approver: "role:press"', "9m", "takes 10m to write and approve"),
    ],
)
def test_without_lead_time_writing_and_release_take_five_minutes_each(
    message: str, cadence: str, words: str | None
) -> None:
    found = messages(slow(message, cadence))
    assert [text.partition("'public-status' ")[2] for text in found] == ([words] if words else [])


def test_how_long_writing_and_release_take_is_configured() -> None:
    text = slow('approver: "role:press"')
    assert messages(text, draft="10m") == (
        (
            "sla:major promises an update every 10m, "
            "but 'public-status' takes 15m to write and approve"
        ),
    )
    assert messages(text, draft="1m", approve="10m") != ()
    assert messages(text, draft="1m", approve="9m") == ()
    for value in ("soon", "1bd"):
        with pytest.raises(AssertionError, match=f"approve: '{value}'"):
            messages(text, approve=value)


def test_the_tightest_phase_is_told() -> None:
    phases = "{monitoring: 60m, investigating: 10m, identified: 9m}"
    finding, *others = judge_text(cadence_infeasible, slow("lead_time: 15m", phases)).findings
    assert not others
    assert finding.message == (
        "sla:major promises an update every 9m while identified, "
        "but 'public-status' takes 15m to write"
    )
    assert finding.location.pointer == "/slas/major/targets/update_every/identified"
    assert [(place.location.pointer, place.message) for place in finding.related] == [
        ("/messages/public-status/lead_time", "message public-status"),
        ("/slas/major/targets/update_every/investigating", "too often while investigating, too"),
    ]
    assert finding.facts == {
        "sla": "major",
        "message": "public-status",
        "phase": "identified",
        "every_seconds": 540,
        "lead_seconds": 900,
    }


def test_a_cadence_in_days_cannot_be_compared() -> None:
    verdict = judge_text(cadence_infeasible, slow("lead_time: 15m", "1bd"))
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        "message public-status: an update every 1bd has no fixed length to hold against 15m"
    ]


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("kind: incident", "kind: change"),
        ("sev1 and", "sev2 and"),
        ("sev1 and", "sev11 and"),
        ("update_every: 10m", "resolve: 4h"),
        (', sla: "sla:major"', ""),
    ],
)
def test_only_incident_messages_of_the_severities_count(what: str, instead: str) -> None:
    text = slow("lead_time: 15m")
    assert what in text
    expect(cadence_infeasible, text.replace(what, instead))


def test_two_slow_messages_are_two_findings() -> None:
    text = slow("lead_time: 15m") + "  internal: {kind: incident, when: sev1, lead_time: 20m}\n"
    first, second = judge_text(cadence_infeasible, text).findings
    assert first.location == second.location
    assert first.fingerprint != second.fingerprint


OFFICE = """
metadata: {id: it-ops, timezone: Europe/London}
calendars:
  uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}
stakeholders:
  people:
    alice: {name: Alice Ng, calendar: "calendar:uk"}
    bob: {name: Bob Ito, calendar: "calendar:uk"}
  roles:
    press: {holders: ["person:alice"], deputies: ["person:bob"]}
    lead: {holders: ["person:bob"], reachable: 24x7}
escalations:
  major: {steps: [{notify: ["role:lead"]}]}
severities:
  sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
  sev2: {order: 2, path: "escalation:major", sla: "sla:major"}
slas:
  major: {clock: 24x7, targets: {update_every: 30m}}
messages:
  incident-update: {kind: incident, when: "severity in [sev1, sev2]", sender: "role:press"}
"""


def test_a_sender_who_is_not_there() -> None:
    finding, *others = judge_text(cadence_infeasible, OFFICE).findings
    assert not others
    assert finding.message == (
        "Fri 2026-11-27 17:30 Europe/London: sla:major promises updates but nobody of role:press "
        "is there to send 'incident-update' until Mon 09:00 (63h 30m, the longest of 5 gaps a week)"
    )
    assert finding.location.pointer == "/messages/incident-update/sender"
    assert finding.related[0].location.pointer == "/slas/major/targets/update_every"
    assert finding.facts == {
        "sla": "major",
        "party": "role:press",
        "messages": ["incident-update"],
        "from": "2026-11-27T17:30:00Z",
        "to": "2026-11-30T09:00:00Z",
        "gap_seconds": 228600,
        "gaps": 266,
        "total_seconds": 23945400,
    }


def test_one_party_with_several_tasks_is_one_finding() -> None:
    text = OFFICE + (
        '  public: {kind: incident, when: sev1, sender: "role:lead", approver: "role:press"}\n'
        '  status: {kind: incident, when: sev1, sender: "role:press"}\n'
    )
    (message,) = messages(text)
    assert "to send 'incident-update' and 'status' and approve 'public' until Mon" in message


def test_a_person_is_named_as_one() -> None:
    (message,) = messages(OFFICE.replace("role:press", "person:alice"))
    assert "but person:alice is not there to send 'incident-update'" in message


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("clock: 24x7", 'clock: "calendar:uk"'),
        ("clock: 24x7, ", ""),
        ("clock: 24x7", 'clock: "calendar:ku"'),
        ('deputies: ["person:bob"]}', 'deputies: ["role:lead"]}'),
        ('deputies: ["person:bob"]}', "reachable: 24x7}"),
        ('sender: "role:press"', 'sender: "role:lead"'),
        ('sender: "role:press"', 'sender: "role:prss"'),
        (', sender: "role:press"', ""),
        ('press: {holders: ["person:alice"], deputies: ["person:bob"]}', "press: {}"),
    ],
)
def test_what_is_in_order_or_left_to_other_rules(what: str, instead: str) -> None:
    assert what in OFFICE
    verdict = judge_text(cadence_infeasible, OFFICE.replace(what, instead))
    assert verdict.findings == verdict.skipped == ()


def test_gaps_of_coverage_are_left_to_the_coverage_rules() -> None:
    nobody = OFFICE.replace('holders: ["person:bob"], reachable: 24x7', 'holders: ["person:bob"]')
    expect(cadence_infeasible, nobody)
    too_few = OFFICE + "coverage: {sev1: {require: 24x7, min_depth: 2}}\n"
    assert len(messages(too_few)) == 1, "sev2 has as many people as it needs"
    expect(cadence_infeasible, too_few.replace("[sev1, sev2]", "[sev1]"))
    in_hours = too_few.replace("require: 24x7", 'require: "calendar:uk"')
    assert len(messages(in_hours)) == 1


def test_severities_without_path_are_left_to_their_rule() -> None:
    expect(cadence_infeasible, OFFICE.replace('path: "escalation:major", ', ""))


def test_leave_counts() -> None:
    text = (
        OFFICE.replace("clock: 24x7", 'clock: "calendar:uk"')
        .replace(', deputies: ["person:bob"]', "")
        .replace("{name: Alice Ng", '{leave: [{from: "2026-12-01", to: "2026-12-01"}], name: Alice')
    )
    assert messages(text) == (
        (
            "Tue 2026-12-01 09:00 Europe/London: sla:major promises updates but nobody of "
            "role:press is there to send 'incident-update' until 17:30 (8h 30m, the only gap)"
        ),
    )


def test_somebody_without_calendar_leaves_it_open() -> None:
    text = OFFICE.replace('Bob Ito, calendar: "calendar:uk"', "Bob Ito")
    verdict = judge_text(cadence_infeasible, text)
    assert not verdict.findings
    assert [skipped.reason for skipped in verdict.skipped] == [
        (
            "whether anybody is there to send 'incident-update' while sla:major runs "
            "hangs on bob (no calendar)"
        )
    ]


def test_a_clock_that_cannot_be_read_is_not_judged() -> None:
    text = OFFICE.replace("Europe/London, hours", "Europe/Londn, hours").replace(
        "clock: 24x7", 'clock: "calendar:uk"'
    )
    verdict = judge_text(cadence_infeasible, text)
    assert not verdict.findings
    assert verdict.skipped[0].reason.startswith("nobody can tell when sla:major runs: calendar:uk")


def test_two_slas_of_one_sender_are_two_findings() -> None:
    text = OFFICE.replace(
        "slas:\n",
        "slas:\n  minor: {applies: {severity: sev2}, clock: 24x7, targets: {update_every: 1h}}\n",
    )
    first, second = judge_text(cadence_infeasible, text).findings
    assert first.location == second.location
    assert first.fingerprint != second.fingerprint
