from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.rules.stakeholders.person_deactivated import person_deactivated
from commplan.testing import expect, expect_fixed, judge_text

ALL = catalogue(commplan_rules())

ALICE_LEFT = "people: {U01ALICE: {handle: alice, deleted: true}, U02BOB: bob}"


def test_the_place_is_the_id_and_the_other_places_are_related() -> None:
    plan = """
    metadata: {id: it-ops, owner: "person:alice"}
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE}
        bob: {name: Bob Ito, slack: U02BOB, mentor: "person:alice"}
    """
    (finding,) = judge_text(person_deactivated, plan, workspace=ALICE_LEFT).findings
    assert finding.location.pointer == "/stakeholders/people/alice/slack"
    assert finding.message == (
        "alice is U01ALICE in the plan, but that account is deactivated "
        "(read Sat 2026-11-21 09:00Z)"
    )
    assert finding.resource == ("person", "U01ALICE", "alice")
    assert finding.facts == {
        "person": "alice",
        "declared": "U01ALICE",
        "read_at": "2026-11-21T09:00:00Z",
    }
    assert [(r.location.pointer, r.message) for r in finding.related] == [
        ("/metadata/owner", "the plan names person:alice"),
        ("/stakeholders/people/bob/mentor", "person:bob names person:alice"),
    ]


def test_a_last_day_that_is_over_explains_the_account() -> None:
    expect(
        person_deactivated,
        """
        stakeholders:
          people:
            alice:
              name: Alice Ng
              slack: U01ALICE
              until: "2026-11-20"
            bob:
              name: Bob Ito
              slack: U02BOB  # <- that account is deactivated
              until: "2026-11-21"
        """,
        workspace="people: {U01ALICE: {deleted: true}, U02BOB: {deleted: true}}",
    )


def test_bots_and_strangers_are_not_deactivated_people() -> None:
    plan = """
    stakeholders:
      people:
        jira: {name: Jira, slack: U03JIRA}
        olga: {name: Olga, slack: U09OLGA}
    """
    live = """
    people:
      U03JIRA: {is_bot: true, deleted: true}
      U09OLGA: {team_id: T09, deleted: true}
    """
    verdict = judge_text(person_deactivated, plan, workspace=live)
    assert verdict.messages == ()
    assert [skipped.pointer for skipped in verdict.skipped] == ["/stakeholders/people/olga/slack"]


def test_an_only_owner_is_left_to_the_rule_about_owners() -> None:
    expect(
        person_deactivated,
        """
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "group:desk"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
          groups:
            desk: {members: ["person:alice"]}
        """,
        workspace=f"{ALICE_LEFT}\nchannels: {{C01HELP: it-help}}",
        rules=ALL,
    )


def test_one_of_several_owners_is_reported_here() -> None:
    expect(
        person_deactivated,
        """
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "group:desk"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}  # <- deactivated
            bob: {name: Bob Ito, slack: U02BOB}
          groups:
            desk: {members: ["person:alice", "person:bob"]}
        """,
        workspace=f"{ALICE_LEFT}\nchannels: {{C01HELP: it-help}}",
    )


def test_somebody_whom_nothing_names_any_more_is_taken_out() -> None:
    text = """
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE}
        bob: {name: Bob Ito, slack: U02BOB}
      groups:
        ops: {members: ["person:alice", "person:bob"]}
    """
    mended = """
    stakeholders:
      people:
        bob: {name: Bob Ito, slack: U02BOB}
      groups:
        ops: {members: ["person:bob"]}
    """
    expect_fixed(person_deactivated, text, mended, workspace=ALICE_LEFT)


def test_somebody_who_is_still_named_stays() -> None:
    text = """
    metadata: {id: it-ops, owner: "person:alice"}
    stakeholders:
      people:
        alice: {name: Alice Ng, slack: U01ALICE}
        bob: {name: Bob Ito, slack: U02BOB}
      groups:
        ops: {members: ["person:alice", "person:bob"]}
        old: {members: ["person:alice"]}
    """
    mended = text.replace('"person:alice", "person:bob"', '"person:bob"')
    expect_fixed(person_deactivated, text, mended, workspace=ALICE_LEFT)
