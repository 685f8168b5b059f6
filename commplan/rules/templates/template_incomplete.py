"""A message that leaves out what its readers need to know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    Files,
    NotAssessed,
    Plan,
    Problem,
    Related,
    Severity,
    Unreadable,
    Verdicts,
    listed,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Duty, HeldPack, Template

RESOLVED = "resolved"
INCIDENT_TYPES = ("incident-update", "status")
"""Types that serve all phases of an incident where the template names none."""


class Demand(NamedTuple):
    """Fields that a template needs, and why."""

    fields: tuple[str, ...]
    why: str
    """As ``which …``."""
    related: tuple[Related, ...] = ()


@rule(
    "PRO102",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A16 A26 A27; GDPR 33(3)",
)
def template_incomplete(plan: Plan, files: Files, packs: tuple[HeldPack, ...]) -> Verdicts:
    """A template lacks a field that its type, its phases or a duty to notify require.

    Readers of an update want to know when to look again: `next_update` in every
    phase but `resolved`. An incident update also says what has been done,
    `actions_taken`. A notice to a regulator holds what the article asks for: the
    fields of the duty that an obligation with this template answers, as the active
    packs list them. An incident update or status without `phases` serves them all.
    Fields that the text uses count as well as declared ones; PRO103 compares the two.

    Bad:
        templates:
          status:
            type: status
            phases: [investigating, resolved]
            fields: [summary, impact]
            text: "{{ summary }} What you may notice: {{ impact }}"

    Good:
        templates:
          status:
            type: status
            phases: [investigating, resolved]
            fields: [summary, impact, next_update]
            text: "{{ summary }} What you may notice: {{ impact }} Next: {{ next_update }}"

    Facts:
        template: its id
        missing: the fields that it lacks
    """
    for template in plan.templates.values():
        demands = tuple(_demands(plan, template, packs))
        if template.type == "regulator" and not demands:
            yield NotAssessed(
                f"what template:{template.id} has to say is not known: no obligation with it "
                "answers a duty of an active pack that lists fields",
                template.at,
            )
        lacking = {field for demand in demands for field in demand.fields} - {*template.fields}
        if lacking:
            yield from _judged(template, files, demands, lacking)


def _judged(
    template: Template, files: Files, demands: tuple[Demand, ...], lacking: set[str]
) -> Verdicts:
    from commplan.api import field_uses, wording  # only where the text has to be read

    text = wording(template, files)
    if isinstance(text, Unreadable) and not text.is_missing:
        reason = f"template:{template.id}: {template.file}: {text.problem}"
        yield NotAssessed(reason, template.at / "file")
        return
    if text is None and not template.fields:  # there is no template yet, see PRO101
        return
    if text is not None and not isinstance(text, Unreadable):
        lacking -= {use.name for use in field_uses(text.text)}
    for demand in demands:
        missing = [field for field in demand.fields if field in lacking]
        lacking -= {*missing}
        if missing:
            yield Problem(
                at=template.at / "fields",
                message=f"template:{template.id} has no {', '.join(missing)}, {demand.why}",
                help=f"add {', '.join(missing)} to `fields`, and "
                f"{' '.join(f'{{{{ {field} }}}}' for field in missing)} to the text",
                related=demand.related,
                facts={"template": template.id, "missing": missing},
            )


def _demands(plan: Plan, template: Template, packs: tuple[HeldPack, ...]) -> Iterator[Demand]:
    if template.type == "incident-update":
        yield Demand(("actions_taken",), "which every incident update needs")
    going_on = tuple(phase for phase in template.phases if phase != RESOLVED)
    if going_on:
        yield Demand(("next_update",), f"which readers need while {listed(going_on)}")
    elif template.type in INCIDENT_TYPES and not template.phases:
        yield Demand(("next_update",), f"which readers need until the incident is {RESOLVED}")
    for obligation in plan.obligations.values():
        reference = obligation.template
        if reference is not None and reference.id == template.id and plan.sound(reference):
            for held, duty in _duties(packs, obligation.duty):
                source = f"{duty.source}{'' if duty.verified else ', not verified'}"
                yield Demand(
                    duty.fields,
                    f"which {held.pack.title} asks for ({source})",
                    (Related(reference.at, f"obligation {obligation.id} is met with it"),),
                )


def _duties(packs: tuple[HeldPack, ...], id: str) -> Iterator[tuple[HeldPack, Duty]]:
    """The duties of an id that say what a notice has to hold."""
    for held in packs:
        for duty in held.pack.duties:
            if duty.id == id and duty.fields:
                yield held, duty
