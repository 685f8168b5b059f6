"""People, user groups and duty against a live workspace, from the command to an emulated Slack."""

from __future__ import annotations

import time
from typing import Any

import pytest

from commplan.testing.slack import AUDIT_SCOPES, Fault, SlackServer
from tests.scenarios.audited import Audit, Outcome, changed

CODES = "STK302,STK304,STK305,STK309,STK310,STK311,STK312,ESC302,ESC304,AVL301"
PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: it-ops
  managed:
    usergroups:
    - "it-*"
    - "on-*"
stakeholders:
  people:
    alice:
      name: Alice Ng
      slack: U01ALICE
      timezone: Europe/London
      contacts: {phone: "secret:alice", email: Alice@Example.org}
    bob:
      name: Bob Ito
      slack: U02BOB
      timezone: Europe/London
    chen: {name: Chen Wu, slack: U03CHEN, timezone: Australia/Sydney}
    dana: {name: Dana Fox, slack: U04DANA, timezone: America/New_York}
    erin: {name: Erin Vale, contacts: {email: erin@example.org}}
    finn:
      name: Finn Berg
      slack: U06FINN
      timezone: Europe/Berlin
      calendar: "calendar:berlin"
    lea:
      name: Lea Fox
      slack: U09LEA
      until: "2026-01-31"
    gus: {name: Gus Field, slack: U08GUS, guest: true}
  groups:
    it-ops:
      slack_usergroup: S01ITOPS
      handle: it-ops
      name: IT operations
      description: Runs the help desk and handles incidents
      members:
      - "person:alice"
      - "person:bob"
      - "person:chen"
      - "person:dana"
      default_channels: ["channel:team"]
    leads: {slack_usergroup: S02LEADS, source: "role:leads"}
  roles:
    leads: {holders: ["person:dana"], deputies: ["person:erin"]}
channels:
  incidents: {kind: slack, slack: C02INC, purpose: major-incident}
  secret: {kind: slack, slack: C03SEC, visibility: private}
  team: {kind: slack, slack: C04OPS}
severities:
  sev1: {order: 1, path: "escalation:major"}
  sev2: {order: 2, path: "escalation:books"}
coverage:
  sev2: {require: "calendar:berlin"}
calendars:
  berlin: {timezone: Europe/Berlin, hours: {mon-fri: ["09:00-17:00"]}}
rotations:
  primary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1w
    users:
    - "person:alice"
    slack_usergroup: S05ONCALL
  secondary:
    timezone: Europe/London
    start: "2026-01-05T09:00"
    shift: 1d
    users:
    - "person:bob"
    slack_usergroup: S05ONCALL
escalations:
  major:
    steps:
    - notify: ["rotation:primary"]
      ack_within: 15m
    - notify: ["rotation:secondary", "group:leads"]
      ack_within: 15m
  books:
    steps:
    - notify: ["person:finn"]
      ack_within: 15m
