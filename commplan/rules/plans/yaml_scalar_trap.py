"""Text that is not what it looks like: to other readers of YAML, or to people."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    Fix,
    Oddity,
    Place,
    Problem,
    Put,
    Rename,
    Severity,
    WrittenDocument,
    masked,
    rule,
    visible,
)

_LONGEST = 60
"""Characters of a text that a message repeats."""


@rule("PLN002", severity=Severity.ERROR, profile="basic", since="0.1", source="A02", fix="safe")
def yaml_scalar_trap(document: WrittenDocument) -> Iterator[Problem]:
    """A plain scalar means something else in YAML 1.1, hides a space, or a key stands twice.

    Many readers still follow YAML 1.1, where `17:30` is the number 1050, `NO` is
    false and `2026-09-14` a date; a space that nobody sees makes two names of one;
    of a key that is given twice only the last value counts. Put such text in
    quotes, remove the space, or keep one of the two keys. Where the schema refuses
    the text anyway, quotes would not mend it, and PLN001 speaks alone. Quotes are a
    safe fix; to remove a space changes the text, so that a person has to agree.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, until: 2027-03-31}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, until: "2027-03-31"}

    Facts:
        kind: `scalar`, `space` or `duplicate-key`
        meaning: what a reader of YAML 1.1 makes of it, or which space there is, or where
    """
    refused = {(fault.pointer, fault.on_key) for fault in document.faults}
    for oddity in document.document.oddities if document.document else ():
        if oddity.kind != "duplicate-key" and (oddity.pointer, oddity.on_key) in refused:
            continue
        at = Place(document.origin, oddity.pointer, oddity.on_key, oddity.span)
        yield Problem(
            at=at,
            message=_message(oddity),
            help=_help(oddity),
            fix=_fix(oddity, at),
            facts={"kind": oddity.kind, "meaning": oddity.meaning},
        )


def _message(oddity: Oddity) -> str:
    text = masked(oddity.text)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…'"
    if oddity.kind == "duplicate-key":
        return f"the key {text} stands twice in one mapping; {oddity.meaning}"
    if oddity.kind == "space":
        return f"{text} has {oddity.meaning}"
    return f"in YAML 1.1, {text} without quotes is {oddity.meaning}"


def _help(oddity: Oddity) -> str | None:
    """The text in quotes, or as it should be; None where nobody can tell what was meant."""
    if oddity.kind == "duplicate-key":
        return None
    text = visible(oddity.text)
    if oddity.kind == "space" and (not text or len(text) > _LONGEST or "\n" in text):
        return "remove the space"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'write it as "{escaped}"' if masked(text) == repr(text) else "remove the space"


def _fix(oddity: Oddity, at: Place) -> Fix | None:
    """Quotes, or the text without the space; nothing that would repeat a secret."""
    text = visible(oddity.text) if oddity.kind == "space" else oddity.text
    if oddity.kind == "duplicate-key" or not text or masked(text) != repr(text):
        return None
    edit = Rename(at, text) if oddity.on_key else Put(at, text)
    return Fix((edit,), safe=oddity.kind == "scalar")
