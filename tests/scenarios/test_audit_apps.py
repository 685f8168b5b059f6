"""Apps that nobody approved, and apps that are missed, audited live."""

from __future__ import annotations

from typing import Any

import pytest

from commplan.testing.slack import AUDIT_SCOPES, Fault, SlackServer
from tests.scenarios.audited import Audit, Outcome, changed

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: it-ops}
channels:
  it-help:
    kind: slack
    slack: C01HELP
    integrations:
    - jira
  incidents:
    kind: slack
    slack: C02INC
    integrations: [A03PAGER, B04PROM]
  sec-incident:
    kind: slack
    slack: C03SEC
    visibility: private
automations:
  reset: {kind: workflow, channel: "channel:it-help", app: Password reset}
"""
HELP = "integrations:"
JIRA = "- jira"
INCIDENTS = "integrations: [A03PAGER, B04PROM]"
SECRET = "slack: C03SEC"
RESET = 'reset: {kind: workflow, channel: "channel:it-help", app: Password reset}'

BOTS = {
    "B02JIRA": {"name": "jira", "user": "U0JIRA", "app": "A02JIRA"},
    "B03PAGER": {"name": "pager", "user": "U0PAGER", "app": "A03PAGER"},
    "B04PROM": {"name": "prometheus", "user": "U0PROM", "app": "A04PROM"},
    "B05SPY": {"name": "spy", "user": "U0SPY", "app": "A05SPY"},
}
FLOW = {
    "name": "password-reset",
    "real_name": "Password reset",
    "raw": {"is_bot": True, "is_workflow_bot": True},
}
HELPERS = ["U01ALICE", "U0JIRA", "U0FLOW", "bot"]
PAGERS = ["U01ALICE", "U0PAGER", "U0PROM", "bot"]


def acme(**changes: Any) -> dict[str, Any]:
    """The demo with apps where the plan wants them, and with changes."""
    members = {"C01HELP": HELPERS, "C02INC": PAGERS, "C03SEC": ["U01ALICE", "bot"]}
    placed = {key: {"members": changes.pop(key, there)} for key, there in members.items()}
    bots = {key: {**bot, **changes.pop(key, {})} for key, bot in BOTS.items()}
    return changed(**bots, U0FLOW={**FLOW, **changes.pop("U0FLOW", {})}, **placed, **changes)


def audit_apps(audit: Audit, *given: Any, **options: Any) -> Outcome:
    return audit(*given, words=("--select", "SEC304,TKT301"), **options)


def test_apps_in_their_places_are_no_drift(audit: Audit) -> None:
    outcome = audit_apps(audit, acme(), PLAN)
    assert (outcome.found, outcome.report["skipped"], outcome.code) == ([], [], 0)


DRIFTS: dict[str, tuple[dict[str, Any], list[tuple[str, str, str]]]] = {
    "an app that nobody approved": (
        acme(C01HELP=[*HELPERS, "U0SPY"]),
        [("SEC304", HELP, "C01HELP")],
    ),
    "an app where none is approved": (
        acme(C03SEC=["U01ALICE", "U0SPY", "bot"]),
        [("SEC304", SECRET, "C03SEC")],
    ),
    "an app that is approved elsewhere": (
        acme(C02INC=[*PAGERS, "U0JIRA"]),
        [("SEC304", INCIDENTS, "C02INC")],
    ),
    "an app that is not there": (
        acme(C01HELP=["U01ALICE", "U0FLOW", "bot"]),
        [("TKT301", JIRA, "C01HELP")],
    ),
    "an app that was taken for another": (
        acme(C02INC=["U0PAGER", "U0SPY", "bot"]),
        [("SEC304", INCIDENTS, "C02INC"), ("TKT301", INCIDENTS, "C02INC")],
    ),
    "an app that was deleted": (
        acme(B02JIRA={"deleted": True}),
        [("TKT301", JIRA, "C01HELP")],
    ),
    "an app that was deleted and is a member no more": (
        acme(B04PROM={"deleted": True}, C02INC=["U0PAGER", "bot"]),
        [("TKT301", INCIDENTS, "C02INC")],
    ),
    "a workflow in another channel": (
        acme(C01HELP=["U0JIRA", "bot"]),
        [("TKT301", RESET, "C01HELP")],
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_drift_is_found_once_and_in_its_place(audit: Audit, name: str) -> None:
    seed, expected = DRIFTS[name]
    outcome = audit_apps(audit, seed, PLAN)
    assert outcome.found == sorted(expected)
    assert outcome.report["complete"]


LOOK_ALIKES: dict[str, dict[str, Any]] = {
    "a deleted app that nobody approved": acme(
        B05SPY={"deleted": True}, C01HELP=[*HELPERS, "U0SPY"]
    ),
    "an app in a channel of no plan": acme(C77={"name": "sales", "members": ["U0SPY"]}),
    "an app by another name": acme(B03PAGER={"name": "on-call"}),
    "people who authorised an app": acme(U01ALICE={"raw": {"is_app_user": True}}),
    "a public channel without the app that reads": acme(C01HELP=HELPERS[:-1]),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_resembles_a_drift_stays_silent(audit: Audit, name: str) -> None:
    outcome = audit_apps(audit, LOOK_ALIKES[name], PLAN)
    assert (outcome.found, outcome.report["skipped"]) == ([], [])


def test_messages_are_not_read_for_the_sake_of_apps(audit: Audit) -> None:
    servers: list[SlackServer] = []
    seed = acme()
    seed["channels"]["C02INC"]["messages"] = [{"bot": "B05SPY", "text": "psst", "ago": "1h"}]
    assert audit_apps(audit, seed, PLAN, trouble=servers.append).found == []
    assert servers[0].count("conversations.history") == 0


def test_whoever_writes_without_being_a_member_is_found_where_messages_are_read(
    audit: Audit,
) -> None:
    seed = acme(C02INC=["U0PAGER", "bot"])
    seed["channels"]["C02INC"]["messages"] = [
        {"bot": "B05SPY", "text": "psst", "ago": "3h"},
        {"bot": "B04PROM", "text": "The VPN is down.", "ago": "2h"},
        {"user": "USLACKBOT", "text": "Reminder: hand over.", "ago": "1h"},
    ]
    words = ("--select", "SEC304,TKT301,CHN312")
    outcome = audit(seed, PLAN, words=words)
    assert ("SEC304", INCIDENTS, "C02INC") in outcome.found
    (finding,) = [f for f in outcome.report["findings"] if f["code"] == "SEC304"]
    assert finding["message"].startswith("spy (A05SPY) writes in #incidents (C02INC)")
    assert "TKT301" not in outcome.codes


def test_a_workflow_without_an_account_is_not_assessed(audit: Audit) -> None:
    seed = acme(C01HELP=["U01ALICE", "U0JIRA", "bot"])
    del seed["users"]["U0FLOW"]
    outcome = audit_apps(audit, seed, PLAN)
    assert outcome.found == []
    assert [(s["code"], s["pointer"]) for s in outcome.report["skipped"]] == [
        ("TKT301", "/automations/reset/app")
    ]


def test_bots_are_asked_about_once_and_only_those_in_declared_channels(audit: Audit) -> None:
    servers: list[SlackServer] = []
    seed = acme(C03SEC=["U0JIRA", "bot"], C77={"name": "sales", "members": ["U0SPY"]})
    audit_apps(audit, seed, PLAN, trouble=servers.append)
    asked = [call.arguments["bot"] for call in servers[0].calls("bots.info")]
    assert sorted(asked) == ["B02JIRA", "B03PAGER", "B04PROM", "B0AUDIT"]
    read = {call.arguments["channel"] for call in servers[0].calls("conversations.members")}
    assert read == {"C01HELP", "C02INC", "C03SEC"}


@pytest.mark.parametrize("method", ["bots.info", "conversations.members", "users.list"])
def test_trouble_that_stays_is_no_pass_and_no_false_alarm(audit: Audit, method: str) -> None:
    outcome = audit_apps(
        audit, acme(), PLAN, trouble=lambda slack: slack.fail(method, Fault.reset(), times=99)
    )
    assert outcome.found == []
    assert outcome.code == 4


def test_without_the_scope_for_private_channels_the_others_are_judged(audit: Audit) -> None:
    scopes = tuple(scope for scope in AUDIT_SCOPES if scope != "groups:read")
    seed = acme(C01HELP=[*HELPERS, "U0SPY"], C03SEC=["U0SPY", "bot"])
    outcome = audit_apps(audit, seed, PLAN, scopes=scopes)
    assert outcome.found == [("SEC304", HELP, "C01HELP")]
    assert {(s["code"], s["pointer"]) for s in outcome.report["skipped"]} == {
        ("SEC304", "/channels/sec-incident/slack")
    }
