"""Checkstyle's XML as its own logger writes it, and nothing green that could not look."""

from __future__ import annotations

from typing import Any

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Incomplete, Report, Severity, Skipped
from commplan.reporters.checkstyle import render
from tests.depth import examples

Read = dict[str, list[dict[str, str]]]


def read(report: Report, make: Any) -> Read:
    """Each file and the attributes of its errors."""
    root = fromstring(render(report, make.rendering()).encode())
    assert (root.tag, root.attrib) == ("checkstyle", {"version": "0.1.0"})
    files: Read = {}
    for file in root:
        assert (file.tag, set(file.attrib)) == ("file", {"name"})
        assert file.attrib["name"] not in files
        for error in file:
            assert error.tag == "error"
            assert {"line", "severity", "message", "source"} <= set(error.attrib)
            assert set(error.attrib) <= {"line", "column", "severity", "message", "source"}
            assert error.attrib["severity"] in {"ignore", "info", "warning", "error"}
            assert int(error.attrib["line"]) >= 1
        files[file.attrib["name"]] = [dict(error.attrib) for error in file]
    return files


def test_findings_stand_under_their_files(make: Any) -> None:
    report = make.report(
        make.finding(help="write channel:incidents"),
        make.finding(severity=Severity.INFO, location=make.at(1, 2, 1, 3, "plans/a.yaml")),
        paths=("plans/clean.yaml", "plans/it.yaml"),
    )
    files = read(report, make)
    assert list(files) == ["plans/a.yaml", "plans/clean.yaml", "plans/it.yaml"]
    assert files["plans/clean.yaml"] == []
    assert files["plans/it.yaml"] == [
        {
            "line": "4",
            "column": "18",
            "severity": "error",
            "message": "no channel is called 'incidnts' (help: write channel:incidents)",
            "source": "commplan.PLN101",
        }
    ]


def test_what_is_known_is_counted_only(make: Any) -> None:
    report = make.report(make.finding(baseline="known"), paths=("a.yaml",))
    assert [error["message"] for error in read(report, make)["a.yaml"]] == [
        "1 known to the baseline"
    ]


def test_a_run_that_could_not_look_is_an_error(make: Any) -> None:
    report = make.report(
        incomplete=(Incomplete("rule", "ESC202", "boom", path="b.yaml"),),
        skipped=(Skipped("CHN311", "members-differ", "needs a workspace"),),
        paths=("a.yaml", "b.yaml"),
    )
    files = read(report, make)
    assert [(e["severity"], e["source"]) for e in files["a.yaml"]] == [
        ("info", "commplan.left-out")
    ]
    assert [(e["severity"], e["source"]) for e in files["b.yaml"]] == [
        ("error", "commplan.incomplete")
    ]


def test_a_run_without_files_is_an_error(make: Any) -> None:
    (error,) = read(make.report(files=0), make)["commplan.toml"]
    assert error["severity"] == "error"


@examples(60)
@given(text=st.text(st.characters(exclude_categories=()), max_size=20))
def test_any_text_comes_out_as_xml(make: Any, text: str) -> None:
    finding = make.finding(message=text, help=text, location=make.at(1, 1, 1, 2, text))
    read(make.report(finding, incomplete=(Incomplete("read", text, text),)), make)
