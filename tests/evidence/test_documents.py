"""Records in documents of kind Evidence: the same as in CSV files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.evidence import ActivityRecord, AnswerRecord, Table
from commplan.evidence.documents import read_records
from commplan.evidence.kinds import KINDS
from commplan.evidence.table import read_table
from tests.schemas.test_companion_schemas import CSV

HEAD = "apiVersion: commplan/v1\nkind: Evidence\n"
TRAINING = """
records:
  training:
  - {person: ann, course: radio, completed: 2026-03-02}
  - {person: bob, course: radio, completed: "2026-03-03"}
"""


def read(text: str, kind: str = "training", plan: str = "x", head: str = HEAD) -> Table:
    return read_records(head + text, kind, plan, "Europe/London")


def faults(text: str, kind: str = "training", **more: str) -> list[str]:
    return [f"{fault.line}: {fault.problem}" for fault in read(text, kind, **more).faults]


def document(kind: str, rows: list[dict[str, Any]]) -> str:
    return "metadata: {id: e}\nrecords:\n  " + json.dumps(kind) + ": " + json.dumps(rows) + "\n"


@pytest.mark.parametrize("kind", KINDS)
def test_they_are_what_a_csv_file_says(kind: str) -> None:
    rows = list(csv.DictReader(io.StringIO(CSV[kind])))
    expected = read_table(CSV[kind], KINDS[kind], "Europe/London")
    assert expected.rows
    assert read(document(kind, rows), kind) == expected
    empty = [{key: value or None for key, value in row.items()} for row in rows]
    assert read(document(kind, empty), kind) == expected
    absent = [{key: value for key, value in row.items() if value} for row in rows]
    assert read(document(kind, absent), kind) == expected


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 9)), max_size=4),
    st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), max_size=4),
)
def test_numbers_may_be_numbers(counts: list[tuple[int, int]], scores: list[float]) -> None:
    activity = [
        {"date": "2026-11-16", "user": "U1", "posts": posts, "channel_posts": n}
        for posts, n in counts
    ]
    assert [
        (row.posts, row.channel_posts)
        for row in read(document("analytics", activity), "analytics").rows
        if isinstance(row, ActivityRecord)
    ] == counts
    answers = [{"date": "2026-11-16", "score": score} for score in scores]
    assert [
        row.score
        for row in read(document("surveys", answers), "surveys").rows
        if isinstance(row, AnswerRecord)
    ] == scores


def test_several_documents_of_a_file_serve_a_plan_or_do_not() -> None:
    text = f"metadata: {{id: a, plan: x}}{TRAINING}---\n{HEAD}metadata: {{id: b}}{TRAINING}"
    other = f"---\n{HEAD}metadata: {{id: c, plan: y}}{TRAINING}---\njust: text\n"
    assert len(read(text + other).rows) == 4
    assert len(read(text + other, plan="y").rows) == 4
    assert len(read(text + other, plan="z").rows) == 2
    assert read(text, "drills") == Table(())


def test_a_document_for_another_plan_is_no_record_of_this_one() -> None:
    text = f"metadata: {{id: a, plan: y}}{TRAINING}"
    assert faults(text) == ["1: its records are for another plan"]


@pytest.mark.parametrize(
    ("text", "line"), [("a: b\n", 1), ("token: xoxb-1\n", 1), ("a: 'b\n\n", 1), ("- [\n", 2)]
)
def test_of_what_is_no_such_document_no_word_is_repeated(text: str, line: int) -> None:
    (fault,) = read(text, head="").faults
    assert "xoxb" not in fault.problem
    assert fault.problem in (
        "holds no document of kind Evidence",
        "is not YAML that can be read",
    )


def test_a_document_that_its_schema_refuses_gives_nothing() -> None:
    text = f"metadata: {{id: a}}{TRAINING}  - {{person: cy, course: radio}}\n"
    table = read(text)
    assert (table.rows, table.is_refused) == ((), True)
    (fault,) = table.faults
    assert fault.line == 8
    assert "completed" in fault.problem
    assert read(text, "drills").is_refused


def test_a_cell_that_only_its_reader_refuses_is_told_with_its_line() -> None:
    text = f'metadata: {{id: a}}{TRAINING}  - {{person: " cy", course: r, completed: 2026-03-02}}\n'
    assert faults(text) == ["8: person is ' cy', expected text without blanks around it"]
    assert not read(text).is_refused


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read_records(text, "training", "x", "UTC")
    read(text)
