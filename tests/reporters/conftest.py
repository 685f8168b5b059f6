"""Reports to render: one small plan, one rule, findings made to measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from commplan.api import (
    Excuse,
    Finding,
    Location,
    Outcome,
    Plan,
    Problem,
    Rendering,
    Report,
    Rule,
    Severity,
    rule,
)

SOURCE = """\
channels:
  incidents: {kind: slack}
messages:
  update: {via: ["channel:incidnts"]}
"""
AS_OF = 1_795_251_600_000_000
"""2026-11-21T09:00:00Z."""


@rule(
    "PLN101",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A01; SOC 2 CC5.3",
    fix="unsafe",
)
def broken_reference(plan: Plan) -> Iterator[Problem]:
    """A reference names something that does not exist.

    Whoever relies on it reaches nobody.

    Bad:
        messages: {update: {via: ["channel:incidnts"]}}

    Good:
        messages: {update: {via: ["channel:incidents"]}}
    """
    yield from ()


class Make:
    """Builders with defaults, so that a test names only what it is about."""

    rule: Rule = broken_reference
    lines = tuple(SOURCE.splitlines())

    def at(
        self, line: int, column: int, end_line: int, end_column: int, path: str = "plans/it.yaml"
    ) -> Location:
        return Location(path, "/messages/update/via/0", line, column, end_line, end_column)

    def finding(self, **changes: Any) -> Finding:
        finding = Finding(
            code="PLN101",
            name="broken-reference",
            severity=Severity.ERROR,
            outcome=Outcome.FAIL,
            message="no channel is called 'incidnts'",
            help=None,
            location=self.at(4, 18, 4, 36),
            related=(),
            facts={"reference": "channel:incidnts"},
            resource=None,
            fingerprint="sha256:0a1b",
            plan="it",
        )
        return finding._replace(**changes)

    def excuse(self, **changes: Any) -> Excuse:
        excuse = Excuse(
            "waiver", "w1", "agreed", "role:owner", "person:dana", "2027-01-31", self.at(9, 5, 9, 7)
        )
        return excuse._replace(**changes)

    def report(self, *findings: Finding, **changes: Any) -> Report:
        report = Report("check", AS_OF, "standard", 3, 3, 47, findings, (), (), ())
        return report._replace(**changes)

    def rendering(self, *lines: str, **changes: Any) -> Rendering:
        source = lines or self.lines
        rendering = Rendering("0.1.0", {"PLN101": self.rule}, lambda path: source)
        return rendering._replace(**changes)


@pytest.fixture(scope="session")
def make() -> Make:
    return Make()
