"""Whether somebody can be counted on at an instant, as far as Slack tells."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from commplan.clock import SECOND
from commplan.drift.accounts import Account
from commplan.workspace import LivePerson, Workspace

_NEVER = 32_503_680_000
"""Midnight of the year 3000: what ends later has no end that people or calendars know."""


class Rest(NamedTuple):
    """What keeps somebody from hearing a call; instants in microseconds UTC."""

    quiet: bool = False
    """Do-not-disturb is on."""
    quiet_until: int | None = None
    """When it ends; None where it does not."""
    emoji: str = ""
    """The emoji of a status that says they are away, without colons."""
    away_until: int | None = None
    """When that status expires; None where it does not."""
    doubt: str = ""
    """Why not all of this is known; empty where it is."""

    @property
    def wanted(self) -> bool:
        """Whether they certainly want to be left alone."""
        return self.quiet or bool(self.emoji)


def rest(account: Account, workspace: Workspace, now: int, away: Container[str]) -> Rest:
    """Look at do-not-disturb and status of an account; ``away`` are emoji that count."""
    live = account.live
    if live is None:
        return Rest(doubt=account.why)
    found = _status(live, now, away)
    enabled, starts, ends = live.dnd or (None, None, None)
    if enabled is None or (starts is None) is not (ends is None):
        reading = workspace.reading("dnd").of(live.id)
        untold = f"Slack does not tell whether {account.label} is in do-not-disturb"
        return found._replace(doubt=untold if reading.known else reading.reason)
    if enabled and starts is not None and ends is not None:
        quiet = starts * SECOND <= now < ends * SECOND
        found = found._replace(quiet=quiet, quiet_until=_end(ends) if quiet else None)
    if live.status_emoji is None:
        return found._replace(doubt=f"Slack does not tell the status of {account.label}")
    return found


def _status(live: LivePerson, now: int, away: Container[str]) -> Rest:
    emoji = (live.status_emoji or "").strip(":").partition("::")[0]  # a skin tone may follow
    until = _end(live.status_expiration) if live.status_expiration else None
    over = until is not None and until <= now
    return Rest(emoji=emoji, away_until=until) if emoji in away and not over else Rest()


def _end(seconds: int) -> int | None:
    return seconds * SECOND if seconds < _NEVER else None
