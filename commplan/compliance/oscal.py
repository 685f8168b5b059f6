"""An assessment as OSCAL assessment results (NIST, https://pages.nist.gov/OSCAL), version 1.1.

One result for each framework. Every rule is an observation, and every control of
which everything was judged a finding; a control that was partly assessed has
observations and no finding, and one that was not assessed is left out by name.
Identifiers are derived from what they stand for, so that the same run makes the
same document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from commplan.clock import format_utc
from commplan.compliance.assessment import ControlOutcome, PackOutcome, RuleOutcome, State
from commplan.compliance.documents import Assessment
from commplan.reporters.neutralise import neutralise
from commplan.reporters.words import count

VERSION = "1.1.3"
NAMESPACE = "https://commplan.dev/ns/oscal"
"""Of our own properties."""

Json = dict[str, Any]

_CLAIMS = {
    State.FOUND: ("not-satisfied", "fail"),
    State.ACCEPTED: ("not-satisfied", "other"),
    State.NOTHING_FOUND: ("satisfied", "pass"),
}
"""What is said of a control, and why; of others nothing is."""


def render(assessment: Assessment) -> str:
    """The assessment as JSON."""
    return json.dumps(_document(assessment), indent=2, ensure_ascii=False) + "\n"


def _document(assessment: Assessment) -> Json:
    at = format_utc(assessment.as_of)
    seed = repr((at, assessment.files, assessment.workspace, assessment.version))
    root = uuid5(NAMESPACE_URL, f"{NAMESPACE}/{seed}")
    no_plan = str(uuid5(root, "assessment plan"))
    metadata = {
        "title": "Communication plans against controls",
        "last-modified": at,
        "version": assessment.version,
        "oscal-version": VERSION,
        "props": [_prop("complete", "yes" if assessment.complete else "no")],
    }
    resource = {
        "uuid": no_plan,
        "title": "No assessment plan",
        "description": "What commplan runs is decided by its configuration and the packs.",
    }
    return {
        "assessment-results": {
            "uuid": str(root),
            "metadata": metadata,
            "import-ap": {"href": f"#{no_plan}"},
            "results": [_result(assessment, outcome, root) for outcome in assessment.packs],
            "back-matter": {"resources": [resource]},
        }
    }


def _result(assessment: Assessment, outcome: PackOutcome, root: UUID) -> Json:
    pack, at = outcome.pack, format_utc(assessment.as_of)
    own = uuid5(root, pack.name)
    looked = [one for one in outcome.controls if one.state is not State.NOT_ASSESSED]
    observed = _rules(looked)
    made: Json = {
        "uuid": str(own),
        "title": f"{pack.title} by commplan {assessment.version}",
        "description": f"Rules that look at controls of {pack.source},"
        f" on {count(assessment.plans, 'plan')}"
        + (f" and {assessment.workspace}" if assessment.workspace and outcome.is_live else ""),
        "start": at,
        "end": at,
        "reviewed-controls": {"control-selections": [_selection(outcome, looked)]},
    }
    if observed:
        made["observations"] = [_observation(rule, own, assessment) for rule in observed]
    if claimed := [one for one in looked if one.state in _CLAIMS]:
        made["findings"] = [_finding(one, own) for one in claimed]
    return made


def _selection(outcome: PackOutcome, looked: list[ControlOutcome]) -> Json:
    left = [one for one in outcome.controls if one.state is State.NOT_ASSESSED]
    made: Json = {
        "description": f"{len(looked)} controls were looked at; {len(left)} were not assessed",
        "props": [_prop("not-assessed", one.control.id) for one in left],
    }
    if looked:
        made["include-controls"] = [{"control-id": _token(one)} for one in looked]
    if left:
        made["exclude-controls"] = [{"control-id": _token(one)} for one in left]
    if not made["props"]:
        del made["props"]
    return made


def _rules(controls: Iterable[ControlOutcome]) -> list[RuleOutcome]:
    rules = {rule.code: rule for control in controls for rule in control.rules}
    return [rules[code] for code in sorted(rules)]


def _observation(rule: RuleOutcome, own: UUID, assessment: Assessment) -> Json:
    made: Json = {
        "uuid": str(uuid5(own, rule.code)),
        "title": f"{rule.code} {rule.name}".strip(),
        "description": "; ".join(_said(rule)),
        "props": [_prop("state", rule.state.value)],
        "methods": ["TEST"],
        "collected": format_utc(assessment.as_of),
    }
    digests = {file.path: file.sha256 for file in assessment.files}
    paths = sorted({finding.location.path for finding in rule.findings})
    if paths:
        made["relevant-evidence"] = [_evidence(path, digests.get(path, "")) for path in paths]
    return made


def _said(rule: RuleOutcome) -> Iterator[str]:
    yield rule.state.value
    for finding in rule.findings:
        at = finding.location
        yield _line(f"{at.path}:{at.line}: {finding.severity}: {finding.message}")
    for waived in rule.waived:
        at, excuse = waived.finding.location, waived.excuse
        until = f" until {excuse.expires}" if excuse.expires else ""
        yield _line(f"{at.path}:{at.line}: accepted{until}: {excuse.reason}")
    for reason in rule.reasons:
        yield _line(f"not judged: {reason}")


def _evidence(path: str, digest: str) -> Json:
    made: Json = {"description": _line(path)}
    if digest:
        made["props"] = [_prop("sha256", digest)]
    return made


def _finding(outcome: ControlOutcome, own: UUID) -> Json:
    control = outcome.control
    state, reason = _CLAIMS[outcome.state]
    observed = [{"observation-uuid": str(uuid5(own, rule.code))} for rule in outcome.rules]
    return {
        "uuid": str(uuid5(own, f"control {control.id}")),
        "title": f"{control.id}: {control.title}",
        "description": _described(outcome),
        "props": [
            _prop("control", control.id),
            _prop("control-verified", "yes" if control.verified else "no"),
        ],
        "target": {
            "type": "objective-id",
            "target-id": _token(outcome),
            "status": {
                "state": state,
                "reason": reason,
                "remarks": "commplan finds faults in communication plans; that it finds none is"
                " one piece of evidence and no proof",
            },
        },
        "related-observations": observed,
    }


def _described(outcome: ControlOutcome) -> str:
    """What each of the rules has to say: a control's state may rest on some of them."""
    said = [
        f"{state}{' by' if state in _CLAIMS else ':'} {codes}"
        for state in State
        if (codes := ", ".join(rule.code for rule in outcome.rules if rule.state is state))
    ]
    verified = "" if outcome.control.verified else " The id has not been verified."
    return f"{'; '.join(said)}.{verified}"


def _token(outcome: ControlOutcome) -> str:
    """The id of a control as OSCAL writes it: ``21(2)(j)`` is ``c21.2.j``."""
    token = re.sub(r"[^\w.-]+", ".", outcome.control.id).strip(".")
    return token if re.match(r"[^\W\d]", token) else f"c{token}"


def _prop(name: str, value: str) -> Json:
    return {"name": name, "ns": NAMESPACE, "value": value}


def _line(text: str) -> str:
    return neutralise(text)
