"""A run that could not look says so, and raises no false alarm."""

import pytest

from commplan.api import FACTS
from commplan.catalogue import catalogue
from commplan.rules import commplan_rules
from commplan.testing import judge_text

RULES = catalogue(commplan_rules())
ABOUT_THE_READING = {"AUD301", "AUD302"}
LIVE = [r for r in RULES.rules if r.evidence_class == 3 and r.code not in ABOUT_THE_READING]

PLAN = """
metadata:
  id: x
  workspace: {admins: ["person:alice"]}
  managed: {channels: ["it-*"], usergroups: ["it-*"]}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE, contacts: {email: alice@example.org}}
    bob: {name: Bob Ito, contacts: {email: bob@example.org}}
    lea: {name: Lea Fox, slack: U09LEA, until: "2026-01-31"}
  groups:
    it-ops: {slack_usergroup: S01ITOPS}
    desk: {slack_usergroup: S02DESK, handle: desk, members: ["person:alice"]}
  external:
    netco: {org: T09NETCO}
channels:
  it-help:
    kind: slack
    slack: C01HELP
    owner: "person:alice"
    visibility: public
    audience: ["external:netco", "group:it-ops"]
    topic: Ask IT
    publish: [sla]
    settings: {threads: everyone}
    integrations: [jira]
  sec: {kind: slack, slack: C02SEC, owner: "group:it-ops", visibility: private}
  team: {kind: slack, owner: "person:bob", visibility: public}
  old: {kind: slack, slack: C03OLD, visibility: public, state: archived}
  incidents: {kind: slack, slack: C04INC, purpose: major-incident, visibility: private}
slas:
  helpdesk: {applies: {channel: it-help}, targets: {first_response: 30m}}
severities:
  sev1: {order: 1, path: "escalation:desk"}
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1w
    users: ["person:alice"]
    slack_usergroup: S03ONCALL
escalations:
  desk:
    steps:
    - notify: ["person:alice", "person:bob"]
    - notify: ["group:it-ops"]
"""


CODES = {rule.code for rule in LIVE}


@pytest.mark.parametrize("status", ["failed", "partial", "not-requested", "unsupported"])
def test_nothing_read_is_nothing_found_and_nothing_passed(status: str) -> None:
    unread = ", ".join(f"{fact}: {status}" for fact in FACTS)
    verdict = judge_text(LIVE, PLAN, workspace=f"unread: {{{unread}}}")
    assert verdict.messages == ()
    assert {skipped.code for skipped in verdict.skipped} == CODES
    assert all(skipped.reason and skipped.pointer for skipped in verdict.skipped)


def test_in_another_workspace_nothing_is_found_and_nothing_passed() -> None:
    plan = PLAN.replace("workspace: {", "workspace: {team: T02OTHER, ")
    verdict = judge_text(LIVE, plan, workspace="people: {U01ALICE: {deleted: true}}")
    assert verdict.messages == ()
    reason = "the workspace that was read is T01ACME, not T02OTHER as the plan says (AUD302)"
    said = {(skipped.code, skipped.reason) for skipped in verdict.skipped}
    assert said == {(code, reason) for code in CODES}


def test_a_plan_that_names_nothing_of_slack_has_nothing_to_judge() -> None:
    plan = """
    stakeholders:
      people: {alice: {name: Alice Ng, contacts: {phone: "secret:oncall/alice"}}}
    channels: {mail: {kind: email}}
    """
    verdict = judge_text(LIVE, plan, workspace="not_granted: ['users:read', 'channels:read']")
    assert (verdict.messages, verdict.skipped) == ((), ())
