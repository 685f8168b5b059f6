"""A served workspace for each test, and a plain HTTP client that hides nothing."""

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from commplan.testing.slack import SlackServer

FORM = "application/x-www-form-urlencoded"


class Answer:
    """Status, headers and body of an HTTP answer."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = dict(response.getheaders())
        self.text = response.read().decode()

    @property
    def body(self) -> dict[str, Any]:
        value = json.loads(self.text)
        assert isinstance(value, dict)
        return value


class Api:
    """A running emulator, called as ``api("users.list", limit=2)``: a POST with a form."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack

    def __call__(self, method: str, **args: object) -> dict[str, Any]:
        return self.send(method, body=urlencode(args)).body

    def send(
        self,
        method: str,
        verb: str = "POST",
        query: str = "",
        body: str = "",
        content_type: str | None = FORM,
        headers: Mapping[str, str] | None = None,
        timeout: float = 5,
    ) -> Answer:
        base = urlsplit(self.slack.url)
        connection = http.client.HTTPConnection(base.netloc, timeout=timeout)
        sent = {"Authorization": f"Bearer {self.slack.token}"} if headers is None else {**headers}
        if content_type is not None:
            sent["Content-Type"] = content_type
        try:
            path = f"{base.path}{method}" + (f"?{query}" if query else "")
            connection.request(verb, path, body.encode(), sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def walk(self, method: str, key: str, **args: object) -> list[list[Any]]:
        """All pages of a list method, each as the list under ``key``."""
        pages, cursor = [], ""
        while True:
            more = {"cursor": cursor} if cursor else {}
            answer = self(method, **args, **more)
            assert answer["ok"], answer
            pages.append(answer[key])
            cursor = answer.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                return pages


@pytest.fixture
def serve() -> Iterator[Callable[..., Api]]:
    """Start emulators as ``serve(seed, scopes=…)``; they stop after the test."""
    with ExitStack() as stack:
        yield lambda seed=None, **options: Api(stack.enter_context(SlackServer(seed, **options)))


@pytest.fixture
def rich() -> dict[str, Any]:
    """A workspace with one of everything."""
    return {
        "workspace": {"id": "T01ACME", "enterprise": {"id": "E01GROUP", "name": "Acme Group"}},
        "bots": {"B02JIRA": {"name": "jira", "user": "U02JIRA", "app": "A02JIRA"}},
        "users": {
            "U01ALICE": {
                "name": "alice",
                "real_name": "Alice Ng",
                "tz": "Europe/London",
                "admin": True,
                "dnd": {"start": 1_790_000_000, "end": 1_790_030_000},
            },
            "W02BOB": {"name": "bob", "status_emoji": ":books:", "status_text": "Reading"},
            "U03GONE": {"name": "gone", "deleted": True},
            "U04GUEST": {"name": "guest", "guest": "single"},
            "U09OTHER": {"name": "other", "team": "T09OTHER"},
            "U10HIDDEN": {"name": "hidden", "team": "T09OTHER"},
        },
        "usergroups": {
            "S01OPS": {
                "handle": "it-ops",
                "description": "Runs IT",
                "users": ["U01ALICE", "W02BOB"],
                "channels": ["C01HELP", "C03SEC"],
            },
            "S02OLD": {"handle": "old", "disabled": True, "users": ["U03GONE"]},
            "S03ADMINS": {"handle": "admins", "auto": "admin", "users": ["U01ALICE"]},
        },
        "channels": {
            "C01HELP": {
                "name": "it-help",
                "general": True,
                "topic": "Ask & wait < 30 min",
                "purpose": {"value": "Help &amp; care", "creator": "U03GONE", "last_set": 5},
                "members": ["U01ALICE", "W02BOB", "U03GONE", "U09OTHER", "bot"],
                "previous_names": ["help"],
                "bookmarks": {"SLA": "https://kb.example.org/sla", "How": {"link": "https://x.y"}},
                "pins": ["How to ask", {"text": "Second pin", "user": "W02BOB"}],
                "messages": [
                    {
                        "ts": "1789900000.000100",
                        "user": "W02BOB",
                        "text": "VPN is down",
                        "reactions": {"eyes": ["U01ALICE"]},
                        "thread": [
                            {"user": "U01ALICE", "text": "Looking", "after": "5m"},
                            {"user": "W02BOB", "text": "Thanks"},
                            {"user": "U01ALICE", "text": "Fixed", "broadcast": True},
                        ],
                    },
                    {"ts": "1789950000.000200", "bot": "B02JIRA", "text": "IT-1 opened"},
                    {"ts": "1789960000.000300", "subtype": "channel_join", "user": "U01ALICE"},
                ],
            },
            "C02OPEN": {
                "name": "open",
                "members": ["U01ALICE"],
                "messages": ["hello"],
                "preferences": {
                    "who_can_post": {"type": "admin", "user": "U01ALICE"},
                    "can_thread": {"type": "admin, owner", "user": "U01ALICE,W02BOB"},
                },
                "retention": 70,
            },
            "C03SEC": {"name": "sec", "private": True, "members": ["U01ALICE", "bot"]},
            "C04DARK": {"name": "dark", "private": True, "members": ["U01ALICE"]},
            "C05OLD": {"name": "old", "archived": True, "members": ["bot"]},
            "C06PARTNER": {
                "name": "partner",
                "shared": "external",
                "connected_teams": ["T09OTHER"],
                "members": ["U01ALICE"],
            },
            "G07LEGACY": {"name": "legacy", "private": True, "members": ["bot"]},
        },
        "invites": {"I01NORTH": {"channel": "C06PARTNER", "email": "olga@north.example"}},
    }
