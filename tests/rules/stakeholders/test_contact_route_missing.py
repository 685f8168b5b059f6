from __future__ import annotations

from commplan.rules.stakeholders.contact_route_missing import contact_route_missing
from commplan.testing import expect, judge_text


def test_every_use_that_needs_a_route() -> None:
    expect(
        contact_route_missing,
        """
        metadata: {id: it-ops, owner: "person:a"}
        stakeholders:
          people:
            a: {name: A}  # <- person:a has no contact, yet is the owner of the plan
            b: {name: B, contacts: {}}  # <- person:b has no contact, yet is a target of step 1
            c: {name: C}  # <- person:c has no contact, yet is the sender of message delay
            d: {name: D}
          external:
            ico: {class: regulator}  # <- external:ico has no contact, yet is the recipient of obl
            netco: {class: supplier}  # <- external:netco has no contact, yet is the party of ola:n
            customers: {class: customer}
        escalations:
          desk:
            steps: [{notify: ["person:b"], ack_within: 5m}]
        messages:
          delay: {sender: "person:c", audience: ["external:customers", "person:d"]}
        obligations:
          gdpr-33: {deadline: 72h, recipient: "external:ico"}
        olas:
          n: {party: "external:netco"}
        """,
    )


def test_any_contact_is_enough() -> None:
    expect(
        contact_route_missing,
        """
        metadata: {id: it-ops, owner: "group:all"}
        stakeholders:
          people:
            a: {name: A, slack: U01A}
            b: {name: B, contacts: {email: b@example.org}}
            c: {name: C, contacts: {phone: "secret:oncall/c"}}
          groups:
            all: {members: ["person:a", "person:b", "person:c"]}
          external:
            ico: {contact: "https://ico.example.org/report"}
        obligations:
          gdpr-33: {deadline: 72h, recipient: "external:ico"}
        """,
    )


def test_a_user_group_is_a_route_to_all_its_members() -> None:
    expect(
        contact_route_missing,
        """
        metadata: {id: it-ops, owner: "group:it-ops"}
        stakeholders:
          people:
            a: {name: A}
          groups:
            it-ops: {slack_usergroup: S01ITOPS, members: ["person:a"]}
            leads: {slack_usergroup: S02LEADS}
        messages:
          report: {sender: "group:leads"}
        """,
    )


def test_people_behind_groups_roles_and_rotations() -> None:
    text = """
        metadata: {id: it-ops, owner: "role:boss"}
        stakeholders:
          people:
            a: {name: A}
            b: {name: B, slack: U02B}
          roles:
            boss: {holders: ["rotation:primary"], deputies: ["person:b"]}
        rotations:
          primary: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:a"]}
        """
    (finding,) = judge_text(contact_route_missing, text).findings
    assert finding.message == (
        "person:a has no contact, yet stands behind role:boss, the owner of the plan"
    )
    assert finding.location.pointer == "/stakeholders/people/a"
    assert finding.facts == {"subject": "person:a", "uses": 1}


def test_one_finding_for_somebody_with_many_uses() -> None:
    text = """
        channels:
          it-help: {kind: slack, owner: "person:a"}
        messages:
          delay: {sender: "person:a"}
        stakeholders:
          people:
            a: {name: A}
        escalations:
          desk:
            steps: [{notify: ["person:a"], ack_within: 5m}]
        """
    (finding,) = judge_text(contact_route_missing, text).findings
    assert finding.message.endswith("yet is a target of step 1 of escalation:desk")
    assert [place.message for place in finding.related] == [
        "a target of step 1 of escalation:desk",
        "the owner of channel:it-help",
        "the sender of message delay",
    ]
    assert finding.facts["uses"] == 3


def test_groups_and_roles_without_anybody() -> None:
    expect(
        contact_route_missing,
        """
        stakeholders:
          groups:
            night: {description: nobody yet}  # <- group:night has no members, yet stands behind
          roles:
            boss: {holders: ["group:night"]}
            spare: {}  # <- role:spare has no holders, yet is the owner of request access
        messages:
          delay: {sender: "role:boss"}
        requests:
          access: {owner: "role:spare"}
        """,
    )


def test_emptiness_that_other_rules_report() -> None:
    expect(
        contact_route_missing,
        """
        stakeholders:
          groups:
            night: {}
            desk: {}
            cycle: {members: ["group:cycle"]}
        channels:
          it-help: {kind: slack, owner: "group:desk"}
        rotations:
          nobody: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: []}
        escalations:
          desk:
            steps: [{notify: ["group:night"], ack_within: 5m}]
        messages:
          delay: {sender: "group:night"}
          change: {sender: "group:cycle"}
          report: {sender: "rotation:nobody"}
          broken: {sender: "person:zoe"}
          desk: {sender: "group:desk"}
        """,
    )


def test_an_empty_target_beside_others_is_reported_here() -> None:
    expect(
        contact_route_missing,
        """
        stakeholders:
          people:
            a: {name: A, slack: U01A}
          groups:
            night: {}  # <- group:night has no members, yet is a target of step 1 of escalation:desk
        escalations:
          desk:
            steps: [{notify: ["person:a", "group:night"], ack_within: 5m}]
        """,
    )


def test_somebody_whom_nothing_relies_on_needs_no_contact() -> None:
    expect(
        contact_route_missing,
        """
        stakeholders:
          people:
            a: {name: A, mentor: "person:b"}
            b: {name: B}
          groups:
            all: {members: ["person:a"]}
        """,
    )
