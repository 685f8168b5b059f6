"""How much of what is live the plans of a run know of.

Counted as driftctl counts the resources of a cloud: managed, by managed plus
undeclared plus missing. What could not be read is in no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from commplan.drift import Drift
from commplan.finding import Coverage
from commplan.plan import Plan
from commplan.workspace import LiveChannel, Workspace

_LISTS = {False: "public-channels", True: "private-channels"}


def coverage(plans: Sequence[Plan], workspace: Workspace) -> tuple[Coverage, ...]:
    """The figures for channels and for user groups, of all plans of this workspace together.

    Where plans say which names they manage, only those can be undeclared; the others
    are nobody's business and leave the figure.
    """
    drifts = [Drift(plan, workspace) for plan in plans]
    own = [drift for drift in drifts if not drift.other_workspace]
    return _channels(own, workspace), _usergroups(own, workspace)


def _channels(drifts: Sequence[Drift], workspace: Workspace) -> Coverage:
    unlisted = {
        private: reading
        for private, fact in _LISTS.items()
        if not (reading := workspace.reading(fact)).complete
    }
    managed: set[str] = set()
    missing: set[str] = set()
    unread: set[str] = set()
    for bound in (bound for drift in drifts for bound in drift.channels):
        if bound.live is not None and bool(bound.live.is_private) in unlisted:
            unread.add(bound.declared)  # whether others of its kind are there is not known
        elif bound.live is not None and bound.live.is_live:
            managed.add(bound.live.id)
        elif bound.in_use and (bound.unknown or bound.hidden):
            unread.add(bound.declared)
        elif bound.in_use and (bound.missing or bound.archived or bound.mismatched):
            missing.add(bound.declared)
    seen = (one for one in workspace.channels if bool(one.is_private) not in unlisted)
    undeclared = [one for one in _claimed(seen, drifts) if one.is_live and one.id not in managed]
    reasons = {reading.reason for reading in unlisted.values()}
    what = f"{'private' if True in unlisted else 'public'} channels: " if len(unlisted) == 1 else ""
    return Coverage(
        kind="channels",
        counted=len(unlisted) < len(_LISTS),
        managed=len(managed),
        undeclared=len(undeclared),
        missing=len(missing),
        not_read=len(unread),
        reason=what + "; ".join(sorted(reasons)) if reasons else None,
    )


def _claimed(live: Iterable[LiveChannel], drifts: Sequence[Drift]) -> Iterator[LiveChannel]:
    plans = [drift.plan.metadata for drift in drifts if drift.plan.metadata.managed_channels]
    for channel in live:
        if not plans or any(plan.manages_channel(channel.name or "") for plan in plans):
            yield channel


def _usergroups(drifts: Sequence[Drift], workspace: Workspace) -> Coverage:
    reading = workspace.reading("usergroups")
    if not reading.complete:
        return Coverage("usergroups", counted=False, reason=reading.reason)
    bound = [one for drift in drifts for one in drift.usergroups]
    managed = {one.id for one in bound if one.live is not None and one.live.is_disabled is False}
    plans = [drift.plan.metadata for drift in drifts if drift.plan.metadata.managed_usergroups]
    undeclared = [
        live
        for live in workspace.usergroups
        if live.is_disabled is False
        and live.id not in managed
        and (not plans or any(plan.manages_usergroup(live.handle or "") for plan in plans))
    ]
    return Coverage(
        kind="usergroups",
        counted=True,
        managed=len(managed),
        undeclared=len(undeclared),
        missing=len({one.id for one in bound if one.missing or one.disabled}),
        not_read=len({one.id for one in bound if one.unread}),
    )
