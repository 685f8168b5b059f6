"""What becomes of the channels of a plan: names, texts, people, pins and settings, audited live."""

from __future__ import annotations

from typing import Any

import pytest

from commplan.testing.slack import ADMIN_SCOPES, AUDIT_SCOPES, Fault, SlackServer
from tests.scenarios.audited import Audit, Outcome, changed

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: it-ops
  workspace: {team: T01ACME}
  managed:
    channels:
    - "it-*"
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    dana: {name: Dana Fox, slack: U04DANA}
    erin: {name: Erin Vale, contacts: {email: erin@example.org}}
  groups:
    it-ops:
      slack_usergroup: S01ITOPS
      default_channels:
      - "channel:team"
    employees: {slack_usergroup: S03ALL}
  roles:
    manager: {holders: ["person:dana"], deputies: ["person:alice"]}
channels:
  it-help:
    kind: slack
    slack: C01HELP
    owner: "group:it-ops"
    audience: ["group:employees"]
    topic: "Ask IT & co: https://kb.example.org, owner @it-ops"
    description: /Help with .*access$/
    must_mention:
    - SLA
    - "group:it-ops"
    publish:
    - sla
    - how-to
    - dm-policy
    settings:
      threads: everyone
  incidents:
    kind: slack
    slack: C02INC
    owner: "role:manager"
    runbook: https://kb.example.org/incidents/runbook
    posting:
      allowed: ["group:it-ops"]
  sec-incident: {kind: slack, slack: C03SEC, owner: "person:dana", visibility: private}
  team: {kind: slack, name: it-ops, owner: "person:alice"}
  old-help:
    kind: slack
    slack: C06OLD
    state: archived
