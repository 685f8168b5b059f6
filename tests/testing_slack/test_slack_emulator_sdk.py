"""The emulator as slack_sdk meets it: every method, pages to the end, errors, 429."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from commplan.testing.slack import Fault, SlackServer, VirtualClock

slack_sdk = pytest.importorskip("slack_sdk")


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch, serve: Callable[..., Any]) -> Callable[..., Any]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def client(slack: SlackServer, **options: Any) -> Any:
        return slack_sdk.WebClient(token=slack.token, base_url=slack.url, timeout=5, **options)

    return client


@pytest.fixture
def slack(serve: Callable[..., Any], rich: dict[str, Any]) -> SlackServer:
    server: SlackServer = serve(rich).slack
    return server


@pytest.fixture
def client(connect: Callable[..., Any], slack: SlackServer) -> Iterator[Any]:
    yield connect(slack)
    assert not slack.writes()


def test_identity(client: Any) -> None:
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}
    answer = client.auth_test()
    assert (answer["team_id"], answer["bot_id"], answer["user_id"]) == (
        "T01ACME",
        "B0AUDIT",
        "U0AUDIT",
    )
    assert answer["enterprise_id"] == "E01GROUP"
    assert "users:read.email" in answer.headers["x-oauth-scopes"].split(",")


def test_workspace_methods(client: Any) -> None:
    assert client.team_info()["team"]["enterprise_name"] == "Acme Group"
    assert client.team_billing_info()["plan"] == "plus"
    assert client.bots_info(bot="B02JIRA")["bot"]["app_id"] == "A02JIRA"
    quiet = client.dnd_teamInfo(users=["U01ALICE", "W02BOB"])["users"]
    assert quiet["U01ALICE"]["next_dnd_start_ts"] == 1_790_000_000
    assert quiet["W02BOB"] == {
        "dnd_enabled": False,
        "next_dnd_start_ts": 1,
        "next_dnd_end_ts": 1,
    }


def test_channel_methods(client: Any) -> None:
    info = client.conversations_info(channel="C01HELP", include_num_members=True)["channel"]
    assert info["num_members"] == 5
    assert client.conversations_members(channel="C01HELP")["members"] == [
        "U01ALICE",
        "U03GONE",
        "U09OTHER",
        "U0AUDIT",
        "W02BOB",
    ]
    assert [b["title"] for b in client.bookmarks_list(channel_id="C01HELP")["bookmarks"]] == [
        "SLA",
        "How",
    ]
    pins = client.pins_list(channel="C01HELP")["items"]
    assert [pin["message"]["text"] for pin in pins] == ["Second pin", "How to ask"]


def test_message_methods(client: Any) -> None:
    texts = [m["text"] for m in client.conversations_history(channel="C01HELP")["messages"]]
    assert texts == ["", "IT-1 opened", "Fixed", "VPN is down", "Second pin", "How to ask"]
    replies = client.conversations_replies(channel="C01HELP", ts="1789900000.000100")["messages"]
    assert [m["text"] for m in replies] == ["VPN is down", "Looking", "Thanks", "Fixed"]


def test_people_methods(client: Any) -> None:
    assert client.users_info(user="U03GONE")["user"]["deleted"] is True
    assert client.users_lookupByEmail(email="alice@acme.example")["user"]["id"] == "U01ALICE"
    groups = client.usergroups_list(include_users=True, include_disabled=True)["usergroups"]
    assert [group["id"] for group in groups] == ["S01OPS", "S02OLD", "S03ADMINS"]
    assert client.usergroups_users_list(usergroup="S01OPS")["users"] == ["U01ALICE", "W02BOB"]


@pytest.mark.parametrize(
    ("name", "key", "args", "expected"),
    [
        ("conversations_list", "channels", {}, ["C01HELP", "C02OPEN", "C05OLD", "C06PARTNER"]),
        ("users_conversations", "channels", {}, ["C01HELP", "C05OLD"]),
        (
            "users_list",
            "members",
            {},
            ["U01ALICE", "U02JIRA", "U03GONE", "U04GUEST", "U0AUDIT", "USLACKBOT", "W02BOB"],
        ),
    ],
)
def test_the_client_pages_to_the_end(
    client: Any, name: str, key: str, args: dict[str, Any], expected: list[str]
) -> None:
    pages = getattr(client, name)(limit=2, **args)
    assert [item["id"] for page in pages for item in page[key]] == expected


def test_the_client_pages_members_and_messages(client: Any) -> None:
    members = client.conversations_members(channel="C01HELP", limit=2)
    assert [len(page["members"]) for page in members] == [2, 2, 1]
    history = client.conversations_history(channel="C01HELP", limit=4)
    assert [len(page["messages"]) for page in history] == [4, 2]
    replies = client.conversations_replies(channel="C01HELP", ts="1789900000.000100", limit=3)
    assert [len(page["messages"]) for page in replies] == [3, 1]


def test_an_error_is_an_exception(client: Any) -> None:
    with pytest.raises(slack_sdk.errors.SlackApiError) as caught:
        client.conversations_info(channel="C04DARK")
    assert caught.value.response["error"] == "channel_not_found"


def test_a_rate_limit_is_429_with_whole_seconds(
    connect: Callable[..., Any], serve: Callable[..., Any], rich: dict[str, Any]
) -> None:
    clock = VirtualClock()
    slack = serve(rich, limits=True, clock=clock).slack
    client = connect(slack)
    for _ in range(20):
        client.users_list(limit=1)
    with pytest.raises(slack_sdk.errors.SlackApiError) as caught:
        client.users_list(limit=1)
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "3"
    assert caught.value.response["error"] == "ratelimited"
    clock.advance(3)
    client.users_list(limit=1)


def test_the_retry_handler_of_the_sdk_copes_with_a_rate_limit(
    connect: Callable[..., Any], slack: SlackServer
) -> None:
    handlers = pytest.importorskip("slack_sdk.http_retry.builtin_handlers")
    client = connect(slack, retry_handlers=[handlers.RateLimitErrorRetryHandler()])
    slack.fail("team.info", Fault.ratelimited(0))
    assert client.team_info()["ok"]
    assert [call.status for call in slack.calls("team.info")] == [429, 200]
    assert "token" not in slack.calls("team.info")[0].arguments


def test_writes_are_refused_and_recorded(
    connect: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    slack = serve({}).slack
    with pytest.raises(slack_sdk.errors.SlackApiError) as caught:
        connect(slack).chat_postMessage(channel="C01HELP", text="hi")
    assert caught.value.response["error"] == "missing_scope"
    (call,) = slack.writes()
    assert call.method == "chat.postMessage"
    assert call.arguments["text"] == "hi"
