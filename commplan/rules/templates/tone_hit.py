"""Words that hurt or mislead those who read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from commplan.api import (
    Files,
    Fix,
    NotAssessed,
    Plan,
    Problem,
    Put,
    Severity,
    Verdicts,
    listed,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import Hit, Lexicon, Wording


@rule(
    "PRO105",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A08 A13",
    fix="unsafe",
)
def tone_hit(plan: Plan, files: Files, *, lexicons: tuple[str, ...] = ("builtin/en",)) -> Verdicts:
    """A template or automatic reply has a blaming, absolute, hostile or non-inclusive term.

    What is sent from a template is read by many people, some of whom have had a
    bad day. The words to avoid stand in the lexicons that `protocols.tone.lexicons`
    names, else in `lexicons`. `builtin/en` is English, and small. Any other name is
    the path of a TOML file beside the plan with a `language` and `[[terms]]`, each of
    `category`, `phrases`, `why`, `instead`, perhaps `harmless` phrases and a table
    `write` of what may be put for some of the phrases; the example plan `it-ops` has
    one for German. The fix puts that into texts that stand in the plan itself.

    Whole words count, in any case, but not in fields, code and addresses. A text is
    held to the lexicons of its `languages`, one that states none to all; parts in
    several languages stand in that order with a line `---` between them. Automatic
    replies are `automations.*.reply` and `protocols.dm_policy.text`.

    Bad:
        templates:
          blocked:
            type: security
            fields: [address]
            text: "{{ address }} is blacklisted."

    Good:
        templates:
          blocked:
            type: security
            fields: [address]
            text: "{{ address }} is blocked."

    Facts:
        term: the words, as the text has them
        category: what they are
        line, column: where they stand first, in the text
        times: how often they stand there
    """
    if not (plan.templates or plan.automations or "protocols" in plan.value):
        return
    from commplan.api import active_lexicons, replies, templates_with_text  # only where needed

    written, unread = templates_with_text(plan, files)
    texts = (*(text for _, text in written), *replies(plan))
    if not texts and not unread:
        return
    active, faulty = active_lexicons(plan, files, lexicons)
    for fault in (*unread, *faulty):
        yield NotAssessed(fault.reason, fault.at)
    unknown: dict[str, list[Wording]] = {}
    for text in texts:
        yield from _problems(text, _hits(text, active))
        for language in sorted({*text.languages} - {lexicon.language for lexicon in active}):
            unknown.setdefault(language, []).append(text)
    for language, some in unknown.items() if active else ():
        names = listed([text.name for text in some])
        reason = f"no active lexicon is in the language {language!r} of {names}"
        yield NotAssessed(reason, some[0].at)


def _hits(text: Wording, active: Iterable[Lexicon]) -> Iterator[tuple[int, Hit]]:
    """What the lexicons of each part's language find, and where in the whole text."""
    for part in text.parts():
        spoken = (part.language,) if part.language else text.languages
        for lexicon in active:
            if not spoken or lexicon.language in spoken:
                for hit in lexicon.hits(part.text):
                    yield part.start + hit.start, hit


def _problems(text: Wording, found: Iterable[tuple[int, Hit]]) -> Iterator[Problem]:
    """One problem for each term, at its first place."""
    places: dict[str, list[tuple[int, Hit]]] = {}
    for start, hit in found:
        places.setdefault(hit.words.casefold(), []).append((start, hit))
    for same in places.values():
        start, hit = same[0]
        line, column = text.line_and_column(start)
        times = f" ({len(same)} times)" if len(same) > 1 else ""
        yield Problem(
            at=text.at,
            message=f"{text.spot(start)} says “{hit.words}”{times}, "
            f"which is {hit.term.category}: {hit.term.why}",
            help=hit.term.instead,
            facts={
                "term": hit.words,
                "category": hit.term.category,
                "line": line,
                "column": column,
                "times": len(same),
            },
            fix=_fix(text, same),
        )


def _fix(text: Wording, hits: Iterable[tuple[int, Hit]]) -> Fix | None:
    """The text with other words, which only a lexicon that has the same forms can tell."""
    written = text.text
    for start, hit in sorted(hits, reverse=True, key=lambda found: found[0]):
        if text.is_file or hit.instead is None:
            return None
        written = written[:start] + hit.instead + written[start + hit.end - hit.start :]
    return Fix((Put(text.at, written),))
