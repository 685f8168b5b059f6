"""The steps of escalation paths and whom each of them reaches in Slack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from commplan.drift.accounts import Account
from commplan.drift.usergroups import BoundUsergroup
from commplan.plan import Plan, Reference, Step

Subject: TypeAlias = Account | BoundUsergroup
"""Who may answer: somebody of the plan, or whoever is in a user group."""

_SLACK_KINDS = frozenset({"person", "group"})


class StepTarget(NamedTuple):
    """One account or user group that a step reaches."""

    reference: Reference
    """The reference that names it, be it in the step, a group, a role or a rotation."""
    item: Reference
    """The item of ``notify`` that leads to it."""
    subject: Subject

    @property
    def direct(self) -> bool:
        """Whether the step itself names it."""
        return self.item.at == self.reference.at


class Level(NamedTuple):
    """One step of an escalation path with its targets."""

    path: str
    step: Step
    targets: tuple[StepTarget, ...]
    elsewhere: bool
    """It also tells a channel, a tool or an external party."""

    @property
    def label(self) -> str:
        """``step 1 of escalation:desk``."""
        return f"step {self.step.number} of escalation:{self.path}"

    @property
    def unstaffed(self) -> bool:
        """Whether it certainly reaches nobody."""
        return self._only_slack and all(target.subject.gone for target in self.targets)

    @property
    def doubtful(self) -> Subject | None:
        """On whom it hangs whether it reaches anybody; None where that is certain."""
        if not self._only_slack or any(target.subject.well for target in self.targets):
            return None
        return next((t.subject for t in self.targets if t.subject.why), None)

    @property
    def _only_slack(self) -> bool:
        return bool(self.targets) and not self.elsewhere


def levels(
    plan: Plan, accounts: Mapping[str, Account], usergroups: Mapping[str, BoundUsergroup]
) -> Iterator[Level]:
    """Every step of every path, in the order of the plan."""
    for path in plan.paths.values():
        for step in path.steps:
            targets: dict[tuple[str, str], StepTarget] = {}
            elsewhere = False
            for item in step.notify:
                for reference in leaves(plan, item):
                    key = (reference.kind, reference.id)
                    if reference.kind not in _SLACK_KINDS:
                        elsewhere = True
                    elif key not in targets:
                        subject = _subject(plan, reference, accounts, usergroups)
                        targets[key] = StepTarget(reference, item, subject)
            yield Level(path.id, step, tuple(targets.values()), elsewhere)


def leaves(plan: Plan, reference: Reference) -> Iterator[Reference]:
    """The references at the ends: those that name people, user groups, channels and the like.

    Goes the way of :meth:`commplan.plan.Plan.reach`, and remembers by which
    reference it came.
    """
    seen: set[tuple[str, str]] = set()
    waiting = [reference]
    while waiting:
        here = waiting.pop()
        if (here.kind, here.id) in seen or not plan.sound(here):
            continue
        seen.add((here.kind, here.id))
        if here.kind == "group" and not plan.groups[here.id].listed:
            if plan.groups[here.id].slack_usergroup:
                yield here
        elif here.kind in ("group", "role", "rotation", "escalation"):
            waiting += reversed(plan.behind(here))
        else:
            yield here


def _subject(
    plan: Plan,
    reference: Reference,
    accounts: Mapping[str, Account],
    usergroups: Mapping[str, BoundUsergroup],
) -> Subject:
    if reference.kind == "person":
        return accounts[reference.id]
    return usergroups[plan.groups[reference.id].slack_usergroup or ""]
