"""What is tried again while a workspace is read, and for how long."""

import socket
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest

from commplan.api import Failure, Progress, SourceError, Status, WantedChannel, Workspace
from commplan.testing.slack import Behaviour, Fault, SlackServer, VirtualClock
from commplan.testing.slack.wire import Response, json_response

Read = Callable[..., Workspace]

SEED: dict[str, Any] = {
    "users": {"U1": "alice"},
    "channels": {f"C{number}": {"members": ["U1", "bot"]} for number in range(8)},
}
MEMBERS = [WantedChannel(one, facts=("members",)) for one in SEED["channels"]]

PASSING = [
    Fault.server_error(500),
    Fault.server_error(502),
    Fault.server_error(503),
    Fault.html_ok(),
    Fault.reset(),
    Fault.truncated_json(),
    Fault.wrong_type(),
    Fault.redirect("http://127.0.0.1:9/api/users.list"),
    Fault("answer", Response(200, "application/json", b"[" * 100_000)),
    Fault.error("internal_error"),
    Fault.error("fatal_error"),
    Fault.error("service_unavailable"),
    Fault.error("request_timeout"),
]


def name(fault: Fault) -> str:
    response = fault.response
    return f"{fault.kind} {response.status} {response.error}" if response else fault.kind


def test_a_rate_limit_is_waited_for_as_long_as_slack_says(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.ratelimited(30), times=7)
        live = read(slack, ("people",))
        assert slack.count("users.list") == 8
    assert live.reading("people").complete
    assert waiting.pauses == [30.0] * 7


def test_a_rate_limit_without_a_time_costs_one_call_of_the_tier(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.ratelimited(None))
        slack.fail("usergroups.list", Fault.ratelimited(0))
        live = read(slack, ("people", "usergroups"))
    assert live.reading("people").complete
    assert waiting.pauses == [3.0, 3.0]


def test_waiting_ends_where_the_patience_ends(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.ratelimited(40), times=None)
        live = read(slack, ("people", "usergroups"), max_wait=100.0)
    reading = live.reading("people")
    assert reading.status is Status.FAILED
    assert reading.failure == Failure("users.list", "ratelimited", 3)
    assert waiting.pauses == [40.0, 40.0]
    assert live.reading("usergroups").complete


def test_a_wait_that_is_longer_than_the_patience_is_not_begun(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.ratelimited(3600))
        live = read(slack, ("people",))
    assert live.reading("people").failure == Failure("users.list", "ratelimited", 1)
    assert waiting.pauses == []


@pytest.mark.parametrize("fault", PASSING, ids=name)
def test_passing_trouble_passes(read: Read, waiting: Any, fault: Fault) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", fault, times=4)
        live = read(slack, ("people",))
        assert slack.count("users.list") == 5
    assert live.reading("people").complete
    assert waiting.pauses == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize("fault", PASSING, ids=name)
def test_lasting_trouble_is_given_up_after_five_tries(read: Read, fault: Fault) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", fault, times=None)
        live = read(slack, ("people", "usergroups"))
        assert slack.count("users.list") == 5
    (failed,) = live.failed_reads()
    assert (failed.failure.method, failed.failure.tries) == ("users.list", 5)
    assert failed.facts == ("people",)
    assert live.reading("usergroups").complete


def test_a_slow_answer_is_asked_for_again(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.slow(5.0))
        live = read(slack, ("people",), env={"timeout": 0.3})
    assert live.reading("people").complete


def test_answers_that_never_come_are_called_by_their_name(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.slow(5.0), times=None)
        live = read(slack, ("people",), env={"timeout": 0.25})
    assert live.reading("people").failure == Failure("users.list", "timed out", 5)


def test_an_answer_that_drips_in_is_not_waited_for(read: Read) -> None:
    """Each byte comes in time, and the whole would take minutes."""
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.drip(0.05))
        started = monotonic()
        live = read(slack, ("people",), env={"timeout": 0.3})
        assert monotonic() - started < 3
        assert slack.count("users.list") == 2
    assert live.reading("people").complete


