"""How much of the messages in each channel the rules of an audit need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from operator import itemgetter
from typing import TypeAlias

from commplan.clock import DAY, Duration, window_start
from commplan.engine.lookback import rule_window, thread_reasons
from commplan.engine.select import Selection
from commplan.errors import ConfigError
from commplan.history import Look, Replies, WantedHistory, WantedThreads
from commplan.measures.answerers import Answerers
from commplan.plan import (
    MEASURED_WINDOW,
    Plan,
    ThreadReason,
    channel_claims,
    measured_channels,
)
from commplan.rule import Rule
from commplan.timeline import window_begin

Histories: TypeAlias = Callable[[Plan], Mapping[str, WantedHistory]]
"""What to read of the messages of a plan's channels, by their ids in the plan."""
MESSAGES, REPLIES = "messages", "replies"
PACKAGES = ("duckdb", "narwhals", "pyarrow", "re2", "scipy")
"""What measures are worked out with: the extra ``measure``."""
NOT_INSTALLED = 'needs message history, and what measures it: pip install "commplan[measure]"'
_LEAD = DAY
"""Read before the earliest window: what began then may go on in it."""


def reads_messages(selection: Selection) -> bool:
    """Whether some rule of the run asks for messages."""
    return bool(reading_messages(selection))


def reading_messages(selection: Selection) -> tuple[str, ...]:
    """The codes of the rules of the run that ask for messages."""
    return tuple(rule.code for rule in selection.rules if MESSAGES in rule.reads)


def can_measure() -> bool:
    """Whether the packages are installed that measures are worked out with."""
    return all(find_spec(name) is not None for name in PACKAGES)


def wanted_histories(
    plan: Plan,
    selection: Selection,
    as_of: int,
    looks: Mapping[str, tuple[Look, ...]],
    window: Duration | None = None,
) -> Mapping[str, WantedHistory]:
    """What to read of the messages of a plan's channels; keys are their ids in the plan.

    A rule looks back as far as the plan's windows for the channel, or as it says itself,
    and four weeks at least: so long ago may be what was last seen. ``window`` is a further
    one, of whoever measures by it.
    """
    rules = [rule for rule in selection.rules if MESSAGES in rule.reads]
    windows: dict[str, list[int]] = {}
    for one in measured_channels(plan):
        begin = window_begin(plan, one.clock, as_of, one.window)
        if isinstance(begin, int):  # else nothing is measured over it
            windows.setdefault(one.channel.id, []).append(begin)
    interests = [(rule, tuple(_reasons(plan, rule, selection))) for rule in rules]
    answerers = Answerers(plan)
    found: dict[str, WantedHistory] = {}
    for channel, claims in channel_claims(plan).items():
        least = (_start(window or MEASURED_WINDOW, as_of), _start(MEASURED_WINDOW, as_of))
        stated = min(*least, *windows.get(channel, ()))
        looking = [one for one in interests if not (one[0].of and claims.isdisjoint(one[0].of))]
        if not looking:
            continue
        kinds: dict[tuple[Replies, bool], list[Rule]] = {}
        for rule, reasons in looking:
            for reason, channels in reasons:
                if channel in channels:
                    kinds.setdefault((reason.replies, reason.of_requests), []).append(rule)
        found[channel] = WantedHistory(
            since=_earliest((rule for rule, _ in looking), stated, selection, as_of),
            looks=looks.get(channel, ()),
            threads=tuple(
                WantedThreads(
                    _earliest(of_kind, stated, selection, as_of),
                    replies,
                    answerers.of(channel) if of_requests else None,
                )
                for (replies, of_requests), of_kind in sorted(kinds.items(), key=itemgetter(0))
            ),
        )
    return found


def _reasons(
    plan: Plan, rule: Rule, selection: Selection
) -> Iterator[tuple[ThreadReason, frozenset[str]]]:
    """Why a rule looks into threads, each with the channels, by their ids in the plan."""
    return thread_reasons(plan, rule, selection) if REPLIES in rule.reads else iter(())


def _earliest(rules: Iterable[Rule], stated: int, selection: Selection, as_of: int) -> int:
    """The instant from which on some rules look at messages: that stated, or before it."""
    own = (rule_window(rule, selection) for rule in rules)
    return min([stated, *(_start(back, as_of) for back in own if back is not None)]) - _LEAD


def _start(window: Duration, as_of: int) -> int:
    """When a window begins that no plan gives: these are not in business days."""
    start = window_start(as_of, window)
    if start is None:
        raise ConfigError(f"no calendar places a window of {window}: write days, such as 28d")
    return start
