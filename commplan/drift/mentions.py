"""The other places of a plan that hang on somebody who is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commplan.drift.accounts import Account
from commplan.drift.levels import Level, Subject
from commplan.drift.owners import Ownership
from commplan.place import Place
from commplan.plan import Plan, entity_name


class Mention(NamedTuple):
    """A place, and what stands there."""

    at: Place
    words: str


def mentions(
    plan: Plan,
    subject: Subject,
    levels: Iterable[Level],
    ownerships: Iterable[Ownership],
    besides: Iterable[Place],
) -> tuple[Mention, ...]:
    """Where else a finding about ``subject`` leads, each place once and without ``besides``.

    First where the plan says who it is, then the steps and channels that need
    somebody else, then every other place that names the person.
    """
    found = (
        *_definitions(subject),
        *_steps(subject, levels),
        *_channels(subject, ownerships),
        *_references(plan, subject),
    )
    places = set(besides)
    kept = []
    for mention in found:
        if mention.at not in places:
            places.add(mention.at)
            kept.append(mention)
    return tuple(kept)


def _definitions(subject: Subject) -> Iterator[Mention]:
    if isinstance(subject, Account):
        yield Mention(subject.at, f"{subject.person.id} is {subject.declared} here")
    else:
        for naming in subject.named:
            yield Mention(naming.at, f"{naming.words} is {subject.id} here")


def _steps(subject: Subject, levels: Iterable[Level]) -> Iterator[Mention]:
    for level in levels:
        for target in level.targets:
            if target.subject.key == subject.key:
                yield Mention(target.item.at, f"{level.label} calls {target.item}")


def _channels(subject: Subject, ownerships: Iterable[Ownership]) -> Iterator[Mention]:
    for ownership in ownerships:
        if ownership.deserted and any(one.key == subject.key for one in ownership.subjects):
            yield Mention(ownership.owner.at, f"{ownership.label} has no other owner")


def _references(plan: Plan, subject: Subject) -> Iterator[Mention]:
    for field in plan.reference_fields:
        if (field.reference.kind, field.reference.id) == subject.key:
            at = field.reference.at
            yield Mention(at, f"{entity_name(at.pointer)} names {field.reference}")
