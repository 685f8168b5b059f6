"""Something that nobody has filled in yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commplan.api import (
    PLACEHOLDERS,
    SECTIONS,
    Place,
    Problem,
    Severity,
    WrittenDocument,
    entity_name,
    find_scalars,
    is_placeholder,
    masked,
    may_hold_placeholder,
    rule,
)

_NAMES = frozenset({
    *("name", "title", "id", "slack", "slack_usergroup", "handle", "team", "org", "phone"),
    *("email", "contact", "address", "provider", "app", "runbook", "link", "guide", "code"),
    "ticket",
})  # fmt: skip
"""Keys of names, ids, contacts and URLs; prose and texts of templates may say anything."""
_REFERENCES = frozenset(
    ("owner", "approver", "approved_by", "sender", "mentor", "decision", "recipient", "party")
)
_MAPS = (*SECTIONS.values(), ("goals",), ("requests",), ("monitoring",), ("programmes",))
"""Where keys are ids."""


@rule(
    "PLN003",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="real: ministryofjustice/cloud-platform-environments",
)
def placeholder_value(
    document: WrittenDocument, *, words: tuple[str, ...] = PLACEHOLDERS
) -> Iterator[Problem]:
    """A name, contact, owner, id, reference or URL only stands in for the real one.

    `TBC` is not a person and `{{ .Channel }}` not a channel: whoever follows the
    plan in an incident ends there. Write the real value, or leave the entry out
    until there is one. References of a valid plan are left to PLN101, which
    knows what exists.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: TBC, slack: U02BOB}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        field: what only has a stand-in
    """
    folded = tuple(word.casefold() for word in words)
    if not may_hold_placeholder(_texts(document), folded):
        return
    for at, text, what in (*_ids(document, folded), *_values(document, folded)):
        yield Problem(
            at=at,
            message=f"{what} is the placeholder {masked(text)}",
            help="write the real one, or leave the entry out until there is one",
            facts={"field": what},
        )


def _texts(document: WrittenDocument) -> Iterator[str]:
    """Every id, and whatever stands under one of the keys that matter."""
    sections = document.value.keys()
    for section in _MAPS:
        if section[0] in sections:
            yield from _entries(document, section)
    for _, value in document.scalars(_keys(document)):
        if isinstance(value, str):
            yield value


def _keys(document: WrittenDocument) -> frozenset[str]:
    is_plan = document.kind in ("CommunicationPlan", "Baseline") and not document.faults
    return _NAMES if is_plan else _NAMES | _REFERENCES


def _ids(document: WrittenDocument, words: tuple[str, ...]) -> Iterator[tuple[Place, str, str]]:
    for section in _MAPS:
        for key in _entries(document, section):
            if is_placeholder(key, words):
                at = Place(document.origin, (*section, key), on_key=True)
                yield at, key, f"an id in {section[-1]}"


def _entries(document: WrittenDocument, section: tuple[str, ...]) -> Mapping[str, object]:
    value: object = document.value
    for step in section:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _values(document: WrittenDocument, words: tuple[str, ...]) -> Iterator[tuple[Place, str, str]]:
    keys = _keys(document)

    def stands_in(key: str, value: object) -> bool:
        if key not in keys or not isinstance(value, str):
            return False
        if is_placeholder(value, words):
            return True
        return ":" in value and is_placeholder(value.rpartition(":")[2], words)

    for pointer in find_scalars(document.value, stands_in):
        at = Place(document.origin, pointer)
        text = str(document.document.get(pointer)) if document.document else ""
        key = next(step for step in reversed(pointer) if isinstance(step, str))
        yield at, text, f"{key} of {entity_name(pointer)}"
