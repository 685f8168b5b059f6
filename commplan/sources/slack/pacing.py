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
        "auth.test": 600,
        "bookmarks.list": _TIER_3,
        "bots.info": _TIER_3,
        "conversations.history": _TIER_3,
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


_MARGIN = 1.01
"""Calls that go out evenly do not arrive so; a hundredth keeps an early one from being refused."""


def interval(method: str) -> float:
    """Seconds between calls at the promised rate; of the slowest tier for unknown methods."""
    return 60 / PER_MINUTE.get(method, _TIER_1)


class Pacer:
    """Spaces the calls of each method once that is necessary.

    Every method is called from one thread at a time.
    """

    def __init__(self, monotonic: Callable[[], float], *, from_start: bool) -> None:
        self._monotonic = monotonic
        self._from_start = from_start
        self._paced: set[str] = set()
        self._free_at: dict[str, float] = {}

    def slow_down(self, method: str) -> None:
        """Slack complained: keep to the promised rate, counted from the next call."""
        self._paced.add(method)
        self._free_at.pop(method, None)

    def pause(self, method: str) -> float:
        """Seconds to wait before the next call."""
        if not self._is_paced(method):
            return 0.0
        return max(0.0, self._free_at.get(method, 0.0) - self._monotonic())

    def called(self, method: str) -> None:
        """A call goes out now."""
        if self._is_paced(method):
            now, step = self._monotonic(), interval(method) * _MARGIN
            # From when the call was due: one that is a little late delays no other.
            self._free_at[method] = max(self._free_at.get(method, now), now - step) + step

    def _is_paced(self, method: str) -> bool:
        return self._from_start or method in self._paced


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
