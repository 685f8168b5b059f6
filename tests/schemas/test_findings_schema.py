"""The schema of the output for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Faults = Callable[[str, object], frozenset[tuple[str | int, ...]]]
Place = tuple[str | int, ...]

NOTHING: frozenset[Place] = frozenset()


FINDING: dict[str, Any] = {
    "code": "PLN101",
    "name": "broken-reference",
    "severity": "error",
    "outcome": "fail",
    "message": "no channel is called 'halp'; did you mean 'help'?",
    "path": "plans/a.yaml",
    "pointer": "/messages/outage/via/0",
    "line": 41,
    "column": 12,
    "end_line": 41,
    "end_column": 29,
    "related": [
        {
            "path": "plans/a.yaml",
            "pointer": "/channels/help",
            "line": 22,
            "column": 3,
            "end_line": 22,
            "end_column": 7,
            "message": "declared here",
        }
    ],
    "resource": None,
    "facts": {"reference": "channel:halp", "gaps": [{"total_seconds": 60}]},
    "fingerprint": "sha256:0a1b",
    "fix": "unsafe",
    "baseline": "new",
}
OUTPUT: dict[str, Any] = {
    "version": 1,
    "tool": {"name": "commplan", "version": "0.1.0"},
    "command": "audit",
    "as_of": "2026-11-21T09:00:00Z",
    "complete": False,
    "findings": [
        FINDING,
        {**FINDING, "help": "write channel:help", "fix": None, "baseline": "known"},
        {**FINDING, "resource": {"kind": "channel", "id": "C0HELP", "name": None}},
    ],
    "waived": [
        {
            **FINDING,
            "waiver": {
                "kind": "ignore",
                "id": None,
                "reason": "until the move",
                "owner": None,
                "approved_by": None,
                "expires": None,
                "path": "plans/a.yaml",
                "line": 40,
            },
        }
    ],
    "skipped": [
        {
            "code": "CHN302",
            "name": "channel-missing",
            "outcome": "not-assessed",
            "reason": "needs a workspace",
        },
        {
            "code": "CHN311",
            "name": "owner-not-in-channel",
            "outcome": "not-assessed",
            "reason": "the bot is not in the channel",
            "path": "plans/a.yaml",
            "pointer": "/channels/help",
            "resource": {"kind": "channel", "id": "C0HELP", "name": "help"},
        },
    ],
    "incomplete": [
        {
            "kind": "read",
            "what": "conversations.members",
            "error": "ratelimited",
            "tries": 5,
            "rules": ["CHN311"],
            "pointer": None,
            "resource": None,
        }
    ],
    "summary": {
        "files": 1,
        "plans": 1,
        "rules_run": 70,
        "errors": 1,
        "warnings": 0,
        "infos": 0,
        "waived": 1,
        "baselined": 1,
    },
}


def test_findings(faults: Faults) -> None:
    assert faults("findings", OUTPUT) == NOTHING


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("version",), 2, ("version",)),
        (("generated",), "now", ()),
        (("as_of",), "2026-11-21T09:00:00+01:00", ("as_of",)),
        (("complete",), None, ("complete",)),
        (("findings", 0, "severity"), "fatal", ("findings", 0, "severity")),
        (("findings", 0, "outcome"), "not-assessed", ("findings", 0, "outcome")),
        (("findings", 0, "line"), 0, ("findings", 0, "line")),
        (("findings", 0, "colour"), "red", ("findings", 0)),
        (("findings", 0, "pointer"), "messages", ("findings", 0, "pointer")),
        (("findings", 0, "facts"), [], ("findings", 0, "facts")),
        (("findings", 0, "related", 0, "code"), "PLN101", ("findings", 0, "related", 0)),
        (("waived", 0, "waiver", "kind"), "baseline", ("waived", 0, "waiver", "kind")),
        (("waived", 0, "colour"), "red", ("waived", 0)),
        (("skipped", 0, "outcome"), "skipped", ("skipped", 0, "outcome")),
        (("skipped", 0, "severity"), "error", ("skipped", 0)),
        (("incomplete", 0, "kind"), "crash", ("incomplete", 0, "kind")),
        (("summary", "errors"), -1, ("summary", "errors")),
        (("summary", "notes"), 1, ("summary",)),
    ],
)
def test_broken_findings(faults: Faults, path: Place, value: object, place: Place) -> None:
    output = json.loads(json.dumps(OUTPUT))
    holder = output
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert faults("findings", output) == {place}


@pytest.mark.parametrize("key", [*FINDING])
def test_every_key_of_a_finding_is_written(faults: Faults, key: str) -> None:
    partial = {name: value for name, value in FINDING.items() if name != key}
    assert faults("findings", {**OUTPUT, "findings": [partial]}) == {("findings", 0)}


@pytest.mark.parametrize("key", [*OUTPUT])
def test_every_part_of_the_output_is_written(faults: Faults, key: str) -> None:
    partial = {name: value for name, value in OUTPUT.items() if name != key}
    assert faults("findings", partial) == {()}


def test_only_waived_findings_have_a_waiver(faults: Faults) -> None:
    waived = OUTPUT["waived"][0]
    assert faults("findings", {**OUTPUT, "findings": [waived]}) == {("findings", 0)}
    assert faults("findings", {**OUTPUT, "waived": [FINDING]}) == {("waived", 0)}
