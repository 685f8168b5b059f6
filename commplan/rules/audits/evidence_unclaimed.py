"""Records of a plan that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import NotAssessed, Organization, Problem, Severity, nearest, rule

if TYPE_CHECKING:
    from commplan.api import Verdicts


@rule("AUD203", severity=Severity.ERROR, profile="standard", since="0.1", source="A18 A37")
def evidence_unclaimed(organization: Organization) -> Verdicts:
    """A document of records is for a plan that is not among the files.

    Nobody reads it, so what it proves is not known, and what it would show stays
    hidden. Write the id of the plan that is meant; without `plan` the records serve
    every plan of a run. Where only some files were named, or a plan cannot be read,
    the plan may be elsewhere, and it is not assessed.

    Bad:
        apiVersion: commplan/v1
        kind: Evidence
        metadata: {id: notices, plan: it-opps}
        records:
          notifications:
          - {obligation: gdpr-33, incident: INC-12, aware_at: "2026-11-20T09:00:00Z"}

    Good:
        apiVersion: commplan/v1
        kind: Evidence
        metadata: {id: notices}
        records:
          notifications:
          - {obligation: gdpr-33, incident: INC-12, aware_at: "2026-11-20T09:00:00Z"}

    Facts:
        plan: the id of the plan that is not there
        nearest: the id of the plan that was probably meant, or null
    """
    known = {plan.id for plan in organization.plans}
    for card in organization.records:
        if card.plan is None or card.plan in known:
            continue
        told = f"the records are for plan {card.plan!r}, which is not among the files"
        meant = nearest(card.plan, known)
        if not organization.is_whole:
            yield NotAssessed(told, at=card.at)
            continue
        yield Problem(
            at=card.at,
            message=f"{told}; did you mean {meant}?" if meant else told,
            help=f"write `plan: {meant}`" if meant else "write the id of a plan, or leave it out",
            facts={"plan": card.plan, "nearest": meant},
        )
