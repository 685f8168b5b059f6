"""One plan with what was written in its channels."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from commplan.clock import Duration, window_start
from commplan.drift import BoundChannel, Drift
from commplan.measures.crowds import Crowd, accounts_behind
from commplan.measures.engine import DuckEngine, Engine
from commplan.plan import Channel, Plan, Reference

if TYPE_CHECKING:
    import narwhals as nw

    from commplan.measures.frames import Frames

T = TypeVar("T")


class MeasuredIn(NamedTuple):
    """A channel of the plan of which messages are known."""

    channel: Channel
    id: str
    """Its id in the workspace, which rows of the history have."""
    bound: BoundChannel
    since: int
    """The instant from which on all messages are known."""
    until: int
    """The instant up to which they are."""


class History:
    """What was written in the channels of a plan, and the measures of it.

    Made once for each plan and shared by all rules that measure; every part is worked
    out when it is first asked for.
    """

    def __init__(
        self,
        plan: Plan,
        drift: Drift,
        open_frames: Callable[[Engine], Frames],
        as_of: int,
        engine: Callable[[], Engine] = DuckEngine,
        since: int | None = None,
    ) -> None:
        """``open_frames`` brings the rows into an engine; only those from ``since`` on matter.

        Instants are in microseconds UTC.
        """
        self.plan = plan
        self.drift = drift
        self.as_of = as_of
        self._since = since
        self._open = open_frames
        self._engine = engine
        self._kept: dict[Hashable, nw.LazyFrame[Any]] = {}
        self._known: dict[Hashable, Any] = {}

    @cached_property
    def engine(self) -> Engine:
        """What runs expressions."""
        return self._engine()

    @cached_property
    def frames(self) -> Frames:
        """All rows from the first that matters on, of this plan's channels and of others."""
        frames = self._open(self.engine)
        return frames if self._since is None else frames.since(self._since)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What several measures use and Python holds, worked out once."""
        if name not in self._known:
            self._known[name] = make()
        found: T = self._known[name]
        return found

    def kept(self, name: Hashable, make: Callable[[], nw.LazyFrame[Any]]) -> nw.LazyFrame[Any]:
        """A frame that several measures use, worked out once."""
        if name not in self._kept:
            self._kept[name] = self.engine.keep(make())
        return self._kept[name]

    def starts(self, window: Duration) -> int | None:
        """The instant at which a window begins that ends as of now; None for business days."""
        return window_start(self.as_of, window)

    @cached_property
    def channels(self) -> dict[str, MeasuredIn]:
        """Channels in use of which messages were read, by their ids in the plan."""
        found = {}
        for bound in self.drift.channels:
            live = bound.live
            if bound.in_use and bound.open and live is not None and live.messages is not None:
                since, until = live.messages
                since = since if self._since is None else max(since, self._since)
                found[bound.channel.id] = MeasuredIn(bound.channel, live.id, bound, since, until)
        return found

    def unread(self, channel: str) -> str:
        """Why no messages are known of a channel of the plan; empty where they are.

        Of channels that are missing, archived or hidden other rules speak.
        """
        if channel in self.channels:
            return ""
        for bound in self.drift.channels:
            if bound.channel.id == channel:
                if bound.archived:
                    return f"{bound.title} is archived"
                live = bound.live
                if live is None and not bound.why:
                    return f"{bound.title} is not in this workspace"
                if live is None or bound.why or not bound.open:
                    return f"{bound.title} cannot be read{bound.why and f': {bound.why}'}"
                reading = self.drift.workspace.channel_reading("messages", live.id)
                return reading.reason or f"no messages of {bound.title} were read"
        return f"channel:{channel} is no Slack channel in use"

    def accounts(self, references: Iterable[Reference]) -> Crowd:
        """The accounts of everybody whom references stand for, now.

        A group that lists its members is those; one that names a user group only is
        whoever is in that.
        """
        return accounts_behind(self.drift, references)

    def responders(self, channel: Channel) -> Crowd:
        """Whose answers count in a channel: the responders of its intake, else its owner."""
        answering = channel.answering
        return self.accounts(()) if answering is None else self.accounts((answering,))

    @cached_property
    def machines(self) -> frozenset[str]:
        """Accounts that no human is behind."""
        return frozenset(one.id for one in self.drift.workspace.people if one.is_machine)
