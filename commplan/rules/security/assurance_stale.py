"""A tool whose security was true once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from commplan.api import (
    NotAssessed,
    Plan,
    Problem,
    Related,
    Security,
    Severity,
    Silence,
    Verdicts,
    day_after,
    day_at,
    is_stated,
    listed,
    rule,
    secured_tools,
    silences,
)

_STATEMENTS = {
    "patching": ("no patching policy", "`patching: …`"),
    "assurance_last": ("no day of its last check", "`assurance: {kind: …, last: …, every: …}`"),
}
"""What every tool has to state, and how."""


@rule("SEC104", severity=Severity.WARNING, profile="standard", since="0.1", source="A37")
def assurance_stale(plan: Plan, as_of: int) -> Verdicts:
    """A tool has no patching policy, or its last independent check is missing or too old.

    Software that was safe two years ago has had two years of holes since. State in
    `patching` who installs updates and how soon, and in `assurance` which check was
    done last and how often it is done; both may stand in the security profile that
    the tool names, and what a profile lacks is reported once. Have the check
    repeated, then write the day into `last`. What is due today is not late yet,
    and a day that is yet to come proves nothing.

    Bad:
        tools:
          slack:
            kind: chat
            security:
              patching: vendor-managed
              assurance: {kind: pentest, last: "2025-04-10", every: 12mo}

    Good:
        tools:
          slack:
            kind: chat
            security:
              patching: vendor-managed
              assurance: {kind: pentest, last: "2026-04-10", every: 12mo}

    As of: 2026-11-21T09:00:00Z

    Facts:
        subject: the tool, or the security profile
        tools: the ids of the tools that it concerns
        missing: `patching` and `assurance`, as far as they are missing
        last: the day of the last check, or null
        due: the day on which the next one was due, or null
        days_late: how many days ago that was, or null
    """
    today = day_at(as_of, plan.metadata.timezone)
    for silence in silences(plan, _lacking):
        words = [_STATEMENTS[field] for field in silence.fields]
        yield Problem(
            at=silence.at,
            message=f"{silence.words} states {listed([what for what, _ in words])}",
            help=f"state {listed([how for _, how in words])}",
            related=_tools(silence),
            facts=_facts(silence, missing=[f.partition("_")[0] for f in silence.fields]),
        )
    for silence in silences(plan, lambda security: _outdated(security, today)):
        yield _stale(silence, plan.security(silence.tools[0]), today)
    for tool, security in secured_tools(plan):
        if security.assurance_last is not None and security.assurance_every is None:
            reason = f"how often tool:{tool.id} is checked is not said"
            yield NotAssessed(reason, security.places["assurance_last"])


def _lacking(security: Security) -> Iterator[str]:
    if not is_stated(security.patching):
        yield "patching"
    if security.assurance_last is None:
        yield "assurance_last"


def _outdated(security: Security, today: date) -> Iterator[str]:
    last, every = security.assurance_last, security.assurance_every
    if last is not None and (last > today or (every and day_after(last, every) < today)):
        yield "assurance_last"


def _stale(silence: Silence, security: Security, today: date) -> Problem:
    last, every = security.assurance_last, security.assurance_every
    due = day_after(last, every) if last and every and last <= today else None
    late = (today - due).days if due else None
    fact = f"is dated {last}, which is yet to come"
    if due:
        ago = "yesterday" if late == 1 else f"{late} days ago"
        fact = f"was due {due} (last {last}, every {every}), {ago}"
    return Problem(
        at=silence.fields["assurance_last"],
        message=f"{security.assurance_kind or 'assurance'} of {silence.words} {fact}",
        help="have it repeated, then write the day into `last`",
        related=_tools(silence),
        facts=_facts(silence, last=last, due=due, late=late),
    )


def _tools(silence: Silence) -> tuple[Related, ...]:
    """The tools that go by a profile."""
    if not silence.is_shared:
        return ()
    return tuple(Related(tool.at.key, f"tool:{tool.id}") for tool in silence.tools)


def _facts(
    silence: Silence,
    *,
    missing: Sequence[str] = (),
    last: date | None = None,
    due: date | None = None,
    late: int | None = None,
) -> dict[str, object]:
    return {
        "subject": silence.subject,
        "tools": [tool.id for tool in silence.tools],
        "missing": [*missing],
        "last": last and str(last),
        "due": due and str(due),
        "days_late": late,
    }
