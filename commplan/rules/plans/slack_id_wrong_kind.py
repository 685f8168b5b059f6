"""Something else where a Slack id belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from commplan.api import (
    Fix,
    Place,
    Pointer,
    Problem,
    Put,
    Severity,
    WrittenDocument,
    credential,
    entity_name,
    is_placeholder,
    one_of,
    rule,
)

_FIELDS: tuple[tuple[Pointer, str, str], ...] = (
    (("metadata", "workspace"), "team", "TE"),
    (("stakeholders", "people", "*"), "slack", "UW"),
    (("stakeholders", "groups", "*"), "slack_usergroup", "S"),
    (("stakeholders", "external", "*"), "org", "TE"),
    (("channels", "*"), "slack", "CG"),
    (("rotations", "*"), "slack_usergroup", "S"),
)
"""Where Slack ids stand, under which key, and the letters that they start with."""

_OBJECTS = {
    **dict.fromkeys("UW", "an account"),
    **dict.fromkeys("CG", "a channel"),
    "S": "a user group",
    **dict.fromkeys("TE", "a workspace"),
    "D": "a direct message",
    "B": "a bot",
    "A": "an app",
    "F": "a file",
}


@rule(
    "PLN004",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="real: kubernetes/community #8886, #5150",
    fix="unsafe",
)
def slack_id_wrong_kind(document: WrittenDocument) -> Iterator[Problem]:
    """A Slack id field holds another kind of id, or a URL, a name or a handle.

    Slack finds people, channels and groups by id only: names change and links
    carry more than the id. People have `U…` or `W…`, channels `C…` or `G…`, user
    groups `S…`, workspaces `T…` or `E…`, in capitals and digits of any length.
    Copy the id from the profile, or from the details of the channel or group. Where
    a link or mention has the id in it, that is what the fix writes.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: "https://acme.slack.com/team/U01ALICE"}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        subject: the person, channel, group or other entry
        expected: the letters that ids of this field start with
    """
    for path, key, prefixes in _FIELDS:
        for entity, pointer in _mappings(document.value, path):
            text = entity.get(key)
            if not isinstance(text, str) or _is_id(text, prefixes):
                continue
            if _is_id(_clean(text), prefixes):
                continue  # PLN002 speaks of hidden spaces
            if is_placeholder(text) or credential(text):
                continue  # PLN003 and SEC106 speak of those
            wanted = f"the id of {_OBJECTS[prefixes[0]]} ({one_of(f'{p}…' for p in prefixes)})"
            found = _inside(text, prefixes)
            at = Place(document.origin, (*pointer, key))
            yield Problem(
                at=at,
                message=f"{entity_name(pointer)}: {text!r} is {_what(text)}, not {wanted}",
                help=f"write {found}" if found else f"copy {wanted} from its details in Slack",
                facts={"subject": entity_name(pointer), "expected": list(prefixes)},
                fix=Fix((Put(at, found),)) if found else None,
            )


def _mappings(value: object, path: Pointer) -> Iterable[tuple[Mapping[str, object], Pointer]]:
    """Every mapping at a path, whose last step may be ``*`` for any key, with its pointer."""
    *steps, last = path
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, dict):
        return ()
    keys = value if last == "*" else (last,)
    found = ((value.get(key), (*steps, key)) for key in keys)
    return [(entity, pointer) for entity, pointer in found if isinstance(entity, dict)]


def _clean(text: str) -> str:
    """The text without spaces around it and invisible characters."""
    return "".join(character for character in text if character.isprintable()).strip()


def _is_id(text: str, prefixes: str) -> bool:
    if len(text) < 2 or text[0] not in prefixes:
        return False
    return text.isascii() and text.isalnum() and text.upper() == text


def _what(text: str) -> str:
    """What stands there instead."""
    if "://" in text:
        return "a URL"
    if text.startswith("@"):
        return "a handle"
    if "@" in text.strip("<>@"):
        return "an e-mail address"
    letter = text[:1].upper()
    if letter not in _OBJECTS or not _has_digit(text) or not _is_id(text.upper(), letter):
        return "a name"
    return f"the id of {_OBJECTS[letter]}" if text.isupper() else "an id in small letters"


def _inside(text: str, prefixes: str) -> str | None:
    """The id inside a link, a mention or an id in small letters."""
    words = "".join(character if character.isalnum() else " " for character in text).split()
    for word in words:
        is_whole = word.isupper() or word == text
        if is_whole and _has_digit(word) and _is_id(word.upper(), prefixes):
            return word.upper()
    return None


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
