"""People whom escalation paths call, and who are not where the incident is handled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.drift.accounts import Account, Accounts
from commplan.drift.attendance import Crowd, attendance, crowd
from commplan.drift.channels import BoundChannel
from commplan.drift.levels import Level, StepTarget, Subject
from commplan.drift.members import Membership
from commplan.plan import Plan, incident_channels


class Gathering(NamedTuple):
    """A channel in which incidents are handled, and a path that calls people to them."""

    membership: Membership
    path: str
    severities: tuple[str, ...]
    """Ids of the severities that use both."""


class Outsider(NamedTuple):
    """Somebody who is called to a gathering and is not there, or may not be."""

    gathering: Gathering
    level: Level
    """The first step that calls them."""
    target: StepTarget
    names: tuple[str, ...]
    """Who is certainly not there: the person, or members of the user group by handle or id."""
    doubt: str
    """Why it is not known of others; empty where it is."""

    @property
    def channel(self) -> BoundChannel:
        """Where they are not."""
        return self.gathering.membership.bound

    @property
    def subject(self) -> Subject:
        """The person, or the user group."""
        return self.target.subject


def gatherings(plan: Plan, memberships: Mapping[str, Membership]) -> Iterator[Gathering]:
    """Every incident channel in use, with each path that leads to it.

    Left out are channels that other rules report as missing or archived.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for severity in plan.severities.values():
        if severity.path is not None and plan.sound(severity.path):
            for channel in incident_channels(plan, severity.id):
                found.setdefault((channel.id, severity.path.id), []).append(severity.id)
    for (channel_id, path), severities in found.items():
        if channel_id in memberships:
            yield Gathering(memberships[channel_id], path, tuple(severities))


def outsiders(
    gatherings: Iterable[Gathering], levels: Iterable[Level], accounts: Accounts
) -> Iterator[Outsider]:
    """Look for everybody whom a path calls among the members of the channels it leads to.

    Whoever is gone, or has left by the plan's own account, other rules speak of. Of a user
    group those are left out whom the path also calls by name, or by a group before it.
    """
    steps = tuple(levels)
    for gathering in gatherings:
        seen = set()
        by_name = {
            one.live.id
            for level in steps
            if level.path == gathering.path
            for target in level.targets
            if isinstance(one := target.subject, Account) and one.live is not None
        }
        for level in steps if not gathering.membership.why else ():
            for target in level.targets if level.path == gathering.path else ():
                if target.subject.key not in seen:
                    seen.add(target.subject.key)
                    called = crowd([target.subject], accounts)
                    if not isinstance(target.subject, Account):
                        called = called.without(by_name)
                        by_name.update(called.sought)
                    names, doubt = _absent(called, gathering.membership, accounts)
                    if names or doubt:
                        yield Outsider(gathering, level, target, names, doubt)


def _absent(
    called: Crowd, membership: Membership, accounts: Accounts
) -> tuple[tuple[str, ...], str]:
    """Who is certainly not in a channel, and why it is not known of others."""
    found = attendance(called, membership, accounts)
    return () if found.aliases else found.absent, found.doubt
