"""Listing everybody or looking up a few: whatever is cheaper, and the same is found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Origin, Plan, Request, Selection, Status, Workspace
from commplan.catalogue import catalogue
from commplan.checker.live import request
from commplan.clock import parse_instant
from commplan.rules import commplan_rules
from commplan.sources.slack.collector import Collector
from commplan.sources.slack.transport import Reply
from commplan.testing import complete, judge_text, timeless
from commplan.testing.slack import Fault, SlackServer
from commplan.testing.slack.wire import Request as Wire
from tests.depth import examples
from tests.sources.conftest import NOW

AS_OF = "2026-09-21T14:13:20Z"  # when the workspace is read
RULES = {
    rule.code: rule
    for rule in catalogue(commplan_rules()).rules
    if rule.evidence_class == 3 and {"people", "usergroups", "members"} & {*rule.reads}
}
LISTING = {code for code, rule in RULES.items() if rule.lists}
PLAN = """
metadata: {id: it-ops, managed: {channels: ["it-*"], usergroups: ["*"]}}
stakeholders:
  people:
    ann: {name: Ann Ash, slack: U01, timezone: Europe/London, contacts: {email: u01@example.org}}
    ben: {name: Ben Bay, slack: U02, timezone: Asia/Tokyo}
    cyd: {name: Cyd Cox, slack: U03, contacts: {email: u03@example.org}}
    dov: {name: Dov Day, contacts: {email: u04@example.org}}
    eve: {name: Eve Eck, slack: U05, until: "2026-09-20"}
    fay: {name: Fay Fox, slack: U06, until: "2026-09-20"}
    gil: {name: Gil Gar}
  groups:
    desk: {slack_usergroup: S1, handle: desk, members: ["person:ann", "person:ben", "person:eve"]}
    all: {slack_usergroup: S2, name: All, members: ["person:dov", "group:crew"]}
    crew: {slack_usergroup: S3, description: Who helps}
  external:
    north: {name: North}
rotations:
  primary:
    timezone: UTC
    start: "2026-01-05T09:00"
    shift: 1d
    users: ["person:ann", "person:ben"]
    slack_usergroup: S4
severities:
  sev1: {order: 1, path: "escalation:major"}
escalations:
  major: {steps: [{notify: ["rotation:primary", "person:cyd", "group:crew"], ack_within: 5m}]}
channels:
  incidents: {kind: slack, slack: C1, purpose: major-incident, owner: "person:ann"}
  desk:
    kind: slack
    slack: C2
    owner: "group:desk"
    audience: ["group:all", "person:fay"]
    topic: "Ask @Ben Bay"
    must_mention: ["group:desk", "person:ann"]
    posting: {allowed: ["person:ann", "group:desk"], broadcast: nobody}
    settings: {threads: admins}
  partners: {kind: slack, slack: C3, owner: "person:dov", audience: ["external:north"]}
