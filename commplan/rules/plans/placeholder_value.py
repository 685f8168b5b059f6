"""Something that nobody has filled in yet."""

from __future__ import annotations

from collections.abc import Iterator

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
    rule,
)

_NAMES = {
    *("name", "title", "id", "slack", "slack_usergroup", "handle", "team", "org", "phone"),
    *("email", "contact", "address", "provider", "app", "runbook", "link", "guide", "code"),
    "ticket",
}
"""Keys of names, ids, contacts and URLs; prose and texts of templates may say anything."""
_REFERENCES = {
    *("owner", "approver", "approved_by", "sender", "mentor", "decision", "recipient", "party")
}
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
    for at, text, what in (*_ids(document, folded), *_values(document, folded)):
        yield Problem(
            at=at,
            message=f"{what} is the placeholder {masked(text)}",
            help="write the real one, or leave the entry out until there is one",
            facts={"field": what},
        )


def _ids(document: WrittenDocument, words: tuple[str, ...]) -> Iterator[tuple[Place, str, str]]:
    for section in _MAPS:
        value: object = document.value
        for step in section:
            value = value.get(step) if isinstance(value, dict) else None
        for key in value if isinstance(value, dict) else ():
            if is_placeholder(key, words):
                at = Place(document.origin, (*section, key), on_key=True)
                yield at, key, f"an id in {section[-1]}"


def _values(document: WrittenDocument, words: tuple[str, ...]) -> Iterator[tuple[Place, str, str]]:
    is_plan = document.kind in ("CommunicationPlan", "Baseline") and not document.faults
    keys = _NAMES if is_plan else _NAMES | _REFERENCES

    def stands_in(key: str, value: object) -> bool:
        if key not in keys or not isinstance(value, str):
            return False
        if is_placeholder(value, words):
            return True
        return ":" in value and is_placeholder(value.rpartition(":")[2], words)

    scalars = document.scalars
    if not any(stands_in(key, value) for key in keys & scalars.keys() for value in scalars[key]):
        return
    for pointer in find_scalars(document.value, stands_in):
        at = Place(document.origin, pointer)
        text = str(document.document.get(pointer)) if document.document else ""
        key = next(step for step in reversed(pointer) if isinstance(step, str))
        yield at, text, f"{key} of {entity_name(pointer)}"
