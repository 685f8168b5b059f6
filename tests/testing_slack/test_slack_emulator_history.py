"""Messages: order, bounds, threads, the restricted profile, the free plan."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.testing.slack import Behaviour, VirtualClock
from commplan.testing.slack.emulator import Emulator
from commplan.testing.slack.pages import Cursors
from commplan.testing.slack.seed import load_seed
from commplan.testing.slack.session import Session
from commplan.testing.slack.wire import Arguments
from tests.depth import examples

Serve = Callable[..., Any]
START = 1_789_000_000


def stream(count: int, **channel: Any) -> dict[str, Any]:
    messages = [{"ts": f"{START + n}.000000", "text": str(n)} for n in range(count)]
    return {"channels": {"C01": {"members": ["bot"], "messages": messages, **channel}}}


def pages(api: Any, **args: Any) -> list[list[str]]:
    found = api.walk("conversations.history", "messages", channel="C01", **args)
    return [[message["text"] for message in page] for page in found]


def test_pages_walk_back_newest_first(serve: Serve) -> None:
    assert pages(serve(stream(5)), limit=2) == [["4", "3"], ["2", "1"], ["0"]]


def test_with_latest_pages_walk_back_from_it(serve: Serve) -> None:
    api = serve(stream(5))
    assert pages(api, limit=2, latest=f"{START + 3}") == [["2", "1"], ["0"]]
    both = {"oldest": f"{START}", "latest": f"{START + 4}"}
    assert pages(api, limit=2, **both) == [["3", "2"], ["1"]]


def test_with_only_oldest_pages_walk_forward_yet_newest_first(serve: Serve) -> None:
    assert pages(serve(stream(6)), limit=2, oldest=f"{START}") == [["2", "1"], ["4", "3"], ["5"]]


def test_oldest_0_is_no_bound(serve: Serve) -> None:
    assert pages(serve(stream(3)), limit=2, oldest="0") == [["2", "1"], ["0"]]


def test_bounds_are_exclusive_unless_inclusive(serve: Serve) -> None:
    api = serve(stream(5))
    bounds = {"oldest": f"{START + 1}.000000", "latest": f"{START + 3}.000000"}
    assert pages(api, **bounds) == [["2"]]
    assert pages(api, **bounds, inclusive=1) == [["3", "2", "1"]]
    exact = f"{START + 2}.000000"
    assert pages(api, oldest=exact, latest=exact, inclusive="true") == [["2"]]


def test_only_pages_with_more_to_come_have_metadata(serve: Serve) -> None:
    api = serve(stream(3))
    first = api("conversations.history", channel="C01", limit=2, latest=f"{START + 99}")
    assert first["has_more"] is True
    assert first["latest"] == f"{START + 99}"
    cursor = first["response_metadata"]["next_cursor"]
    last = api("conversations.history", channel="C01", limit=2, cursor=cursor)
    assert last["has_more"] is False
    assert "response_metadata" not in last
    assert "latest" not in last


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "1.2.3"}, "invalid_ts_latest"),
        ({"latest": "-5"}, "invalid_ts_latest"),
        ({"cursor": "bmV4dF90czp4"}, "invalid_cursor"),
    ],
)
def test_bad_bounds(serve: Serve, args: dict[str, str], error: str) -> None:
    assert serve(stream(1))("conversations.history", channel="C01", **args)["error"] == error


def test_times_keep_every_digit(serve: Serve) -> None:
    message = {"ts": "1512085950.000216", "text": "x"}
    api = serve({"channels": {"C01": {"members": ["bot"], "messages": [message]}}})
    (sent,) = api("conversations.history", channel="C01")["messages"]
    assert sent["ts"] == "1512085950.000216"


def test_a_root_tells_of_its_thread(serve: Serve, rich: dict[str, Any]) -> None:
    messages = serve(rich)("conversations.history", channel="C01HELP")["messages"]
    root = next(m for m in messages if m["text"] == "VPN is down")
    assert root["thread_ts"] == root["ts"]
    assert (root["reply_count"], root["reply_users_count"]) == (3, 2)
    assert root["reply_users"] == ["U01ALICE", "W02BOB"]
    assert root["latest_reply"] == "1789900420.000000"
    assert root["reactions"] == [{"name": "eyes", "users": ["U01ALICE"], "count": 1}]


def test_replies_are_not_top_level_unless_broadcast(serve: Serve, rich: dict[str, Any]) -> None:
    messages = serve(rich)("conversations.history", channel="C01HELP")["messages"]
    texts = [message["text"] for message in messages]
    assert "Looking" not in texts
    shown = next(m for m in messages if m["text"] == "Fixed")
    assert shown["subtype"] == "thread_broadcast"
    assert shown["thread_ts"] != shown["ts"]


def test_a_bots_message_has_no_subtype_but_a_bot(serve: Serve, rich: dict[str, Any]) -> None:
    messages = serve(rich)("conversations.history", channel="C01HELP")["messages"]
    post = next(m for m in messages if m["text"] == "IT-1 opened")
    assert "subtype" not in post
    assert (post["bot_id"], post["app_id"], post["user"]) == ("B02JIRA", "A02JIRA", "U02JIRA")


def test_reply_users_are_cut_off(serve: Serve) -> None:
    people: dict[str, Any] = {f"U{n}": {} for n in range(7)}
    thread = [{"user": user, "text": "me"} for user in people]
    seed = {
        "users": people,
        "channels": {"C01": {"members": ["bot"], "messages": [{"text": "who?", "thread": thread}]}},
    }
    api = serve(seed, behaviour=Behaviour(reply_users_shown=3))
    (root,) = api("conversations.history", channel="C01")["messages"]
    assert root["reply_users"] == ["U0", "U1", "U2"]
    assert root["reply_users_count"] == 7


def test_replies_start_with_the_root(serve: Serve, rich: dict[str, Any]) -> None:
    api = serve(rich)
    args = {"channel": "C01HELP", "ts": "1789900000.000100", "limit": 2}
    first = api("conversations.replies", **args)
    assert [m["text"] for m in first["messages"]] == ["VPN is down", "Looking"]
    assert first["has_more"] is True
    assert first["messages"][1]["parent_user_id"] == "W02BOB"
    cursor = first["response_metadata"]["next_cursor"]
    last = api("conversations.replies", **args, cursor=cursor)
    assert [m["text"] for m in last["messages"]] == ["Thanks", "Fixed"]
    assert "response_metadata" not in last


def test_a_reply_leads_to_its_thread_and_a_lone_message_to_itself(
    serve: Serve, rich: dict[str, Any]
) -> None:
    api = serve(rich)
    reply = api("conversations.replies", channel="C01HELP", ts="1789900300.000000")
    assert len(reply["messages"]) == 4
    lone = api("conversations.replies", channel="C01HELP", ts="1789950000.000200")
    assert [m["text"] for m in lone["messages"]] == ["IT-1 opened"]


@pytest.mark.parametrize("ts", ["1.000000", "soon", "1789960000.000300"])
def test_threads_that_are_not_there(serve: Serve, rich: dict[str, Any], ts: str) -> None:
    assert serve(rich)("conversations.replies", channel="C01HELP", ts=ts)["error"] == (
        "thread_not_found"
    )


def test_a_reply_whose_root_is_gone(serve: Serve) -> None:
    orphan = {"ts": f"{START + 9}.000000", "thread_ts": f"{START}.000000", "text": "late"}
    api = serve({"channels": {"C01": {"members": ["bot"], "messages": [orphan]}}})
    assert api("conversations.history", channel="C01")["messages"] == []
    answer = api("conversations.replies", channel="C01", ts=orphan["ts"])
    assert answer["error"] == "thread_not_found"


def test_defaults_and_caps_of_the_two_profiles(serve: Serve) -> None:
    internal = serve(stream(120))
    assert len(internal("conversations.history", channel="C01")["messages"]) == 100
    assert len(internal("conversations.history", channel="C01", limit=999)["messages"]) == 120
    distributed = serve(stream(120), behaviour=Behaviour(profile="distributed"))
    for args in ({}, {"limit": 200}, {"limit": 0}):
        answer = distributed("conversations.history", channel="C01", **args)
        assert (len(answer["messages"]), answer["has_more"]) == (15, True)
    assert len(distributed("conversations.history", channel="C01", limit=3)["messages"]) == 3


def test_a_free_workspace_hides_what_is_older_than_90_days(serve: Serve) -> None:
    clock = VirtualClock(START)
    seed = {
        "workspace": {"plan": "free"},
        "channels": {
            "C01": {
                "members": ["bot"],
                "messages": [{"text": "old", "ago": "91d"}, {"text": "new", "ago": "89d"}],
            }
        },
    }
    api = serve(seed, clock=clock)
    answer = api("conversations.history", channel="C01")
    assert [m["text"] for m in answer["messages"]] == ["new"]
    assert answer["is_limited"] is True
    ts = f"{START - 91 * 86_400}.000000"
    assert api("conversations.replies", channel="C01", ts=ts)["error"] == "thread_not_found"


BOUND = st.none() | st.integers(START - 1, START + 10)


@given(
    count=st.integers(0, 9),
    limit=st.integers(1, 4),
    oldest=BOUND,
    latest=BOUND,
    inclusive=st.booleans(),
)
@examples(80)
def test_walking_any_window_finds_each_message_once(
    count: int, limit: int, oldest: int | None, latest: int | None, inclusive: bool
) -> None:
    clock = VirtualClock()
    emulator = Emulator(load_seed(stream(count), clock()), Behaviour(), clock, None)
    cursors = Cursors(None, clock)
    session = Session(
        emulator.workspace, Behaviour(), ("channels:history",), cursors, clock, emulator.workspace
    )
    bounds = {"oldest": oldest, "latest": latest}
    args = {key: str(value) for key, value in bounds.items() if value is not None}
    args |= {"channel": "C01", "limit": str(limit), "inclusive": str(int(inclusive))}
    handler = emulator.methods["conversations.history"].handler
    seen: list[int] = []
    while True:
        answer: Any = handler(session, Arguments(args))
        times = [int(message["ts"].split(".")[0]) for message in answer["messages"]]
        assert times == sorted(times, reverse=True)
        seen += times
        if not answer["has_more"]:
            break
        args["cursor"] = answer["response_metadata"]["next_cursor"]
    low = -1 if oldest is None else oldest - inclusive
    high = START + 99 if latest is None else latest + inclusive
    assert sorted(seen) == [at for at in range(START, START + count) if low < at < high]
