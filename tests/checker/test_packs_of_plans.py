"""A pack makes rules graver: for the plan that names it, or for all where the run does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commplan.catalogue import Catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.engine.select import Selection
from commplan.finding import Severity
from commplan.packs import held, load_pack

Write = Callable[[str, str], Path]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
UNOWNED = "channels: {a: {kind: slack, slack: C0%s}}\n"
Severities = dict[str, str]


@pytest.fixture(autouse=True)
def _graver(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Under GDPR, channels without owner and plans of one id are errors."""
    loaded = load_pack("gdpr")
    severity = {"CHN101": Severity.ERROR, "PLN105": Severity.WARNING}
    monkeypatch.setattr(held, "load_pack", lambda _: loaded._replace(severity=severity))
    held.raised_by.cache_clear()
    yield
    held.raised_by.cache_clear()


@pytest.fixture
def severities(write: Write, catalogue: Catalogue) -> Callable[..., Severities]:
    """Checks two plans of which the second names the pack; rules are informational by default."""
    write("a.yaml", HEAD + "metadata: {id: a}\n" + UNOWNED % "A")
    write("b.yaml", HEAD + "metadata: {id: b, profiles: [gdpr]}\n" + UNOWNED % "B")

    def judge(*files: str, **more: object) -> Severities:
        codes = ("CHN101", "PLN101", "PLN105")
        rules = tuple(catalogue.by_code[c]._replace(severity=Severity.INFO) for c in codes)
        bench = Bench(
            catalogue,
            Selection(rules, {}, **more),  # type: ignore[arg-type]
            parse_instant("2026-11-21T09:00:00Z"),
        )
        report = check(bench, Target(files or ("a.yaml", "b.yaml")), Options())
        return {f"{f.code} {f.location.path}": f.severity.value for f in report.findings}

    return judge


def test_a_pack_of_a_plan_concerns_that_plan_only(severities: Callable[..., Severities]) -> None:
    assert severities() == {"CHN101 a.yaml": "info", "CHN101 b.yaml": "error"}


def test_a_pack_of_the_run_concerns_all_plans(severities: Callable[..., Severities]) -> None:
    assert severities(packs=("gdpr",)) == {"CHN101 a.yaml": "error", "CHN101 b.yaml": "error"}


def test_a_severity_that_the_configuration_sets_stands(
    severities: Callable[..., Severities],
) -> None:
    kept = frozenset({"CHN101"})
    assert severities(packs=("gdpr",), kept=kept) == {
        "CHN101 a.yaml": "info",
        "CHN101 b.yaml": "info",
    }


def test_findings_between_plans_are_as_grave_as_the_plan_they_stand_in(
    write: Write, severities: Callable[..., Severities]
) -> None:
    write("c.yaml", HEAD + "metadata: {id: a, profiles: [gdpr]}\n")
    write("d.yaml", HEAD + "metadata: {id: a}\n")
    found = severities("a.yaml", "c.yaml", "d.yaml")
    assert found["PLN105 c.yaml"] == "warning"
    assert found["PLN105 d.yaml"] == "info"


def test_a_name_of_no_pack_is_a_broken_reference_and_raises_nothing(
    write: Write, severities: Callable[..., Severities]
) -> None:
    write("e.yaml", HEAD + "metadata: {id: e, profiles: [gdrp]}\n" + UNOWNED % "E")
    assert severities("e.yaml") == {"PLN101 e.yaml": "info", "CHN101 e.yaml": "info"}
