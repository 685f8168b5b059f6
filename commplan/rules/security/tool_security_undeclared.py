"""A tool of which nobody can say that it is protected."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    NotAssessed,
    Plan,
    Problem,
    Related,
    Security,
    Severity,
    Silence,
    Verdicts,
    is_stated,
    listed,
    rule,
    secured_tools,
    silences,
)

_STATEMENTS = {
    "transit": ("encryption in transit", "`encryption: {transit: …}`"),
    "rest": ("encryption at rest", "`encryption: {rest: …}`"),
    "mfa": ("required MFA", "`mfa: required`"),
}
"""What every tool has to state, and how."""


@rule(
    "SEC102",
    severity=Severity.ERROR,
    profile="standard",
    since="0.1",
    source="A35 A36; ISO 27001 A.8.5, A.8.24; NIS2 21(2)(j)",
)
def tool_security_undeclared(plan: Plan) -> Verdicts:
    """A tool states no encryption in transit or at rest, or no required second factor.

    What is said in the tool can be read on the way, in a stolen backup, or by
    whoever has guessed one password. State `encryption: {transit: …, rest: …}` and
    `mfa: required` for the tool or for the security profile that it names. A tool
    that leaves out `mfa` and signs in through an `sso` that is a tool of the plan
    has that one's second factor; of any other sign-on nothing is known. What a
    profile lacks is reported once, for all its tools.

    Bad:
        tools:
          wiki:
            kind: docs
            security: {encryption: {transit: tls1.2}, mfa: optional}

    Good:
        tools:
          wiki:
            kind: docs
            security: {encryption: {transit: tls1.2, rest: aes256}, mfa: required}

    Facts:
        subject: the tool, or the security profile
        tools: the ids of the tools that it concerns
        missing: `transit`, `rest` and `mfa`, as far as they are missing
    """
    for silence in silences(plan, _lacking):
        yield _problem(silence)
    for tool, security in secured_tools(plan):
        sign_on = security.sso
        if security.mfa is None and sign_on is not None and sign_on not in plan.tools:
            reason = f"tool:{tool.id} signs in through {sign_on}, of whose MFA nothing is said"
            yield NotAssessed(reason, security.places["sso"])


def _lacking(security: Security) -> Iterator[str]:
    """A tool that signs in elsewhere and says no more is as safe as it is there."""
    if not is_stated(security.transit):
        yield "transit"
    if not is_stated(security.rest):
        yield "rest"
    if security.mfa != "required" and not (security.mfa is None and security.sso):
        yield "mfa"


def _problem(silence: Silence) -> Problem:
    words = [_STATEMENTS[field] for field in silence.fields]
    return Problem(
        at=next(iter(silence.fields.values())) if len(words) == 1 else silence.at,
        message=f"{silence.words} states {listed([f'no {what}' for what, _ in words])}",
        help=f"state {listed([how for _, how in words])}",
        related=tuple(
            Related(tool.at.key, f"tool:{tool.id}") for tool in silence.tools if silence.is_shared
        ),
        facts={
            "subject": silence.subject,
            "tools": [tool.id for tool in silence.tools],
            "missing": [*silence.fields],
        },
    )