"""
DECLARED = ("U01", "U02", "U03", "U04", "U05", "U06")
OTHERS = ("U11", "U12", "U13", "U21FAR", "U22FAR", "U1CI", "U2HOOK", "U99NONE")
NAMES = ("Ann Ash", "Ben Bay", "Cyd Cox", "Dov Day", "Eve Eck", "Zed Zoe")
FILLERS = {f"U5{number:03}": {"name": f"filler-{number}"} for number in range(40)}

ids = st.sampled_from((*DECLARED, *DECLARED, *OTHERS))
crowd = st.lists(ids, max_size=5, unique=True)


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([usual] * 14 + list(others))


def account(number: str, name: str) -> st.SearchStrategy[dict[str, Any] | None]:
    made = st.fixed_dictionaries(
        {
            "name": mostly(name.split()[0].lower(), "desk", "zed"),
            "real_name": mostly(name, *NAMES),
            "email": mostly(f"{number.lower()}@example.org", "u04@example.org", ""),
            "tz": mostly("Europe/London", "Asia/Tokyo"),
            "status_emoji": mostly("", ":palm_tree:"),
            "deleted": mostly(False, True),
            "guest": mostly("", "multi"),
            "admin": mostly(False, True),
        }
    )
    return mostly(1, 0).flatmap(lambda there: made if there else st.none())


def restriction() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "type": st.sampled_from([[], ["admin"], ["ra"]]),
            "user": st.lists(ids, max_size=2, unique=True),
            "subteam": st.lists(st.sampled_from(["S1", "S5"]), max_size=1),
        }
    )


mention = ids.map(lambda one: f"Ask <@{one}>")
channel = st.fixed_dictionaries(
    {
        "topic": (st.none() | mention).map(lambda value: {"value": value or "Ask @Ben Bay"}),
        "creator": ids,
        "shared": mostly("", "external"),
        "connected_teams": st.sampled_from([[], ["T09"]]),
        "messages": st.lists(
            st.sampled_from(
                [
                    {"user": "U5000", "text": "x", "ago": "2h"},
                    {"bot": "B1CI", "text": "x", "ago": "3h"},
                    {"bot": "B2HOOK", "text": "x", "ago": "4h"},
                ]
            ),
            max_size=2,
        ),
        "raw": restriction().map(lambda one: {"properties": {"posting_restricted_to": one}}),
    }
)
usergroup = st.fixed_dictionaries(
    {
        "handle": mostly("desk", "other", "ann"),
        "name": mostly("All", "Some"),
        "description": mostly("Who helps", "<@U01>", "<@U13>"),
        "users": crowd,
        "disabled": mostly(False, True),
    }
)


@st.composite
def seeds(draw: st.DrawFn) -> dict[str, Any]:
    people = {one: draw(account(one, name)) for one, name in zip(DECLARED, NAMES, strict=True)} | {
        one: draw(account(one, "Zed Zoe")) for one in ("U11", "U12", "U13")
    }
    far = {one: {"name": one.lower(), "team": "T09"} for one in ("U21FAR", "U22FAR")}
    here = {one: told for one, told in people.items() if told is not None}
    taken: set[str] = set()
    for told in here.values():  # Slack gives no address to two active accounts
        if told["email"] in taken:
            told["email"] = ""
        if not told["deleted"]:
            taken.add(told["email"])
    seed: dict[str, Any] = {
        "users": {**here, **far, **FILLERS},
        "bots": {
            "B1CI": {"name": "ci"},
            "B2HOOK": {"name": "hook", "deleted": draw(st.booleans())},
        },
        "usergroups": {one: draw(usergroup) for one in ("S1", "S2", "S3", "S4", "S5")},
        "channels": {
            "C1": {"name": "incidents", **draw(channel)},
            "C2": {"name": "desk", **draw(channel)},
            "C3": {"name": "partners", **draw(channel)},
            "C4": {"name": "it-lab", **draw(channel)},
        },
        "invites": {"I1": {"channel": "C3", "email": "x@north.example"}},
    }
    return seed


class Direct:
    """An emulated Slack without the network between."""

    host = "emulator"

    def __init__(self, slack: SlackServer) -> None:
        self._slack = slack

    def send(self, method: str, params: Mapping[str, object]) -> Reply:
        form = {k: int(v) if isinstance(v, bool) else v for k, v in params.items()}
        kind = "application/x-www-form-urlencoded"
        token = f"Bearer {self._slack.token}"
        wire = Wire("POST", method, "", urlencode(form).encode(), kind, token)
        answer = self._slack.respond(wire)
        if answer.status >= 500:  # the server's fault
            return Reply(answer.status, fault=f"HTTP {answer.status}")
        data = json.loads(answer.body)
        headers = {name.lower(): value for name, value in answer.headers}
        return Reply(answer.status, data, headers, data.get("error"))


def read(slack: SlackServer, wanted: Request) -> Workspace:
    environment = timeless(NOW * 1_000_000)._replace(token=slack.token)
    return Collector(Direct(slack), wanted, environment).collect("")  # type: ignore[arg-type]


def wanted_by(*codes: str, text: str = PLAN) -> Request:
    plan = Plan(yaml.safe_load(complete(text)), Origin("plan.yaml", 0))
    rules = tuple(RULES[code] for code in codes)
    return request((plan,), Selection(rules, {}), parse_instant(AS_OF))


def listing(wanted: Request) -> Request:
    without = tuple(fact for fact in wanted.declared_only if fact != "people")
    return wanted._replace(declared_only=without)


EITHER_WAY = sorted(RULES.keys() - LISTING)
ALL_RULES = wanted_by(*EITHER_WAY)


def verdicts(live: Workspace) -> dict[str, Any]:
    found = {}
    for code in EITHER_WAY:
        verdict = judge_text(RULES[code], PLAN, workspace=live, as_of=AS_OF)
        found[code] = (
            [(f.location.pointer, f.message, f.help, dict(f.facts)) for f in verdict.findings],
            sorted((s.pointer or "", s.reason) for s in verdict.skipped),
        )
    return found


@examples(30)
@given(seed=seeds(), members=st.tuples(crowd, crowd, crowd, crowd), size=st.sampled_from([1, 200]))
def test_the_same_is_found_either_way(
    seed: dict[str, Any], members: tuple[list[str], ...], size: int
) -> None:
    slack = SlackServer(seed)
    for channel, inside in zip(slack.workspace.channels.values(), members, strict=True):
        channel.members = sorted({*inside, "U0AUDIT"})
    wanted = ALL_RULES._replace(page_size=size)
    listed = read(slack, listing(wanted))
    assert listed.reading("people").complete
    singly = read(slack, wanted)
    assert singly.failed_reads() == listed.failed_reads() == ()
    assert {one.id for one in singly.people} <= {one.id for one in listed.people}
    assert verdicts(singly) == verdicts(listed)


BIG: dict[str, Any] = {
    "users": {
        **{
            one: {"name": name.split()[0].lower(), "real_name": name}
            for one, name in zip(DECLARED, NAMES, strict=True)
        },
        **{f"U00{number:04}": f"u{number}" for number in range(4_000)},  # listed before the others
        **{f"U9000{number}": f"u9{number}" for number in range(1, 4)},
    },
    "usergroups": {"S1": {"handle": "desk", "users": ["U01", "U90001"]}},
    "channels": {
        "C1": {"name": "incidents", "members": ["U01", "U02", "U90002", "bot"]},
        "C2": {"name": "desk", "topic": {"value": "Ask <@U90003>"}, "members": ["U01"]},
    },
}
SMALL = """
metadata: {id: it-ops}
stakeholders:
  people:
    ann: {name: Ann Ash, slack: U01}
    ben: {name: Ben Bay, slack: U02}
  groups:
    desk: {slack_usergroup: S1, handle: desk, members: ["person:ann"]}
