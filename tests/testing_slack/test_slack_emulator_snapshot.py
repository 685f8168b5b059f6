"""A snapshot is served, read again, and is the same as far as it told."""

import json
from pathlib import Path
from typing import Any

import pytest

from commplan.api import FACTS, Request, WantedChannel, Workspace, dump_snapshot
from commplan.sources.slack import open_slack
from commplan.testing import timeless
from commplan.testing.slack import SeedError, SlackServer, load_seed

NOW = 1_790_000_000
ROOT = Path(__file__).parents[2]
SEED: dict[str, Any] = {
    "workspace": {"enterprise": {"id": "E01", "name": "Group"}},
    "bots": {"B02JIRA": {"name": "jira", "app": "A02JIRA", "user": "U02JIRA"}},
    "users": {
        "U01ALICE": {
            "name": "alice",
            "real_name": "Alice Ng",
            "tz": "Europe/London",
            "admin": True,
        },
        "W02BOB": {"name": "bob", "status_emoji": ":palm_tree:"},
        "U03GONE": {"name": "gone", "deleted": True},
        "U04GUEST": {"name": "guest", "guest": "single"},
        "U05MULTI": {"name": "multi", "guest": "multi", "dnd": {"start": NOW, "end": NOW + 60}},
        "U09OTHER": {"name": "other", "team": "T09OTHER"},
    },
    "usergroups": {
        "S01OPS": {
            "handle": "it-ops",
            "description": "Runs IT",
            "users": ["U01ALICE", "W02BOB"],
            "channels": ["C01HELP"],
        },
        "S02OLD": {"handle": "old", "disabled": True, "users": ["U03GONE"]},
    },
    "channels": {
        "C01HELP": {
            "name": "it-help",
            "topic": "Ask & wait <30 min",
            "purpose": "Help",
            "members": ["U01ALICE", "W02BOB", "U02JIRA", "bot"],
            "previous_names": ["help"],
            "bookmarks": {"SLA": "https://kb.example.org/sla"},
            "pins": ["How to ask"],
            "messages": [{"user": "W02BOB", "text": "VPN is down", "ago": "1d"}],
            "raw": {"properties": {"posting_restricted_to": {"type": ["admin"], "user": ["U1"]}}},
        },
        "C05OLD": {"name": "old", "archived": True},
        "C06EXT": {
            "name": "partner",
            "shared": "external",
            "connected_teams": ["T09OTHER"],
            "members": ["U01ALICE", "U09OTHER", "bot"],
        },
        "G07LEGACY": {"name": "legacy", "private": True, "members": ["bot"]},
    },
    "invites": {"I01": {"channel": "C06EXT", "email": "olga@north.example", "team": "T08NORTH"}},
}


def read(slack: SlackServer) -> Workspace:
    request = Request(tuple(FACTS), tuple(map(WantedChannel, SEED["channels"])))
    return open_slack("", request, timeless(NOW * 10**6, slack))


def test_what_is_read_of_a_served_snapshot_is_the_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    with SlackServer(SEED, clock=lambda: NOW) as slack:
        path.write_text(dump_snapshot(read(slack), version="1.0"), encoding="utf-8")
    with SlackServer(path, clock=lambda: NOW) as slack:
        again = dump_snapshot(read(slack), version="1.0")
    first, second = json.loads(path.read_text("utf-8")), json.loads(again)
    for part in ("people", "usergroups", "invitations", "bots", "read", "workspace"):
        assert second[part] == first[part], part
    for before, after in zip(first["channels"], second["channels"], strict=True):
        # What bookmarks and messages are called is known, their ids and other times are not.
        for unknown in ("bookmarks", "pins", "activity", "history_start"):
            assert bool(before.pop(unknown, None)) == bool(after.pop(unknown, None)), unknown
        assert after == before


def test_the_example_of_the_repository_can_be_served() -> None:
    with SlackServer(ROOT / "examples" / "acme-workspace.json") as slack:
        assert len(slack.workspace.channels) == 6
        assert slack.workspace.users["U02BOB"].deleted


@pytest.mark.parametrize("content", ["{}", "[", '{"version": 9}'])
def test_what_is_no_snapshot_is_no_seed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "seed.json"
    path.write_text(content)
    with pytest.raises(SeedError, match=r"seed\.json"):
        load_seed(path, NOW)
