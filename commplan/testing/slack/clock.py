"""A clock that moves when told to, so that rate limits can be tested without waiting."""


class VirtualClock:
    """A ``clock`` for the emulator in Unix seconds; ``advance`` may serve as a client's sleep.

    >>> clock = VirtualClock(1_790_000_000)
    >>> clock.advance(30)
    >>> clock()
    1790000030.0
    """

    def __init__(self, start: float = 1_790_000_000.0) -> None:
        self._now = float(start)

    def __call__(self) -> float:
        """Give the time in Unix seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on; time never runs backwards."""
        if seconds < 0:
            raise ValueError("a clock cannot be turned back")
        self._now += seconds
