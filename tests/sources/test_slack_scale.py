"""A large workspace on a Slack that enforces its limits: few calls, little waiting and memory."""

import importlib.util
import sys
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from commplan.api import Environment, Request, WantedChannel, Workspace
from commplan.sources.slack.access import Access, Identity, Rights
from commplan.sources.slack.channels import Channels
from commplan.sources.slack.client import Budget, Client
from commplan.sources.slack.details import Details
from commplan.sources.slack.people import People
from commplan.sources.slack.referred import Referred
from commplan.sources.slack.transport import Reply
from commplan.testing.slack import Behaviour, SlackServer, VirtualClock


def benchmark() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "audit.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_audits", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("by_id", [True, False])
def test_calls_and_time_are_close_to_the_least(by_id: bool) -> None:
    audit = benchmark()
    found = audit.measure(audit.SMALL, by_id=by_id)
    assert found.least_calls <= found.calls <= 1.1 * found.least_calls
    assert found.minutes <= 1.25 * found.least_minutes
    assert max(found.refused.values()) <= 2


def test_an_app_that_slack_holds_back_gets_its_answers_late(
    environment: Callable[..., Environment],
) -> None:
    """One call a minute with 15 messages, as Slack has it for apps sold outside its Marketplace."""
    from commplan.sources.slack import open_slack

    clock = VirtualClock()
    seed = {"channels": {f"C{n}": {"members": ["bot"], "messages": ["hi"]} for n in range(30)}}
    wanted = tuple(WantedChannel(one) for one in seed["channels"])
    behaviour = Behaviour(profile="distributed")
    with SlackServer(seed, behaviour=behaviour, limits=True, clock=clock) as slack:
        live = open_slack(
            "",
            Request(("public-channels", "activity"), wanted),
            environment(slack, monotonic=clock, sleep=clock.sleep, side_by_side=clock.side_by_side),
        )
        refused = [call for call in slack.calls("conversations.history") if call.status == 429]
    assert live.failed_reads() == ()
    assert len(refused) <= 5
    assert clock() - 1_790_000_000 < 35 * 60


def test_an_app_that_is_held_back_beyond_the_time_is_told_why(
    environment: Callable[..., Environment],
) -> None:
    from commplan.sources.slack import open_slack

    clock = VirtualClock()
    seed = {"channels": {f"C{n}": {"members": ["bot"]} for n in range(30)}}
    request = Request(("activity",), tuple(map(WantedChannel, seed["channels"])), max_time=600)
    behaviour = Behaviour(profile="distributed")
    with SlackServer(seed, behaviour=behaviour, limits=True, clock=clock) as slack:
        live = open_slack("", request, environment(slack, monotonic=clock, sleep=clock.sleep))
    (error,) = {failed.failure.error for failed in live.failed_reads()}
    assert error.startswith("the time for reading is over; Slack allows this app a call a minute")


def test_waits_that_were_not_asked_for_are_no_reason_to_give_up(
    environment: Callable[..., Environment],
) -> None:
    """Keeping to the pace of 300 calls at 20 a minute takes a quarter of an hour."""
    from commplan.sources.slack import open_slack

    clock = VirtualClock()
    seed: dict[str, Any] = {"channels": {f"C{n}": {} for n in range(320)}}
    request = Request(("pins",), tuple(map(WantedChannel, seed["channels"])), max_wait=60)
    with SlackServer(seed, limits=True, clock=clock) as slack:
        live = open_slack("", request, environment(slack, monotonic=clock, sleep=clock.sleep))
    assert live.failed_reads() == ()
    assert clock() - 1_790_000_000 > 14 * 60


IDENTITY = Identity("U0AUDIT", "T1", None, None, None, is_bot=True, org_wide=False, scopes=None)


class _Pages:
    """Endless accounts with a great deal in each that nobody asks for."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._sent = 0

    def send(self, method: str, params: Mapping[str, object]) -> Reply:
        self._sent += 1
        members = [
            {"id": f"U{self._sent:04d}{n:03d}", "profile": {"junk": "x" * 2000}} for n in range(100)
        ]
        cursor = str(self._sent) if self._sent < self._count else ""
        data = {"members": members, "response_metadata": {"next_cursor": cursor}}
        return Reply(200, data, {})


def test_memory_grows_with_the_answer_and_not_with_the_pages(
    environment: Callable[..., Environment],
) -> None:
    with SlackServer() as slack:
        client = Client(_Pages(200), Budget(Request(("people",)), environment(slack)))
    request, access = Request(("people",)), Access(Rights(client, None))
    channels = Channels(client, request, IDENTITY)
    details = Details(access, request, channels, is_bot=True)
    people = People(access, request, IDENTITY, Referred(request, channels, details))
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        assert people.settle().complete
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(people.found) == 20_000
    one_page = 100 * 2_500
    assert peak - before < (kept - before) + 4 * one_page


def test_a_whole_read_is_the_same_whichever_way_its_lanes_go(
    environment: Callable[..., Environment],
) -> None:
    from commplan.sources.slack import open_slack

    audit = benchmark()
    company = audit.Company(channels=300, people=200, groups=10, declared=30, contacts=20)
    found: list[Workspace] = []
    for by_id in (True, False):
        request = audit.request(company, by_id=by_id)._replace(declared_only=(), page_size=40)
        clock = VirtualClock()
        with SlackServer(audit.seed(company), clock=clock) as slack:
            for side_by_side in (None, clock.side_by_side):
                env = environment(slack, sleep=clock.sleep, side_by_side=side_by_side)
                found.append(open_slack("", request, env))
            found.append(open_slack("", request, environment(slack)))
    assert all(live == found[0] for live in found)
