"""Seeds: defaults, times, mistakes, YAML files, Slack exports and the demo."""

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import commplan.testing.slack as package
import commplan.testing.slack.seed as seed_module
from commplan.errors import CommplanError
from commplan.testing.slack import SeedError, SlackServer, VirtualClock, load_seed
from commplan.testing.slack.seed import read_seed
from tests.beside import beside, skip_without

NOW = 1_790_000_000
DEMO = Path(package.__file__).with_name("demo.yaml")
EXPORT = beside("data/slack-export/houstondatavis-2016")

Serve = Callable[..., Any]


def messages(*items: Any, **channel: Any) -> list[Any]:
    seed = {"users": {"U1": {}}, "channels": {"C1": {**channel, "messages": list(items)}}}
    return load_seed(seed, NOW).channels["C1"].messages


def test_an_empty_seed_is_a_workspace() -> None:
    workspace = load_seed({}, NOW)
    assert workspace.team.id == "T01ACME"
    assert sorted(workspace.users) == ["U0AUDIT", "USLACKBOT"]
    assert workspace.bots["B0AUDIT"].user == "U0AUDIT"


def test_the_documented_example_is_a_seed(tmp_path: Path) -> None:
    text = str(seed_module.__doc__)
    start = text.index("    workspace:")
    path = tmp_path / "seed.yaml"
    path.write_text(textwrap.dedent(text[start : text.index("\n\n``workspace.plan``")]))
    workspace = load_seed(path, NOW)
    channel = workspace.channels["C01HELP"]
    assert workspace.joined(channel)
    assert channel.topic.value == "Ask here &amp; get help"
    assert [message.text for message in channel.messages if message.is_top_level] == [
        "How to ask a good question",
        "VPN is down",
    ]


def test_defaults_of_a_user_and_a_channel() -> None:
    workspace = load_seed({"users": {"U1": "alice.ng"}, "channels": {"C1": {}}}, NOW)
    alice, channel = workspace.users["U1"], workspace.channels["C1"]
    assert (alice.name, alice.real_name, alice.display_name) == ("alice.ng", "Alice Ng", "Alice Ng")
    assert alice.email == "alice.ng@acme.example"
    assert (channel.name, channel.creator) == ("c1", "U1")


def test_everybody_is_every_active_member_and_the_bot() -> None:
    seed = {
        "users": {
            "U1": {},
            "U2": {"deleted": True},
            "U3": {"guest": "multi"},
            "U4": {"team": "T9"},
        },
        "channels": {"C1": {"members": "all"}, "C2": {"members": ["bot", "U1", "bot"]}},
    }
    workspace = load_seed(seed, NOW)
    assert workspace.channels["C1"].members == ["U1", "U0AUDIT"]
    assert workspace.channels["C2"].members == ["U0AUDIT", "U1"]


def test_times_of_messages() -> None:
    found = messages(
        {"text": "d", "ts": "1789999999.000123"},
        {"text": "c", "at": "2026-09-20T12:00:00Z"},
        {"text": "b", "ago": "3d 30m"},
        {"text": "a", "at": NOW - 900_000},
    )
    assert [(m.text, m.ts) for m in found] == [
        ("a", f"{NOW - 900_000}.000000"),
        ("b", f"{NOW - 3 * 86_400 - 1800}.000000"),
        ("c", "1789905600.000000"),
        ("d", "1789999999.000123"),
    ]


def test_messages_without_a_time_follow_each_other() -> None:
    first, second = messages("one", "two")
    assert first.ts == f"{NOW - 86_400}.000000"
    assert second.ts == f"{NOW - 86_400 + 60}.000000"


def test_no_two_messages_have_one_time() -> None:
    same = {"text": "x", "at": NOW}
    assert [m.ts for m in messages(same, same)] == [f"{NOW}.000000", f"{NOW}.000001"]


def test_replies_count_from_their_root() -> None:
    thread = [{"text": "a", "after": "5m"}, {"text": "b"}]
    root, first, second = messages({"text": "?", "at": NOW, "thread": thread})
    assert (first.ts, second.ts) == (f"{NOW + 300}.000000", f"{NOW + 360}.000000")
    assert first.thread_ts == second.thread_ts == root.ts


def test_a_workspace_is_taken_as_it_is() -> None:
    workspace = load_seed({}, NOW)
    assert SlackServer(workspace).workspace is workspace


