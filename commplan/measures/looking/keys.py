"""Ticket keys in texts: what ties a thread to its ticket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from commplan.extras import library
from commplan.history import Showing
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan

_LONGEST = 40
"""Characters of a key; what is longer, or has no digit, is no key and is not kept."""
_MOST = 100
"""Matches that are looked at in one text: each may take time in proportion to its length."""
_MEMORY = 8 * 1024 * 1024


def key_patterns(plan: Plan, channel: str) -> tuple[str, ...]:
    """The expressions that find ticket keys in a channel, by its id in the plan.

    Its own, or those of all channels that have one: alerts and incidents are ticketed
    like requests.
    """
    intake = plan.channels[channel].intake
    if intake is not None and intake.key_pattern:
        return (intake.key_pattern,)
    return plan.key_patterns


def key_kind(pattern: str) -> str:
    """The kind of the marks of keys that an expression finds: two plans may have two."""
    return f"key {pattern}"


def key_faults(plan: Plan, channel: str) -> tuple[str, ...]:
    """Why not all ticket keys of a channel can be looked for; empty where they can."""
    return tuple(
        f"the key_pattern {pattern!r} needs an expression that cannot be tried in bounded time"
        for pattern in key_patterns(plan, channel)
        if _compiled(pattern) is None
    )


class KeyLook(NamedTuple):
    """Looks for the ticket keys that one expression finds."""

    pattern: str

    @property
    def kind(self) -> str:
        """What it looks for."""
        return key_kind(self.pattern)

    @property
    def key(self) -> str:
        """All that it depends on is its kind."""
        return ""

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """Every key once."""
        searched = _compiled(self.pattern)
        found = islice(searched.finditer(text), _MOST) if searched else ()
        for key in dict.fromkeys(match.group() for match in found):
            if len(key) <= _LONGEST and any(map(str.isdigit, key)):
                yield Showing(key)


def key_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """Where a plan has keys looked for."""
    return {
        channel.id: tuple(map(KeyLook, key_patterns(plan, channel.id)))
        for channel in plan.channels.values()
        if channel.is_slack
    }


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    """The expression in an engine that takes linear time; None for what it does not know.

    It lacks what makes expressions slow: references to groups, and looking ahead.
    """
    re2 = library("re2", "looking for ticket keys", "measure")
    options = re2.Options()
    options.log_errors, options.max_mem = False, _MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None
