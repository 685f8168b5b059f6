"""A kind of stakeholder that the plan forgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Related, Severity, nearest, one_of, rule

if TYPE_CHECKING:
    from commplan.api import External, Group, HeldPack

CLASSES = ("it-staff", "management", "end-users", "department")


@rule(
    "STK101",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A03 B02; NIST CSF GV.OC-02",
)
def stakeholder_class_missing(
    plan: Plan, packs: tuple[HeldPack, ...], *, classes: tuple[str, ...] = CLASSES
) -> Iterator[Problem]:
    """No group or external party has a class that a plan has to think of.

    Who is not on the list is told last, and asks first. Name a group for each of
    `classes` (it-staff, management, end-users and department, where nothing else is
    configured) and give it that `class`; an external party of the class is as good.
    Packs of the plan add theirs, such as `regulator`.

    Bad:
        stakeholders:
          groups:
            it-ops: {class: it-staff, slack_usergroup: S01ITOPS}
            leadership: {class: management, slack_usergroup: S02LEADS}
            employees: {class: end-users, slack_usergroup: S03ALL}

    Good:
        stakeholders:
          groups:
            it-ops: {class: it-staff, slack_usergroup: S01ITOPS}
            leadership: {class: management, slack_usergroup: S02LEADS}
            employees: {class: end-users, slack_usergroup: S03ALL}
            finance: {class: department, slack_usergroup: S04FIN}

    Facts:
        missing: the classes that nobody has
        pack: the pack that asks for them; null for `classes`
    """
    present = {one.stakeholder_class: one for one in _parties(plan)}
    asked: list[tuple[tuple[str, ...], HeldPack | None]] = [(classes, None)]
    asked += ((held.pack.classes, held) for held in packs)
    seen: set[str] = set()
    for wanted, held in asked:
        missing = [name for name in wanted if name not in present and name not in seen]
        seen.update(wanted)
        if missing:
            odd = {name: one for name, one in present.items() if name and name not in seen}
            yield _problem(plan, missing, odd, held)


def _parties(plan: Plan) -> Iterator[Group | External]:
    yield from plan.groups.values()
    yield from plan.external.values()


def _problem(
    plan: Plan,
    missing: list[str],
    odd: dict[str, Group | External],
    held: HeldPack | None,
) -> Problem:
    """``odd`` are those of other classes, one of which may be a misspelt one."""
    names = one_of(map(repr, missing))
    asker = f", as {held.pack.name} asks" if held else ""
    return Problem(
        at=held.at if held else plan.root / "stakeholders" / "groups",
        message=f"no group or external party is of class {names}{asker}",
        help=f"add `class: {missing[0]}` to the group that it stands for, or define one",
        related=tuple(
            Related(odd[close].at / "class", f"does {close!r} mean {name!r}?")
            for name in missing
            if (close := nearest(name, odd))
        ),
        facts={"missing": missing, "pack": held.pack.name if held else None},
    )
