"""How far reading a workspace is, and how long it will take, for whoever waits for it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import NamedTuple, TextIO

from commplan.workspace import Progress

EVERY = 0.2
"""Seconds between two looks of a terminal."""
EVERY_LINE = 15.0
"""Seconds between two lines of a log."""
AT_ONCE = 60.0
"""Seconds' worth of calls that Slack tolerates before it holds a method to its pace."""


class Lane(NamedTuple):
    """One method, as far as it is."""

    method: str
    done: int
    foreseen: int | None
    pace: float
    held: bool
    """Whether Slack has held it to its pace yet."""

    @property
    def left(self) -> float:
        """Seconds until it is through, as far as its calls are foreseen."""
        calls = max(0, (self.foreseen or 0) - self.done)
        if not self.held and self.pace:
            calls = max(0, calls - max(0, int(AT_ONCE / self.pace) - self.done))
        return calls * self.pace

    def __str__(self) -> str:
        """``pins.list 40/300``; without the end where nobody knows it."""
        end = "" if self.foreseen is None else f"/{max(self.foreseen, self.done)}"
        return f"{self.method} {self.done}{end}"


class Watch:
    """Shows progress: one line that changes on a terminal, a line now and then elsewhere."""

    def __init__(
        self, stream: TextIO, width: int | None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """``width`` is that of the terminal; None for a log."""
        self._stream = stream
        self._width = width
        self._monotonic = monotonic
        self._lanes: dict[str, Lane] = {}
        self._shown_at: float | None = None
        self._ended = False

    def __call__(self, step: Progress) -> None:
        """Take in one step, and show it if the last look was long enough ago."""
        known = self._lanes.get(step.method)
        held = step.waiting > 0 or (known is not None and known.held)
        self._lanes[step.method] = Lane(step.method, step.done, step.foreseen, step.pace, held)
        now = self._monotonic()
        every = EVERY_LINE if self._width is None else EVERY
        if self._shown_at is None and self._width is None:
            self._shown_at = now  # a log has nothing to say before something has lasted
        elif self._shown_at is None or now - self._shown_at >= every:
            self._shown_at = now
            self._show()

    def end(self) -> None:
        """Clear the line of the terminal; whatever a lane still says comes too late."""
        self._ended = True
        if self._width is not None and self._shown_at is not None:
            self._write("\r\x1b[2K")

    def _show(self) -> None:
        if self._ended:
            return
        lanes = sorted(self._lanes.values(), key=lambda lane: (-lane.left, lane.method))
        busy = [lane for lane in lanes if lane.left or lane.foreseen is None] or lanes
        calls = sum(lane.done for lane in lanes)
        parts = [f"reading: {calls} calls", *_time_left(lanes), ", ".join(map(str, busy))]
        line = "; ".join(parts)
        if self._width is None:
            self._write(f"commplan: {line}\n")
        else:
            self._write(f"\r\x1b[2K{line[: self._width - 1]}")

    def _write(self, text: str) -> None:
        print(text, end="", file=self._stream, flush=True)


def _time_left(lanes: list[Lane]) -> list[str]:
    """The lanes go on side by side; a list is as long as it is, and others wait for it."""
    seconds = max((lane.left for lane in lanes), default=0.0)
    if seconds < 1:
        return []
    if seconds < 90:
        return [f"at least {seconds:.0f} s left"]
    return [f"at least {seconds / 60:.0f} min left"]


def watch(*, quiet: bool, verbose: bool) -> Watch | None:
    """Whoever looks at the terminal is shown one line; a log gets some with ``--verbose``."""
    if quiet:
        return None
    if sys.stderr.isatty():
        from shutil import get_terminal_size

        return Watch(sys.stderr, get_terminal_size().columns)
    return Watch(sys.stderr, None) if verbose else None
