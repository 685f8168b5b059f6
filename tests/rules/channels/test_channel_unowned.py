from __future__ import annotations

from commplan.rules.channels.channel_unowned import channel_unowned
from commplan.testing import expect, judge_text


def test_channels_of_every_kind_need_an_owner() -> None:
    expect(
        channel_unowned,
        """
        channels:
          it-help: {kind: slack}  # <- channel:it-help has no owner
          status: {kind: status-page}  # <- channel:status has no owner
        """,
    )


def test_the_help_suggests_the_owner_of_the_plan() -> None:
    text = 'metadata: {id: x, owner: "role:boss"}\nchannels: {a: {kind: slack}}'
    (finding,) = judge_text(channel_unowned, text).findings
    assert finding.help == 'add `owner: "role:boss"`'
    assert finding.facts == {"channel": "a", "owner": None}


def test_owners_that_are_nobody() -> None:
    expect(
        channel_unowned,
        """
        channels:
          a: {kind: slack, owner: "group:empty"}  # <- owned by nobody: group:empty has no members
          b: {kind: slack, owner: "role:empty"}  # <- owned by nobody: role:empty has no holders
          c: {kind: slack, owner: "role:of-empty"}  # <- nobody: group:empty has no members
        stakeholders:
          groups:
            empty: {name: Empty}
          roles:
            empty: {}
            of-empty: {holders: ["group:empty"]}
        """,
    )


def test_owners_that_are_somebody() -> None:
    expect(
        channel_unowned,
        """
        channels:
          a: {kind: slack, owner: "group:in-slack"}
          b: {kind: slack, owner: "group:derived"}
          c: {kind: slack, owner: "role:deputies"}
          d: {kind: slack, owner: "rotation:primary"}
          e: {kind: slack, owner: "role:of-group"}
        stakeholders:
          people:
            alice: {name: Alice Ng}
          groups:
            in-slack: {slack_usergroup: S01A}
            derived: {source: "rotation:primary"}
          roles:
            deputies: {deputies: ["person:alice"]}
            of-group: {holders: ["group:in-slack"]}
        rotations:
          primary: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: ["person:alice"]}
        """,
    )


def test_what_is_out_of_use_needs_no_owner() -> None:
    expect(
        channel_unowned,
        """
        channels:
          a: {kind: slack, state: archived}
          b: {kind: slack, state: retired, owner: "group:empty"}
          c: {kind: slack, state: active}  # <- channel:c has no owner
          d: {kind: slack, expires: "2026-01-01"}  # <- channel:d has no owner
        stakeholders:
          groups:
            empty: {name: Empty}
        """,
    )


def test_faults_that_other_rules_report() -> None:
    expect(
        channel_unowned,
        """
        channels:
          a: {kind: slack, owner: "person:zoe"}
          b: {kind: slack, owner: "group:typo"}
          c: {kind: slack, owner: "group:circle"}
          d: {kind: slack, owner: "rotation:nobody"}
        stakeholders:
          groups:
            typo: {members: ["person:zoe"]}
            circle: {members: ["group:circle"]}
        rotations:
          nobody: {timezone: UTC, start: "2026-01-05T09:00", shift: 1w, users: []}
        """,
    )
