"""A waiver or ignore that is not worth the name, and so hides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from commplan.api import (
    MAX_DAYS,
    Catalogue,
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


@rule("WVR101", severity=Severity.ERROR, profile="basic", since="0.1", source="A01; SOC 2 CC5.3")
def waiver_malformed(
    document: WrittenDocument,
    catalogue: Catalogue,
    selection: Selection,
    as_of: int,
    *,
    max_days: int = MAX_DAYS,
) -> Iterator[Problem]:
    """A waiver lacks reason, owner, approver or expiry, or covers what it must not, or too long.

    A waiver is an exception that somebody asked for, somebody else allowed, and
    that ends. It names single rules and a place in the plan, and runs `max_days`
    at most, from `created` or else from now. An inline ignore needs a reason, and
    may end as late as a waiver. Neither may name a rule that the configuration makes
    `mandatory`, or one that tells whether a run can be trusted. What is malformed
    hides nothing. A waiver that the schema refuses is left to PLN001.

    Bad:
        waivers:
          w1: {rule: CHN101, at: /channels/it-help, reason: moves soon, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        waivers:
          w1:
            rule: CHN101
            at: /channels/it-help
            reason: moves soon
            owner: "person:alice"
            approved_by: "person:bob"
            created: "2026-11-01"
            expires: "2027-01-31"
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        waiver: the id of the waiver, or null for an inline ignore
        rules: the rules that it names
    """
    if not (document.ignores or document.value.get("waivers")):
        return
    fault = partial(naming_fault, catalogue=catalogue, selection=selection)
    plan = Plan(document.value, document.origin)
    today = day_at(as_of, plan.metadata.timezone)
    refused = {one.pointer[:2] for one in document.faults}
    for waiver in plan.waivers.values():
        if waiver.at.pointer in refused:
            continue
        if faults := tuple(waiver_faults(waiver, fault, max_days, today)):
            yield Problem(
                at=waiver.at,
                message=f"waiver {waiver.id} is malformed: {', '.join(faults)}",
                help=_help(catalogue, waiver.rules, faults),
                facts={"waiver": waiver.id, "rules": list(waiver.rules)},
            )
    for ignore in document.ignores:
        if faults := tuple(ignore_faults(ignore, fault, max_days, today)):
            yield Problem(
                at=ignore_place(ignore, document.origin),
                message=f"this ignore is malformed: {', '.join(faults)}",
                help=_help(catalogue, ignore.codes, faults),
                facts={"waiver": None, "rules": list(ignore.codes)},
            )


def _help(catalogue: Catalogue, words: tuple[str, ...], faults: tuple[str, ...]) -> str:
    """What to do; of an unknown word, the rule that it is closest to."""
    if any(fault.startswith("names") and ", which" in fault for fault in faults):
        return "remove it, and mend what it excuses"
    unknown = (word for word in words if f"names the unknown rule {word!r}" in faults)
    meant = "".join(catalogue.nearest(word, with_areas=False) for word in list(unknown)[:1])
    return meant.removeprefix("; ") or "complete it, or remove it"