channels:
  incidents: {kind: slack, slack: C1, owner: "person:ann"}
  desk: {kind: slack, slack: C2, owner: "group:desk", topic: "Ask <@U90003>"}
"""


def big(**changes: Any) -> dict[str, Any]:
    """The big workspace with changes of single users."""
    return {**BIG, "users": {**BIG["users"], **changes}}


def asked(seed: dict[str, Any], wanted: Request) -> tuple[dict[str, int], Workspace]:
    """How often accounts were asked for, and what was read."""
    slack = SlackServer(seed)
    live = read(slack, wanted)
    methods = ("users.list", "users.info", "users.lookupByEmail")
    return {method: slack.count(method) for method in methods}, live


def test_a_small_plan_costs_no_list_of_a_big_workspace() -> None:
    wanted = wanted_by(*EITHER_WAY, text=SMALL)
    calls, live = asked(BIG, wanted)
    named = {"U01", "U02", "U90001", "U90002", "U90003", "U0AUDIT"}
    assert {person.id for person in live.people} >= named
    assert calls["users.info"] <= len(named)
    assert calls["users.list"] <= 2  # twenty-one are the whole list
    assert live.reading("people").status is Status.PARTIAL
    assert live.failed_reads() == ()
    everybody, _ = asked(BIG, listing(wanted))
    assert everybody == {"users.list": 21, "users.info": 0, "users.lookupByEmail": 0}


def test_a_list_of_a_small_workspace_is_cheaper_than_looking_many_up() -> None:
    people = {f"U00{number:04}": f"u{number}" for number in range(150)}
    members = {"C1": {"name": "incidents", "members": [*people, "bot"]}}
    seed = {**BIG, "users": {"U01": "ann", "U02": "ben", **people}, "channels": members}
    seed["usergroups"] = {"S1": {"handle": "desk", "users": ["U01"]}}
    calls, live = asked(seed, wanted_by(*EITHER_WAY, text=SMALL))
    assert calls == {"users.list": 1, "users.info": 0, "users.lookupByEmail": 0}
    assert live.reading("people").complete


def test_many_who_are_spoken_of_are_listed_and_not_looked_up() -> None:
    """2,000 look-ups at 100 a minute take twenty minutes; 21 pages take one."""
    crowded = {"C1": {"name": "incidents", "members": [f"U00{n:04}" for n in range(0, 4_000, 2)]}}
    calls, live = asked({**BIG, "channels": crowded}, wanted_by(*EITHER_WAY, text=SMALL))
    assert calls == {"users.list": 21, "users.info": 0, "users.lookupByEmail": 0}
    assert live.reading("people").complete


@pytest.mark.parametrize("size", [40, 80, 160, 320, 640])
def test_neither_way_is_ever_twice_as_slow_as_the_better_one(size: int) -> None:
    members = [f"U00{n:04}" for n in range(0, 4_000, 4_000 // size)]
    crowded = {"C1": {"name": "incidents", "members": members}}
    calls, _ = asked({**BIG, "channels": crowded}, wanted_by(*EITHER_WAY, text=SMALL))
    seconds = 60 / 20 * calls["users.list"] + 60 / 100 * calls["users.info"]
    named = len(members) + 6
    page = 60 / 20
    assert seconds <= 2 * min(60 / 20 * 21, 60 / 100 * named) + page


@pytest.mark.parametrize(
    ("seed", "text"),
    [
        (big(U02={"name": "ben", "bot": "B1"}), SMALL),
        (BIG, SMALL.replace("slack: U02", "slack: U99NONE")),
        (BIG, SMALL.replace("slack: U02", "contacts: {email: ben@example.org}")),
        (BIG, SMALL.replace("slack: U02", "slack: U02, contacts: {email: x@example.org}")),
        (BIG, SMALL.replace("handle: desk", "handle: u99")),
    ],
    ids=["a bot", "an id of nobody", "an address of nobody", "another address", "another handle"],
)
def test_what_is_not_as_the_plan_says_is_a_reason_to_list(seed: dict[str, Any], text: str) -> None:
    """Another account may be meant, and only the list tells which."""
    calls, live = asked(seed, wanted_by(*EITHER_WAY, text=text))
    assert calls["users.list"] == 21
    assert live.reading("people").complete
    assert live.failed_reads() == ()


def test_somebody_deactivated_is_no_reason_to_list() -> None:
    seed = big(U02={"name": "ben", "deleted": True})
    calls, live = asked(seed, wanted_by(*EITHER_WAY, text=SMALL))
    assert calls["users.list"] <= 2
    ben = live.person("U02")
    assert ben is not None
    assert ben.deleted


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        (
            ("SEC307", "STK301"),
            SMALL.replace("id: it-ops", 'id: x, workspace: {admins: ["person:ann"]}'),
        ),
        (("TKT301", "STK301"), SMALL.replace("slack: C1,", "slack: C1, integrations: [jira],")),
    ],
)
def test_a_rule_about_everybody_has_them_listed(codes: tuple[str, ...], text: str) -> None:
    assert "people" not in wanted_by(*codes, text=text).declared_only
    calls, live = asked(BIG, wanted_by(*codes, text=text))
    assert calls["users.list"] == 21
    assert live.reading("people").complete
    assert "people" in wanted_by(*codes, text=SMALL).declared_only


def test_in_an_organisation_everybody_is_listed() -> None:
    """Accounts of its other workspaces are found by id, too."""
    seed = {**BIG, "workspace": {"enterprise": {"id": "E01"}}}
    calls, live = asked(seed, wanted_by(*EITHER_WAY, text=SMALL))
    assert calls == {"users.list": 21, "users.info": 0, "users.lookupByEmail": 0}
    assert live.reading("people").complete


def test_a_look_up_that_fails_is_a_reason_to_list() -> None:
    slack = SlackServer(BIG)
    slack.fail("users.info", Fault.server_error(500), after=1, times=5)
    live = read(slack, wanted_by(*EITHER_WAY, text=SMALL))
    assert live.failed_reads() == ()
    assert live.reading("people").complete


def test_where_the_list_fails_as_well_nobody_is_taken_for_gone() -> None:
    slack = SlackServer(BIG)
    for method in ("users.info", "users.list"):
        slack.fail(method, Fault.server_error(500), after=1, times=None)
    live = read(slack, wanted_by(*EITHER_WAY, text=SMALL))
    (failed,) = live.failed_reads()
    assert failed.failure.method == "users.list"
    assert live.reading("people").status is Status.FAILED


def test_a_scope_that_is_missing_is_not_asked_for_account_by_account() -> None:
    slack = SlackServer(BIG, scopes=("channels:read", "groups:read", "usergroups:read"))
    live = read(slack, wanted_by(*EITHER_WAY, text=SMALL))
    assert live.reading("people").status is Status.NOT_GRANTED
    assert live.reading("people").scopes == ("users:read",)
    assert slack.count("users.info") == 0


def test_a_scope_that_is_missing_is_noticed_where_slack_does_not_name_the_scopes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commplan.testing.slack import emulator

    monkeypatch.setattr(emulator, "_scope_headers", lambda token, method: ())
    slack = SlackServer(BIG, scopes=("channels:read", "groups:read", "usergroups:read"))
    live = read(slack, wanted_by(*EITHER_WAY, text=SMALL))
    assert live.reading("people").status is Status.NOT_GRANTED
    assert slack.count("users.info") + slack.count("users.list") == 1


def test_a_bot_that_wrote_is_known_by_its_account() -> None:
    hook = {
        "name": "desk",
        "members": ["U01", "bot"],
        "messages": [{"bot": "B2HOOK", "text": "x", "ago": "4h"}],
    }
    seed = {
        **BIG,
        "bots": {"B2HOOK": {"name": "hook", "user": "U2HOOK"}},
        "channels": {**BIG["channels"], "C2": hook},
    }
    wanted = wanted_by(*EITHER_WAY, text=SMALL)
    facts = tuple(sorted({*wanted.facts, "activity"}))
    channels = tuple(one._replace(facts=facts) for one in wanted.channels)
    calls, live = asked(seed, wanted._replace(facts=facts, channels=channels))
    assert live.person("U2HOOK") is not None
    assert calls["users.list"] <= 2
