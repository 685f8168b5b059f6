"""Rate limits: one token bucket for each app and method, filled at the tier's floor."""

from collections.abc import Callable
from math import ceil


class RateLimits:
    """Counts calls against the documented floors of the tiers.

    A bucket holds one minute's calls times ``burst`` and fills evenly, so a
    client may start at once and then has to keep to the pace. Slack promises
    no more than the floor; how much more it tolerates is its secret.
    """

    def __init__(self, clock: Callable[[], float], burst: float = 1.0) -> None:
        if burst <= 0:
            raise ValueError("burst must be more than 0")
        self._clock = clock
        self._burst = burst
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}

    def wait(self, app: str, method: str, per_minute: int) -> int:
        """Take one call: 0 if it may go ahead, else the seconds for ``Retry-After``."""
        now = self._clock()
        size = max(1.0, per_minute * self._burst)
        left, since = self._buckets.get((app, method), (size, now))
        left = min(size, left + (now - since) * per_minute / 60)
        if left >= 1 - 1e-6:
            self._buckets[app, method] = (left - 1, now)
            return 0
        self._buckets[app, method] = (left, now)
        return max(1, ceil((1 - left) * 60 / per_minute - 1e-6))
