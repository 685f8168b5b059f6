"""CSV files of evidence: what is read, and the line and words of what is wrong."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.clock import parse_instant
from commplan.evidence import AnswerRecord, IncidentRecord, Table, TrainingRecord
from commplan.evidence import table as table_module
from commplan.evidence.kinds import KINDS
from commplan.evidence.table import read_table
from commplan.schema import schema

ROW = "alice,ic-101,2026-03-10\n"
A_DATE = "expected a date such as 2026-05-31"
HEAD = "person,course,completed\n"
INCIDENT = "id,severity,started_at,acknowledged_at,resolved_at,closed_at\n"
SCHEMA = schema("evidence")
DATE = schema("communication-plan")["$defs"]["date"]


def read(text: str, kind: str = "training", zone: str = "UTC") -> Table:
    return read_table(text, KINDS[kind], zone)


def faults(text: str, kind: str = "training") -> list[str]:
    return [f"{fault.line}: {fault.problem}" for fault in read(text, kind).faults]


def test_records() -> None:
    assert read(HEAD + ROW).rows == (TrainingRecord("alice", "ic-101", date(2026, 3, 10)),)


def test_columns_may_stand_in_any_order() -> None:
    text = "completed,person,course\n2026-03-10,alice,ic-101\n"
    assert read(text).rows == read(HEAD + ROW).rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines_and_blank_lines(end: str) -> None:
    text = f"\n{HEAD}\n\n{ROW}{ROW}\n".replace("\n", end)
    assert len(read(text).rows) == 2
    assert faults(text + "alice") == ["8: has 1 cell, expected 3 as in the header"]


def test_quoted_cells() -> None:
    text = INCIDENT.replace("\n", ',"what, and ""why"""\n') + (
        'INC-1,sev1,2026-11-09T08:00:00Z,,,,"one\n\ntwo, three"\nINC-2,sev1,yesterday,,,,\n'
    )
    assert faults(text, "incidents") == [
        "5: started_at is 'yesterday', expected an instant such as 2026-05-31T09:00:00Z"
    ]


def test_what_may_be_absent_is_nothing() -> None:
    assert read("date,score\n2026-09-30,4.5\n", "surveys").rows == (
        AnswerRecord(date(2026, 9, 30), None, None, 4.5),
    )
    (row,) = read(INCIDENT + "INC-1,sev1,2026-11-09T08:00:00Z,,,\n", "incidents").rows
    assert row == IncidentRecord(
        "INC-1", "sev1", parse_instant("2026-11-09T08:00:00Z"), None, None, None
    )


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-09T08:00:00Z", "2026-11-09T08:00:00Z"),
        ("2026-11-09 08:00+01:00", "2026-11-09T07:00:00Z"),
        ("2026-11-09T08:00", "2026-11-08T21:00:00Z"),
        ("2026-11-09T08:00:00.123456789", "2026-11-08T21:00:00.123456Z"),
        ("2026-04-05T02:30", "2026-04-04T15:30:00Z"),  # shown twice in Sydney: the first time
        ("2026-10-04T02:30", "2026-10-03T16:00:00Z"),  # skipped: the change itself
    ],
)
def test_times_without_offset_are_those_of_the_plan(written: str, instant: str) -> None:
    text = f"id,severity,started_at\nINC-1,sev1,{written}\n"
    (row,) = read(text, "incidents", "Australia/Sydney").rows
    assert isinstance(row, IncidentRecord)
    assert row.started_at == parse_instant(instant)


def test_times_in_a_zone_that_does_not_exist_are_read_in_utc() -> None:
    text = "id,severity,started_at\nINC-1,sev1,2026-11-09T08:00\n"
    assert read(text, "incidents", "Mars/Base").rows == read(text, "incidents", "UTC").rows


@pytest.mark.parametrize("text", ["", "\n\r\n", HEAD, HEAD + "\n"])
def test_an_empty_file_has_no_faults(text: str) -> None:
    assert read(text) == Table(())


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "alice,ic-101,2026-13-01",
            f"completed is '2026-13-01', {A_DATE}",
        ),
        (
            "alice,ic-101,2026-02-29",
            f"completed is '2026-02-29', {A_DATE}",
        ),
        ("alice,ic-101,20260310", f"completed is '20260310', {A_DATE}"),
        (
            "alice,ic-101,2026-W10-2",
            f"completed is '2026-W10-2', {A_DATE}",
        ),
        (
            "alice,ic-101,٢٠٢٦-03-10",
            f"completed is '٢٠٢٦-03-10', {A_DATE}",
        ),
        ("alice,ic-101,", f"completed is empty, {A_DATE}"),
        (",ic-101,2026-03-10", "person is empty, expected text without blanks around it"),
        ("alice, ic-101,2026-03-10", "course is ' ic-101', expected text without blanks around it"),
        ("a\x1b[2J,b,2026-03-10", "person is 'a\\x1b[2J', expected text without blanks around it"),
        ("alice,ic-101", "has 2 cells, expected 3 as in the header"),
        ("alice,ic-101,2026-03-10,", "has 4 cells, expected 3 as in the header"),
        (
            '"alice"b,c,2026-03-10',
            "a quoted cell goes on after its closing quote, expected a comma",
        ),
        ('"alice,ic-101,2026-03-10', "a quoted cell begins here and never ends"),
        ("x" * 200_000, "a cell is longer than 131,072 characters"),
        ("x" * 100 + ",c,1", f"completed is '1', {A_DATE}"),
    ],
)
def test_a_fault_of_a_row(row: str, problem: str) -> None:
    assert faults(HEAD + ROW + row + "\n") == [f"3: {problem}"]


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (
            "person,course",
            "the header lacks the column completed, expected person,course,completed",
        ),
        (
            "persn,course,completed",
            "the header lacks the column person; is 'persn' meant to be it?",
        ),
        (
            "Person,Course,Completed",
            "the header lacks the column person; is 'Person' meant to be it?",
        ),
        (
            "person;course;completed",
            "the header lacks the column person; cells are to be separated by commas",
        ),
        ("person,course,completed,course", "the header names the column course twice"),
        ("person,course,completed,score", "the header has an unknown column 'score'"),
    ],
)
def test_a_fault_of_the_header_is_the_only_one(header: str, problem: str) -> None:
    assert faults(f"{header}\nx\n") == [f"1: {problem}"]