def test_an_answer_without_end_is_cut_off(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    from commplan.sources.slack import sdk

    monkeypatch.setattr(sdk, "LARGEST_ANSWER", 2_000)
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault("answer", Response(200, "text/html", b"x" * 5_000)))
        live = read(slack, ("people", "usergroups"))
    assert live.reading("usergroups").complete
    assert live.reading("people").reason == "users.list: broken answer (TooLargeError)"


def test_reading_ends_when_its_time_is_over(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.ratelimited(3000))
        live = read(slack, ("people", "usergroups"), max_wait=9000.0, max_time=2000.0)
    assert live.reading("people").reason == "users.list: the time for reading is over"
    assert waiting.pauses == []


@pytest.mark.parametrize("jitter", [0.0, 0.999])
def test_pauses_grow_whatever_the_jitter(read: Read, waiting: Any, jitter: float) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.reset(), times=4)
        read(slack, ("people",), env={"random": lambda: jitter})
    assert waiting.pauses == sorted(set(waiting.pauses))
    assert sum(waiting.pauses) < 20


def test_an_answer_is_no_fault(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.error("team_access_not_granted"))
        live = read(slack, ("people",))
        assert slack.count("users.list") == 1
    assert live.reading("people").failure == Failure("users.list", "team_access_not_granted")
    assert live.reading("people").status is Status.FAILED
    assert waiting.pauses == []


