from __future__ import annotations

import pytest

from commplan.rules.stakeholders.contact_unverified import contact_unverified
from commplan.testing import expect, judge_text

ALICE = """
stakeholders:
  people:
    alice: {name: A, slack: U01A, verified: "2025-11-21"}
channels:
  help: {kind: slack, owner: "person:alice"}
"""


def messages(text: str, as_of: str = "2026-11-21T09:00:00Z", **parameters: str) -> tuple[str, ...]:
    return judge_text(contact_unverified, text, as_of=as_of, parameters=parameters).messages


def test_every_use_and_every_fault() -> None:
    expect(
        contact_unverified,
        """
        metadata: {id: it-ops, owner: "person:a"}
        stakeholders:
          people:
            a: {name: A, slack: U01A}  # <- person:a was never verified, yet is the owner of the
            b: {name: B, slack: U02B, verified: "2025-07-01"}  # <- person:b was to be verified by
            c: {name: C, slack: U03C, verified: "2027-01-01"}  # <- person:c is verified on
            d: {name: D, slack: U04D}
            e: {name: E, slack: U05E, verified: "2026-11-21"}
          external:
            ico: {contact: "https://ico.example.org"}  # <- external:ico was never verified, yet is
            netco: {contact: "secret:netco", verified: "2024-02-29"}  # <- external:netco was to be
            customers: {contact: "https://example.org"}
        escalations:
          desk:
            steps: [{notify: ["person:b", "person:e"], ack_within: 5m}]
        messages:
          delay: {sender: "person:c", approver: "person:d", audience: ["external:customers"]}
        obligations:
          gdpr-33: {deadline: 72h, recipient: "external:ico", decision: "person:d"}
        olas:
          n: {party: "external:netco"}
        """,
    )


@pytest.mark.parametrize(
    ("as_of", "late"),
    [
        ("2026-11-21T09:00:00Z", None),
        ("2026-11-21T23:59:59Z", None),
        ("2026-11-22T00:00:00Z", "yesterday"),
        ("2026-11-23T00:00:00Z", "2 days ago"),
    ],
)
def test_the_day_on_which_it_is_due_is_not_late(as_of: str, late: str | None) -> None:
    expected = f"by 2026-11-21 (last 2025-11-21, every 12mo), {late}"
    assert [expected in message for message in messages(ALICE, as_of)] == [True] * bool(late)


def test_a_day_that_is_yet_to_come_proves_nothing() -> None:
    assert messages(ALICE.replace("2025-11-21", "2026-11-22")) == (
        (
            "person:alice is verified on 2026-11-22, a day that is yet to come, "
            "yet is the owner of channel:help"
        ),
    )


def test_days_are_those_of_the_plan() -> None:
    sydney = ALICE + "metadata: {id: x, timezone: Australia/Sydney}\n"
    assert messages(sydney, "2026-11-21T12:59:59Z") == ()
    assert len(messages(sydney, "2026-11-21T13:00:00Z")) == 1
    today = sydney.replace("2025-11-21", "2026-11-22")
    assert messages(today, "2026-11-21T13:00:00Z") == ()
    assert len(messages(today, "2026-11-21T12:59:59Z")) == 1


def test_a_zone_that_does_not_exist_is_taken_for_utc() -> None:
    nowhere = ALICE + "metadata: {id: x, timezone: Nowhere/Land}\n"
    assert messages(nowhere) == ()
    assert len(messages(nowhere, "2026-11-22T00:00:00Z")) == 1


@pytest.mark.parametrize(
    ("every", "last_day"),
    [("12mo", "2026-11-21"), ("6mo", "2026-05-21"), ("30d", "2025-12-21"), ("10bd", "2025-12-05")],
)
def test_the_cadence_can_be_set(every: str, last_day: str) -> None:
    year, month, day = last_day.split("-")
    assert messages(ALICE, f"{last_day}T23:00:00Z", verify_every=every) == ()
    after = f"{year}-{month}-{int(day) + 1:02}T00:00:00Z"
    assert [f"by {last_day}" in m for m in messages(ALICE, after, verify_every=every)] == [True]


def test_people_behind_groups_roles_and_rotations() -> None:
    text = """
        stakeholders:
          people:
            a: {name: A, slack: U01A}  # <- person:a was never verified, yet stands behind
            b: {name: B, slack: U02B}  # <- person:b was never verified, yet stands behind
            c: {name: C, slack: U03C}  # <- person:c was never verified, yet stands behind role:boss
          groups:
            desk: {members: ["person:a"], slack_usergroup: S01DESK}
            all: {slack_usergroup: S02ALL}
          roles: {boss: {holders: ["rotation:turns"], deputies: ["person:c"]}}
        rotations:
          turns: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:b"]}
        channels:
          c: {kind: slack, owner: "group:desk"}
          d: {kind: slack, owner: "group:all"}
        escalations: {p: {steps: [{notify: ["role:boss"]}]}}
        """
    expect(contact_unverified, text)


def test_somebody_is_reported_once_under_the_gravest_use() -> None:
    text = ALICE.replace(', verified: "2025-11-21"', "") + (
        'metadata: {id: x, owner: "person:alice"}\n'
        'escalations: {p: {steps: [{notify: ["person:alice"]}]}}\n'
    )
    finding, *others = judge_text(contact_unverified, text).findings
    assert not others
    assert finding.message.endswith("yet is a target of step 1 of escalation:p")
    assert finding.location.pointer == "/stakeholders/people/alice"
    assert [related.location.pointer for related in finding.related] == [
        "/escalations/p/steps/0/notify/0",
        "/channels/help/owner",
        "/metadata/owner",
    ]
    assert finding.facts == {
        "subject": "person:alice",
        "verified": None,
        "due": None,
        "days_late": None,
        "uses": 3,
    }


def test_facts_of_a_date() -> None:
    finding = judge_text(contact_unverified, ALICE, as_of="2026-12-21T00:00:00Z").findings[0]
    assert finding.message == (
        "person:alice was to be verified by 2026-11-21 (last 2025-11-21, every 12mo), "
        "30 days ago, yet is the owner of channel:help"
    )
    assert finding.location.pointer == "/stakeholders/people/alice/verified"
    assert finding.facts == {
        "subject": "person:alice",
        "verified": "2025-11-21",
        "due": "2026-11-21",
        "days_late": 30,
        "uses": 1,
    }


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("slack: U01A, ", ""),
        ('verified: "2025-11-21"', 'verified: "2024-11-21", until: "2026-10-31"'),
        ('owner: "person:alice"', 'owner: "person:alcie"'),
        ('owner: "person:alice"', 'audience: ["person:alice"]'),
    ],
)
def test_what_is_left_to_other_rules(change: str, to: str) -> None:
    """No contact at all, gone for good, a broken reference, and nobody who is relied on."""
    assert change in ALICE
    assert messages(ALICE.replace(change, to), "2027-01-01T00:00:00Z") == ()


def test_who_still_has_a_day_is_asked() -> None:
    text = ALICE.replace('"2025-11-21"', '"2024-11-21", until: "2026-11-21"')
    assert len(messages(text)) == 1
