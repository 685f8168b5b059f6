"""Who speaks of what: one cause, one finding.

Somebody who is gone can be noticed in many places. They are reported once, under
the gravest use: as the target of a step (ESC), as the owner of a channel that
has no other (CHN), and else as somebody the plan names (STK). The same goes for
user groups, of which no CHN rule speaks. What the graver rule does not say, because
it is not selected, falls to the next one. Where somebody has left by the plan's own
account, STK107 speaks of them and no rule of this kind does.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from commplan.drift.accounts import Account
from commplan.drift.levels import Level, StepTarget, Subject
from commplan.drift.owners import Ownership
from commplan.drift.usergroups import BoundUsergroup


class VainCall(NamedTuple):
    """A step that calls somebody who is gone, while others still answer."""

    level: Level
    target: StepTarget


class Charges(NamedTuple):
    """Every fault of accounts and user groups, at the one place that reports it."""

    unstaffed: tuple[Level, ...]
    """Steps that reach nobody (ESC305)."""
    calls: tuple[VainCall, ...]
    """The first other step that calls somebody who is gone (ESC301, ESC303)."""
    deserted: tuple[Ownership, ...]
    """Channels without an owner who answers (CHN303)."""
    accounts: tuple[Account, ...]
    """Whoever else is gone (STK301, STK303)."""
    usergroups: tuple[BoundUsergroup, ...]
    """User groups that are gone otherwise (STK306 to STK308)."""


def charges(
    accounts: Iterable[Account],
    usergroups: Iterable[BoundUsergroup],
    levels: Iterable[Level],
    ownerships: Iterable[Ownership],
    rules: Container[str],
) -> Charges:
    """Decide who speaks of which fault; ``rules`` are the codes that may."""
    unstaffed: list[Level] = []
    others: list[Level] = []
    for level in levels:
        (unstaffed if level.unstaffed and "ESC305" in rules else others).append(level)
    told = {target.subject.key for level in unstaffed for target in level.targets}
    calls = tuple(_first_calls(others, rules))
    told |= {call.target.subject.key for call in calls}
    deserted = tuple(
        ownership
        for ownership in ownerships
        if ownership.deserted and any(a.key not in told and not a.left for a in ownership.accounts)
    )
    if "CHN303" in rules:
        told |= {account.key for ownership in deserted for account in ownership.accounts}
    return Charges(
        tuple(unstaffed),
        calls,
        deserted,
        tuple(a for a in accounts if a.gone and not a.left and a.key not in told),
        tuple(group for group in usergroups if group.gone and group.key not in told),
    )


def _first_calls(levels: Iterable[Level], rules: Container[str]) -> Iterable[VainCall]:
    calls: dict[tuple[str, str], VainCall] = {}
    for level in levels:
        for target in level.targets:
            code = _rule_about(target.subject)
            if code is not None and code in rules:
                calls.setdefault(target.subject.key, VainCall(level, target))
    return calls.values()


def _rule_about(subject: Subject) -> str | None:
    """The rule that speaks of such a target; of user groups only where there is none."""
    if isinstance(subject, BoundUsergroup):
        return "ESC301" if subject.missing else None
    if not subject.gone or subject.left:
        return None
    return "ESC303" if subject.deactivated else "ESC301"
