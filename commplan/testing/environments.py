"""What a source may use of the world, in tests: a clock that stands, and nothing to wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.sources.slack.lanes import one_after_another
from commplan.workspace import Environment

if TYPE_CHECKING:
    from commplan.testing.slack import SlackServer


def timeless(now: int = 0, slack: SlackServer | None = None) -> Environment:
    """An environment in which it is always the same instant and waiting takes no time.

    ``now`` is that instant, in microseconds since the epoch, UTC. ``slack`` is the Slack
    to read from, with its token; None for sources that read no Slack. Nothing is left to
    chance: pauses are half as long as they may be, and lanes run one after another, so
    that every read is the same. ``_replace`` changes any of this.
    """
    environment = Environment(
        now=lambda: now,
        monotonic=lambda: 0.0,
        sleep=lambda _: None,
        random=lambda: 0.5,
        side_by_side=one_after_another,
    )
    if slack is None:
        return environment
    return environment._replace(token=slack.token, base_url=slack.url)