def test_trouble_in_the_middle_of_a_listing_keeps_what_was_read(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.list", Fault.server_error(), after=1, times=None)
        live = read(slack, ("public-channels",), page_size=3)
    assert len(live.channels) == 3
    reading = live.reading("public-channels")
    assert reading.status is Status.FAILED
    assert not reading.known


def test_one_channel_in_trouble_is_the_only_one_in_trouble(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.members", Fault.server_error(503), after=2, times=5)
        live = read(slack, ("public-channels", "members"), channels=MEMBERS)
    (failed,) = live.failed_reads()
    assert (failed.object, failed.failure.error, failed.failure.tries) == ("C2", "HTTP 503", 5)
    assert live.members("C3") == ("U0AUDIT", "U1")


def test_after_three_channels_in_a_row_the_others_are_not_tried(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.members", Fault.server_error(), after=1, times=None)
        live = read(slack, ("public-channels", "members"), channels=MEMBERS)
        assert slack.count("conversations.members") == 1 + 3 * 5
    assert live.members("C0") == ("U0AUDIT", "U1")
    assert [read.object for read in live.failed_reads()] == [f"C{n}" for n in range(1, 8)]


def test_a_fact_that_failed_for_all_channels_is_one_failure(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.members", Fault.server_error(), times=None)
        live = read(slack, ("members",), channels=MEMBERS)
    (failed,) = live.failed_reads()
    assert (failed.object, failed.facts) == (None, ("members",))


def test_a_token_that_is_revoked_half_way_fails_what_is_left(read: Read) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.members", Fault.revoke_token(), after=2)
        live = read(slack, ("public-channels", "members", "pins"), channels=[*MEMBERS, *pins()])
        assert slack.count("conversations.members") == 3
        assert slack.count("pins.list") == 0
    assert live.members("C1") == ("U0AUDIT", "U1")
    assert live.members_reading("C2").failure == Failure("conversations.members", "token_revoked")
    assert live.members_reading("C7").status is Status.FAILED
    assert live.reading("pins").status is Status.FAILED
    assert live.reading("public-channels").complete


def pins() -> list[WantedChannel]:
    return [WantedChannel(one, facts=("pins",)) for one in SEED["channels"]]


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("invalid_auth", "Slack does not know it"),
        ("token_revoked", "it was revoked"),
        ("token_expired", "rotating tokens live 12 hours"),
        ("account_inactive", "install the app again"),
    ],
)
def test_a_refused_token_is_the_end_and_says_what_to_do(
    read: Read, error: str, advice: str
) -> None:
    with SlackServer(SEED) as slack:
        slack.refuse_token(error)
        with pytest.raises(SourceError, match=advice):
            read(slack)
        assert len(slack.calls()) == 1


def test_a_slack_that_names_no_workspace_is_an_error(read: Read) -> None:
    nameless = json_response({"ok": True, "user_id": "U01AUDIT", "bot_id": "B01AUDIT"})
    with SlackServer(SEED) as slack:
        slack.fail("auth.test", Fault("answer", nameless))
        with pytest.raises(SourceError, match=r"auth\.test names no workspace"):
            read(slack)


def test_a_slack_that_cannot_be_reached_is_an_error(read: Read) -> None:
    with SlackServer(SEED) as slack, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(SourceError, match=f"no answer from Slack at {place}: .*refused") as no:
            read(slack, env={"base_url": f"http://{place}/api/"})
    assert "tried 5 times" in str(no.value)


def test_calls_keep_their_distance_once_slack_has_complained(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        slack.fail("conversations.members", Fault.ratelimited(2), after=3)
        read(slack, ("members",), channels=MEMBERS)
    assert waiting.pauses[0] == 2.0
    assert waiting.pauses[1:] == pytest.approx([0.6 * 1.01] * 4)


def test_calls_keep_their_distance_from_the_start_if_asked(read: Read, waiting: Any) -> None:
    with SlackServer(SEED) as slack:
        read(slack, ("public-channels",), page_size=2, paced=True)
        assert slack.count("conversations.list") == 4
    assert waiting.pauses == pytest.approx([3 * 1.01] * 3)


def test_limits_that_are_enforced_are_kept(read: Read, waiting: Any) -> None:
    """120 channels at 100 a minute: a burst, one complaint, and then the promised rate."""
    channels: dict[str, Any] = {f"C{n:03d}": {} for n in range(120)}
    seed = {"users": {"U1": "a"}, "channels": channels}
    wanted = [WantedChannel(one, facts=("members",)) for one in channels]
    clock = VirtualClock(waiting.time)

    def sleep(seconds: float) -> None:
        waiting.sleep(seconds)
        clock.advance(seconds)

    with SlackServer(seed, limits=True, burst=0.1, clock=clock) as slack:
        live = read(slack, ("members",), channels=wanted, env={"sleep": sleep})
        refused = [call for call in slack.calls() if call.status == 429]
    assert live.failed_reads() == ()
    assert len(refused) == 1
    assert sum(waiting.pauses) < 110 * 0.6 * 1.05


def test_waits_that_overlap_count_once() -> None:
    from commplan.sources.slack.pacing import Patience

    now = [0.0]
    patience = Patience(100.0, lambda: now[0])
    assert patience.allows(60.0)
    assert patience.allows(60.0)
    assert patience.allows(90.0)
    assert not patience.allows(101.0)
    now[0] = 90.0
    assert patience.allows(10.0)
    now[0] = 100.0
    assert not patience.allows(0.1)


def test_progress_is_told_of_every_answer_and_every_wait(read: Read) -> None:
    seen: list[Progress] = []
    with SlackServer(SEED) as slack:
        slack.fail("users.list", Fault.ratelimited(7))
        read(slack, ("people",), progress=seen.append)
    assert seen == [
        Progress("auth.test", 1, pace=0.1),
        Progress("users.list", 0, 7.0, pace=3.0),
        Progress("users.list", 1, pace=3.0),
    ]


def test_a_distributed_app_is_read_all_the_same(read: Read) -> None:
    with SlackServer(SEED, behaviour=Behaviour(profile="distributed")) as slack:
        assert read(slack).reading("people").complete


def test_an_interrupt_of_a_lane_is_raised_where_the_lanes_were_started() -> None:
    from commplan.sources.slack.lanes import run_lanes

    done: list[int] = []

    def fail() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_lanes([fail, lambda: done.append(1), lambda: done.append(2)])
    assert sorted(done) == [1, 2]
