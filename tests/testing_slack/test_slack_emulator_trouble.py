"""Rate limits, faults, the record of calls, and a workspace that changes under one's feet."""

import http.client
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.testing.slack import Behaviour, Fault, Method, SlackError, SlackServer, VirtualClock
from commplan.testing.slack.limits import RateLimits
from commplan.testing.slack.wire import FORM, Request
from tests.depth import examples

Serve = Callable[..., Any]


def spend(api: Any, method: str, **args: Any) -> int:
    """How many calls in a row a method answers before it says 429."""
    for count in range(1000):
        if api(method, **args).get("error") == "ratelimited":
            return count
    raise AssertionError("never rate limited")


@pytest.mark.parametrize(
    ("method", "calls"),
    [("users.list", 20), ("team.info", 50), ("users.info", 100), ("pins.list", 20)],
)
def test_the_tiers(serve: Serve, method: str, calls: int) -> None:
    api = serve({}, limits=True, clock=VirtualClock())
    assert spend(api, method) == calls


def test_limits_are_off_unless_asked_for(serve: Serve) -> None:
    api = serve({})
    assert all(api("usergroups.list")["ok"] for _ in range(30))


def test_the_bucket_fills_at_the_pace_of_the_tier(serve: Serve) -> None:
    clock = VirtualClock()
    api = serve({}, limits=True, burst=0.05, clock=clock)
    assert api("users.list")["ok"]
    answer = api.send("users.list")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "3")
    assert answer.body == {"ok": False, "error": "ratelimited"}
    clock.advance(2)
    assert api.send("users.list").headers["Retry-After"] == "1"
    clock.advance(1)
    assert api("users.list")["ok"]


def test_methods_do_not_compete_but_the_tokens_of_an_app_do(serve: Serve) -> None:
    api = serve({}, limits=True, burst=0.01, clock=VirtualClock())
    api.slack.add_token("xoxb-same", scopes=("users:read",))
    api.slack.add_token("xoxb-other", scopes=("users:read",), app="A9OTHER")
    assert api("users.list")["ok"]
    assert api("team.info")["ok"]
    same = {"Authorization": "Bearer xoxb-same"}
    other = {"Authorization": "Bearer xoxb-other"}
    assert api.send("users.list", headers=same).status == 429
    assert api.send("users.list", headers=other).status == 200


def test_a_distributed_app_reads_history_once_a_minute(serve: Serve) -> None:
    clock = VirtualClock()
    seed = {"channels": {"C01": {"members": ["bot"], "messages": ["hi"]}}}
    api = serve(seed, limits=True, clock=clock, behaviour=Behaviour(profile="distributed"))
    assert api("conversations.history", channel="C01")["ok"]
    answer = api.send("conversations.history", body="channel=C01")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
    clock.advance(60)
    assert api("conversations.history", channel="C01")["ok"]


@given(rate=st.sampled_from([1, 20, 50, 100, 600]), calls=st.integers(1, 60))
@examples(50)
def test_who_waits_as_told_is_never_refused(rate: int, calls: int) -> None:
    clock = VirtualClock()
    limits = RateLimits(clock, burst=0.1)
    for _ in range(calls):
        if wait := limits.wait("A", "m", rate):
            clock.advance(wait)
            assert limits.wait("A", "m", rate) == 0


def test_a_burst_has_to_be_positive() -> None:
    with pytest.raises(ValueError, match="burst"):
        RateLimits(VirtualClock(), 0)
    with pytest.raises(ValueError, match="turned back"):
        VirtualClock().advance(-1)


