from __future__ import annotations

import pytest

from commplan.rules.stakeholders.departed_person_referenced import departed_person_referenced
from commplan.testing import expect, expect_fixed, judge_text

GONE = """
stakeholders:
  people:
    bob: {name: Bob Ito, slack: U02BOB, until: "2026-10-31"%s}
"""

ROTATION = """
rotations:
  p: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:bob"]}
"""


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ('metadata: {id: x, owner: "person:bob"}', "the owner of the plan"),
        ('requests: {access: {owner: ["person:bob"]}}', "the owner of request access"),
        (
            ROTATION,
            "a user of rotation:p",
        ),
        ('escalations: {d: {steps: [{notify: ["person:bob"]}]}}', "a target of step 1 of"),
        (
            'escalations: {d: {steps: [], on_exhausted: {notify: ["person:bob"]}}}',
            "a target of on_exhausted of escalation:d",
        ),
    ],
)
def test_every_use(use: str, words: str) -> None:
    (message,) = judge_text(departed_person_referenced, GONE % "" + use).messages
    assert message.startswith(f"bob left on 2026-10-31, but is still {words}")


def test_members_holders_deputies_and_mentors() -> None:
    text = """
        stakeholders:
          people:
            gone: {name: Gone, until: "2026-11-20"}
            alice: {name: Alice Ng, mentor: "person:gone"}
          groups:
            it-ops: {members: ["person:gone"]}
          roles:
            boss: {holders: ["person:gone"], deputies: ["person:alice"]}
        """
    (finding,) = judge_text(departed_person_referenced, text).findings
    assert finding.message == (
        "gone left on 2026-11-20, but is still a member of group:it-ops (and 2 more)"
    )
    assert [place.message for place in finding.related] == [
        "the last day",
        "the mentor of person:alice",
        "a holder of role:boss",
    ]
    assert finding.facts == {"person": "gone", "until": "2026-11-20", "uses": 3}


def test_the_gravest_use_comes_first() -> None:
    text = GONE % "" + (
        'metadata: {id: x, owner: "person:bob"}\n'
        'channels: {help: {kind: slack, owner: "person:bob"}}\n'
        'escalations: {d: {steps: [{notify: ["person:bob"]}]}}'
    )
    (finding,) = judge_text(departed_person_referenced, text).findings
    assert finding.location.pointer == "/escalations/d/steps/0/notify/0"
    assert [place.message for place in finding.related[1:]] == [
        "the owner of channel:help",
        "the owner of the plan",
    ]


def test_the_last_day_counts_in_the_persons_own_zone() -> None:
    owner = 'metadata: {id: x, owner: "person:bob", timezone: Europe/London}'
    in_london, in_sydney = GONE % "" + owner, GONE % ", timezone: Australia/Sydney" + owner

    def messages(text: str, as_of: str) -> int:
        return len(judge_text(departed_person_referenced, text, as_of=as_of).messages)

    assert messages(in_london, "2026-10-31T23:59:00Z") == 0
    assert messages(in_london, "2026-11-01T00:00:00Z") == 1
    assert messages(in_sydney, "2026-10-31T12:59:00Z") == 0
    assert messages(in_sydney, "2026-10-31T13:00:00Z") == 1


def test_a_former_employee_may_still_be_listed_or_addressed() -> None:
    expect(
        departed_person_referenced,
        """
        stakeholders:
          people:
            bob: {name: Bob Ito, until: "2026-10-31", mentor: "person:alice"}
            alice: {name: Alice Ng, until: "2027-06-30"}
        messages:
          report: {audience: ["person:bob"], sender: "person:alice"}
        """,
    )


def test_whoever_left_is_taken_out_of_lists_with_somebody_else() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: Alice Ng}
        bob: {name: Bob Ito, until: "2026-10-31"}
        chen: {name: Chen Wu, until: "2026-10-30"}
      groups:
        ops: {members: ["person:bob", "person:alice", "person:chen"]}
        old: {members: ["person:bob", "person:chen"]}
      roles:
        lead: {holders: ["person:bob"], deputies: ["person:alice", "person:bob"]}
    channels:
      help: {kind: slack, owner: "person:bob"}
    """
    mended = text.replace('"person:bob", "person:alice", "person:chen"', '"person:alice"')
    mended = mended.replace('"person:alice", "person:bob"', '"person:alice"')
    expect_fixed(departed_person_referenced, text, mended)
