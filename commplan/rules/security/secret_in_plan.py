"""Something that only few may know, in a file that many read."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    CREDENTIAL_MARKS,
    Fix,
    Place,
    Pointer,
    Problem,
    Put,
    Severity,
    WrittenDocument,
    bits_per_character,
    credential,
    entity_name,
    find_scalars,
    is_kept_elsewhere,
    is_phone_number,
    names_secret,
    rule,
)

_PHONE = "keep the number where it is safe, and write its place as `secret:…`"
_OTHER = "revoke it, and write only the place of the new one"


@rule("SEC106", severity=Severity.ERROR, profile="basic", since="0.1", source="A38", fix="unsafe")
def secret_in_plan(document: WrittenDocument, *, min_entropy: float = 3.5) -> Iterator[Problem]:
    """The plan holds a token, webhook URL, private key, password or phone number in clear.

    Plans are read by many and kept for ever in version control. A token of Slack,
    GitHub, GitLab or Atlassian, a key of AWS, Google or Stripe, a JSON web token, a
    webhook URL or a private key gives access to whoever finds it: revoke it, and
    name the place of the new one. A telephone number belongs to a person: write
    `secret:…` and keep the number where your paging tool looks it up. Text under
    a key named like a secret counts from `min_entropy` bits per character. The fix
    writes a place named after whose secret it is; to put it there is up to you.

    Bad:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {phone: "+44 20 7946 0018"}}

    Good:
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE, contacts: {phone: "secret:oncall/alice"}}

    Facts:
        kind: what it looks like; the value itself is never shown
    """

    def is_secret(key: str, value: object) -> bool:
        return _kind(key, value, min_entropy) is not None

    named = {key for key in document.keys if key == "phone" or names_secret(key)}
    looks_safe = not document.may_hold(*CREDENTIAL_MARKS)
    if looks_safe and not any(is_secret(*found) for found in document.scalars(named)):
        return
    for pointer in find_scalars(document.value, is_secret):
        key = next(step for step in reversed(pointer) if isinstance(step, str))
        value = document.document.get(pointer) if document.document else None
        kind = _kind(key, value, min_entropy)
        yield Problem(
            at=Place(document.origin, pointer),
            message=f"{key} of {entity_name(pointer)} holds a {kind} in clear",
            help=_PHONE if kind == "phone number" else _OTHER,
            facts={"kind": kind},
            sensitive=True,
            fix=_kept_elsewhere(document, pointer, key, str(value)),
        )


def _kept_elsewhere(
    document: WrittenDocument, pointer: Pointer, key: str, value: str
) -> Fix | None:
    """The place of a secret instead of it, named after whose it is; not of one amid other words."""
    if key != "phone" and len(value.split()) > 1:
        return None
    _, colon, owner = entity_name(pointer).partition(":")
    place = f"secret:{owner}/{key}" if colon else f"secret:{key}"
    return Fix((Put(Place(document.origin, pointer), place),))


def _kind(key: str, value: object, min_entropy: float) -> str | None:
    """What a scalar gives away, or None."""
    text = str(value)
    if key == "phone":
        return "phone number" if is_phone_number(text) else credential(text)
    found = credential(text)
    if found or not names_secret(key) or not text or is_kept_elsewhere(text):
        return found
    is_prose = " " in text or "\n" in text
    return "secret" if not is_prose and bits_per_character(text) >= min_entropy else None