def test_an_unknown_column_may_be_one_that_was_meant() -> None:
    assert faults("review,done,buy\n", "reviews") == [
        "1: the header has an unknown column 'buy'; did you mean by?"
    ]


def test_incidents_may_have_further_columns() -> None:
    text = "id,team,severity,started_at\nINC-1,,sev1,2026-11-09T08:00:00Z\n"
    assert len(read(text, "incidents").rows) == 1
    (fault,) = faults(text.replace("severity", "urgency"), "incidents")
    assert fault == f"1: the header lacks the column severity, expected {INCIDENT.strip()}"


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-0000000000-abcdefghijkl",
        "-----BEGIN PRIVATE KEY-----",
        "root:x:0:0:root:/root:/bin/sh",
    ],
)
def test_a_file_that_is_something_else_is_not_quoted(secret: str) -> None:
    for text in (secret, f"{secret}\n{secret}", f"{secret},person\n"):
        (fault,) = faults(text)
        assert secret[:5] not in fault


def test_a_nul_is_found_before_all_else() -> None:
    assert faults(HEAD + ROW + "bob,ic\0,2026\nx") == ["3: holds a NUL character, expected text"]


def test_some_faults_are_told_and_all_are_counted() -> None:
    found = read(HEAD + ROW + "bob,ic-101,soon\n" * 5 + ROW)
    assert [fault.line for fault in found.faults] == [3, 4, 5]
    assert found.faulty_lines == 5
    assert found.rows == ()


def test_a_file_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_module, "MOST_ROWS", 3)
    assert len(read(HEAD + ROW * 3).rows) == 3
    assert faults(HEAD + ROW * 4) == ["5: the file goes on after 3 rows, expected fewer"]


def test_a_very_long_column_is_not_compared() -> None:
    assert faults("p" * 100_000) == [
        "1: the header lacks the column person, expected person,course,completed"
    ]


def rule_of(kind: str) -> dict[str, Any]:
    rule: dict[str, Any] = SCHEMA["$defs"][f"{kind}_row"]
    return rule


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_those_of_the_schema(kind: str) -> None:
    rule = rule_of(kind)
    assert list(KINDS[kind].cells) == list(rule["properties"])
    assert KINDS[kind].optional == set(rule["properties"]) - set(rule["required"])
    assert KINDS[kind].is_open == rule["additionalProperties"]
    assert list(KINDS[kind].cells) == list(KINDS[kind].record._fields)


def test_every_type_of_the_schema_is_read() -> None:
    assert list(KINDS) == list(SCHEMA["properties"]["records"]["properties"])


PATTERNED = [
    (kind, column)
    for kind in KINDS
    for column, cell in KINDS[kind].cells.items()
    if "without blanks" not in cell.expected
]
times = st.one_of(
    st.datetimes().map(str),
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.from_regex(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9](Z|[+-]05:30)?)?"),
    st.dates().map(str),
    st.from_regex(r"-?[0-9]{1,3}([.][0-9]{0,3})?"),
    st.text("0123456789-+:.TZ eW٣", max_size=12),
)


def pattern_of(kind: str, column: str) -> str:
    reference = rule_of(kind)["properties"][column]["$ref"]
    found = DATE if reference.endswith("/date") else SCHEMA["$defs"][reference.rpartition("/")[2]]
    return str(found["pattern"])


@given(st.sampled_from(PATTERNED), times)
def test_cells_are_those_of_the_schema(where: tuple[str, str], cell: str) -> None:
    kind, column = where
    text = cell.replace("\n", "")
    try:
        KINDS[kind].cells[column].read(text, "UTC")
        is_read = True
    except ValueError:
        is_read = not text and column in KINDS[kind].optional
    pattern = pattern_of(kind, column).removeprefix("^").removesuffix("$")
    assert is_read == bool(re.fullmatch(pattern, text, re.ASCII)), text


@given(st.text())
def test_any_text_is_a_table(text: str) -> None:
    for kind in KINDS.values():
        read_table(text, kind, "Europe/London")


@given(st.lists(st.lists(st.sampled_from(["", "a", "2026-01-01", '"', "\n", "x,y"]), max_size=4)))
def test_any_rows_are_a_table(rows: list[list[str]]) -> None:
    text = HEAD + "\n".join(",".join(row) for row in rows)
    found = read(text)
    assert not (found.rows and found.faults)
    assert len(found.faults) <= found.faulty_lines
    assert all(2 <= fault.line <= text.count("\n") + 1 for fault in found.faults)
