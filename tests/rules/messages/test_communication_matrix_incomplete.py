from __future__ import annotations

from commplan.rules.messages.communication_matrix_incomplete import (
    communication_matrix_incomplete,
)
from commplan.testing import expect, judge_text


def test_each_message_type_is_told_with_all_that_it_lacks() -> None:
    expect(
        communication_matrix_incomplete,
        """
        messages:
          empty: {}  # <- does not say what it is about, when it is due, whom it is for, how it
          wish: {kind: change, when: soon, via: [], audience: []}  # <- say whom it is for, how it
          mute: {kind: change, when: x, audience: ["group:g"], via: ["channel:c"]}  # <- who sends
          whole:
            {kind: change, when: x, audience: ["group:g"], via: ["channel:c"], sender: "person:a"}
        channels: {c: {kind: slack}}
        stakeholders: {people: {a: {name: A}}, groups: {g: {slack_usergroup: S01G}}}
        """,
    )


def test_the_words() -> None:
    text = 'messages: {m: {kind: change, audience: ["external:x"], sender: "person:a"}}\n'
    text += "stakeholders: {people: {a: {name: A}}, external: {x: {class: customer}}}"
    (finding,) = judge_text(communication_matrix_incomplete, text).findings
    assert finding.message == (
        "message m does not say when it is due, how it goes out or who releases it, "
        "though external:x is told"
    )
    assert finding.help == "add `when`, `via`, `approver`"
    assert finding.facts == {"message": "m", "missing": ["when", "via", "approver"]}


def test_what_leaves_the_house_is_released_by_somebody() -> None:
    expect(
        communication_matrix_incomplete,
        """
        messages:
          a: &m {kind: change, when: x, audience: ["group:g"], via: ["channel:c"], sender: "role:r"}
          b: {<<: *m, audience: ["group:g", "external:x"]}  # <- message b does not say who releases
          c: {<<: *m, audience: ["external:x"], approver: "role:typo"}
          d: {<<: *m, audience: ["external:typo"]}
        channels: {c: {kind: slack}}
        stakeholders:
          groups: {g: {slack_usergroup: S01G}}
          roles: {r: {}}
          external: {x: {class: customer}}
        """,
    )


def test_references_that_are_broken_are_there() -> None:
    expect(
        communication_matrix_incomplete,
        """
        messages:
          m: {kind: change, when: x, audience: ["group:q"], via: ["channel:q"], sender: "role:q"}
        """,
    )


def test_parties_that_are_told_nothing() -> None:
    expect(
        communication_matrix_incomplete,
        """
        channels:
          c: {kind: slack, owner: "group:owners", audience: ["group:readers"]}
        stakeholders:
          people: {a: {name: A}, b: {name: B}}
          groups:
            owners: {members: ["person:b"]}  # <- nobody tells group:owners anything: it is in no
            readers: {members: ["person:a"]}
          external:
            netco: {class: supplier, contact: "secret:netco"}  # <- nobody tells external:netco any
        waivers:
          w: {rule: AVL204, at: /, approved_by: "external:netco"}
        """,
    )


def test_ways_to_be_told() -> None:
    expect(
        communication_matrix_incomplete,
        """
        messages:
          m:
            kind: change
            when: soon
            audience: ["group:all", "role:boss"]
            via: ["channel:c"]
            sender: "group:all"
        channels:
          c: {kind: slack, audience: ["external:guests"], owner: "group:part"}
        programmes:
          stand-up:
            meeting: {days: mon, at: "09:30", duration: 15m, audience: ["group:meeting"]}
        obligations:
          gdpr-33: {deadline: 72h, recipient: "external:regulator"}
          report: {deadline: 72h, recipient: "group:board"}
        olas:
          netco: {party: "external:netco"}
        stakeholders:
          groups:
            all: {members: ["group:part"]}
            part: {members: ["group:deep"]}
            deep: {source: "role:lead"}
            meeting: {slack_usergroup: S01M}
            board: {slack_usergroup: S02B}
            bosses: {slack_usergroup: S03B}
          roles:
            lead: {}
            boss: {holders: ["group:bosses"]}
          external:
            guests: {class: customer}
            regulator: {class: regulator}
            netco: {class: supplier}
            hostco: {class: supplier, ola: "ola:netco"}
        """,
    )


def test_a_party_that_nothing_refers_to_is_left_to_the_rule_on_those() -> None:
    expect(
        communication_matrix_incomplete,
        """
        stakeholders:
          groups:
            idle: {slack_usergroup: S01I}
            round: {members: ["group:round"]}
          external:
            x: {class: customer}
        """,
    )


def test_an_entry_called_audience_is_no_audience() -> None:
    expect(
        communication_matrix_incomplete,
        """
        messages:
          audience:
            {kind: change, when: x, audience: ["group:a"], via: ["channel:c"], sender: "group:b"}
        channels: {c: {kind: slack}}
        stakeholders:
          groups:
            a: {slack_usergroup: S01A}
            b: {slack_usergroup: S02B}  # <- nobody tells group:b anything
        """,
    )


def test_a_group_all_of_whose_members_are_told_is_told() -> None:
    text = """
        channels:
          c: {{kind: slack, owner: "group:owners", audience: ["group:readers"]}}
        stakeholders:
          people: {{a: {{name: A}}, b: {{name: B}}, c: {{name: C}}}}
          groups:
            owners: {{members: {}}}  {}
            half: {{members: ["person:a"]}}
            readers: {{members: ["person:a", "person:b"]}}
        escalations: {{p: {{steps: [{{notify: ["group:half"], ack_within: 5m}}]}}}}
        """
    expect(
        communication_matrix_incomplete, text.format('["group:half", "person:b"]', "# all are told")
    )
    expect(
        communication_matrix_incomplete,
        text.format('["person:a", "person:c"]', "# <- nobody tells group:owners anything"),
    )


def test_a_party_that_an_audience_misspells_is_told() -> None:
    expect(
        communication_matrix_incomplete,
        """
        channels:
          c: {kind: slack, audience: ["group:finanse", "group:netco"], owner: "group:finance"}
        stakeholders:
          groups:
            finance: {slack_usergroup: S01F}
          external:
            netco: {class: supplier, contact: "secret:netco"}
        waivers:
          w: {rule: AVL204, at: /, approved_by: "external:netco"}
        """,
    )
