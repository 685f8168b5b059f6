"""A part that every plan needs and this one leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, listed, one_of, rule

SECTIONS = ("stakeholders", "goals", "channels", "messages", "protocols", "calendars")
IN_COMPLETE = ("reviews", "training", "feedback", "capacity")
METADATA = {
    "owner": "owner",
    "approver": "approver",
    "version": "version",
    "approved": "day of approval",
}
"""What `metadata` has to state, and the words for it."""
_WITHOUT = {
    "stakeholders": "nobody can tell whom it concerns",
    "goals": "nobody can tell whether it works",
    "channels": "nobody knows where to look",
    "messages": "who is told what, and when, is left to chance",
    "protocols": "everybody communicates by rules of their own",
    "calendars": "nobody can tell when anybody is there",
    "reviews": "nobody will look at it again",
    "training": "nobody learns to follow it",
    "feedback": "nobody is asked whether it works",
    "capacity": "nobody can tell whether the work can be done",
}
"""What a plan lacks without the section."""


@rule("PLN102", severity=Severity.ERROR, profile="standard", since="0.1", source="A02 B09")
def plan_section_missing(
    plan: Plan,
    profile: str,
    *,
    sections: tuple[str, ...] = SECTIONS,
    sections_in_complete: tuple[str, ...] = IN_COMPLETE,
) -> Iterator[Problem]:
    """The plan leaves out a section, or who answers for it and which edition was approved.

    A plan that lists channels and says nothing of who is told what leaves exactly
    that to chance. One finding for each of `sections` that is absent or empty, here
    and in the baselines; the profile `complete` asks for `sections_in_complete` too.
    In `metadata`, state `owner`, `approver`, `version` and `approved`, so that
    people know whom to ask and whether this is what was agreed.

    Bad:
        metadata: {id: it-ops, owner: "group:it-ops"}
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}
        channels:
          it-ops: {kind: slack, slack: C04OPS, owner: "group:it-ops"}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Good:
        metadata:
          id: it-ops
          owner: "group:it-ops"
          approver: "group:it-ops"
          version: "1.0"
          approved: "2026-09-14"
        stakeholders:
          groups:
            it-ops: {slack_usergroup: S01ITOPS}
        goals:
          answered: {statement: Everybody who asks is answered, owner: "group:it-ops"}
        channels:
          it-ops: {kind: slack, slack: C04OPS, owner: "group:it-ops"}
        messages:
          change: {kind: change, via: ["channel:it-ops"]}
        protocols: {threads: required}
        calendars:
          uk: {timezone: Europe/London, hours: {mon-fri: ["09:00-17:30"]}}

    Facts:
        section: the section that is absent, or metadata
        missing: which of its keys are absent, for metadata
    """
    asked = sections + sections_in_complete if profile == "complete" else sections
    for section in dict.fromkeys(asked):
        if not plan.entries(section):
            without = _WITHOUT.get(section)
            yield Problem(
                at=plan.root / section,
                message=f"the plan has no {section}" + (f": {without}" if without else ""),
                help=f"add a section `{section}`",
                facts={"section": section},
            )
    stated = plan.entries("metadata")
    missing = [key for key in METADATA if key not in stated]
    if missing:
        yield Problem(
            at=plan.metadata.at,
            message=f"metadata states no {one_of(METADATA[key] for key in missing)}",
            help=f"add {listed([f'`{key}`' for key in missing])} to `metadata`",
            facts={"section": "metadata", "missing": missing},
        )
