"""How to speak to each other is left to everybody's temper."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import Plan, Problem, Severity, rule


@rule("PRO106", severity=Severity.WARNING, profile="standard", since="0.1", source="A08 A10 A25")
def conduct_undefined(plan: Plan) -> Iterator[Problem]:
    """The plan states no tone guide, no blameless rule or no closed loop.

    Under pressure people fall back on habits. Say where the guide to tone can be
    read (`protocols.tone.guide`), that incidents are discussed without blame
    (`protocols.conduct.blameless: true`), or nobody will report a mistake of their
    own, and whether receivers confirm what they understood (`protocols.closed_loop`).

    Bad:
        protocols:
          tone: {guide: "https://kb.example.org/tone"}
          closed_loop: required

    Good:
        protocols:
          tone: {guide: "https://kb.example.org/tone"}
          conduct: {blameless: true}
          closed_loop: required

    Facts:
        missing: what is not stated, as a path of keys
    """
    protocols = plan.protocols
    if protocols.tone is None or protocols.tone.guide is None:
        yield _problem(plan, "no guide to tone", "tone.guide", "the page where it can be read")
    blameless = protocols.conduct.blameless if protocols.conduct else None
    if not blameless:
        fault = "no rule that incidents are discussed without blame"
        yield _problem(plan, fault, "conduct.blameless", "true")
    if protocols.closed_loop is None:
        fault = "no rule that receivers confirm what they understood"
        yield _problem(plan, fault, "closed_loop", "required")


def _problem(plan: Plan, fault: str, missing: str, value: str) -> Problem:
    at = plan.protocols.at
    for step in missing.split("."):
        at /= step
    return Problem(
        at=at,
        message=f"the plan states {fault}",
        help=f"set `protocols.{missing}` to {value}",
        facts={"missing": f"protocols.{missing}"},
    )
