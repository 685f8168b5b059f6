"""A template that its readers cannot take in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from commplan.api import (
    Channel,
    Files,
    NotAssessed,
    Part,
    Plan,
    Problem,
    Readability,
    Reference,
    Related,
    Severity,
    Template,
    Verdicts,
    Wording,
    field_uses,
    length_in,
    listed,
    rule,
    templates_with_text,
    unexpanded,
)

ENGLISH = "en"
REPORT = "report"
SUMMARY = "summary"
Route: TypeAlias = tuple[Channel, Reference]
"""A channel, and where a message names it."""


@rule(
    "PRO104",
    severity=Severity.WARNING,
    profile="complete",
    since="0.1",
    source="A06 A22; GDPR 34(2)",
)
def template_hard_to_use(
    plan: Plan,
    files: Files,
    *,
    max_grade: float = 9,
    field_length: int = 20,
    known_acronyms: tuple[str, ...] = (),
) -> Verdicts:
    """A template is hard to read, too long for its medium, buries the summary, or abbreviates.

    Whoever reads a message at night, on a phone, in a second language, gives up
    early. Use short sentences and everyday words; say first what matters; spell out
    an acronym where it first stands, as in `recovery time objective (RTO)`. Everyday
    ones, such as PDF, and `known_acronyms` need no words.

    The grade is that of Flesch and Kincaid, years of school, over the sentences of
    texts with 50 words or more in sentences; below, it says nothing. Headings, labels,
    fields, code and addresses do not count. `protocols.tone.max_grade` goes before
    `max_grade`. Grade and acronyms are judged in English only; a text without
    `languages` is taken for English if it has its small words. A medium is
    that of the channels of messages with the template: 4,000 characters for Slack,
    160 for a text message (70 with letters beyond its alphabet), 4,096 bytes for a
    push notification; each field counts as `field_length` characters. A report, and
    whatever says `summary_first`, begins with a summary if that word, or a field
    whose name holds it, stands before or in the first field.

    Bad:
        templates:
          weekly:
            type: report
            fields: [kpis, summary]
            text: "Numbers: {{ kpis }} In short: {{ summary }}"

    Good:
        templates:
          weekly:
            type: report
            fields: [kpis, summary]
            text: "In short: {{ summary }} Numbers: {{ kpis }}"

    Facts:
        template: its id
        grade, limit: the reading grade and the highest allowed
        medium, length, limit: the medium, how long the text is in it, and how long it may be
        acronyms: those that are not spelt out
        first: the field that stands in the place of the summary, or null
    """
    if not plan.templates:
        return
    written, unread = templates_with_text(plan, files)
    for fault in unread:
        yield NotAssessed(fault.reason, fault.at)
    tone = plan.protocols.tone
    limit = tone.max_grade if tone and tone.max_grade is not None else max_grade
    routes = _routes(plan)
    foreign: dict[str, list[Wording]] = {}
    for template, text in written:
        for part in text.parts():
            if part.language in (None, ENGLISH):
                yield from _grade(template, text, part, limit)
                yield from _acronyms(template, text, part, known_acronyms)
            elif Readability(part.text).is_enough:
                foreign.setdefault(str(part.language), []).append(text)
        yield from _length(template, text, routes.get(template.id, ()), field_length)
        yield from _summary(template, text)
    for language, some in sorted(foreign.items()):
        names = listed([text.name for text in some])
        reason = f"the reading grade is one of English, not of the language {language!r} of {names}"
        yield NotAssessed(reason, some[0].at)


def _grade(template: Template, text: Wording, part: Part, limit: float) -> Verdicts:
    found = Readability(part.text)
    if not found.is_enough:
        return
    if part.language is None and text.languages:
        reason = f"which part of {text.name} is in which of its languages is not clear"
        yield NotAssessed(f"{reason}: put a line `---` between them, in that order", text.at)
    elif part.language is None and not found.looks_english:
        reason = f"{text.name} does not read like English; state its `languages`"
        yield NotAssessed(reason, text.at)
    elif found.grade > limit:
        words, syllables = len(found.words), found.syllables
        yield Problem(
            at=text.at,
            message=f"{text.name} takes {found.grade:.1f} years of school to read, limit {limit:g} "
            f"({words / found.sentences:.0f} words in a sentence, "
            f"{syllables / words:.1f} syllables in a word)",
            help="split long sentences, and use everyday words",
            facts={"template": template.id, "grade": round(found.grade, 1), "limit": limit},
        )


def _acronyms(
    template: Template, text: Wording, part: Part, known: tuple[str, ...]
) -> Iterator[Problem]:
    found = unexpanded(part.text, known)
    if found:
        letters = [acronym.letters for acronym in found]
        spot = text.spot(part.start + found[0].start)
        yield Problem(
            at=text.at,
            message=f"{spot} does not say what {listed(letters)} {_stand(letters)} for",
            help=f"spell it out where it first stands, as in `… ({letters[0]})`",
            facts={"template": template.id, "acronyms": letters},
        )


def _stand(letters: list[str]) -> str:
    return "stands" if len(letters) == 1 else "stand"


def _length(
    template: Template, text: Wording, routes: Iterable[Route], field_length: int
) -> Iterator[Problem]:
    """One problem for each medium."""
    seen: set[str] = set()
    for channel, reference in routes:
        length = length_in(channel.kind, text.text, field_length)
        if length and length.length > length.most and channel.kind not in seen:
            seen.add(channel.kind)
            yield Problem(
                at=text.at,
                message=f"{text.name} is {length.length:,} {length.unit} long, {field_length} for "
                f"each field; channel:{channel.id} ({channel.kind}) takes {length.most:,}",
                help=f"shorten it by {length.length - length.most:,}, or send it another way",
                related=(Related(reference.at, "it is sent through this channel"),),
                facts={
                    "template": template.id,
                    "medium": channel.kind,
                    "length": length.length,
                    "limit": length.most,
                },
            )


def _routes(plan: Plan) -> Mapping[str, list[Route]]:
    """The channels through which the messages of each template go."""
    found: dict[str, list[Route]] = {}
    for message in plan.messages.values():
        if message.template is not None and plan.sound(message.template):
            for reference in message.via:
                if plan.sound(reference):
                    route = plan.channels[reference.id], reference
                    found.setdefault(message.template.id, []).append(route)
    return found


def _summary(template: Template, text: Wording) -> Iterator[Problem]:
    if template.type != REPORT and not template.summary_first:
        return
    uses = field_uses(text.text)
    opening = text.text[: uses[0].end] if uses else text.text.strip().partition("\n\n")[0]
    if SUMMARY in opening.casefold():
        return
    instead = f"{{{{ {uses[0].name} }}}}" if uses else "other words"
    why = "it is a report" if template.type == REPORT else "it says `summary_first`"
    yield Problem(
        at=text.at,
        message=f"{text.name} begins with {instead}, not with a summary, although {why}",
        help="put {{ summary }} first",
        facts={"template": template.id, "first": uses[0].name if uses else None},
    )
