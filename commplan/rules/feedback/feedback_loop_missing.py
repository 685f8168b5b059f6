"""A way for people to say what they think that the plan does not provide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from commplan.api import Plan, Problem, Severity, one_of, rule

if TYPE_CHECKING:
    from commplan.api import Survey

_NAMES = ("csat", "suggestions", "engagement", "appraisal")

_Parts = dict[str, str]
"""Keys that a loop lacks, and what is therefore not said."""


@rule(
    "FBK101",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A31 A40 A42 A43",
    takes={"loops": _NAMES, "loops_in_complete": _NAMES},
)
def feedback_loop_missing(
    plan: Plan,
    profile: str,
    *,
    loops: tuple[str, ...] = ("csat", "suggestions"),
    loops_in_complete: tuple[str, ...] = ("engagement", "appraisal"),
) -> Iterator[Problem]:
    """A way to ask people what they think is not defined, or not so that it would happen.

    A team that never asks learns of a bad year from the people who leave. Surveys
    (`csat`, `engagement`) need a rhythm and a place for the answers: `every`, and
    `records` or `evidence.surveys`. Suggestions need a channel. Appraisals need a
    rhythm and have to include communication. One finding for each of `loops`; the
    profile `complete` asks for `loops_in_complete` too.

    Bad:
        feedback:
          csat: {every: 3mo}
          suggestions: "channel:it-help"
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        feedback:
          csat: {every: 3mo, records: evidence/csat.csv}
          suggestions: "channel:it-help"
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        loop: csat, suggestions, engagement or appraisal
        missing: the keys that it lacks; empty where it is not defined at all
    """
    asked = loops + loops_in_complete if profile == "complete" else loops
    for loop in dict.fromkeys(asked):
        without, lacking = _LOOPS[loop]
        lacks = lacking(plan)
        at = plan.feedback.at / loop
        if lacks is None:
            yield Problem(
                at=at,
                message=f"the plan's feedback has no {loop}: {without}",
                help=f"add `{loop}` to `feedback`",
                facts={"loop": loop, "missing": []},
            )
        elif lacks:
            yield Problem(
                at=at,
                message=f"feedback.{loop} does not say {one_of(lacks.values())}",
                help=f"add {', '.join(f'`{key}`' for key in lacks)}",
                facts={"loop": loop, "missing": list(lacks)},
            )


def _of_survey(plan: Plan, survey: Survey | None) -> _Parts | None:
    if survey is None:
        return None
    lacks = {}
    if survey.every is None:
        lacks["every"] = "how often people are asked"
    if survey.records is None and not plan.evidence.get("surveys"):
        lacks["records"] = "where the answers are kept"
    return lacks


def _of_appraisal(plan: Plan) -> _Parts | None:
    appraisal = plan.feedback.appraisal
    if appraisal is None:
        return None
    lacks = {}
    if appraisal.every is None:
        lacks["every"] = "how often appraisals are held"
    if not any("communication" in item.casefold() for item in appraisal.includes):
        lacks["includes: communication"] = "that it looks at how people communicate"
    return lacks


_LOOPS: Mapping[str, tuple[str, Callable[[Plan], _Parts | None]]] = {
    "csat": (
        "nobody is asked how satisfied they are with support",
        lambda plan: _of_survey(plan, plan.feedback.csat),
    ),
    "suggestions": (
        "nobody knows where they are welcome",
        lambda plan: {} if plan.feedback.suggestions else None,
    ),
    "engagement": (
        "nobody asks the team how it is doing",
        lambda plan: _of_survey(plan, plan.feedback.engagement),
    ),
    "appraisal": ("how people communicate counts for nothing", _of_appraisal),
}
"""What is wrong without each loop, and what one lacks that is there; None where it is not."""
