"""The record of calls, so that a test can say how many there were and that none wrote."""

from collections.abc import Mapping
from typing import NamedTuple

REDACTED = "(redacted)"


class Call(NamedTuple):
    """One call. ``at`` is the emulator's clock in Unix seconds.

    ``status`` is the HTTP status, 0 where the connection was reset; ``error``
    is Slack's error code, empty where there was none. Tokens are not recorded.
    """

    method: str
    arguments: Mapping[str, str]
    at: float
    verb: str
    status: int
    error: str


class CallLog:
    """Calls in the order of their answers."""

    def __init__(self) -> None:
        self._calls: list[Call] = []

    def add(self, call: Call) -> None:
        """Record one more call."""
        self._calls.append(call)

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()

    def find(self, method: str | None = None) -> tuple[Call, ...]:
        """All calls, or those of one method."""
        return tuple(call for call in self._calls if method in (None, call.method))

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self._calls)


def redact(arguments: Mapping[str, str]) -> dict[str, str]:
    """Arguments fit to keep: a token among them is replaced."""
    return {key: REDACTED if key == "token" else value for key, value in arguments.items()}
