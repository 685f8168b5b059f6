"""Who is where they should not be: guests, partners, strangers and administrators, audited live."""

from __future__ import annotations

from typing import Any

import pytest

from commplan.testing.slack import AUDIT_SCOPES, Behaviour, Fault, SlackServer
from tests.scenarios.audited import Audit, changed

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: it-ops
  workspace:
    team: T01ACME
    admins:
    - "person:dana"
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    dana: {name: Dana Fox, slack: U04DANA}
    gus:
      name: Gus Field
      slack: U08GUS
      guest: true
      until: "2999-12-31"
    kim: {name: Kim Dahl, contacts: {email: Kim@Example.org}, guest: true}
  external:
    netco: {name: NetCo, org: T09NETCO}
    telco: {name: Telco, org: T10TELCO}
channels:
  it-help:
    kind: slack
    slack: C01HELP
  sec-incident:
    kind: slack
    slack: C03SEC
    visibility: private
    guests: none
  vendor:
    kind: slack
    slack: C05VEND
    audience:
    - "external:netco"
"""
HELP = "slack: C01HELP"
NONE = "guests: none"
VENDOR = "audience:"
NETCO = '- "external:netco"'
ADMINS = "admins:"

GUS = {"name": "gus", "real_name": "Gus Field", "guest": "multi"}
KIM = {"name": "kim", "email": "kim@example.org", "guest": "single"}
OLGA = {"name": "olga", "team": "T09NETCO"}
STRANGER = {"name": "mallory", "real_name": "Mallory Kay", "guest": "single"}
MEMBERS = ["U01ALICE", "U08GUS", "U09OLGA", "U11KIM", "bot"]
SHARED = {"name": "vendor", "shared": "external", "connected_teams": ["T09NETCO"]}


def acme(**changes: Any) -> dict[str, Any]:
    """The demo with a channel that it shares with a partner, and with changes."""
    vendor = {**SHARED, "members": MEMBERS, **changes.pop("C05VEND", {})}
    people = {"U08GUS": GUS, "U11KIM": KIM, "U09OLGA": OLGA}
    for key in people.keys() & changes.keys():
        people[key] = {**people[key], **changes.pop(key)}
    return changed(**people, **changes, C05VEND=vendor)


def edited(old: str, new: str) -> str:
    assert PLAN.count(old) == 1, old
    return PLAN.replace(old, new)


def audit_security(audit: Audit, *given: Any, **options: Any) -> Any:
    words = ("--select", "SEC302,SEC303,SEC305,SEC306,SEC307")
    return audit(*given, words=words, **options)


def test_a_healthy_workspace_has_no_drift(audit: Audit) -> None:
    outcome = audit_security(audit, acme(), PLAN)
    assert outcome.found == []
    assert outcome.code == 0
    assert {skipped["code"] for skipped in outcome.report["skipped"]} == {"SEC303"}


DRIFTS: dict[str, tuple[dict[str, Any], str, list[tuple[str, str, str]]]] = {
    "a guest whom nobody declared": (
        acme(U66MAL=STRANGER, C01HELP={"members": ["U01ALICE", "U66MAL", "bot"]}),
        PLAN,
        [("SEC305", HELP, "C01HELP")],
    ),
    "a declared guest where none is admitted": (
        acme(C03SEC={"members": ["U01ALICE", "U08GUS", "bot"]}),
        PLAN,
        [("SEC305", NONE, "C03SEC")],
    ),
    "a guest past the last day": (
        acme(C05VEND={"members": ["U01ALICE", "U08GUS", "bot"]}),
        edited("2999-12-31", "2020-12-31"),
        [("SEC305", "slack: C05VEND", "C05VEND")],
    ),
    "one guest in two channels": (
        acme(
            U66MAL=STRANGER,
            C01HELP={"members": ["U66MAL", "bot"]},
            C03SEC={"members": ["U66MAL", "bot"]},
        ),
        PLAN,
        [("SEC305", HELP, "C01HELP"), ("SEC305", NONE, "C03SEC")],
    ),
    "a channel shared with a stranger": (
        acme(C01HELP={"shared": "external", "connected_teams": ["T66MAL"]}),
        PLAN,
        [("SEC302", HELP, "C01HELP")],
    ),
    "a channel shared with one more": (
        acme(C05VEND={"connected_teams": ["T09NETCO", "T66MAL"]}),
        PLAN,
        [("SEC302", VENDOR, "C05VEND")],
    ),
    "a channel shared with the wrong partner": (
        acme(C05VEND={"connected_teams": ["T10TELCO"]}),
        PLAN,
        [("SEC302", VENDOR, "C05VEND"), ("SEC306", NETCO, "C05VEND")],
    ),
    "a private channel offered to a stranger": (
        acme(C03SEC={"shared": "pending", "connected_teams": ["T66MAL"]}),
        PLAN,
        [("SEC302", "slack: C03SEC", "C03SEC")],
    ),
    "a channel offered to somebody outside": (
        acme(invites={"I01": {"channel": "C01HELP", "email": "m@evil.example"}}),
        PLAN,
        [("SEC302", HELP, "C01HELP")],
    ),
    "an invitation that a stranger has accepted": (
        acme(invites={"I01": {"channel": "C05VEND", "team": "T66MAL"}}),
        PLAN,
        [("SEC302", VENDOR, "C05VEND")],
    ),
    "a partner who is gone": (
        acme(C05VEND={"shared": "", "connected_teams": [], "members": ["U01ALICE", "bot"]}),
        PLAN,
        [("SEC306", NETCO, "C05VEND")],
    ),
    "a partner who was invited and has not come": (
        acme(C05VEND={"shared": "pending", "members": ["U01ALICE", "bot"]}),
        PLAN,
        [("SEC306", NETCO, "C05VEND")],
    ),
    "a frozen connection": (
        acme(C05VEND={"raw": {"is_frozen": True}}),
        PLAN,
        [("SEC306", NETCO, "C05VEND")],
    ),
    "an administrator whom the plan does not name": (
        acme(U01ALICE={"admin": True}),
        PLAN,
        [("SEC307", ADMINS, "T01ACME")],
    ),
    "an administrator who is none any more": (
        acme(U04DANA={"primary_owner": False}),
        PLAN,
        [("SEC307", '- "person:dana"', "T01ACME")],
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_drift_is_found_once_and_in_its_place(audit: Audit, name: str) -> None:
    seed, plan, expected = DRIFTS[name]
    outcome = audit_security(audit, seed, plan)
    assert outcome.found == sorted(expected)
    assert outcome.report["complete"]


LOOK_ALIKES: dict[str, tuple[dict[str, Any], str]] = {
    "people of the partner": (
        acme(U12PER={"name": "per", "team": "T09NETCO"}, C05VEND={"members": [*MEMBERS, "U12PER"]}),
        PLAN,
    ),
    "a guest who is welcome": (acme(C01HELP={"members": ["U08GUS", "U11KIM", "bot"]}), PLAN),
    "any guest": (
        acme(U66MAL=STRANGER, C01HELP={"members": ["U66MAL", "bot"]}),
        edited(HELP, f"{HELP}\n    guests: any"),
    ),
    "a guest on the last day and in no channel": (
        acme(C05VEND={"members": ["U01ALICE", "bot"]}),
        edited("2999-12-31", "2020-12-31"),
    ),
    "a guest who was deactivated": (
        acme(
            U66MAL={**STRANGER, "deleted": True},
            C01HELP={"members": ["U01ALICE", "U66MAL", "bot"]},
        ),
        PLAN,
    ),
    "a bot with few rights": (
        acme(
            B02JIRA={"name": "jira", "user": "U0JIRA", "app": "A0JIRA"},
            C03SEC={"members": ["U0JIRA", "bot"]},
        ),
        PLAN,
    ),
    "a channel of several workspaces of one company": (
        acme(C01HELP={"shared": "org"}),
        PLAN,
    ),
    "a shared channel that the plan has retired": (
        acme(C01HELP={"shared": "external", "connected_teams": ["T66MAL"]}),
        edited(HELP, f"{HELP}\n    state: retired"),
    ),
    "a shared channel that is in no plan": (
        acme(C77={"name": "sales", "shared": "external", "connected_teams": ["T66MAL"]}),
        PLAN,
    ),
    "an invitation that has run out": (
        acme(invites={"I01": {"channel": "C01HELP", "created": "2024-03-01"}}),
        PLAN,
    ),
    "an invitation that was withdrawn": (
        acme(invites={"I01": {"channel": "C01HELP", "status": "revoked"}}),
        PLAN,
    ),
    "an administrator who left": (acme(U02BOB={"admin": True, "deleted": True}), PLAN),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_resembles_a_drift_stays_silent(audit: Audit, name: str) -> None:
    seed, plan = LOOK_ALIKES[name]
    outcome = audit_security(audit, seed, plan)
    assert outcome.found == []
    assert {skipped["code"] for skipped in outcome.report["skipped"]} <= {"SEC303"}


@pytest.mark.parametrize("list_extras", [False, True])
def test_connected_organisations_are_read_from_whatever_tells_them(
    audit: Audit, list_extras: bool
) -> None:
    seed = acme(C05VEND={"connected_teams": ["T09NETCO", "T66MAL"]})
    behaviour = Behaviour(list_extras=list_extras)
    outcome = audit_security(audit, seed, PLAN, behaviour=behaviour)
    assert outcome.codes == ["SEC302"]


def test_people_of_a_partner_are_told_from_people_nobody_knows(audit: Audit) -> None:
    """Where the list of accounts broke off, whoever is missing in it may be a guest."""
    outcome = audit_security(
        audit, acme(), PLAN, trouble=lambda slack: slack.fail("users.list", Fault.reset(), times=99)
    )
    assert outcome.codes == []
    assert outcome.code == 4
    unjudged = {(skipped["code"], skipped["pointer"]) for skipped in outcome.report["skipped"]}
    assert ("SEC305", "/channels/vendor/slack") in unjudged
    assert ("SEC307", "/metadata/workspace/admins/0") in unjudged


def test_without_the_scope_for_private_channels_the_others_are_judged(audit: Audit) -> None:
    seed = acme(
        U66MAL=STRANGER,
        C01HELP={"members": ["U66MAL", "bot"]},
        C03SEC={"members": ["U66MAL", "bot"]},
    )
    scopes = tuple(scope for scope in AUDIT_SCOPES if scope != "groups:read")
    outcome = audit_security(audit, seed, PLAN, scopes=scopes)
    assert outcome.found == [("SEC305", HELP, "C01HELP")]
    secret = "/channels/sec-incident/slack"
    unjudged = {(skipped["code"], skipped["pointer"]) for skipped in outcome.report["skipped"]}
    assert {("SEC302", secret), ("SEC305", secret)} <= unjudged


def test_without_the_scope_for_invitations_all_else_is_judged(audit: Audit) -> None:
    seed = acme(
        C01HELP={"shared": "external", "connected_teams": ["T66MAL"]},
        invites={"I01": {"channel": "C03SEC"}},
    )
    scopes = tuple(scope for scope in AUDIT_SCOPES if scope != "conversations.connect:manage")
    outcome = audit_security(audit, seed, PLAN, scopes=scopes)
    assert outcome.found == [("SEC302", HELP, "C01HELP")]
    assert ("SEC302", "/channels") in {
        (skipped["code"], skipped["pointer"]) for skipped in outcome.report["skipped"]
    }


def test_whether_a_connection_is_frozen_is_asked_where_the_list_does_not_tell(
    audit: Audit,
) -> None:
    servers: list[SlackServer] = []
    seed = acme(C05VEND={"raw": {"is_frozen": None}})
    outcome = audit_security(audit, seed, PLAN, trouble=servers.append)
    asked = [call.arguments["channel"] for call in servers[0].calls("conversations.info")]
    assert asked.count("C05VEND") == 1
    assert outcome.found == []
    assert ("SEC306", "/channels/vendor/audience/0") in {
        (skipped["code"], skipped["pointer"]) for skipped in outcome.report["skipped"]
    }


def test_of_listed_channels_only_shared_ones_are_asked_about(audit: Audit) -> None:
    servers: list[SlackServer] = []
    behaviour = Behaviour(list_extras=False)
    audit_security(audit, acme(), PLAN, trouble=servers.append, behaviour=behaviour)
    asked = [call.arguments["channel"] for call in servers[0].calls("conversations.info")]
    assert asked.count("C05VEND") == 1
    assert "C01HELP" not in asked
