"""Plans against a live workspace: the command, the Slack source and an emulated Slack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import main
from commplan.testing.slack import AUDIT_SCOPES, Behaviour, Fault, SlackServer
from tests.scenarios.audited import DEMO, PLAN, TOKEN, Audit, changed


def edited(*edits: tuple[str, str]) -> str:
    """The plan with some texts replaced, each of which stands in it once."""
    plan = PLAN
    for old, new in edits:
        assert plan.count(old) == 1, old
        plan = plan.replace(old, new)
    return plan


def test_a_healthy_workspace_has_no_drift(audit: Audit) -> None:
    outcome = audit()
    assert outcome.report["findings"] == []
    assert outcome.code == 0
    assert outcome.report["complete"]
    unjudged = {(skipped["code"], skipped["pointer"]) for skipped in outcome.report["skipped"]}
    assert unjudged == {
        ("SEC301", "/channels/incidents"),
        ("SEC301", "/channels/team"),
    }


LEFT = {"deleted": True}
ARCHIVED = {"archived": True}
PRIMARY_BOB = '- "person:bob"'
FINN = "finn: {name: Finn Berg, slack: U06FINN}"
EMPLOYEES = "employees: {slack_usergroup: S03ALL}"
HELP = 'it-help: {kind: slack, slack: C01HELP, owner: "group:it-ops", visibility: public}'
INCIDENTS = 'incidents: {kind: slack, slack: C02INC, owner: "role:manager"}'
SECRET = 'sec-incident: {kind: slack, slack: C03SEC, owner: "person:dana", visibility: private}'
TEAM = 'team: {kind: slack, name: it-ops, owner: "person:chen"}'
STATUS = 'status: {kind: status-page, owner: "role:press"}'
LAST_STEP = '- notify: ["group:leadership"]'
SECOND_STEP = '- notify: ["person:dana", "group:it-ops"]'
NEW_HELP = {"name": "it-help"}

DRIFTS: dict[str, tuple[dict[str, Any], str, list[tuple[str, str, str | None]]]] = {
    "a person deactivated": (changed(U06FINN=LEFT), PLAN, [("STK303", FINN, "U06FINN")]),
    "a person deactivated and erased": (
        changed(U06FINN={"deleted": True, "forgotten": True}),
        PLAN,
        [("STK303", FINN, "U06FINN")],
    ),
    "a person known by address deactivated": (
        changed(U05ERIN=LEFT),
        PLAN,
        [
            (
                "STK303",
                "erin: {name: Erin Vale, contacts: {email: Erin@Example.org}}",
                "U05ERIN",
            )
        ],
    ),
    "a mistyped id": (
        DEMO,
        edited(("U06FINN", "U06FIN")),
        [("STK301", FINN.replace("U06FINN", "U06FIN"), "U06FIN")],
    ),
    "an account that is no more": (
        changed(U06FINN=None, S04FIN=None, C01HELP={"messages": []}),
        PLAN,
        [("STK301", FINN, "U06FINN")],
    ),
    "the id of a bot": (
        DEMO,
        edited(("U06FINN", "U0AUDIT")),
        [("STK301", FINN.replace("U06FINN", "U0AUDIT"), "U0AUDIT")],
    ),
    "the id of Slackbot": (
        DEMO,
        edited(("U06FINN", "USLACKBOT")),
        [("STK301", FINN.replace("U06FINN", "USLACKBOT"), "USLACKBOT")],
    ),
    "the id of a workflow": (
        changed(U06FINN={"raw": {"is_workflow_bot": True}}),
        PLAN,
        [("STK301", FINN, "U06FINN")],
    ),
    "an address that nobody has": (
        DEMO,
        edited(("Erin@Example.org", "e.vale@example.org")),
        [("STK301", "erin: {name: Erin Vale, contacts: {email: e.vale@example.org}}", None)],
    ),
    "a user group that is no more": (
        changed(S03ALL=None),
        PLAN,
        [("STK306", EMPLOYEES, "S03ALL")],
    ),
    "a mistyped user group": (
        DEMO,
        edited(("S03ALL", "S03AL")),
        [("STK306", EMPLOYEES.replace("S03ALL", "S03AL"), "S03AL")],
    ),
    "a user group disabled": (
        changed(S03ALL={"disabled": True}),
        PLAN,
        [("STK307", EMPLOYEES, "S03ALL")],
    ),
    "a user group that another step could do without": (
        changed(S01ITOPS={"disabled": True}),
        PLAN,
        [("STK307", "it-ops: {slack_usergroup: S01ITOPS}", "S01ITOPS")],
    ),
    "a user group without members": (
        changed(S03ALL={"users": []}),
        PLAN,
        [("STK308", EMPLOYEES, "S03ALL")],
    ),
    "a user group of guests and leavers": (
        changed(
            S03ALL={"users": ["U08GUEST", "U09GONE"]},
            U08GUEST={"guest": "multi"},
            U09GONE=LEFT,
        ),
        PLAN,
        [("STK308", EMPLOYEES, "S03ALL")],
    ),
    "a user group of bots": (
        changed(S03ALL={"users": ["U0AUDIT"]}),
        PLAN,
        [("STK308", EMPLOYEES, "S03ALL")],
    ),
    "a channel that is no more": (changed(C01HELP=None), PLAN, [("CHN302", HELP, "C01HELP")]),
    "a mistyped channel": (
        DEMO,
        edited(("C02INC", "C02IN"), ('"role:manager"}', '"role:manager", name: inc}')),
        [
            (
                "CHN302",
                'incidents: {kind: slack, slack: C02IN, owner: "role:manager", name: inc}',
                "C02IN",
            )
        ],
    ),
    "a channel known by name and renamed": (
        changed(C04OPS={"name": "ops"}),
        PLAN,
        [("CHN302", TEAM, None)],
    ),
    "a public channel made private without the app": (
        changed(C01HELP={"private": True, "members": ["U01ALICE"]}),
        PLAN,
        [("CHN302", HELP, "C01HELP")],
    ),
    "an owner deactivated": (changed(U03CHEN=LEFT), PLAN, [("CHN303", TEAM, "C04OPS")]),
    "an owner who is a bot": (
        DEMO,
        edited(("U03CHEN", "U0AUDIT")),
        [("CHN303", TEAM, "C04OPS")],
    ),
    "the only holder of an owning role gone": (
        changed(U07GRACE=LEFT),
        PLAN,
        [("CHN303", STATUS, None)],
    ),
    "a channel archived": (changed(C01HELP=ARCHIVED), PLAN, [("CHN306", HELP, "C01HELP")]),
    "a channel known by name archived": (
        changed(C04OPS=ARCHIVED),
        PLAN,
        [("CHN306", TEAM, "C04OPS")],
    ),
    "a private channel archived": (changed(C03SEC=ARCHIVED), PLAN, [("CHN306", SECRET, "C03SEC")]),
    "a channel archived and its owner gone": (
        changed(C04OPS=ARCHIVED, U03CHEN=LEFT),
        PLAN,
        [
            ("CHN306", TEAM, "C04OPS"),
            ("STK303", "chen: {name: Chen Wu, slack: U03CHEN}", "U03CHEN"),
        ],
    ),
    "a channel created anew": (
        changed(C01HELP={"name": "it-help-old"}, C11NEW=NEW_HELP),
        PLAN,
        [("CHN308", HELP, "C01HELP")],
    ),
    "a channel archived and created anew": (
        changed(C01HELP={"name": "it-help-old", "archived": True}, C11NEW=NEW_HELP),
        PLAN,
        [("CHN308", HELP, "C01HELP")],
    ),
    "a channel deleted and created anew": (
        changed(C01HELP=None, C11NEW=NEW_HELP),
        PLAN,
        [("CHN308", HELP, "C01HELP")],
    ),
    "a private channel without the app": (
        changed(C03SEC={"members": ["U04DANA"]}),
        PLAN,
        [("CHN309", SECRET, "C03SEC")],
    ),
    "a private channel that is no more": (
        changed(C03SEC=None),
        PLAN,
        [("CHN309", SECRET, "C03SEC")],
    ),
    "a rotation user with a mistyped id": (
        DEMO,
        edited(("U02BOB", "U02BO")),
        [("ESC301", PRIMARY_BOB, "U02BO")],
    ),
    "a bot in a rotation": (
        DEMO,
        edited(("U02BOB", "U0AUDIT")),
        [("ESC301", PRIMARY_BOB, "U0AUDIT")],
    ),
    "a user group of a step that is no more": (
        changed(S01ITOPS=None),
        PLAN,
        [("ESC301", SECOND_STEP, "S01ITOPS")],
    ),
    "a rotation user deactivated": (
        changed(U02BOB=LEFT),
        PLAN,
        [("ESC303", PRIMARY_BOB, "U02BOB")],
    ),
    "a person of several uses deactivated": (
        changed(U04DANA=LEFT),
        PLAN,
        [("ESC303", SECOND_STEP, "U04DANA")],
    ),
    "a rotation deactivated": (
        changed(U01ALICE=LEFT, U02BOB=LEFT),
        PLAN,
        [("ESC305", '- notify: ["rotation:primary"]', "U01ALICE")],
    ),
    "the group of the last step disabled": (
        changed(S02LEADS={"disabled": True}),
        PLAN,
        [("ESC305", LAST_STEP, "S02LEADS")],
    ),
    "the group of the last step empty": (
        changed(S02LEADS={"users": []}),
        PLAN,
        [("ESC305", LAST_STEP, "S02LEADS")],
    ),
    "the group of the last step gone": (
        changed(S02LEADS=None),
        PLAN,
        [("ESC305", LAST_STEP, "S02LEADS")],
    ),
    "a private channel made public": (
        changed(C03SEC={"private": False}),
        PLAN,
        [("SEC301", SECRET, "C03SEC")],
    ),
    "a public channel made private": (
        changed(C01HELP={"private": True}),
        PLAN,
        [("SEC301", HELP, "C01HELP")],
    ),
    "another workspace": (
        changed(workspace={"id": "T09OTHER"}),
        PLAN,
        [("AUD302", "team: T01ACME", "T09OTHER")],
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_drift_is_found_once_and_in_its_place(audit: Audit, name: str) -> None:
    seed, plan, expected = DRIFTS[name]
    outcome = audit(seed, plan)
    assert outcome.found == sorted(expected, key=lambda found: found[:2])
    assert outcome.code == (0 if outcome.codes == ["CHN309"] else 1)
    assert outcome.report["complete"]


STRANGER = {"team": "T09OTHER", "name": "olga"}
CROWD = {f"C8{number:04}": {"name": f"old-{number}", "archived": True} for number in range(450)}

LOOK_ALIKES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "a renamed channel with the right id": (changed(C01HELP={"name": "help-desk"}), PLAN, {}),
    "a channel renamed after an archived one": (
        changed(C01HELP={"name": "help"}, C11OLD={"name": "it-help", "archived": True}),
        PLAN,
        {},
    ),
    "a public channel without the app": (changed(C01HELP={"members": ["U01ALICE"]}), PLAN, {}),
    "an old private channel": (
        changed(C03SEC=None, G03SEC={"name": "sec-incident", "private": True, "members": ["bot"]}),
        edited(("C03SEC", "G03SEC")),
        {},
    ),
    "people who authorised an app": (
        changed(U02BOB={"raw": {"is_app_user": True}}),
        PLAN,
        {},
    ),
    "an invited person": (changed(U02BOB={"invited": True}), PLAN, {}),
    "an administrator": (changed(U02BOB={"admin": True}), PLAN, {}),
    "guests with one full member": (
        changed(S03ALL={"users": ["U08GUEST", "U02BOB"]}, U08GUEST={"guest": "single"}),
        PLAN,
        {},
    ),
    "leavers among the members": (
        changed(S03ALL={"users": ["U09GONE", "U02BOB"]}, U09GONE=LEFT),
        PLAN,
        {},
    ),
    "a guest on call": (changed(U02BOB={"guest": "multi"}), PLAN, {}),
    "accounts and channels that no plan names": (
        changed(U09GONE=LEFT, C11OLD=ARCHIVED, S09OLD={"disabled": True, "users": []}),
        PLAN,
        {},
    ),
    "ids of an Enterprise organisation": (
        changed(
            U02BOB=None,
            W02BOB={"name": "bob", "raw": {"enterprise_user": {"id": "U02BOB"}}},
            workspace={"enterprise": {"id": "E01"}},
            S01ITOPS={"users": ["U02BOB"]},
            C01HELP={"messages": []},
            C02INC={"members": ["bot"], "messages": []},
            C03SEC={"members": ["bot"]},
            C04OPS={"members": ["bot"]},
        ),
        PLAN,
        {},
    ),
    "pages that come short or empty": (changed(**CROWD), PLAN, {}),
    "a listing that loses private channels of mixed kinds": (
        DEMO,
        PLAN,
        {"behaviour": Behaviour(mixed_types_drop_private=True)},
    ),
    "numbers instead of texts, and fewer fields": (
        DEMO,
        PLAN,
        {"behaviour": Behaviour(user_count_as_text=False, list_extras=False)},
    ),
    "a retired channel archived": (
        changed(C02INC=ARCHIVED),
        edited(('"role:manager"}', '"role:manager", state: archived}')),
        {},
    ),
    "a retired channel deleted": (
        changed(C02INC=None),
        edited(('"role:manager"}', '"role:manager", state: retired}')),
        {},
    ),
    "a name beyond ASCII": (
        changed(C04OPS={"name": "team-bømlo"}),
        edited(("name: it-ops", "name: team-bømlo")),
        {},
    ),
    "somebody who left on a known day": (
        changed(U06FINN=LEFT),
        edited(("slack: U06FINN", 'slack: U06FINN, until: "2024-05-31"')),
        {},
    ),
    "somebody of another organisation": (
        changed(U09OLGA=STRANGER, C01HELP={"members": ["U09OLGA", "bot"]}),
        edited(("U06FINN", "U09OLGA")),
        {},
    ),
    "somebody whom only another organisation may see": (
        changed(U09OLGA=STRANGER),
        edited(("U06FINN", "U09OLGA")),
        {},
    ),
    "the Enterprise organisation instead of the workspace": (
        changed(workspace={"enterprise": {"id": "E01ACME"}}),
        edited(("team: T01ACME", "team: E01ACME")),
        {},
    ),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_looks_like_drift_is_silent(audit: Audit, name: str) -> None:
    seed, plan, options = LOOK_ALIKES[name]
    outcome = audit(seed, plan, **options)
    assert outcome.found == []
    assert outcome.code == 0


@pytest.mark.parametrize("scope", ["channels:read", "groups:read", "users:read", "usergroups:read"])
def test_a_missing_scope_is_one_warning_and_no_false_alarm(audit: Audit, scope: str) -> None:
    seed = changed(U02BOB=LEFT, S02LEADS=None, C02INC=None, C03SEC=ARCHIVED)
    everything = audit(seed)
    outcome = audit(seed, scopes=set(AUDIT_SCOPES) - {scope})
    assert outcome.codes.count("AUD301") == 1
    assert set(outcome.codes) - {"AUD301"} < set(everything.codes)
    assert f"the token lacks the scope {scope}" in outcome.output
    assert outcome.report["complete"]
    judged = {skipped["code"] for skipped in outcome.report["skipped"]}
    assert set(everything.codes) - set(outcome.codes) <= judged


def test_addresses_without_their_scope_are_not_assessed(audit: Audit) -> None:
    outcome = audit(scopes=set(AUDIT_SCOPES) - {"users:read.email"})
    assert outcome.codes == ["AUD301"]
    assert ("STK301", "/stakeholders/people/erin/contacts/email") in {
        (skipped["code"], skipped["pointer"]) for skipped in outcome.report["skipped"]
    }


def test_a_scope_that_no_plan_needs_is_not_missed(audit: Audit) -> None:
    outcome = audit(
        scopes={"channels:read", "groups:read", "users:read", "users:read.email", "usergroups:read"}
    )
    assert (outcome.codes, outcome.code) == ([], 0)


def test_a_free_workspace_has_no_user_groups(audit: Audit) -> None:
    outcome = audit(changed(workspace={"plan": "free"}))
    assert outcome.codes == ["AUD301"]
    assert "the workspace does not offer usergroups" in outcome.output
    assert "plan_upgrade_required" in outcome.output
    assert outcome.code == 0


def test_two_plans_share_one_finding_for_one_scope(audit: Audit, tmp_path: Path) -> None:
    other = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: other}\n"
    Path("another.yaml").write_text(
        other + "stakeholders: {groups: {leads: {slack_usergroup: S02LEADS}}}\n", encoding="utf-8"
    )
    outcome = audit(words=("another.yaml",), scopes=set(AUDIT_SCOPES) - {"usergroups:read"})
    (finding,) = [f for f in outcome.report["findings"] if f["code"] == "AUD301"]
    assert (finding["path"], finding["facts"]["plans"]) == ("another.yaml", 2)


def test_a_person_of_a_baseline_is_reported_there_once(audit: Audit) -> None:
    people = "stakeholders:\n  people:\n    finn: {name: Finn Berg, slack: U06FINN}\n"
    Path("org.yaml").write_text(
        f"apiVersion: commplan/v1\nkind: Baseline\nmetadata: {{id: org}}\n{people}",
        encoding="utf-8",
    )
    for team in ("a", "b"):
        Path(f"{team}.yaml").write_text(
            "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
            f"metadata: {{id: {team}, extends: org.yaml}}\n",
            encoding="utf-8",
        )
    outcome = audit(changed(U06FINN=LEFT), edited((FINN, "")), words=("a.yaml", "b.yaml"))
    (finding,) = outcome.report["findings"]
    assert (finding["code"], finding["path"], finding["line"]) == ("STK303", "org.yaml", 6)


PASSING = {
    "rate limits": lambda slack: slack.fail("*", Fault.ratelimited(30), after=1, times=3),
    "a rate limit without a header": lambda slack: slack.fail(
        "users.list", Fault.ratelimited(None)
    ),
    "pages of a proxy": lambda slack: slack.fail("*", Fault.server_error(502), after=1, times=4),
    "resets": lambda slack: slack.fail("conversations.list", Fault.reset(), times=4),
    "half an answer": lambda slack: slack.fail("usergroups.list", Fault.truncated_json()),
    "a login page": lambda slack: slack.fail("users.list", Fault.html_ok(), times=2),
    "a bad moment of Slack": lambda slack: slack.fail("users.list", Fault.error("internal_error")),
}


@pytest.mark.parametrize("name", PASSING)
def test_trouble_that_passes_leaves_no_trace(audit: Audit, name: str) -> None:
    outcome = audit(changed(U06FINN=LEFT), trouble=PASSING[name])
    assert (outcome.codes, outcome.code) == (["STK303"], 1)
    assert outcome.report["incomplete"] == []


LASTING: dict[str, tuple[str, Fault, int]] = {
    "rate limits beyond all patience": ("usergroups.list", Fault.ratelimited(3600), 0),
    "an error page": ("usergroups.list", Fault.server_error(500), 0),
    "resets": ("usergroups.list", Fault.reset(), 0),
    "half an answer": ("usergroups.list", Fault.truncated_json(), 0),
    "a login page": ("usergroups.list", Fault.html_ok(), 0),
    "Slack's own trouble": ("usergroups.list", Fault.error("fatal_error"), 0),
    "an error that nobody knows": ("usergroups.list", Fault.error("quantum_flux"), 0),
    "accounts": ("users.list", Fault.reset(), 0),
    "the second listing of channels": ("conversations.list", Fault.server_error(503), 1),
    "the look-up of one account": ("users.info", Fault.server_error(500), 0),
}


@pytest.mark.parametrize("name", LASTING)
def test_trouble_that_stays_is_no_pass_and_no_false_alarm(audit: Audit, name: str) -> None:
    method, fault, after = LASTING[name]
    seed = changed(U06FINN=LEFT, S03ALL=None, C03SEC={"members": ["U04DANA"]})
    plan = edited(("U07GRACE", "U07GRAC"))
    outcome = audit(
        seed, plan, trouble=lambda slack: slack.fail(method, fault, after=after, times=None)
    )
    assert outcome.code == 4
    assert not outcome.report["complete"]
    (record,) = outcome.report["incomplete"]
    assert (record["kind"], record["what"]) == ("read", method)
    assert record["rules"]
    everything = {"STK303", "STK306", "CHN309", "CHN303"}
    lost = {
        "usergroups.list": {"STK306"},
        "users.list": {"STK303", "CHN303"},
        "conversations.list": set(),  # the channel itself says that it is hidden
        "users.info": {"CHN303"},
    }[method]
    assert set(outcome.codes) == everything - lost
    assert lost <= set(record["rules"])
    assert lost <= {skipped["code"] for skipped in outcome.report["skipped"]}


def test_a_token_revoked_half_way_ends_the_reading_and_not_the_report(audit: Audit) -> None:
    outcome = audit(
        changed(C01HELP=ARCHIVED, U06FINN=LEFT),
        trouble=lambda slack: slack.fail("users.list", Fault.revoke_token()),
    )
    assert outcome.code == 4
    assert {record["error"] for record in outcome.report["incomplete"]} == {"token_revoked"}
    assert "users.list" in {record["what"] for record in outcome.report["incomplete"]}
    assert "STK303" not in outcome.codes


@pytest.mark.parametrize("error", ["invalid_auth", "token_expired", "account_inactive"])
def test_a_token_that_opens_nothing_leaves_the_check_of_the_plan(audit: Audit, error: str) -> None:
    plan = edited(('owner: "person:chen"', 'owner: "person:chn"'))
    outcome = audit(plan=plan, trouble=lambda slack: slack.refuse_token(error))
    assert (outcome.code, outcome.codes) == (4, ["PLN101"])
    (record,) = outcome.report["incomplete"]
    assert "Slack refuses the token in SLACK_BOT_TOKEN" in record["error"]
    assert "STK303" in record["rules"]


def test_a_snapshot_says_the_same_offline(
    audit: Audit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = changed(U02BOB=LEFT, U05ERIN=LEFT, S02LEADS=None, C01HELP=ARCHIVED)
    live = audit(seed)
    with SlackServer(seed, token=TOKEN) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.url)
        assert main(["snapshot", "-o", "acme.json", "-q"]) == 0
    assert "erin@example.org" not in Path("acme.json").read_text(encoding="utf-8")
    capsys.readouterr()
    words = ("--workspace", "snapshot:acme.json")
    replayed = audit(trouble=lambda slack: slack.refuse_token("token_revoked"), words=words)
    assert replayed.found == live.found
    assert live.codes == ["CHN306", "ESC303", "ESC305", "STK303"]
    assert ("AUD301", "the snapshot of slack states itself what could be read") in {
        (skipped["code"], skipped["reason"]) for skipped in replayed.report["skipped"]
    }
