"""A Slack to read from, and a clock on which waiting takes no time."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from commplan.api import FACTS, Environment, Request, WantedChannel, WantedPerson, Workspace
from commplan.sources.slack import open_slack
from commplan.testing import timeless
from commplan.testing.slack import SlackServer

NOW = 1_790_000_000

LISTINGS = ("public-channels", "private-channels", "people", "usergroups")


class Waiting:
    """A clock that only sleeping moves, and a record of the sleep."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.time = float(NOW)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def environment(waiting: Waiting) -> Callable[..., Environment]:
    def make(slack: SlackServer, **changes: Any) -> Environment:
        clock = {"monotonic": lambda: waiting.time, "sleep": waiting.sleep}
        return timeless(NOW * 1_000_000, slack)._replace(**{**clock, **changes})

    return make


@pytest.fixture
def read(environment: Callable[..., Environment]) -> Callable[..., Workspace]:
    """Read a workspace: facts, what is wanted, and changes to the request."""

    def open_it(
        slack: SlackServer,
        facts: Iterable[str] = LISTINGS,
        *,
        channels: Iterable[WantedChannel] = (),
        people: Iterable[WantedPerson] = (),
        env: dict[str, object] | None = None,
        **changes: Any,
    ) -> Workspace:
        assert set(facts) <= set(FACTS)
        request = Request(tuple(facts), tuple(channels), tuple(people))._replace(**changes)
        return open_slack("", request, environment(slack, **(env or {})))

    return open_it
