"""Which templates messages are written from, and which fields they fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from commplan.history import Showing
from commplan.measures.looking.markers import folded
from commplan.measures.looking.naming import named
from commplan.named import NamedTuple
from commplan.plan import Template, templated_messages
from commplan.prose import Form, Wording, forms_of, wording

if TYPE_CHECKING:
    from commplan.history import Look
    from commplan.plan import Plan
    from commplan.written import Files

TEMPLATE = "template"
"""The kind of mark: a template that a message is written from, with how many fields it fills in;
and each of these fields."""


class TemplateLook(NamedTuple):
    """Looks for the templates that a text is written from."""

    value: str
    """What stands for the template in a mark."""
    marker: str
    """Folded words by which it is recognised; empty where its form tells."""
    forms: tuple[Form, ...]

    @property
    def kind(self) -> str:
        """What it looks for."""
        return TEMPLATE

    @property
    def key(self) -> str:
        """A digest of its form."""
        told = repr((self.marker, self.forms))
        return f"{self.value} {sha256(told.encode()).hexdigest()}"

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # of any time
        """The template, if the text is written from it, and the fields that it fills in."""
        filled = self._filled(text)
        if filled is not None:
            yield Showing(self.value, len(filled))
            yield from (Showing(field_value(self.value, field)) for field in sorted(filled))

    def _filled(self, text: str) -> frozenset[str] | None:
        """The fields, by the language in which most are filled in."""
        if self.marker:
            if self.marker not in folded(text):
                return None
            return max((form.fields_in(text) for form in self.forms), key=len)
        found = (form.filled(text) for form in self.forms)
        return max((one for one in found if one is not None), key=len, default=None)


def field_value(template: str, field: str) -> str:
    """What stands for a field in a mark, given what stands for its template."""
    return f"{template}/{field}"


def template_forms(template: Template, files: Files) -> tuple[Form, ...]:
    """The forms of a template whose text can be read; none where nobody could recognise it."""
    text = wording(template, files)
    return forms_of(text) if isinstance(text, Wording) else ()


def template_looks(plan: Plan, files: Files) -> Mapping[str, tuple[Look, ...]]:
    """Looks for each template in the Slack channels through which its messages go."""
    found: dict[str, dict[str, TemplateLook]] = {}
    for one in templated_messages(plan):
        forms = template_forms(one.template, files)
        if forms:
            value = named(plan, one.template.id)
            look = TemplateLook(value, folded(one.template.marker or ""), forms)
            for channel in one.channels:
                found.setdefault(channel.id, {})[value] = look
    return {channel: tuple(looks.values()) for channel, looks in found.items()}