def test_a_fault_after_so_many_calls_for_so_many_times(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", fault=Fault.ratelimited(3), after=1, times=2)
    answers = [api.send("users.list") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 429, 429, 200]
    assert answers[1].headers["Retry-After"] == "3"
    assert api.send("team.info").status == 200


def test_faults_queue_up(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.error("internal_error"))
    api.slack.fail("users.list", Fault.error("fatal_error"))
    errors = [api("users.list").get("error") for _ in range(3)]
    assert errors == ["internal_error", "fatal_error", None]


def test_a_fault_on_every_method_until_healed(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("*", Fault.server_error(503), times=None)
    answer = api.send("users.list")
    assert (answer.status, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert api.send("team.info").status == 503
    api.slack.heal()
    assert api("team.info")["ok"]


@pytest.mark.parametrize("bad", [{"after": -1}, {"times": 0}])
def test_orders_that_make_no_sense(serve: Serve, bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="after must be"):
        serve({}).slack.fail("users.list", Fault.reset(), **bad)


def test_html_with_status_200(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.html_ok())
    answer = api.send("users.list")
    assert answer.status == 200
    assert answer.text.startswith("<!DOCTYPE html>")


def test_half_an_answer(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.truncated_json())
    answer = api.send("users.list")
    assert answer.status == 200
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)


def test_a_rate_limit_without_its_header(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.ratelimited(None))
    answer = api.send("users.list")
    assert answer.status == 429
    assert "Retry-After" not in answer.headers


def test_a_reset_connection(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.reset())
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        api.send("users.list")
    assert [call.status for call in api.slack.calls()] == [0]
    assert api("users.list")["ok"]


def test_an_answer_that_comes_too_late(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.slow(30))
    with pytest.raises(TimeoutError):
        api.send("users.list", timeout=0.05)
    assert api("users.list")["ok"]


def test_an_answer_that_is_merely_late(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.slow(0.05))
    assert api("users.list")["ok"]


def test_a_token_revoked_in_the_middle(serve: Serve) -> None:
    api = serve({})
    api.slack.fail("users.list", Fault.revoke_token(), after=1)
    assert api("users.list")["ok"]
    assert api("users.list")["error"] == "token_revoked"
    assert api("team.info")["error"] == "token_revoked"


def test_every_call_is_on_record(serve: Serve) -> None:
    clock = VirtualClock(1_790_000_000)
    api = serve({}, clock=clock)
    api("users.list", limit=5)
    clock.advance(7)
    api("users.info", user="U99")
    first, second = api.slack.calls()
    assert (first.method, first.arguments, first.status) == ("users.list", {"limit": "5"}, 200)
    assert (first.error, first.verb, first.at) == ("", "POST", 1_790_000_000)
    assert (second.error, second.at) == ("user_not_found", 1_790_000_007)
    assert api.slack.count("users.list") == 1
    assert api.slack.calls("team.info") == ()
    api.slack.forget_calls()
    assert api.slack.calls() == ()


def test_calls_can_be_watched(serve: Serve) -> None:
    api = serve({})
    seen: list[str] = []
    api.slack.watch(lambda call: seen.append(call.method))
    api("users.list")
    assert seen == ["users.list"]


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ("chat.postMessage", "chat:write"),
        ("conversations.archive", "channels:manage,groups:write"),
        ("usergroups.users.update", "usergroups:write"),
        ("bookmarks.add", "bookmarks:write"),
    ],
)
def test_writes_are_refused_whatever_the_scopes(serve: Serve, method: str, needed: str) -> None:
    api = serve({})
    answer = api(method, channel="C01")
    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
    granted = serve({}, scopes=needed.split(","))
    assert granted(method)["error"] == "not_allowed_token_type"
    assert [call.method for call in api.slack.writes()] == [method]
    assert len(granted.slack.writes()) == 1


def test_the_workspace_changes_after_a_call(serve: Serve) -> None:
    api = serve({"channels": {"C01": {"name": "one"}}})
    api.slack.after("conversations.info", lambda ws: ws.channels.pop("C01"), calls=2)
    answers = [api("conversations.info", channel="C01")["ok"] for _ in range(3)]
    assert answers == [True, True, False]
    with pytest.raises(ValueError, match="calls"):
        api.slack.after("users.list", lambda ws: None, calls=0)


def test_the_workspace_may_be_changed_between_calls(serve: Serve) -> None:
    api = serve({"channels": {"C01": {"name": "one"}}})
    api.slack.workspace.channels["C01"].name = "two"
    assert api("conversations.info", channel="C01")["channel"]["name"] == "two"


