"""``--baseline``: what an earlier report lists is known; anything else is no baseline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Plan = Callable[..., Path]
ONE = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x, owner: 'person:gone'}\n"
TWO = ONE.replace("owner: 'person:gone'", "owner: 'person:gone', approver: 'person:away'")
WORDS = ("check", "--select", "PLN001,PLN101")


@pytest.fixture
def known(run: Run, plan: Plan) -> Run:
    """Checks against what was found in a plan with one fault."""
    plan(ONE)
    assert run(*WORDS, "--format", "json:known.json").code == 1
    return lambda *words: run(*WORDS, "--baseline", "known.json", *words)


def test_what_is_known_does_not_fail(known: Run) -> None:
    result = known()
    assert result.code == 0
    assert "PLN101" not in result.out.splitlines()[0]


def test_what_is_new_does(known: Run, plan: Plan) -> None:
    plan(TWO)
    result = known()
    assert result.code == 1
    assert "away" in result.out
    assert "gone" not in result.out.partition("away")[0]


def test_known_findings_are_in_the_report_and_told_when_asked(known: Run, folder: Path) -> None:
    assert "(known)" in known("-v").out
    known("--format", "json:again.json")
    report = json.loads((folder / "again.json").read_text())
    assert [finding["baseline"] for finding in report["findings"]] == ["known"]
    assert (report["summary"]["baselined"], report["summary"]["errors"]) == (1, 0)


def test_what_a_report_knows_and_is_mended_is_no_news(known: Run, plan: Plan) -> None:
    plan(ONE.replace(", owner: 'person:gone'", ""))
    result = known("--fail-on", "info")
    assert result.code == 0
    assert "does not match" not in result.out


def test_a_known_finding_moves_with_its_line(known: Run, plan: Plan) -> None:
    plan("\n\n# moved\n" + ONE)
    assert known().code == 0


def test_a_finding_in_a_renamed_file_is_new(known: Run, plan: Plan, folder: Path) -> None:
    (folder / "plans" / "it-ops.yaml").rename(folder / "plans" / "other.yaml")
    assert known().code == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "the baseline cannot be read: No such file"),
        (b"", "the baseline is not JSON"),
        (b"{", "the baseline is not JSON"),
        (b"\xff\xfe", "the baseline is not JSON"),
        (b"[" * 100_000, "the baseline is not JSON"),
        (b"9" * 5000, "the baseline is not JSON"),
        (b"[]", "expected what 'commplan baseline' writes"),
        (b"{}", "expected what 'commplan baseline' writes"),
        (b'{"findings": {}}', "expected what 'commplan baseline' writes"),
        (b'{"version": "2.1.0", "runs": []}', "expected what 'commplan baseline' writes"),
    ],
)
def test_what_is_no_baseline(
    run: Run, plan: Plan, folder: Path, content: bytes | None, problem: str
) -> None:
    plan(ONE)
    if content is not None:
        (folder / "b.json").write_bytes(content)
    result = run("check", "--baseline", "b.json")
    assert (result.code, result.out) == (2, "")
    assert f"b.json: {problem}" in result.err


@pytest.mark.parametrize("content", ['{"findings": []}', '{"findings": [null, 7, {"code": 1}]}'])
def test_entries_that_are_no_findings_make_nothing_known(
    run: Run, plan: Plan, folder: Path, content: str
) -> None:
    plan(ONE)
    (folder / "b.json").write_text(content)
    assert run(*WORDS, "--baseline", "b.json").code == 1
