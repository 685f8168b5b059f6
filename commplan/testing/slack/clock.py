"""A clock that moves when told to, so that rate limits can be tested without waiting."""

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from threading import Event, Thread


class VirtualClock:
    """A ``clock`` for the emulator in Unix seconds, and a client's ``sleep`` that takes no time.

    >>> clock = VirtualClock(1_790_000_000)
    >>> clock.sleep(30)
    >>> clock()
    1790000030.0

    Work that goes on side by side is started with ``side_by_side``: whoever sleeps
    lets the others go on, and time moves to the next one who is due. One thread at
    a time runs, always in the same order, so that what takes ten minutes in three
    lanes takes ten minutes of this clock and gives the same calls every time.
    """

    def __init__(self, start: float = 1_790_000_000.0) -> None:
        self._now = float(start)
        self._due: list[tuple[float, int, Event]] = []
        self._order = count()

    def __call__(self) -> float:
        """Give the time in Unix seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on; time never runs backwards."""
        if seconds < 0:
            raise ValueError("a clock cannot be turned back")
        self._now += seconds

    def sleep(self, seconds: float) -> None:
        """Go on once so many seconds have passed; what is due before goes first."""
        if seconds < 0:
            raise ValueError("a clock cannot be turned back")
        turn = self._queue(self._now + seconds)
        self._next()
        turn.wait()

    def side_by_side(self, lanes: Sequence[Callable[[], None]]) -> None:
        """Run all lanes to their end; the first exception among them is raised then."""
        errors: list[BaseException] = []
        left = count(len(lanes) - 1, -1)
        end = Event()

        def run(lane: Callable[[], None], turn: Event) -> None:
            turn.wait()
            try:
                lane()
            except BaseException as error:  # raised again below
                errors.append(error)
            if not next(left):
                self._queue(self._now, end)
            self._next()

        for lane in lanes:
            Thread(target=run, args=(lane, self._queue(self._now)), daemon=True).start()
        if lanes:
            self._next()
            end.wait()
        if errors:
            raise errors[0]

    def _queue(self, moment: float, turn: Event | None = None) -> Event:
        turn = turn or Event()
        heappush(self._due, (moment, next(self._order), turn))
        return turn

    def _next(self) -> None:
        """Let the next one run; whoever calls this waits or has ended."""
        if self._due:
            moment, _, turn = heappop(self._due)
            self._now = max(self._now, moment)
            turn.set()