"""
RULES = "CHN301,CHN304,CHN305,CHN307,CHN310,CHN311,CHN312,CHN313,CHN314"
HELP = "it-help:"
HELP_OWNER = 'owner: "group:it-ops"'
TOPIC = 'topic: "Ask IT & co: https://kb.example.org, owner @it-ops"'

TYPED = "Ask IT &amp; co: <https://kb.example.org|https://kb.example.org>, owner "
REWRITTEN = {"value": TYPED + "<!subteam^S01ITOPS>"}
OPEN: dict[str, Any] = {"properties": {"threads_restricted_to": {"type": []}}}
CLOSED = {"properties": {"posting_restricted_to": {"type": ["admin"], "subteam": ["S01ITOPS"]}}}
ALICE = {"user": "U01ALICE", "text": "Tidied up.", "ago": "1d"}


def acme(**changes: Any) -> dict[str, Any]:
    """The demo, set up as the plan says, with changes."""
    channels: dict[str, dict[str, Any]] = {
        "C01HELP": {"topic": REWRITTEN, "raw": OPEN},
        "C02INC": {"raw": CLOSED},
        "C06OLD": {"name": "old-help", "archived": True},
    }
    for key in channels.keys() & changes.keys():
        channels[key] = {**channels[key], **changes.pop(key)}
    return changed(**channels, **changes)


def edited(*edits: tuple[str, str]) -> str:
    plan = PLAN
    for old, new in edits:
        assert plan.count(old) == 1, old
        plan = plan.replace(old, new)
    return plan


def audit_channels(audit: Audit, *given: Any, rules: str = RULES, **more: Any) -> Outcome:
    return audit(*given, words=("--select", rules), **more)


def test_a_workspace_as_the_plan_says_has_no_drift(audit: Audit) -> None:
    outcome = audit_channels(audit, acme(), PLAN)
    assert outcome.found == []
    assert outcome.report["skipped"] == []
    assert (outcome.code, outcome.report["complete"]) == (0, True)


QUIET = [{**ALICE, "ago": "200d"}]
DRIFTS: dict[str, tuple[dict[str, Any], str, list[tuple[str, str, str]]]] = {
    "a channel that nobody declared": (
        acme(C09LAB={"name": "it-lab", "members": []}),
        PLAN,
        [("CHN301", '- "it-*"', "C09LAB")],
    ),
    "two of them, one private": (
        acme(
            C09LAB={"name": "it-lab", "members": []},
            C10CAB={"name": "it-cab", "private": True, "members": ["bot"]},
        ),
        PLAN,
        [("CHN301", '- "it-*"', "C09LAB"), ("CHN301", '- "it-*"', "C10CAB")],
    ),
    "another topic": (
        acme(C01HELP={"topic": "Ask @it-ops"}),
        PLAN,
        [("CHN304", TOPIC, "C01HELP")],
    ),
    "a topic with another owner": (
        acme(C01HELP={"topic": {"value": TYPED + "<!subteam^S02LEADS>"}}),
        PLAN,
        [("CHN304", TOPIC, "C01HELP"), ("CHN304", '- "group:it-ops"', "C01HELP")],
    ),
    "no topic any more": (
        acme(C01HELP={"topic": ""}),
        PLAN,
        [("CHN304", TOPIC, "C01HELP"), ("CHN304", '- "group:it-ops"', "C01HELP")],
    ),
    "a description that does not match": (
        acme(C01HELP={"purpose": "Help with laptops"}),
        PLAN,
        [("CHN304", "description: /Help with .*access$/", "C01HELP")],
    ),
    "an audience that has left": (
        acme(C01HELP={"members": ["U01ALICE", "U02BOB", "U03CHEN", "bot"], "messages": [ALICE]}),
        PLAN,
        [("CHN305", 'audience: ["group:employees"]', "C01HELP")],
    ),
    "a group that is not in its default channel": (
        acme(C04OPS={"members": ["U01ALICE", "U02BOB", "bot"]}),
        PLAN,
        [("CHN305", '- "channel:team"', "C04OPS")],
    ),
    "a channel renamed": (
        acme(C01HELP={"name": "it-desk", "previous_names": ["it-help"]}),
        PLAN,
        [("CHN307", HELP, "C01HELP")],
    ),
    "a private channel renamed": (
        acme(C03SEC={"name": "security"}),
        PLAN,
        [
            (
                "CHN307",
                (
                    'sec-incident: {kind: slack, slack: C03SEC, owner: "person:dana", '
                    "visibility: private}"
                ),
                "C03SEC",
            )
        ],
    ),
    "a retired channel still open": (
        acme(C06OLD={"archived": False}),
        PLAN,
        [("CHN310", "state: archived", "C06OLD")],
    ),
    "owners who are all outside": (
        acme(C02INC={"members": ["U02BOB", "U05ERIN", "bot"], "messages": [ALICE]}),
        PLAN,
        [("CHN311", 'owner: "role:manager"', "C02INC")],
    ),
    "a channel in which nobody writes": (
        acme(C02INC={"messages": QUIET, "created": "2024-01-08T09:00:00Z"}),
        PLAN,
        [("CHN312", "slack: C02INC", "C02INC")],
    ),
    "a channel of one": (
        acme(C04OPS={"members": ["U01ALICE"], "messages": [ALICE]}),
        edited(('default_channels:\n      - "channel:team"\n', "default_channels: []\n")),
        [("CHN312", 'team: {kind: slack, name: it-ops, owner: "person:alice"}', "C04OPS")],
    ),
    "a bookmark gone": (
        acme(C02INC={"bookmarks": {}}),
        PLAN,
        [("CHN313", "runbook: https://kb.example.org/incidents/runbook", "C02INC")],
    ),
    "one of three bookmarks replaced": (
        acme(C01HELP={"bookmarks": {"SLA": "https://x.example", "Slack": "https://slack.com"}}),
        PLAN,
        [("CHN313", "- dm-policy", "C01HELP")],
    ),
    "posting opened to everybody": (
        acme(C02INC={"raw": {"properties": {"posting_restricted_to": {"type": []}}}}),
        PLAN,
        [("CHN314", 'allowed: ["group:it-ops"]', "C02INC")],
    ),
    "threads closed": (
        acme(C01HELP={"raw": {"properties": {"threads_restricted_to": {"type": ["admin"]}}}}),
        PLAN,
        [("CHN314", "threads: everyone", "C01HELP")],
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_drift_is_found_once_and_in_its_place(audit: Audit, name: str) -> None:
    seed, plan, expected = DRIFTS[name]
    outcome = audit_channels(audit, seed, plan)
    assert outcome.found == sorted(expected)
    assert outcome.report["complete"]


LOOK_ALIKES: dict[str, tuple[dict[str, Any], str]] = {
    "channels of managed names that are archived, unseen or declared": (
        acme(
            C09LAB={"name": "it-lab", "archived": True},
            C10CAB={"name": "it-cab", "private": True, "members": ["U01ALICE"]},
            C11LAB={"name": "lab", "members": []},
        ),
        PLAN,
    ),
    "a topic typed another way": (
        acme(C01HELP={"topic": {"value": TYPED.replace("|https://", "|") + "@it-ops"}}),
        edited(("https://kb.example.org,", "kb.example.org,")),
    ),
    "a topic with more white space and another spelling of the link": (
        acme(
            C01HELP={
                "topic": {"value": "Ask IT  &amp; co:\n<https://kb.example.org>, owner @it-ops"}
            }
        ),
        PLAN,
    ),
    "six of seven": (
        acme(
            C01HELP={
                "members": [
                    *("U01ALICE", "U02BOB", "U03CHEN", "U04DANA", "U05ERIN", "U06FINN"),
                    "bot",
                ],
                "messages": [ALICE],
            }
        ),
        PLAN,
    ),
    "leavers and bots of an audience": (
        acme(
            U06FINN={"deleted": True},
            U07GRACE={"deleted": True},
            C01HELP={
                "members": ["U01ALICE", "U02BOB", "U03CHEN", "U04DANA", "bot"],
                "messages": [ALICE],
            },
        ),
        PLAN,
    ),
    "the deputy of an owner": (
        acme(C02INC={"members": ["U01ALICE", "U02BOB", "bot"], "messages": [ALICE]}),
        PLAN,
    ),
    "an owner known by address": (
        acme(C04OPS={"members": ["U02BOB", "U03CHEN", "U04DANA", "U01ALICE", "U05ERIN", "bot"]}),
        edited(('name: it-ops, owner: "person:alice"', 'name: it-ops, owner: "person:erin"')),
    ),
    "an item that is pinned instead": (
        acme(
            C02INC={
                "bookmarks": {},
                "pins": [{"user": "U01ALICE", "text": "The runbook: page 3"}],
            }
        ),
        PLAN,
    ),
    "a channel where people answer and bots report": (
        acme(
            bots={"B09CI": {"name": "ci"}},
            C02INC={
                "created": "2024-01-08T09:00:00Z",
                "messages": [
                    {"user": "U01ALICE", "text": "Drill tomorrow.", "ago": "80d"},
                    *({"bot": "B09CI", "text": "ok", "ago": f"{n}d"} for n in range(1, 9)),
                ],
            },
        ),
        PLAN,
    ),
    "somebody with the right to post by name": (
        acme(
            C02INC={
                "raw": {
                    "properties": {
                        "posting_restricted_to": {
                            "type": ["admin"],
                            "user": ["U01ALICE", "U02BOB", "U03CHEN", "U04DANA"],
                        }
                    }
                }
            }
        ),
        PLAN,
    ),
    "ids of an Enterprise organisation": (
        acme(
            U04DANA=None,
            W04DANA={"name": "dana", "raw": {"enterprise_user": {"id": "U04DANA"}}},
            workspace={"enterprise": {"id": "E01"}},
            S01ITOPS={"users": ["U01ALICE", "U02BOB", "U03CHEN", "W04DANA"], "creator": "U01ALICE"},
            S02LEADS={"users": ["W04DANA", "U05ERIN"], "creator": "U01ALICE"},
            S03ALL={"creator": "U01ALICE", "users": ["W04DANA", "U01ALICE", "U02BOB"]},
            S04FIN={"creator": "U01ALICE"},
            C01HELP={"creator": "U01ALICE", "messages": [ALICE], "pins": [{"text": "How-to"}]},
            C02INC={"creator": "U01ALICE", "members": ["W04DANA", "bot"], "messages": [ALICE]},
            C03SEC={
                "creator": "U01ALICE",
                "members": ["W04DANA", "bot"],
                "messages": [{**ALICE, "user": "W04DANA"}],
            },
            C04OPS={
                "creator": "U01ALICE",
                "members": ["U01ALICE", "U02BOB", "U03CHEN", "W04DANA", "bot"],
            },
        ),
        PLAN,
    ),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_looks_like_drift_is_silent(audit: Audit, name: str) -> None:
    seed, plan = LOOK_ALIKES[name]
    outcome = audit_channels(audit, seed, plan)
    assert outcome.found == []
    assert outcome.report["skipped"] == []
    assert (outcome.code, outcome.report["complete"]) == (0, True)


def test_a_channel_that_another_rule_speaks_of_is_left_to_it(audit: Audit) -> None:
    bad = {"topic": "Gone", "bookmarks": {}, "members": ["U07GRACE"], "messages": [], "pins": []}
    for change in ({"archived": True}, {"name": "it-desk"}):
        new = {"name": "it-help", "members": []} if "name" in change else {"name": "other"}
        seed = acme(C01HELP={**bad, **change}, C11NEW=new)
        assert audit_channels(audit, seed, PLAN).found == []
    gone = acme()
    del gone["channels"]["C01HELP"]
    gone["usergroups"]["S03ALL"]["channels"] = []
    assert audit_channels(audit, gone, PLAN).found == []


def test_a_private_channel_without_the_app_is_unreadable_and_never_wrong(audit: Audit) -> None:
    outcome = audit_channels(audit, acme(C03SEC={"members": ["U01ALICE"]}), PLAN)
    assert outcome.found == []
    reasons = {(s["code"], s["reason"]) for s in outcome.report["skipped"]}
    why = "the app cannot see #sec-incident (C03SEC), which is private (CHN309)"
    assert reasons == {(code, why) for code in ("CHN307", "CHN311", "CHN312")}


def test_a_public_channel_without_the_app_hides_its_messages_only(audit: Audit) -> None:
    everybody = [f"U0{n}" for n in ("1ALICE", "2BOB", "3CHEN", "4DANA", "5ERIN", "6FINN", "7GRACE")]
    outcome = audit_channels(audit, acme(C01HELP={"members": everybody}), PLAN)
    assert outcome.found == []
    assert [(s["code"], s["reason"]) for s in outcome.report["skipped"]] == [
        ("CHN312", "conversations.history: not_in_channel")
    ]


ADMINISTRATOR = "xoxp-2026-secret-of-an-administrator"
BROADCAST = ("    settings:\n", "    posting: {broadcast: nobody}\n    settings:\n")
RETENTION = ("      threads: everyone\n", "      retention: 90d\n")


def test_what_administrators_see_is_asked_for_where_the_plan_speaks_of_it(audit: Audit) -> None:
    servers: list[SlackServer] = []
    outcome = audit_channels(audit, acme(), PLAN, trouble=servers.append)
    assert outcome.found == []
    assert servers[0].count("admin.conversations.getConversationPrefs") == 0
    outcome = audit_channels(audit, acme(), edited(BROADCAST, RETENTION), rules=f"{RULES},AUD301")
    assert [code for code, _, _ in outcome.found] == ["AUD301"]
    assert "the token lacks the scope admin.conversations:read, which CHN314 would need" in (
        outcome.output
    )
    assert "into SLACK_ADMIN_TOKEN" in outcome.output
    assert {s["code"] for s in outcome.report["skipped"]} == {"CHN314"}


GROUP = {"workspace": {"enterprise": {"id": "E01", "name": "Group"}}}


@pytest.mark.parametrize("apart", [True, False], ids=["a token apart", "one token"])
@pytest.mark.parametrize(
    ("preferences", "days", "expected"),
    [
        ({"enable_at_channel": False, "enable_at_here": False}, 90, []),
        (
            {"enable_at_channel": True, "enable_at_here": False},
            365,
            ["posting: {broadcast: nobody}", "retention: 90d"],
        ),
    ],
)
def test_what_an_administrators_token_tells(
    audit: Audit,
    monkeypatch: pytest.MonkeyPatch,
    preferences: dict[str, bool],
    days: int,
    expected: list[str],
    apart: bool,
) -> None:
    prefs = {key: {"enabled": value} for key, value in preferences.items()}
    seed = acme(C01HELP={"preferences": prefs, "retention": days}, **GROUP)
    options: dict[str, Any] = {}
    if apart:
        monkeypatch.setenv("SLACK_ADMIN_TOKEN", ADMINISTRATOR)
        options["trouble"] = lambda slack: slack.add_token(ADMINISTRATOR, scopes=ADMIN_SCOPES)
    else:
        monkeypatch.setattr("tests.scenarios.conftest.TOKEN", ADMINISTRATOR)
        monkeypatch.setenv("SLACK_BOT_TOKEN", ADMINISTRATOR)
        options["scopes"] = {*AUDIT_SCOPES, *ADMIN_SCOPES}
    plan, rules = edited(BROADCAST, RETENTION), f"{RULES},AUD301"
    outcome = audit_channels(audit, seed, plan, rules=rules, **options)
    assert [line for _, line, _ in outcome.found] == expected
    assert outcome.report["skipped"] == []
    assert ADMINISTRATOR not in outcome.output


def test_threads_are_known_from_whichever_answer_tells_them(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    posting = {"posting_restricted_to": {"type": ["admin"]}}
    silent = acme(
        C01HELP={
            "raw": {"properties": posting},
            "preferences": {"can_thread": {"type": ["admin"]}},
        },
        **GROUP,
    )
    unjudged = audit_channels(audit, silent, PLAN)
    assert ("CHN314", "Slack does not tell who may reply in #it-help") in [
        (skipped["code"], skipped["reason"]) for skipped in unjudged.report["skipped"]
    ]
    monkeypatch.setenv("SLACK_ADMIN_TOKEN", ADMINISTRATOR)
    outcome = audit_channels(
        audit,
        silent,
        PLAN,
        trouble=lambda slack: slack.add_token(ADMINISTRATOR, scopes=ADMIN_SCOPES),
    )
    assert [(code, line) for code, line, _ in outcome.found] == [("CHN314", "threads: everyone")]
    assert "CHN314" not in {skipped["code"] for skipped in outcome.report["skipped"]}


def test_an_administrators_token_that_slack_refuses_makes_an_audit_incomplete(
    audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_ADMIN_TOKEN", ADMINISTRATOR)
    plan, rules = edited(BROADCAST, RETENTION), f"{RULES},AUD301"
    outcome = audit_channels(audit, acme(**GROUP), plan, rules=rules)
    assert outcome.code == 4
    assert outcome.found == []
    assert {(one["what"], tuple(one["rules"])) for one in outcome.report["incomplete"]} == {
        ("auth.test", ("CHN314",))
    }
    assert "the token in SLACK_ADMIN_TOKEN: Slack does not know it" in outcome.output


def test_channels_of_which_nothing_is_promised_cost_no_call_of_their_own(audit: Audit) -> None:
    servers: list[SlackServer] = []
    many = {f"C8{n:04}": {"name": f"x-{n}", "members": []} for n in range(60)}
    declared = "".join(f"  x-{n}: {{kind: slack, slack: C8{n:04}}}\n" for n in range(60))
    rules = RULES.replace("CHN312,", "")
    for seed, plan in ((acme(), PLAN), (acme(**many), PLAN + declared)):
        assert audit_channels(audit, seed, plan, rules=rules, trouble=servers.append).found == []
    few, more = ({call.method for call in slack.calls()} for slack in servers)
    assert few == more
    assert "conversations.history" not in more
    for method in ("conversations.info", "conversations.members", "bookmarks.list", "pins.list"):
        counts = [slack.count(method) for slack in servers]
        assert counts[0] == counts[1], method
    assert servers[1].count("pins.list") == 2


def test_trouble_with_one_kind_of_call_spoils_no_other_rule(audit: Audit) -> None:
    seed = acme(C02INC={"bookmarks": {}}, C01HELP={"name": "it-desk"}, C06OLD={"archived": False})
    outcome = audit_channels(
        audit,
        seed,
        PLAN,
        trouble=lambda slack: slack.fail("pins.list", Fault.server_error(500), times=None),
    )
    assert {code for code, _, _ in outcome.found} == {"CHN307", "CHN310"}
    assert outcome.code == 4
    assert "CHN313" in {skipped["code"] for skipped in outcome.report["skipped"]}
