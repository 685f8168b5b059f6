"""The emulator against Slack's documentation: fields, types and errors of every method."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from commplan.testing.slack import ADMIN_SCOPES, AUDIT_SCOPES, Behaviour
from commplan.testing.slack.catalogue import METHODS, WRITES
from tests.beside import beside, needs

Serve = Callable[..., Any]

DOCS = beside("data/slack-docs")
needs_docs = needs(DOCS)

REQUESTS: dict[str, dict[str, object]] = {
    "admin.conversations.getConversationPrefs": {"channel_id": "C02OPEN"},
    "admin.conversations.getCustomRetention": {"channel_id": "C02OPEN"},
    "api.test": {"foo": "bar"},
    "auth.teams.list": {"limit": 1},
    "auth.test": {},
    "bookmarks.list": {"channel_id": "C01HELP"},
    "bots.info": {"bot": "B02JIRA"},
    "conversations.history": {"channel": "C01HELP", "limit": 2, "latest": "1799999999.000000"},
    "conversations.info": {"channel": "C01HELP"},
    "conversations.list": {"limit": 2},
    "conversations.listConnectInvites": {},
    "conversations.members": {"channel": "C01HELP", "limit": 2},
    "conversations.replies": {"channel": "C01HELP", "ts": "1789900000.000100", "limit": 2},
    "dnd.teamInfo": {"users": "U01ALICE,W02BOB"},
    "pins.list": {"channel": "C01HELP"},
    "team.billing.info": {},
    "team.info": {},
    "usergroups.list": {"include_disabled": 1, "include_count": 1, "include_users": 1},
    "usergroups.users.list": {"usergroup": "S01OPS"},
    "users.conversations": {"limit": 2},
    "users.info": {"user": "U01ALICE"},
    "users.list": {"limit": 100},
    "users.lookupByEmail": {"email": "alice@acme.example"},
}
"""A call of every method whose answer has something in it."""

CHANNEL = {
    "id": str,
    "name": str,
    "is_channel": bool,
    "is_private": bool,
    "is_archived": bool,
    "is_ext_shared": bool,
    "created": int,
    "creator": str,
    "topic": dict,
    "purpose": dict,
}
USER = {
    "id": str,
    "team_id": str,
    "name": str,
    "deleted": bool,
    "profile": dict,
    "is_bot": bool,
    "updated": int,
}
MESSAGE = {"type": str, "ts": str, "text": str, "user": str}

REQUIRED: dict[str, tuple[str, Mapping[str, type]]] = {
    "admin.conversations.getConversationPrefs": ("prefs", {"who_can_post": dict}),
    "admin.conversations.getCustomRetention": (
        "",
        {"is_policy_enabled": bool, "duration_days": int},
    ),
    "auth.teams.list": ("teams", {"id": str, "name": str}),
    "auth.test": ("", {"url": str, "team": str, "user": str, "user_id": str, "bot_id": str}),
    "bookmarks.list": ("bookmarks", {"id": str, "channel_id": str, "title": str, "link": str}),
    "bots.info": ("bot", {"id": str, "deleted": bool, "name": str, "user_id": str}),
    "conversations.history": ("messages", MESSAGE),
    "conversations.info": ("channel", CHANNEL | {"updated": int, "is_member": bool}),
    "conversations.list": ("channels", CHANNEL | {"updated": int, "num_members": int}),
    "conversations.listConnectInvites": (
        "invites",
        {"direction": str, "status": str, "invite": dict, "channel": dict},
    ),
    "conversations.replies": ("messages", MESSAGE | {"thread_ts": str}),
    "pins.list": ("items", {"type": str, "created": int, "created_by": str, "message": dict}),
    "team.billing.info": ("", {"plan": str}),
    "team.info": ("team", {"id": str, "name": str, "domain": str, "email_domain": str}),
    "usergroups.list": (
        "usergroups",
        {"id": str, "handle": str, "name": str, "date_delete": int, "users": list, "prefs": dict},
    ),
    "users.conversations": ("channels", CHANNEL),
    "users.info": ("user", USER | {"real_name": str, "tz": str, "is_admin": bool}),
    "users.list": ("members", USER),
    "users.lookupByEmail": ("user", USER),
}
"""What clients cannot do without: the key of the objects, and their fields."""

NOT_SENT = {
    "has_2fa": "bot tokens do not see whether somebody has two factors",
    "image_original": "only of people with a picture of their own",
    "image_1024": "only of people with a picture of their own",
    "last_read": "of a thread: what the token's user has read, which bots do not do",
    "unread_count": "of a thread: what the token's user has read, which bots do not do",
}
"""Documented fields that the emulator leaves out, and why."""


def documented(method: str) -> list[tuple[str, Any]]:
    """The documented examples of answers, the success first."""
    path = DOCS / "examples" / f"{method}.json"
    if not path.exists():
        pytest.skip(f"Slack documents no answer of {method}")
    examples = json.loads(path.read_text(encoding="utf-8"))
    return [(name, example) for name, example in examples.items() if example.get("ok")]


def differences(example: Any, ours: Any, place: str) -> Iterable[str]:
    """Where our answer lacks a documented field, or has it with another type."""
    if isinstance(example, dict) and isinstance(ours, dict):
        for key in example.keys() - NOT_SENT.keys():
            if key not in ours:
                yield f"{place}.{key} is missing"
            else:
                yield from differences(example[key], ours[key], f"{place}.{key}")
    elif isinstance(example, list) and isinstance(ours, list):
        for item in example[:1]:
            if not any(not list(differences(item, one, place)) for one in ours):
                yield f"{place}[] has no item like the documented one"
    elif example is not None and type(example) is not type(ours):
        yield f"{place} is {type(ours).__name__}, not {type(example).__name__}"


def token_for(method: str) -> dict[str, Any]:
    """A bot's token, or an administrator's where only that will do."""
    if not method.startswith("admin."):
        return {}
    return {"token": "xoxp-admin", "scopes": (*AUDIT_SCOPES, *ADMIN_SCOPES)}


def test_every_method_is_tried() -> None:
    assert set(REQUESTS) == {method.name for method in METHODS}


@needs_docs
@pytest.mark.parametrize("method", sorted(REQUESTS))
def test_answers_have_the_documented_fields(
    serve: Serve, rich: dict[str, Any], method: str
) -> None:
    answer = serve(rich, **token_for(method))(method, **REQUESTS[method])
    assert answer["ok"], answer
    name, example = documented(method)[-1 if method in ("api.test", "auth.test") else 0]
    if method == "dnd.teamInfo":
        example["users"] = {"U01ALICE": next(iter(example["users"].values()))}
    assert sorted(differences(example, answer, name)) == []


@pytest.mark.parametrize("method", sorted(REQUIRED))
def test_answers_have_what_clients_need(serve: Serve, rich: dict[str, Any], method: str) -> None:
    answer = serve(rich, **token_for(method))(method, **REQUESTS[method])
    key, fields = REQUIRED[method]
    found = answer[key] if key else answer
    for item in found if isinstance(found, list) else [found]:
        for field, kind in fields.items():
            assert type(item[field]) is kind, f"{field} of {item}"
    assert found


ERRORS: tuple[tuple[str, dict[str, object], str], ...] = (
    ("conversations.list", {"types": "x"}, "invalid_types"),
    ("conversations.list", {"limit": 1000}, "invalid_limit"),
    ("conversations.list", {"cursor": "x"}, "invalid_cursor"),
    ("conversations.info", {"channel": "C99"}, "channel_not_found"),
    ("conversations.info", {}, "invalid_arguments"),
    ("conversations.members", {"channel": "C99"}, "channel_not_found"),
    ("conversations.members", {"channel": "C01HELP", "limit": 2000}, "invalid_limit"),
    ("conversations.members", {"channel": "C01HELP", "cursor": "x"}, "invalid_cursor"),
    ("conversations.history", {"channel": "C99"}, "channel_not_found"),
    ("conversations.history", {"channel": "C02OPEN"}, "not_in_channel"),
    ("conversations.history", {"channel": "C01HELP", "oldest": "x"}, "invalid_ts_oldest"),
    ("conversations.history", {"channel": "C01HELP", "latest": "x"}, "invalid_ts_latest"),
    ("conversations.history", {"channel": "C01HELP", "cursor": "x"}, "invalid_cursor"),
    ("conversations.replies", {"channel": "C02OPEN", "ts": "1"}, "channel_not_found"),
    ("conversations.replies", {"channel": "C01HELP", "ts": "1"}, "thread_not_found"),
    ("users.list", {"cursor": "x", "limit": 1}, "invalid_cursor"),
    ("users.list", {}, "limit_required"),
    ("users.info", {"user": "U99"}, "user_not_found"),
    ("users.info", {"user": "U10HIDDEN"}, "user_not_visible"),
    ("users.lookupByEmail", {"email": "x"}, "users_not_found"),
    ("users.conversations", {"types": "x"}, "invalid_types"),
    ("users.conversations", {"limit": 1000}, "invalid_limit"),
    ("users.conversations", {"cursor": "x"}, "invalid_cursor"),
    ("usergroups.users.list", {"usergroup": "S99"}, "no_such_subteam"),
    ("bookmarks.list", {"channel_id": "C99"}, "channel_not_found"),
    ("pins.list", {"channel": "C99"}, "channel_not_found"),
    ("bots.info", {"bot": "B99"}, "bot_not_found"),
    ("dnd.teamInfo", {}, "no_users_provided"),
    ("dnd.teamInfo", {"users": "U99"}, "user_not_visible"),
    ("conversations.listConnectInvites", {"count": 501}, "invalid_arguments"),
    ("admin.conversations.getCustomRetention", {"channel_id": "C02"}, "not_allowed_token_type"),
    ("team.info", {"team": "T99"}, "team_not_found"),
)

GLOBAL_ERRORS = frozenset(
    (
        "access_denied",
        "account_inactive",
        "invalid_arguments",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "ratelimited",
        "token_expired",
        "token_revoked",
        "unknown_method",
    )
)
"""Errors that any method may answer."""


def documented_methods() -> dict[str, dict[str, str]]:
    with (DOCS / "methods.tsv").open(encoding="utf-8", newline="") as file:
        return {row["method"]: row for row in csv.DictReader(file, delimiter="\t")}


@pytest.mark.parametrize(("method", "args", "error"), ERRORS)
def test_errors(
    serve: Serve, rich: dict[str, Any], method: str, args: dict[str, object], error: str
) -> None:
    api = serve(rich, behaviour=Behaviour(whole_list_up_to=1))
    assert api(method, **args)["error"] == error


@needs_docs
def test_every_error_is_a_documented_one() -> None:
    known = documented_methods()
    for method, _, error in ERRORS:
        assert error in GLOBAL_ERRORS | set(known[method]["errors"].split(",")), (method, error)
    for method in ("usergroups.list", "usergroups.users.list"):
        assert "plan_upgrade_required" in known[method]["errors"].split(",")


@needs_docs
def test_scopes_and_required_arguments_are_the_documented_ones() -> None:
    known = documented_methods()
    for method in METHODS:
        row = known[method.name]
        scopes = row["bot_scopes"] or row["user_scopes"]
        assert set(method.scopes) == set(filter(None, scopes.split(","))), method.name
        # dnd.teamInfo and bookmarks.list have errors of their own for a missing argument,
        # or need one that the table does not mark.
        if method.name not in ("dnd.teamInfo", "bookmarks.list"):
            assert set(method.required) == set(filter(None, row["required"].split(",")))
        assert method.json == (row["json_input"] == "1"), method.name


@needs_docs
def test_tiers_are_the_documented_ones() -> None:
    floors = {"t1": 1, "t2": 20, "t3": 50, "t4": 100, "t5": 600}
    known = documented_methods()
    for method in METHODS:
        assert method.per_minute == floors[known[method.name]["docs_tier"]], method.name


@needs_docs
def test_writes_are_methods_of_slack_with_those_scopes() -> None:
    known = documented_methods()
    for method, scopes in WRITES.items():
        assert set(scopes) <= set(known[method]["bot_scopes"].split(",")), method
