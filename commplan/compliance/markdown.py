"""An assessment for people to read, with the controls of the framework beside it."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.clock import format_utc
from commplan.compliance.assessment import ControlOutcome, PackOutcome, RuleOutcome, State
from commplan.compliance.documents import Assessment
from commplan.finding import Excuse, Finding
from commplan.reporters.markdown_text import code, prose
from commplan.reporters.words import count

_READING = """\
A rule finds faults; that it finds none does not prove that a control is met. "Nothing found" means
that every rule below the control was run on everything and found no fault; "partly assessed" that
something could not be judged; "not assessed" that nothing could, and then nothing is claimed. An id
marked "(not verified)" has not been compared with the text of the framework."""
_FEW = 20
"""Findings of one rule that are listed; the others are counted."""


def render(assessment: Assessment) -> str:
    """The assessment as Markdown."""
    return "\n\n".join(_blocks(assessment)) + "\n"


def _blocks(assessment: Assessment) -> Iterator[str]:
    yield "# Communication plans against controls"
    if not assessment.complete:
        yield "> **The run is incomplete: not everything that was to be judged could be.**"
    yield _READING
    yield "\n".join(_terms(assessment))
    for outcome in assessment.packs:
        yield f"## {prose(outcome.pack.title)}\n\n{prose(outcome.pack.source)}."
        yield _counts(outcome)
        yield "\n".join(_summary(outcome))
        for control in outcome.controls:
            yield "\n".join(_control(control))
    yield "\n".join(_files(assessment))


def _terms(assessment: Assessment) -> Iterator[str]:
    yield f"- judged as of {format_utc(assessment.as_of)} by commplan {prose(assessment.version)}"
    plans, files = count(assessment.plans, "plan"), count(len(assessment.files), "file")
    yield f"- {plans}, {files} with what they rest on, listed at the end"
    yield f"- workspace: {prose(assessment.workspace or 'none, so nothing live was looked at')}"


def _counts(outcome: PackOutcome) -> str:
    counted = ((state, outcome.count(state)) for state in State)
    words = ", ".join(f"{number} {state}" for state, number in counted if number)
    live = "" if outcome.is_live else " No rule of theirs looks at a workspace."
    return f"{count(len(outcome.controls), 'control')}: {words}.{live}"


def _summary(outcome: PackOutcome) -> Iterator[str]:
    yield "| control | asks for | state | faults |\n|---|---|---|---|"
    for one in outcome.controls:
        name, title = prose(_name(one)), prose(one.control.title)
        yield f"| {name} | {title} | {one.state} | {one.findings or ''} |"


def _name(outcome: ControlOutcome) -> str:
    control = outcome.control
    return control.id if control.verified else f"{control.id} (not verified)"


def _control(outcome: ControlOutcome) -> Iterator[str]:
    yield f"### {prose(_name(outcome))}: {prose(outcome.control.title)}\n"
    yield f"**{outcome.state}**\n"
    for rule in outcome.rules:
        yield from _rule(rule)


def _rule(rule: RuleOutcome) -> Iterator[str]:
    number = f", {len(rule.findings)}" if rule.findings else ""
    yield f"- {prose(f'{rule.code} {rule.name}'.strip())}: {rule.state}{number}"
    lines = [
        *(_finding(finding) for finding in rule.findings),
        *(_accepted(waived.finding, waived.excuse) for waived in rule.waived),
        *(f"not judged: {prose(reason)}" for reason in rule.reasons),
    ]
    yield from (f"  - {line}" for line in lines[:_FEW])
    if len(lines) > _FEW:
        yield f"  - … and {len(lines) - _FEW} more"


def _finding(finding: Finding) -> str:
    at = finding.location
    return f"{code(f'{at.path}:{at.line}')} {finding.severity}: {prose(finding.message)}"


def _accepted(finding: Finding, excuse: Excuse) -> str:
    terms = (
        f"owner {excuse.owner}" if excuse.owner else "",
        f"approved by {excuse.approved_by}" if excuse.approved_by else "",
        f"until {excuse.expires}" if excuse.expires else "",
    )
    told = ", ".join(term for term in terms if term)
    return f"{_finding(finding)}; accepted: {prose(excuse.reason)} ({prose(told)})"


def _files(assessment: Assessment) -> Iterator[str]:
    yield "## What was looked at\n\n| file | SHA-256 |\n|---|---|"
    for file in assessment.files:
        yield f"| {code(file.path)} | {code(file.sha256) if file.sha256 else 'standard input'} |"
