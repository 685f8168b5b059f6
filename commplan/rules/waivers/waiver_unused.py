"""A waiver or ignore that nothing needs any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commplan.api import (
    Fix,
    NotAssessed,
    Problem,
    Remove,
    RemoveComment,
    Severity,
    Verdicts,
    one_of,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import CoverUse


@rule(
    "WVR202", severity=Severity.WARNING, profile="standard", since="0.1", source="A18", fix="safe"
)
def waiver_unused(covers: tuple[CoverUse, ...]) -> Verdicts:
    """A waiver or inline ignore matches no finding: what it excused is mended, or is elsewhere.

    It stands ready to hide the next fault in that place, which nobody has approved.
    Remove it. This is said only where the run tells for sure: every rule that the
    waiver names was judged, in every file and for every subject. So a waiver of a
    rule that looks at Slack is judged by an audit. Expired ones are left to WVR201.

    Bad:
        waivers:
          w1:
            rule: CHN101
            at: /channels/it-help
            reason: moves to the new team
            owner: "person:alice"
            approved_by: "person:bob"
            created: "2026-11-01"
            expires: "2026-12-31"
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        waiver: the id of the waiver, or null for an inline ignore
        rules: the rules that it names
    """
    for cover in covers:
        what = "this ignore" if cover.waiver is None else f"waiver {cover.waiver}"
        if cover.matches:
            continue
        if cover.doubt:
            yield NotAssessed(f"{what} may still be needed: {cover.doubt}", cover.at)
        else:
            yield Problem(
                at=cover.at,
                message=f"{what} hides nothing: {_nothing(cover)}",
                help="remove it",
                facts={"waiver": cover.waiver, "rules": list(cover.rules)},
                fix=Fix((RemoveComment(cover.at) if cover.waiver is None else Remove(cover.at),)),
            )


def _nothing(cover: CoverUse) -> str:
    rules = one_of(cover.rules)
    if cover.pointer is not None:
        return f"no finding of {rules} lies under {cover.pointer}"
    if cover.line is not None:
        return f"no finding of {rules} is on line {cover.line}"
    return f"no finding of {rules} is in this file"
