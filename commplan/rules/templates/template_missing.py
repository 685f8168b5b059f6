"""A message that everybody has to word anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.api import Files, Fix, Plan, Problem, Put, Severity, one_of, rule

if TYPE_CHECKING:
    from commplan.api import Template

TYPES = (
    "incident-update",
    "status",
    "change-request",
    "delay-notice",
    "maintenance",
    "pir",
    "security",
    "report",
)


@rule(
    "PRO101",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A16 A29",
    fix="unsafe",
)
def template_missing(
    plan: Plan, files: Files, *, types: tuple[str, ...] = TYPES
) -> Iterator[Problem]:
    """A type of message has no template, or none with a text.

    Whoever writes under pressure forgets what readers need, and each message looks
    unlike the last. Keep one template for each of `types`: its text in a `file`
    beside the plan, or short ones in the plan as `text`. A file that does not exist
    is left to PLN101. The fix adds templates to begin with, whose words are yours to
    choose.

    Bad:
        templates:
          delay:
            type: delay-notice
            fields: [reason, new_target]
            text: "This takes until {{ new_target }}, because {{ reason }}"
          status: {type: status, fields: [summary, next_update]}

    Good:
        templates:
          incident: {type: incident-update, fields: [summary], file: templates/update.md}
          status: {type: status, fields: [summary], file: templates/update.md}
          change: {type: change-request, fields: [summary], file: templates/update.md}
          delay: {type: delay-notice, fields: [summary], file: templates/update.md}
          maintenance: {type: maintenance, fields: [summary], file: templates/update.md}
          review: {type: pir, fields: [summary], file: templates/update.md}
          security: {type: security, fields: [summary], file: templates/update.md}
          report: {type: report, fields: [summary], file: templates/update.md}

    Files:
        templates/update.md: |
          {{ summary }}

    Facts:
        types: the types that no template is of, or the one whose template has no text
        template: the id of the template without a text, or null
    """
    written: set[str] = set()
    without_text: dict[str, Template] = {}
    for template in plan.templates.values():
        if template.type in types and template.type not in written:
            from commplan.api import wording  # only where a plan has templates

            if wording(template, files) is None:
                without_text.setdefault(template.type, template)
            else:
                written.add(template.type)
    if absent := [t for t in types if t not in written and t not in without_text]:
        each = " for each" if len(absent) > 1 else ""
        yield Problem(
            at=(plan.root / "templates").key,
            message=f"no template is of type {one_of(absent)}",
            help=f"add a template{each}, with its `type`, its `fields`, and a `file` or `text`",
            facts={"types": absent, "template": None},
            fix=_begun(plan, absent),
        )
    for type_, template in without_text.items():
        if type_ not in written:
            yield _without_text(template, type_)


def _begun(plan: Plan, types: list[str]) -> Fix:
    """A template for each type, called like it."""
    from commplan.api import skeleton_fields, skeleton_text

    edits = []
    for type_ in types:
        fields = skeleton_fields(type_)
        written = {"type": type_, "fields": list(fields), "text": skeleton_text(fields)}
        name = type_ if type_ not in plan.templates else f"{type_}-text"
        edits.append(Put(plan.root / "templates" / name, written))
    return Fix(tuple(edits))


def _worded(template: Template, type_: str) -> Fix | None:
    """A text of the fields that the template has; what is in a file is not ours to write."""
    from commplan.api import skeleton_fields, skeleton_text

    if template.file is not None:
        return None
    fields = template.fields or skeleton_fields(type_)
    declared = () if template.fields else (Put(template.at / "fields", list(fields)),)
    return Fix((*declared, Put(template.at / "text", skeleton_text(fields))))


def _without_text(template: Template, type_: str) -> Problem:
    if template.file is not None:
        at, fault = template.at / "file", f"{template.file} of template:{template.id} is empty"
        remedy = "write the template"
    elif template.text is not None:
        at, fault = template.at / "text", f"the text of template:{template.id} is blank"
        remedy = "write the template"
    else:
        at, fault = template.at.key, f"template:{template.id} has neither `file` nor `text`"
        remedy = "add a `file` beside the plan, or a `text`"
    return Problem(
        at=at,
        message=f"{fault}, and no other template is of type {type_}",
        help=remedy,
        facts={"types": [type_], "template": template.id},
        fix=_worded(template, type_),
    )
