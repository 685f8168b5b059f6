"""How fast Slack may be asked, and how long we are prepared to wait for it.

Slack counts calls per method, workspace and app, and promises at least so many a
minute for each tier (docs.slack.dev/apis/web-api/rate-limits). It tolerates bursts,
so pacing starts with the first complaint about a method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from types import MappingProxyType

_TIER_1, _TIER_2, _TIER_3, _TIER_4 = 1, 20, 50, 100

PER_MINUTE: Mapping[str, int] = MappingProxyType(
    {
        "admin.conversations.getConversationPrefs": _TIER_2,
        "admin.conversations.getCustomRetention": _TIER_2,
        "auth.teams.list": _TIER_2,
        "auth.test": 600,
        "bookmarks.list": _TIER_3,
        "bots.info": _TIER_3,
        "conversations.history": _TIER_3,
        "conversations.replies": _TIER_3,
        "conversations.info": _TIER_3,
        "conversations.list": _TIER_2,
        "conversations.listConnectInvites": _TIER_1,
        "conversations.members": _TIER_4,
        "dnd.teamInfo": _TIER_2,
        "pins.list": _TIER_2,
        "usergroups.list": _TIER_2,
        "users.info": _TIER_4,
        "users.list": _TIER_2,
        "users.lookupByEmail": _TIER_3,
    }
)
"""Calls a minute that Slack promises for each method we call."""


_TOGETHER = ("conversations.history", "conversations.replies")
"""Methods that Slack allows apps from elsewhere once a minute, both of them."""

_MARGIN = 1.01
"""Calls that go out evenly do not arrive so; a hundredth keeps an early one from being refused."""

_SLOWEST = 60.0
"""Seconds between calls at the slowest: Slack promises every app one call a minute."""

_REGAINED = 10
"""After so many answers in a row a lane that was slowed down tries twice the pace."""


def interval(method: str) -> float:
    """Seconds between calls at the promised rate; of the slowest tier for unknown methods."""
    return 60 / PER_MINUTE.get(method, _TIER_1)


class _Lane:
    """The pace of one method."""

    def __init__(self, step: float, *, paced: bool) -> None:
        self.step = self.promised = step
        self.paced = paced
        self.due: float | None = None
        self.answered = 0


class Pacer:
    """Spaces the calls of each method once that is necessary, whichever thread makes them."""

    def __init__(self, monotonic: Callable[[], float], *, from_start: bool) -> None:
        self._monotonic = monotonic
        self._from_start = from_start
        self._lanes: dict[str, _Lane] = {}
        self._lock = Lock()

    def take_turn(self, method: str) -> float:
        """Seconds to wait until a call may go out; nobody else gets the same turn."""
        with self._lock:
            lane = self._lane(method)
            if not lane.paced:
                return 0.0
            now = self._monotonic()
            due = now if lane.due is None else lane.due
            # From when the call was due: one that is a little late delays no other.
            lane.due = max(due, now - lane.step) + lane.step
            return max(0.0, due - now)

    def hold(self, method: str, seconds: float) -> None:
        """Slack complained: wait as long as it says, and keep to the promised rate from then on.

        Where it complains of that rate, too, others use the same app, or Slack allows it
        less: then the lane slows down, and tries again later whether that is still so.
        """
        with self._lock:
            lane = self._lane(method)
            if lane.paced and lane.answered:
                lane.step = min(_SLOWEST, max(2 * lane.step, seconds))
            lane.paced, lane.answered = True, 0
            lane.due = self._monotonic() + seconds

    def pace(self, method: str) -> float:
        """Seconds from one call of a method to the next, as far as Slack has made it known.

        An app that is held back in the one method about messages is so in the other.
        """
        with self._lock:
            alike = _TOGETHER if method in _TOGETHER else (method,)
            return max(self._lane(one).step for one in alike)

    def is_held_back(self, method: str) -> bool:
        """Whether Slack allows a method so little that it can only be meant for this app."""
        with self._lock:
            lane = self._lane(method)
            return lane.step > lane.promised and lane.step >= _SLOWEST / 2

    def answered(self, method: str) -> None:
        """A call was answered at this pace."""
        with self._lock:
            lane = self._lane(method)
            lane.answered += 1
            if lane.answered % _REGAINED == 0:
                lane.step = max(lane.promised, lane.step / 2)

    def _lane(self, method: str) -> _Lane:
        if method not in self._lanes:
            self._lanes[method] = _Lane(interval(method) * _MARGIN, paced=self._from_start)
        return self._lanes[method]


class Patience:
    """The time that may be spent waiting in all; waits that overlap count once."""

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self._left = seconds
        self._monotonic = monotonic
        self._until = monotonic()
        self._lock = Lock()

    def allows(self, pause: float) -> bool:
        """Take ``pause`` seconds, starting now, out of what is left; False if it is too much."""
        with self._lock:
            now = self._monotonic()
            extra = max(0.0, now + pause - max(now, self._until))
            if extra > self._left:
                return False
            self._left -= extra
            self._until = max(self._until, now + pause)
            return True
