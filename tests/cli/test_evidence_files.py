"""A plan whose files of records are wrong, as the user sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.main import Exit

Run = Callable[..., Any]
Plan = Callable[..., Path]
RECORDS = "person,course,completed\nalice,ic-101,2026-03-10\n"
WORDS = ("check", "plans", "--profile", "basic", "--as-of", "2026-11-21T09:00:00Z")


@pytest.fixture
def judged(run: Run, plan: Plan) -> Callable[[str], Any]:
    """Checks a plan beside some records."""

    def check(records: str) -> Any:
        plan("apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n" + NAMED)
        plan(records, "plans/evidence/training.csv")
        return run(*WORDS)

    return check


NAMED = "training:\n  records: evidence/training.csv\n"


def test_a_malformed_line_is_named(judged: Callable[[str], Any]) -> None:
    assert judged(RECORDS).code == Exit.CLEAN
    result = judged(RECORDS + "bob,ic-101,2026-13-01\n")
    assert result.code == Exit.FINDINGS
    assert (
        "evidence/training.csv:3: completed is '2026-13-01', expected a date such as 2026-05-31"
        in result.out
    )
    assert "plans/it-ops.yaml:5:12" in result.out


def test_hostile_text_does_nothing(judged: Callable[[str], Any]) -> None:
    result = judged(RECORDS + "bob,ic-101,\x1b[2J\n\u202ebob\u2028::error::x,c,1\n")
    assert result.code == Exit.FINDINGS
    assert "\\x1b[2J" in result.out
    assert not {"\x1b", "\u202e", "\u2028"} & set(result.out)


def test_the_words_of_a_file_that_was_not_meant_are_not_repeated(
    judged: Callable[[str], Any],
) -> None:
    result = judged("AWS_SECRET=hunter22hunter22\n" * 3)
    assert result.code == Exit.FINDINGS
    assert "the header lacks the column person" in result.out
    assert "hunter" not in result.out
