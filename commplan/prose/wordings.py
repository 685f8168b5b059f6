"""The texts that a plan sends: its templates, and what is answered without people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from commplan.document import visible
from commplan.place import Place
from commplan.plan import Plan, Template
from commplan.written import Files, Unreadable

_ACROSS = re.compile(r"\n[ \t]*\n[ \t]*(?P<mark>[-*_])(?:[ \t]*(?P=mark)){2,}[ \t]*\n")
"""A line across the page, below an empty one: what parts one language from the next."""


class Part(NamedTuple):
    """What a text says in one language."""

    text: str
    start: int
    """The offset in the whole text."""
    language: str | None
    """Such as ``en``; None where the text is in several, and which is which cannot be told."""


class Wording(NamedTuple):
    """A text as it will be sent, but for its fields."""

    name: str
    """``templates/status.md``, ``the text of template:status``, ``the reply of automation x``."""
    at: Place
    """The value that names the file, or holds the text."""
    text: str
    is_file: bool
    languages: tuple[str, ...]
    """What the plan says it is written in, such as ``en``."""

    def line_and_column(self, start: int) -> tuple[int, int]:
        """The line and column of an offset, both counted from 1."""
        begin = self.text.rfind("\n", 0, start) + 1
        return self.text.count("\n", 0, begin) + 1, start - begin + 1

    def spot(self, start: int) -> str:
        """Where something stands: ``templates/status.md:4:17``, ``line 2 of the text of …``."""
        line, column = self.line_and_column(start)
        if self.is_file:
            return f"{self.name}:{line}:{column}"
        return f"line {line} of {self.name}" if "\n" in self.text.strip() else self.name

    def parts(self) -> tuple[Part, ...]:
        """The parts of the text by language, which are to come in the order of ``languages``.

        They are told apart by lines across the page (``---``); where their number
        does not fit, the text is one part in no known language. A text without
        ``languages`` is one part, too.
        """
        if len(self.languages) < 2:
            return (Part(self.text, 0, self.languages[0] if self.languages else None),)
        starts = [0, *(match.end() for match in _ACROSS.finditer(self.text))]
        ends = [*(match.start() for match in _ACROSS.finditer(self.text)), len(self.text)]
        if len(starts) != len(self.languages):
            return (Part(self.text, 0, None),)
        return tuple(
            Part(self.text[start:end], start, language)
            for start, end, language in zip(starts, ends, self.languages, strict=True)
        )


class Unread(NamedTuple):
    """A file that is there but cannot be read, or not as what it is meant to be."""

    reason: str
    at: Place


def wording(template: Template, files: Files) -> Wording | Unreadable | None:
    """The text of a template, why it cannot be read, or None where it has none but blanks."""
    if template.file is None:
        at, name = template.at / "text", f"the text of template:{template.id}"
        text: str | Unreadable = template.text or ""
    else:
        at, name = template.at / "file", template.file
        text = files.text(at, visible(template.file))
    if isinstance(text, Unreadable):
        return text
    if not text.strip():
        return None
    languages = tuple(tag.partition("-")[0].lower() for tag in template.languages)
    return Wording(name, at, text.replace("\r\n", "\n"), template.file is not None, languages)


def templates_with_text(
    plan: Plan, files: Files
) -> tuple[tuple[tuple[Template, Wording], ...], tuple[Unread, ...]]:
    """Templates with their texts, and those that cannot be read; PLN101 speaks of lost files."""
    written: list[tuple[Template, Wording]] = []
    unread: list[Unread] = []
    for template in plan.templates.values():
        found = wording(template, files)
        if isinstance(found, Wording):
            written.append((template, found))
        elif found is not None and not found.is_missing:
            reason = f"template:{template.id}: {template.file}: {found.problem}"
            unread.append(Unread(reason, template.at / "file"))
    return tuple(written), tuple(unread)


def replies(plan: Plan) -> Iterator[Wording]:
    """What automations answer, and what is answered to direct messages."""
    for automation in plan.automations.values():
        if automation.reply:
            name = f"the reply of automation {automation.id}"
            yield Wording(name, automation.at / "reply", automation.reply, False, ())
    policy = plan.protocols.dm_policy
    if policy and policy.text:
        yield Wording("the reply to direct messages", policy.at / "text", policy.text, False, ())
