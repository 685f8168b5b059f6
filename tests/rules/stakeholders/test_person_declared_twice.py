from __future__ import annotations

from commplan.rules.stakeholders.person_declared_twice import person_declared_twice
from commplan.testing import expect, expect_fixed, judge_text


def test_one_account_or_address_for_two_people() -> None:
    expect(
        person_declared_twice,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {email: alice@example.org}}
            ang: {name: A. Ng, slack: U01ALICE}  # <- U01ALICE is both person:alice and person:ang
            bob:
              name: Bob Ito
              contacts:
                email: Alice@Example.org  # <- Alice@Example.org is both person:alice and person:bob
        """,
    )


def test_a_pair_that_shares_both_is_one_finding() -> None:
    text = """
        stakeholders:
          people:
            alice: {name: Alice, slack: U01ALICE, contacts: {email: a@example.org}}
            ang: {name: Ang, slack: U01ALICE, contacts: {email: a@example.org}}
        """
    (finding,) = judge_text(person_declared_twice, text).findings
    assert finding.location.pointer == "/stakeholders/people/ang/slack"
    assert finding.facts == {"subject": "person:ang", "first": "person:alice"}


def test_one_person_twice_in_a_list() -> None:
    expect(
        person_declared_twice,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng}
            bob: {name: Bob Ito}
          groups:
            it-ops:
              members:
              - "person:alice"
              - "person:bob"
              - "person:alice"  # <- person:alice stands twice in group:it-ops
          roles:
            boss:
              holders: ["person:alice"]
              deputies: ["person:alice"]  # <- person:alice stands twice in role:boss
        escalations:
          desk:
            steps:
            - notify:
              - "group:it-ops"
              - "group:it-ops"  # <- group:it-ops stands twice in step 1 of escalation:desk
              ack_within: 5m
            - notify: ["person:bob"]
              ack_within: 5m
        """,
    )


def test_people_may_be_in_several_lists_and_take_several_turns() -> None:
    expect(
        person_declared_twice,
        """
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            other-alice: {name: Alice Ng, slack: U09ALICE}
            nobody: {name: No Contact}
            none: {name: No Contact}
          groups:
            a: {members: ["person:alice"]}
            b: {members: ["person:alice", "group:a"]}
          roles:
            boss: {holders: ["rotation:primary"], deputies: ["person:alice"]}
        rotations:
          primary:
            timezone: UTC
            start: "2026-01-05T09:00"
            shift: 1w
            users: ["person:alice", "person:other-alice", "person:alice"]
        escalations:
          desk:
            steps:
            - {notify: ["person:alice", "channel:ops", "channel:ops"], ack_within: 5m}
            - {notify: ["person:alice"], ack_within: 5m}
        channels:
          ops: {kind: slack, audience: ["group:a", "group:a"]}
        """,
    )


def test_a_broken_reference_twice_is_left_to_broken_reference() -> None:
    text = 'stakeholders: {groups: {a: {members: ["person:zoe", "person:zoe"]}}}'
    assert judge_text(person_declared_twice, text).messages == ()


def test_two_entries_of_one_person_become_one() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE}
        ang: {name: A. Ng, slack: U01ALICE, mentor: "person:alice"}
      groups:
        ops: {members: ["person:ang", "person:alice"]}
    channels:
      help: {kind: slack, owner: person:ang}
    """
    mended = """
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE}
      groups:
        ops: {members: ["person:alice"]}
    channels:
      help: {kind: slack, owner: person:alice}
    """
    expect_fixed(person_declared_twice, text, mended)


def test_two_people_with_one_id_are_left_to_the_author() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE}
        bob: {name: Bob Ito, slack: U01ALICE}
    """
    expect_fixed(person_declared_twice, text, text)
