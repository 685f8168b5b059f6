"""A field that is never filled in, or never asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from commplan.api import (
    Files,
    Fix,
    NotAssessed,
    Place,
    Plan,
    Problem,
    Put,
    Remove,
    Severity,
    Verdicts,
    nearest,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import FieldUse, Template, Wording


@rule(
    "PRO103",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A16",
    fix="safe",
)
def template_placeholder_mismatch(plan: Plan, files: Files) -> Verdicts:
    """A declared field is not used in the template's text, or the text uses another.

    Whoever fills in the template is asked for what `fields` declares: a field that
    is missing there is sent as `{{ braces }}`, one that the text does not use is
    written for nobody. Write each field of `fields` once in the text at least, as
    `{{ field }}`. A use that is spelt almost like an unused field is taken for it.

    Bad:
        templates:
          status:
            type: status
            fields: [summary, impact, next_update]
            file: templates/status.md

    Good:
        templates:
          status:
            type: status
            fields: [summary, impact]
            file: templates/status.md

    Files:
        templates/status.md: |
          **{{ summary }}**

          What you may notice: {{ impact }}

    Facts:
        template: its id
        unused: declared fields that the text does not use
        undeclared: fields that the text uses and the template does not declare
    """
    if not plan.templates:
        return
    from commplan.api import field_uses, templates_with_text  # only where a plan has templates

    written, unread = templates_with_text(plan, files)
    for fault in unread:
        yield NotAssessed(fault.reason, fault.at)
    for template, text in written:
        first: dict[str, FieldUse] = {}
        for use in field_uses(text.text):
            first.setdefault(use.name, use)
        if first.keys() != {*template.fields}:
            yield from _mismatches(template, text, first)


def _mismatches(
    template: Template, text: Wording, first: Mapping[str, FieldUse]
) -> Iterator[Problem]:
    unused = [name for name in template.fields if name not in first]
    undeclared = [use for name, use in first.items() if name not in template.fields]
    if not template.fields:
        yield _undeclared(template, text, undeclared)
        return
    for use in undeclared:
        meant = nearest(use.name, unused)
        if meant is None:
            yield _undeclared(template, text, [use])
        else:
            unused.remove(meant)
            yield _misspelt(template, text, use, meant)
    for name in unused:
        yield Problem(
            at=_entry(template, name),
            message=f"template:{template.id} declares {name}, but {text.name} does not use it",
            help=f"write {{{{ {name} }}}} in the text, or remove {name} from `fields`",
            facts=_facts(template, [name], []),
            fix=Fix((Remove(_entry(template, name)),)),
        )


def _misspelt(template: Template, text: Wording, use: FieldUse, meant: str) -> Problem:
    return Problem(
        at=_entry(template, meant),
        message=f"{text.spot(use.start)} uses {_braced(use)}, "
        f"but template:{template.id} declares {meant}",
        help=f"write {{{{ {meant} }}}} in the text",
        facts=_facts(template, [meant], [use.name]),
    )


def _undeclared(template: Template, text: Wording, uses: Sequence[FieldUse]) -> Problem:
    names = [use.name for use in uses]
    it = "it" if len(names) == 1 else "them"
    return Problem(
        at=template.at / "fields",
        message=f"{text.spot(uses[0].start)} uses {', '.join(map(_braced, uses))}, "
        f"which template:{template.id} does not declare",
        help=f"add {', '.join(names)} to `fields`, or take {it} out of the text",
        facts=_facts(template, [], names),
        fix=_declared(template, names),
    )


def _declared(template: Template, names: Sequence[str]) -> Fix:
    """Add names to ``fields``."""
    fields = template.at / "fields"
    if not template.fields:
        return Fix((Put(fields, list(names)),))
    end = len(template.fields)
    return Fix(tuple(Put(fields / end, name) for name in names))


def _entry(template: Template, name: str) -> Place:
    return template.at / "fields" / template.fields.index(name)


def _braced(use: FieldUse) -> str:
    return f"{{{{ {use.name} }}}}"


def _facts(template: Template, unused: list[str], undeclared: list[str]) -> dict[str, object]:
    return {"template": template.id, "unused": unused, "undeclared": undeclared}
