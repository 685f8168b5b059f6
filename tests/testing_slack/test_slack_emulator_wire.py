"""Arguments, tokens, scopes and content types, as they come over HTTP."""

import http.client
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from commplan.testing.slack import SlackServer

Serve = Callable[..., Any]


@pytest.fixture
def api(serve: Serve, rich: dict[str, Any]) -> Any:
    return serve(rich)


def test_get_and_post_answer_alike(api: Any) -> None:
    by_query = api.send("conversations.info", verb="GET", query="channel=C01HELP")
    assert by_query.body == api("conversations.info", channel="C01HELP")
    assert by_query.headers["Content-Type"] == "application/json; charset=utf-8"


def test_a_post_may_use_the_query_and_the_body_wins(api: Any) -> None:
    answer = api.send("users.info", query="user=U01ALICE", body="user=W02BOB").body
    assert answer["user"]["id"] == "W02BOB"
    assert api.send("users.info", query="user=U01ALICE").body["user"]["id"] == "U01ALICE"


def test_an_empty_json_body_is_no_arguments(api: Any) -> None:
    answer = api.send("auth.test", content_type="application/json;charset=utf-8").body
    assert answer["ok"]
    assert "warning" not in answer


def test_a_read_looks_past_arguments_in_json(api: Any) -> None:
    answer = api.send(
        "conversations.info", body='{"channel": "C01HELP"}', content_type="application/json"
    ).body
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"] == {
        "messages": ["[ERROR] missing required field: channel"],
        "warnings": ["missing_charset"],
    }


def test_some_reads_take_json(api: Any) -> None:
    answer = api.send(
        "bookmarks.list",
        body='{"channel_id": "C01HELP"}',
        content_type="application/json; charset=utf-8",
    ).body
    assert len(answer["bookmarks"]) == 2


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        ("{", "application/json; charset=utf-8", "invalid_json"),
        ("[]", "application/json; charset=utf-8", "json_not_object"),
        ("a=b", "text/plain", "invalid_post_type"),
        ("a=b", None, "missing_post_type"),
    ],
)
def test_bodies_that_slack_cannot_read(
    api: Any, body: str, content_type: str | None, error: str
) -> None:
    answer = api.send("bookmarks.list", body=body, content_type=content_type).body
    assert answer == {"ok": False, "error": error}


def test_charset_warnings(api: Any) -> None:
    assert api.send("team.info", content_type="application/json").body["warning"] == (
        "missing_charset"
    )
    form = "application/x-www-form-urlencoded; charset=utf-8"
    answer = api.send("team.info", content_type=form).body
    assert answer["warning"] == "superfluous_charset"
    assert answer["response_metadata"]["warnings"] == ["superfluous_charset"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1", True), ("true", True), ("True", True), ("0", False), ("false", False), ("", False)],
)
def test_booleans(api: Any, value: str, shown: bool) -> None:
    answer = api("conversations.info", channel="C01HELP", include_num_members=value)
    assert ("num_members" in answer["channel"]) is shown


def test_a_boolean_that_is_none(api: Any) -> None:
    answer = api("conversations.info", channel="C01HELP", include_num_members="maybe")
    assert answer["error"] == "invalid_arguments"


def test_every_missing_argument_is_named(api: Any) -> None:
    answer = api("conversations.replies")
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: ts",
    ]


def test_no_token(api: Any) -> None:
    assert api.send("auth.test", headers={}).body == {"ok": False, "error": "not_authed"}
    assert api.send("api.test", headers={}).body == {"ok": True}


def test_a_wrong_token(api: Any) -> None:
    answer = api.send("auth.test", headers={"Authorization": "Bearer xoxb-wrong"})
    assert (answer.status, answer.body) == (200, {"ok": False, "error": "invalid_auth"})
    assert "x-oauth-scopes" not in answer.headers


def test_a_token_in_the_form_is_taken_and_in_the_query_refused(api: Any) -> None:
    token = api.slack.token
    assert api.send("auth.test", headers={}, body=f"token={token}").body["ok"]
    assert api.slack.calls("auth.test")[0].arguments == {"token": "(redacted)"}
    answer = api.send("auth.test", verb="GET", query=f"token={token}")
    assert answer.body["error"] == "invalid_auth"
    assert token not in repr(api.slack.calls())


@pytest.mark.parametrize("error", ["token_revoked", "token_expired", "account_inactive"])
def test_a_token_that_is_refused(api: Any, error: str) -> None:
    api.slack.refuse_token(error)
    assert api("team.info") == {"ok": False, "error": error}


def test_a_second_token_has_its_own_scopes(api: Any) -> None:
    api.slack.add_token("xoxb-second", scopes=("users:read",))
    headers = {"Authorization": "Bearer xoxb-second"}
    assert api.send("users.list", headers=headers).headers["x-oauth-scopes"] == "users:read"
    assert api.send("team.info", headers=headers).body == {
        "ok": False,
        "error": "missing_scope",
        "needed": "team:read",
        "provided": "users:read",
    }


def test_lists_need_the_scope_of_every_type(serve: Serve, rich: dict[str, Any]) -> None:
    api = serve(rich, scopes=("channels:read",))
    assert api("conversations.list")["ok"]
    answer = api("conversations.list", types="public_channel,private_channel")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:read")
    assert api("users.conversations", types="im")["needed"] == "im:read"


def test_a_private_channel_needs_the_scope_for_groups(serve: Serve, rich: dict[str, Any]) -> None:
    api = serve(rich, scopes=("channels:read", "channels:history"))
    assert api("conversations.info", channel="C01HELP")["ok"]
    for method in ("conversations.info", "conversations.members"):
        assert api(method, channel="C03SEC")["needed"] == "groups:read"
    assert api("conversations.history", channel="C03SEC")["needed"] == "groups:history"
    assert api("conversations.info", channel="C04DARK")["error"] == "channel_not_found"


def test_no_scope_at_all_names_all_that_would_do(serve: Serve) -> None:
    answer = serve({}, scopes=("chat:write",))("conversations.list")
    assert answer["needed"] == "channels:read,groups:read,mpim:read,im:read"
    assert answer["provided"] == "chat:write"


def test_unknown_methods_and_paths(api: Any) -> None:
    assert api("users.invent") == {
        "ok": False,
        "error": "unknown_method",
        "req_method": "users.invent",
    }
    connection = http.client.HTTPConnection(urlsplit(api.slack.url).netloc, timeout=5)
    connection.request("GET", "/elsewhere")
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.parametrize("method", ["admin.users.list", "team.accessLogs", "search.messages"])
def test_methods_that_bots_never_get(api: Any, method: str) -> None:
    assert api(method)["error"] == "not_allowed_token_type"


def test_the_url_is_ready_for_a_client(api: Any) -> None:
    parts = urlsplit(api.slack.url)
    assert (parts.scheme, parts.hostname, parts.path) == ("http", "127.0.0.1", "/api/")


def test_one_connection_serves_many_calls(api: Any) -> None:
    connection = http.client.HTTPConnection(urlsplit(api.slack.url).netloc, timeout=5)
    headers = {"Authorization": f"Bearer {api.slack.token}"}
    for _ in range(3):
        connection.request("GET", "/api/auth.test", headers=headers)
        assert connection.getresponse().read().startswith(b'{"ok": true')
    connection.close()


def test_a_server_that_is_not_running_has_no_address() -> None:
    server = SlackServer()
    with pytest.raises(RuntimeError, match="not running"):
        server.url  # noqa: B018 - the property itself is under test
    with server, pytest.raises(RuntimeError, match="running already"):
        server.start()
    server.stop()
