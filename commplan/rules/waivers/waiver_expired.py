"""A waiver or ignore whose time is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from commplan.api import (
    Catalogue,
    Place,
    Plan,
    Problem,
    Selection,
    Severity,
    WrittenDocument,
    day_at,
    ignore_faults,
    ignore_place,
    naming_fault,
    rule,
    waiver_faults,
)


@rule("WVR201", severity=Severity.ERROR, profile="basic", since="0.1", source="A18")
def waiver_expired(
    document: WrittenDocument, catalogue: Catalogue, selection: Selection, as_of: int
) -> Iterator[Problem]:
    """A waiver or inline ignore is past its last day, and what it hid counts again.

    Mend what it excuses and remove it, or have it approved once more with a new
    date. The last day itself still counts, in `metadata.timezone`. Malformed
    ones never hid anything and are left to WVR101.

    Bad:
        waivers:
          w1:
            rule: CHN101
            at: /channels/it-help
            reason: moves to the new team
            owner: "person:alice"
            approved_by: "person:bob"
            created: "2026-08-01"
            expires: "2026-10-31"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        waivers:
          w1:
            rule: CHN101
            at: /channels/it-help
            reason: moves to the new team
            owner: "person:alice"
            approved_by: "person:bob"
            created: "2026-08-01"
            expires: "2026-12-31"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    As of: 2026-11-21T09:00:00Z

    Facts:
        waiver: the id of the waiver, or null for an inline ignore
        rules: the rules that it names
        expired: its last day
    """
    if not (document.ignores or document.value.get("waivers")):
        return
    fault = partial(naming_fault, catalogue=catalogue, selection=selection)
    plan = Plan(document.value, document.origin)
    today = day_at(as_of, plan.metadata.timezone)
    for waiver in plan.waivers.values():
        if waiver.expires is None or waiver.expires >= today:
            continue
        if not any(waiver_faults(waiver, fault)):
            at = waiver.at / "expires"
            yield _expired(at, f"waiver {waiver.id}", waiver.id, waiver.rules, waiver.expires)
    for ignore in document.ignores:
        until = date.fromisoformat(ignore.until) if ignore.until else today
        if until < today and not any(ignore_faults(ignore, fault)):
            at = ignore_place(ignore, document.origin)
            yield _expired(at, "this ignore", None, ignore.codes, until)


def _expired(
    at: Place, what: str, waiver: str | None, rules: tuple[str, ...], last: date
) -> Problem:
    return Problem(
        at=at,
        message=f"{what} ({', '.join(rules)}) expired on {last}; what it hid counts again",
        help="mend what it excuses and remove it, or have it approved again with a new date",
        facts={"waiver": waiver, "rules": list(rules), "expired": last.isoformat()},
    )
