"""Rules and findings to run the engine on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from commplan.finding import Finding, Location, NotAssessed, Outcome, Problem, Severity
from commplan.place import Origin, Place
from commplan.rule import Rule, Verdicts, rule

ORIGIN = Origin("plans/a.yaml", 0)


@pytest.fixture
def make_rule() -> Callable[..., Rule]:
    """Build a rule from code, name and what it yields."""

    def make(code: str, name: str, verdicts: Verdicts = (), **more: Any) -> Rule:
        def judge(plan: object, *, limit: int = 3, words: tuple[str, ...] = ("a",)) -> Verdicts:
            yield from verdicts

        judge.__name__ = name.replace("-", "_")
        options: dict[str, Any] = {"severity": Severity.ERROR, "profile": "basic"}
        return rule(code, **{**options, "since": "0.1", "source": "A01", **more})(judge)

    return make


@pytest.fixture
def make_finding() -> Callable[..., Finding]:
    """Build a finding at a place."""

    def make(
        code: str = "CHN101",
        name: str = "channel-unowned",
        path: str = "plans/a.yaml",
        pointer: str = "/channels/x",
        line: int = 4,
        plan: str = "a",
    ) -> Finding:
        return Finding(
            code=code,
            name=name,
            severity=Severity.ERROR,
            outcome=Outcome.FAIL,
            message="m",
            help=None,
            location=Location(path, pointer, line, 1, line, 2),
            related=(),
            facts={},
            resource=None,
            fingerprint=f"sha256:{code}{pointer}",
            plan=plan,
        )

    return make


def problems(*messages: str) -> Iterator[Problem]:
    """Problems at the root."""
    for message in messages:
        yield Problem(at=Place(ORIGIN, ()), message=message)


def unknown(reason: str) -> NotAssessed:
    """A subject that could not be judged."""
    return NotAssessed(reason)