@pytest.mark.parametrize(
    ("seed", "problem"),
    [
        ([], "seed: expected a mapping, found a list"),
        ({"chanels": {}}, "seed: unknown key 'chanels'; known keys are bot, bots, channels, "),
        ({"users": {"U1": {"tz": "Mars"}}}, "seed.users.U1.tz: 'Mars' is no IANA time zone"),
        ({"users": {"U1": {"deleted": "yes"}}}, "expected true or false, found text"),
        ({"users": {"U1": {"guest": "double"}}}, "'double' is none of single, multi"),
        ({"users": {"U1": {"dnd": {"start": 5}}}}, "needs a start, and an end after it"),
        ({"users": {1: {}}}, "seed.users: the key 1 is a number, expected text"),
        ({"users": {"U1": None}}, "seed.users.U1: expected a mapping, found nothing"),
        ({"users": {"U1": {"name": 5}}}, "seed.users.U1.name: expected text, found a number"),
        ({"users": []}, "seed.users: expected a mapping, found a list"),
        ({"workspace": {"plan": "gold"}}, "seed.workspace.plan: 'gold' is none of free"),
        ({"bot": {"nam": "x"}}, "seed.bot: unknown key 'nam'"),
        ({"usergroups": {"S1": {"users": "U1"}}}, "expected a list, found text"),
        ({"usergroups": {"S1": {"users": [1]}}}, "expected a list of texts, found a number in it"),
        ({"channels": {"C1": {"members": ["U9"]}}}, "'U9' is not among the users"),
        ({"channels": {"C1": {"created": "soon"}}}, "'soon' is no time"),
        ({"channels": {"C1": {"created": True}}}, "expected a time, found true/false"),
        ({"channels": {"C1": {"created": 1.5}}}, "expected Unix seconds or an ISO 8601 time"),
        ({"channels": {"C1": {"messages": "hi"}}}, "expected a list, found text"),
        ({"channels": {"C1": {"messages": [{"ts": "now"}]}}}, "messages[0].ts: 'now' is no"),
        ({"channels": {"C1": {"messages": [{"ts": 1.5}]}}}, "expected text, found a number"),
        ({"channels": {"C1": {"messages": [{"ago": "3 days"}]}}}, "'3 days' is no duration"),
        ({"channels": {"C1": {"messages": [{"ago": "1d", "at": 5}]}}}, "has 'at' already"),
        ({"channels": {"C1": {"messages": [{"after": "1m"}]}}}, "only the replies of a thread"),
        ({"channels": {"C1": {"messages": [{"bot": "B9"}]}}}, "'B9' is not among the bots"),
    ],
)
def test_mistakes_are_named_with_their_place(seed: Any, problem: str) -> None:
    with pytest.raises(SeedError) as caught:
        read_seed(seed, NOW, "seed")
    assert problem in str(caught.value)
    assert isinstance(caught.value, CommplanError)


