"""The owners of channels, as far as Slack knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from commplan.drift.accounts import Account
from commplan.drift.channels import BoundChannel, is_in_use
from commplan.drift.levels import Subject
from commplan.drift.usergroups import BoundUsergroup
from commplan.plan import Channel, Plan, Reference


class Ownership(NamedTuple):
    """A channel in use and everybody its owner stands for; holders and deputies alike."""

    channel: Channel
    bound: BoundChannel | None
    """The live side; None for channels outside Slack."""
    owner: Reference
    subjects: tuple[Subject, ...]

    @property
    def label(self) -> str:
        """``#it-help``, or ``channel:status`` outside Slack."""
        return f"channel:{self.channel.id}" if self.bound is None else self.bound.label

    @property
    def deserted(self) -> bool:
        """Whether certainly none of them answers."""
        return all(subject.gone for subject in self.subjects)

    @property
    def doubt(self) -> str:
        """Why perhaps none of them answers; empty where one does, or certainly none."""
        if any(subject.well for subject in self.subjects):
            return ""
        return next((subject.why for subject in self.subjects if subject.why), "")

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The people among them."""
        return tuple(subject for subject in self.subjects if isinstance(subject, Account))


def ownerships(
    plan: Plan,
    today: date,
    channels: Mapping[str, BoundChannel],
    accounts: Mapping[str, Account],
    usergroups: Mapping[str, BoundUsergroup],
) -> Iterator[Ownership]:
    """Every channel whose owner can be asked about.

    Left out are channels out of use, those that another rule speaks of because
    they are missing, archived or hidden, and owners that name nobody (CHN101).
    """
    for channel in plan.channels.values():
        bound = channels.get(channel.id)
        if channel.owner is None or not is_in_use(channel, today):
            continue
        if bound is not None and not bound.open:
            continue
        reach = plan.reach(channel.owner)
        subjects: list[Subject] = [accounts[person.id] for person in reach.people]
        subjects += (usergroups[group.slack_usergroup or ""] for group in reach.unlisted)
        if subjects:
            yield Ownership(channel, bound, channel.owner, tuple(subjects))