"""
NOW = int(time.time())
ON_CALL = {"handle": "on-call", "name": "On call", "users": ["U01ALICE", "U02BOB"]}
INCIDENTS = ["U01ALICE", "U02BOB", "U04DANA", "U05ERIN", "U06FINN", "bot"]
LEA = {"name": "lea", "real_name": "Lea Fox"}
GUS = {"name": "gus", "real_name": "Gus Field", "guest": "multi"}
ITOPS = ["U01ALICE", "U02BOB", "U03CHEN", "U04DANA"]


def acme(**changes: Any) -> dict[str, Any]:
    """The demo with people on call, a guest and somebody who has left, and with changes."""
    usual: dict[str, Any] = {
        "S05ONCALL": ON_CALL,
        "U09LEA": LEA,
        "U08GUS": GUS,
        "C02INC": {"members": INCIDENTS},
    }
    for key, fields in changes.items():
        both = isinstance(fields, dict) and key in usual
        usual[key] = {**usual[key], **fields} if both else fields
    return changed(**usual)


def edited(old: str, new: str) -> str:
    assert PLAN.count(old) == 1, old
    return PLAN.replace(old, new)


def audit_people(
    audit: Audit,
    seed: dict[str, Any],
    plan: str = PLAN,
    *,
    words: tuple[str, ...] = (),
    **options: Any,
) -> Outcome:
    return audit(seed, plan, words=("--select", CODES, *words), **options)


def test_a_workspace_in_order_has_no_drift(audit: Audit) -> None:
    outcome = audit_people(audit, acme())
    assert (outcome.found, outcome.code) == ([], 0)
    assert outcome.report["skipped"] == []
    assert outcome.report["complete"]


LEFT = {"deleted": True}
SLACK_OF_GUS = "gus: {name: Gus Field, slack: U08GUS, guest: true}"
ZONE_OF_BOB = "timezone: Europe/London"
MEMBERS = "members:"
SOURCE = 'leads: {slack_usergroup: S02LEADS, source: "role:leads"}'
DUTY = "slack_usergroup: S05ONCALL"
UNTIL = 'until: "2026-01-31"'
EMAIL = 'contacts: {phone: "secret:alice", email: Alice@Example.org}'
ALICE_ON_CALL = '- "person:alice"'
BOB_ON_CALL = '- "person:bob"'
STEP_2 = '- notify: ["rotation:secondary", "group:leads"]'

DRIFTS: dict[str, tuple[dict[str, Any], str, list[tuple[str, str, str | None]]]] = {
    "somebody renamed": (
        acme(U02BOB={"real_name": "Robert Ito", "display_name": "rob"}),
        PLAN,
        [("STK302", "name: Bob Ito", "U02BOB")],
    ),
    "somebody who has moved": (
        acme(U02BOB={"tz": "Asia/Tokyo"}),
        PLAN,
        [("STK302", ZONE_OF_BOB, "U02BOB")],
    ),
    "somebody who has moved out of required hours": (
        acme(U06FINN={"tz": "America/New_York"}),
        PLAN,
        [("STK302", "timezone: Europe/Berlin", "U06FINN")],
    ),
    "a guest whom the plan takes for a colleague": (
        acme(),
        edited(", guest: true}", "}"),
        [("STK304", SLACK_OF_GUS.replace(", guest: true", ""), "U08GUS")],
    ),
    "an address of somebody else": (
        acme(),
        edited("Alice@Example.org", "finn@example.org"),
        [("STK305", EMAIL.replace("Alice@Example.org", "finn@example.org"), "U01ALICE")],
    ),
    "an address that has changed": (
        acme(U01ALICE={"email": "a.ng@example.org"}),
        PLAN,
        [("STK305", EMAIL, "U01ALICE")],
    ),
    "a member missing": (
        acme(S01ITOPS={"users": ITOPS[1:]}),
        PLAN,
        [("STK309", MEMBERS, "S01ITOPS")],
    ),
    "a member too many": (
        acme(S01ITOPS={"users": [*ITOPS, "U07GRACE"]}),
        PLAN,
        [("STK309", MEMBERS, "S01ITOPS")],
    ),
    "a member deactivated": (
        acme(S01ITOPS={"users": [*ITOPS, "U10OLD"]}, U10OLD={"name": "old", **LEFT}),
        PLAN,
        [("STK309", MEMBERS, "S01ITOPS")],
    ),
    "members that are not those of the source": (
        acme(S02LEADS={"users": ["U04DANA"]}),
        PLAN,
        [("STK309", SOURCE, "S02LEADS")],
    ),
    "another handle": (
        acme(S01ITOPS={"handle": "itops"}),
        PLAN,
        [("STK310", "handle: it-ops", "S01ITOPS")],
    ),
    "another name and another default channel": (
        acme(S01ITOPS={"name": "IT", "channels": ["C04OPS", "C03SEC"]}),
        PLAN,
        [("STK310", "name: IT operations", "S01ITOPS")],
    ),
    "another description": (
        acme(S01ITOPS={"description": "R&amp;D"}),
        PLAN,
        [("STK310", "description: Runs the help desk and handles incidents", "S01ITOPS")],
    ),
    "a user group that nobody declared": (
        acme(S09LAB={"handle": "it-lab", "users": ["U06FINN"]}),
        PLAN,
        [("STK311", '- "it-*"', "S09LAB")],
    ),
    "somebody who has left and is in a channel": (
        acme(C03SEC={"members": [*ITOPS, "U09LEA", "bot"]}),
        PLAN,
        [("STK312", UNTIL, "U09LEA")],
    ),
    "somebody who has left and is in a user group": (
        acme(S01ITOPS={"users": [*ITOPS, "U09LEA"]}),
        PLAN,
        [("STK312", UNTIL, "U09LEA")],
    ),
    "somebody who has left and is everywhere": (
        acme(
            S05ONCALL={"users": ["U01ALICE", "U02BOB", "U09LEA"]},
            C04OPS={"members": [*ITOPS, "U09LEA", "bot"]},
            C02INC={"members": [*INCIDENTS, "U09LEA"]},
        ),
        PLAN,
        [("STK312", UNTIL, "U09LEA")],
    ),
    "last week's person on call": (
        acme(S05ONCALL={"users": ["U02BOB", "U03CHEN"]}),
        PLAN,
        [("ESC302", DUTY, "S05ONCALL")],
    ),
    "one of two people on call": (
        acme(S05ONCALL={"users": ["U01ALICE"]}),
        PLAN,
        [("ESC302", DUTY, "S05ONCALL")],
    ),
    "a step target outside the channel for incidents": (
        acme(C02INC={"members": [m for m in INCIDENTS if m != "U02BOB"]}),
        PLAN,
        [("ESC304", BOB_ON_CALL, "U02BOB")],
    ),
    "somebody on call in do-not-disturb": (
        acme(U01ALICE={"dnd": {"start": NOW - 3600, "end": NOW + 86_400}}),
        PLAN,
        [("AVL301", ALICE_ON_CALL, "U01ALICE")],
    ),
    "somebody on call on a beach": (
        acme(U02BOB={"status_emoji": ":palm_tree:", "status_expiration": NOW + 86_400}),
        PLAN,
        [("AVL301", BOB_ON_CALL, "U02BOB")],
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_drift_is_found_once_and_in_its_place(audit: Audit, name: str) -> None:
    seed, plan, expected = DRIFTS[name]
    outcome = audit_people(audit, seed, plan)
    assert outcome.found == expected
    assert outcome.report["skipped"] == []
    assert outcome.report["complete"]


def test_the_finding_says_what_opens_where_somebody_has_moved(audit: Audit) -> None:
    outcome = audit_people(audit, *DRIFTS["somebody who has moved out of required hours"][:2])
    (finding,) = outcome.report["findings"]
    assert "hours that move along open a gap (AVL201): " in finding["message"]
    assert "nobody covers sev2 until" in finding["message"]
    assert finding["facts"]["opens"] == ["sev2"]


LOOK_ALIKES: dict[str, tuple[dict[str, Any], str]] = {
    "a name without accents": (
        acme(U02BOB={"real_name": "BÓB  ito"}),
        PLAN,
    ),
    "a name for show": (acme(U02BOB={"real_name": "B.", "display_name": "Bob Ito"}), PLAN),
    "a zone of another name": (acme(U02BOB={"tz": "Europe/Jersey"}), PLAN),
    "a zone that the plan does not state": (acme(U05ERIN={"tz": "Asia/Tokyo"}), PLAN),
    "an address in another case": (acme(U01ALICE={"email": "ALICE@EXAMPLE.ORG"}), PLAN),
    "an old account with the address": (
        acme(U10OLD={"name": "old", "email": "alice@example.org", **LEFT}),
        PLAN,
    ),
    "a member who is guest elsewhere": (acme(U12IDA={"name": "ida", "guest": "single"}), PLAN),
    "a group of another handle that is nobody's": (acme(S09LAB={"handle": "lab"}), PLAN),
    "a disabled group of a managed handle": (
        acme(S09LAB={"handle": "it-lab", "disabled": True}),
        PLAN,
    ),
    "somebody who has left, deactivated and still in everything": (
        acme(
            U09LEA=LEFT,
            C04OPS={"members": [*ITOPS, "U09LEA", "bot"]},
        ),
        PLAN,
    ),
    "somebody who leaves one day": (
        acme(C04OPS={"members": [*ITOPS, "U09LEA", "bot"]}),
        edited(UNTIL, 'until: "2999-12-31"'),
    ),
    "somebody who has left and is in a channel of no plan": (
        acme(C01HELP={"members": ["U09LEA"]}),
        PLAN,
    ),
    "a rest that is over": (
        acme(
            U01ALICE={
                "dnd": {"start": NOW - 7200, "end": NOW - 3600},
                "status_emoji": ":palm_tree:",
                "status_expiration": NOW - 60,
            }
        ),
        PLAN,
    ),
    "a rest to come": (acme(U01ALICE={"dnd": {"start": NOW + 7200, "end": NOW + 9000}}), PLAN),
    "a status of somebody at work": (acme(U01ALICE={"status_emoji": ":coffee:"}), PLAN),
    "somebody off duty on a beach": (acme(U03CHEN={"status_emoji": ":palm_tree:"}), PLAN),
    "others in the channel for incidents": (
        acme(C02INC={"members": [*INCIDENTS, "U03CHEN", "U07GRACE", "U08GUS"]}),
        PLAN,
    ),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_resembles_drift_is_left_alone(audit: Audit, name: str) -> None:
    outcome = audit_people(audit, *LOOK_ALIKES[name])
    assert (outcome.found, outcome.report["skipped"]) == ([], [])
    assert outcome.report["complete"]


UNKNOWN: dict[str, tuple[dict[str, Any], str, set[tuple[str, str]]]] = {
    "a private channel without the app": (
        acme(C03SEC={"members": ["U04DANA"]}),
        PLAN,
        {("STK312", "/channels/secret/slack")},
    ),
    "a private channel for incidents without the app": (
        acme(C02INC={"private": True, "members": ["U04DANA"]}),
        edited("purpose: major-incident}", "purpose: major-incident, visibility: private}"),
        {("STK312", "/channels/incidents/slack"), ("ESC304", "/channels/incidents/slack")},
    ),
    "somebody deactivated": (
        acme(U03CHEN=LEFT),
        PLAN,
        {
            ("STK302", "/stakeholders/people/chen/slack"),
            ("STK304", "/stakeholders/people/chen/slack"),
        },
    ),
    "a rotation that has not begun": (
        acme(S05ONCALL={"users": ["U01ALICE"]}, S06NEXT={"handle": "next", "users": ["U02BOB"]}),
        PLAN.replace("shift: 1d", "shift: 2d")
        .replace(
            'start: "2026-01-05T09:00"\n    shift: 2d', 'start: "2999-01-05T09:00"\n    shift: 2d'
        )
        .replace(
            '- "person:bob"\n    slack_usergroup: S05ONCALL',
            '- "person:bob"\n    slack_usergroup: S06NEXT',
        ),
        {("ESC302", "/rotations/secondary/slack_usergroup")},
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_known_is_said_and_is_no_drift(audit: Audit, name: str) -> None:
    seed, plan, expected = UNKNOWN[name]
    outcome = audit_people(audit, seed, plan)
    assert outcome.found == []
    assert {(s["code"], s["pointer"]) for s in outcome.report["skipped"]} == expected
    assert outcome.report["complete"]


@pytest.mark.parametrize(
    ("scope", "lost"),
    [
        ("dnd:read", {"AVL301"}),
        ("users:read.email", {"STK305"}),
        ("usergroups:read", {"STK309", "STK310", "STK311", "STK312", "ESC302"}),
    ],
)
def test_a_scope_that_was_not_granted_is_no_pass(audit: Audit, scope: str, lost: set[str]) -> None:
    outcome = audit_people(
        audit, acme(), words=("--select", "AUD301"), scopes=set(AUDIT_SCOPES) - {scope}
    )
    assert outcome.codes == ["AUD301"]
    (finding,) = outcome.report["findings"]
    assert lost <= set(finding["facts"]["rules"])
    assert lost <= {skipped["code"] for skipped in outcome.report["skipped"]}


def test_only_people_on_call_are_asked_about_rest(audit: Audit) -> None:
    asked: list[SlackServer] = []
    outcome = audit_people(audit, acme(), trouble=asked.append)
    calls = asked[0].calls("dnd.teamInfo")
    assert outcome.report["skipped"] == []
    assert [call.arguments["users"] for call in calls] == ["U01ALICE,U02BOB"]


def test_only_channels_in_which_somebody_may_be_missed_are_read(audit: Audit) -> None:
    asked: list[SlackServer] = []
    nobody_left = edited(UNTIL, "level: senior")
    audit_people(audit, acme(), nobody_left, trouble=asked.append)
    calls = asked[0].calls("conversations.members")
    assert {call.arguments["channel"] for call in calls} == {"C02INC"}


def test_a_read_that_fails_is_incomplete(audit: Audit) -> None:
    outcome = audit_people(
        audit,
        acme(S05ONCALL={"users": ["U03CHEN"]}),
        trouble=lambda slack: slack.fail("dnd.teamInfo", Fault.server_error(500), times=None),
    )
    assert (outcome.code, outcome.codes) == (4, ["ESC302"])
    (record,) = outcome.report["incomplete"]
    assert (record["what"], record["rules"]) == ("dnd.teamInfo", ["AVL301"])


def test_what_was_read_at_another_time_tells_nothing_of_who_is_on_call(audit: Audit) -> None:
    """Who is on call has changed since, and whoever rested may be back."""
    outcome = audit_people(
        audit, acme(S05ONCALL={"users": ["U03CHEN"]}), words=("--as-of", "2026-11-21")
    )
    assert outcome.codes == []
    assert {s["code"] for s in outcome.report["skipped"]} == {"ESC302", "AVL301"}


def test_those_of_whom_nobody_speaks_are_not_listed(audit: Audit) -> None:
    servers: list[SlackServer] = []
    seed = acme(U02BOB={"tz": "Asia/Tokyo"})
    crowd = {f"U00{number:04}": f"u{number}" for number in range(3_000)}
    crowded = {**seed, "users": {**crowd, **seed["users"]}}
    few, many = (audit_people(audit, one, trouble=servers.append) for one in (seed, crowded))
    assert few.found == many.found == [("STK302", "timezone: Europe/London", "U02BOB")]
    assert many.report["complete"]
    assert servers[1].count("users.list") <= 6  # sixteen are the whole list
    assert servers[1].count("users.info") <= len(seed["users"])