def test_a_yaml_file(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text("channels:\n  C1: {name: help, created: 2026-01-02T03:04:05Z}\n")
    assert load_seed(path, NOW).channels["C1"].created == 1767323045
    path.write_text("channels: {C1: {created: 2026-01-02}}\n")
    assert load_seed(str(path), NOW).channels["C1"].created == 1767312000
    path.write_text("")
    assert load_seed(path, NOW).channels == {}


@pytest.mark.parametrize(("text", "problem"), [("a: [", "is not YAML"), ("- a", "a mapping")])
def test_a_file_that_is_no_seed(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text(text)
    with pytest.raises(SeedError, match=problem):
        load_seed(path, NOW)
    with pytest.raises(SeedError, match="cannot be read"):
        load_seed(tmp_path / "none.yaml", NOW)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small export: an open thread, a pin, a private channel, a link with a token."""
    text = {"value": "", "creator": "", "last_set": "0"}
    (tmp_path / "users.json").write_text(
        json.dumps(
            [
                {
                    "id": "U1",
                    "team_id": "T5",
                    "name": "ann",
                    "tz": "Europe/Paris",
                    "is_admin": True,
                    "profile": {"real_name": "Ann", "email": "ann@example.org"},
                },
                {"id": "U2", "team_id": "T5", "name": "bot", "is_bot": True, "profile": {}},
                {"id": "U3", "team_id": "T5", "name": "x", "deleted": True, "is_restricted": True},
            ]
        )
    )
    general: dict[str, Any] = {
        "id": "C1",
        "name": "general",
        "created": "5",
        "creator": "U1",
        "topic": text,
    }
    general |= {"purpose": text, "members": ["U1", "U9"], "pins": [{"id": "100.000002"}]}
    (tmp_path / "channels.json").write_text(json.dumps([general]))
    (tmp_path / "groups.json").write_text(json.dumps([{"id": "G1", "name": "quiet"}]))
    day = tmp_path / "general" / "2026-01-01.json"
    day.parent.mkdir()
    file = {"url_private": "https://files.example/?t=xoxe-secret"}
    day.write_text(
        json.dumps(
            [
                {"ts": "100.000002", "user": "U1", "text": "hi", "thread_ts": "100.000002"},
                {"ts": "101.000000", "user": "U3", "text": "yo", "thread_ts": "100.000002"},
                {"ts": "102.000000", "user": "U1", "text": "late", "thread_ts": "50.000000"},
                {"ts": "103.000000", "user": "U1", "text": "f", "files": [file]},
            ]
        )
    )
    return tmp_path


def test_an_export_can_be_served(serve: Serve, export: Path) -> None:
    api = serve(export)
    assert api("auth.test")["team_id"] == "T5"
    people = {member["id"]: member for member in api("users.list")["members"]}
    assert (people["U1"]["is_admin"], people["U1"]["tz"]) == (True, "Europe/Paris")
    assert people["U2"]["is_bot"] is True
    assert people["U3"]["deleted"] is True
    answer = api.send("conversations.history", body="channel=C1")
    assert [m["text"] for m in answer.body["messages"]] == ["f", "hi"]
    assert answer.body["messages"][1]["reply_count"] == 1
    assert "xoxe" not in answer.text
    assert api("pins.list", channel="C1")["items"][0]["message"]["text"] == "hi"
    private = api("conversations.list", types="private_channel")["channels"]
    assert [channel["name"] for channel in private] == ["quiet"]


def test_a_folder_that_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"users\.json: cannot be read as part of a Slack export"):
        load_seed(tmp_path, NOW)
    (tmp_path / "users.json").write_text('{"id": 1}')
    with pytest.raises(SeedError, match="expected a list of objects"):
        load_seed(tmp_path, NOW)


def test_a_real_export_is_served_whole(serve: Serve) -> None:
    skip_without(EXPORT)
    api = serve(EXPORT)
    channels = [c["id"] for p in api.walk("conversations.list", "channels", limit=5) for c in p]
    assert len(channels) == len(json.loads((EXPORT / "channels.json").read_text()))
    seen = 0
    for channel in channels:
        for page in api.walk("conversations.history", "messages", channel=channel, limit=200):
            seen += len(page)
    assert seen == sum(len(json.loads(day.read_text())) for day in EXPORT.glob("*/*.json"))


def test_the_demo_is_as_announced() -> None:
    workspace = load_seed(DEMO, NOW)
    assert workspace.team.id == "T01ACME"
    names = {id_: user.name for id_, user in workspace.users.items() if user.is_person}
    assert names.items() >= {
        ("U01ALICE", "alice"),
        ("U02BOB", "bob"),
        ("U03CHEN", "chen"),
        ("U04DANA", "dana"),
    }
    assert {id_: group.handle for id_, group in workspace.usergroups.items()} == {
        "S01ITOPS": "it-ops",
        "S02LEADS": "leadership",
        "S03ALL": "employees",
        "S04FIN": "finance",
    }
    assert {id_: channel.name for id_, channel in workspace.channels.items()} == {
        "C01HELP": "it-help",
        "C02INC": "incidents",
        "C03SEC": "sec-incident",
        "C04OPS": "it-ops",
    }


def test_in_the_demo_all_is_well() -> None:
    workspace = load_seed(DEMO, NOW)
    active = {id_ for id_, user in workspace.users.items() if user.is_person and not user.deleted}
    for group in workspace.usergroups.values():
        assert group.users
        assert set(group.users) <= active
        assert set(group.channels) <= set(workspace.channels)
    for channel in workspace.channels.values():
        assert channel.creator in active
        assert workspace.joined(channel)
        assert channel.topic.value
        assert channel.purpose.value
        assert not channel.archived
    assert workspace.channels["C03SEC"].private


def test_in_the_demo_every_question_is_answered_within_half_an_hour() -> None:
    channel = load_seed(DEMO, NOW).channels["C01HELP"]
    threads = channel.threads()
    questions = [m for m in channel.messages if m.is_top_level and not m.pinned]
    assert len(questions) >= 5
    for question in questions:
        first = threads.replies[question.ts][0]
        assert first.user != question.user
        assert int(first.ts[:10]) - int(question.ts[:10]) <= 1800


def test_the_demo_moves_with_the_clock() -> None:
    clock = VirtualClock(NOW)
    early = load_seed(DEMO, clock()).channels["C04OPS"].messages[-1]
    clock.advance(3600)
    late = load_seed(DEMO, clock()).channels["C04OPS"].messages[-1]
    assert int(late.ts[:10]) - int(early.ts[:10]) == 3600