def test_a_method_can_be_taught(serve: Serve) -> None:
    api = serve({}, scopes=("emoji:read",))
    assert api("emoji.list")["error"] == "unknown_method"

    def emoji(session: Any, args: Any) -> dict[str, object]:
        if args.flag("include_categories"):
            raise SlackError("fatal_error")
        return {"emoji": {"bow": "https://example.org/bow.png"}}

    api.slack.add_method(Method("emoji.list", 20, ("emoji:read",), emoji))
    assert api("emoji.list")["emoji"] == {"bow": "https://example.org/bow.png"}
    assert api("emoji.list", include_categories=1)["error"] == "fatal_error"


def test_many_clients_at_once(serve: Serve) -> None:
    api = serve({})
    threads = [threading.Thread(target=api, args=("users.list",)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert api.slack.count("users.list") == 20


def test_an_answer_can_be_altered_and_errors_stay_as_they_are(serve: Serve) -> None:
    api = serve({"users": {"U1": "alice"}}, scopes=("users:read",))
    api.slack.fail("users.list", Fault.altered(lambda body: body.pop("members")))
    assert "members" not in api("users.list")
    assert "members" in api("users.list")
    api.slack.fail("pins.list", Fault.altered(lambda body: body.update(ok=True)))
    assert api("pins.list", channel="C1")["error"] == "missing_scope"


def test_an_answer_drips_in_as_slowly_as_ordered(serve: Serve) -> None:
    api = serve()
    api.slack.fail("api.test", Fault.drip(0.01))
    assert api("api.test", foo="bar") == {"ok": True, "args": {"foo": "bar"}}
    api.slack.fail("api.test", Fault.drip(0.2))
    with pytest.raises(TimeoutError):
        api.send("api.test", timeout=0.1)


def test_answers_of_something_in_between(serve: Serve) -> None:
    api = serve()
    api.slack.fail("api.test", Fault.redirect("https://elsewhere.example/"))
    api.slack.fail("api.test", Fault.wrong_type())
    moved = api.send("api.test")
    assert (moved.status, moved.headers["Location"]) == (302, "https://elsewhere.example/")
    assert api.send("api.test").headers["Content-Type"].startswith("text/plain")
    assert api("api.test")["ok"]


def test_a_request_can_be_answered_without_a_network() -> None:
    slack = SlackServer({"users": {"U1": "alice"}})
    request = Request("POST", "users.info", "user=U1", b"", FORM, f"Bearer {slack.token}")
    assert json.loads(slack.respond(request).body)["user"]["name"] == "alice"
    assert slack.count("users.info") == 1


def test_a_persons_token_is_told_more_than_a_bots(serve: Serve) -> None:
    seed = {
        "workspace": {"enterprise": {"id": "E01"}},
        "channels": {"C1": {"retention": 30}, "C2": {"general": True}},
    }
    asked = "admin.conversations.getCustomRetention"
    bot = serve(seed, scopes=("admin.conversations:read",))
    assert bot(asked, channel_id="C1")["error"] == "not_allowed_token_type"
    person = serve(seed, token="xoxp-1", scopes=("admin.conversations:read",))
    assert person(asked, channel_id="C1")["duration_days"] == 30
    assert person(asked, channel_id="C2")["error"] == "channel_type_not_supported"
    assert person(asked, channel_id="C9")["error"] == "channel_not_found"
    prefs = "admin.conversations.getConversationPrefs"
    assert person(prefs, channel_id="C9")["error"] == "channel_not_found"
    lesser = serve(seed, token="xoxp-1", scopes=("users:read",))
    assert lesser(asked, channel_id="C1")["error"] == "missing_scope"


def test_what_administrators_see_is_for_administrators_of_an_organisation(serve: Serve) -> None:
    asked = "admin.conversations.getCustomRetention"
    channels = {"channels": {"C1": {"retention": 30}}}
    alone = serve(channels, token="xoxp-1", scopes=("admin.conversations:read",))
    assert alone(asked, channel_id="C1")["error"] == "not_an_enterprise"
    group = {"workspace": {"enterprise": {"id": "E01"}}, **channels}
    person = serve(group, token="xoxp-1", scopes=("admin.conversations:read",))
    assert person("auth.test")["is_enterprise_install"] is True
    person.slack.add_token("xoxp-1", scopes=("admin.conversations:read",), administers=False)
    assert person(asked, channel_id="C1")["error"] == "not_an_admin"
