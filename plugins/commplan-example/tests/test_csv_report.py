"""The format, on findings that a rule has made."""

import csv
import io

from commplan.api import Finding, Incomplete, Rendering, Report
from commplan.testing import judge_text

from commplan_example.channel_without_topic import channel_without_topic
from commplan_example.csv_report import COLUMNS, render

PLAN = "channels: {it-help: {kind: slack, purpose: support-intake}}"


def text(*findings: Finding, incomplete: tuple[Incomplete, ...] = ()) -> str:
    report = Report(
        command="check",
        as_of=0,
        profile="standard",
        files=1,
        plans=1,
        rules_run=1,
        findings=findings,
        waived=(),
        skipped=(),
        incomplete=incomplete,
    )
    rules = {channel_without_topic.code: channel_without_topic}
    return render(report, Rendering(version="0.1.0", rules=rules, lines=lambda _: ()))


def rows(*findings: Finding, incomplete: tuple[Incomplete, ...] = ()) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(*findings, incomplete=incomplete))))


def finding(path: str = "plan.yaml") -> Finding:
    return judge_text(channel_without_topic, PLAN, path=path).findings[0]


def test_a_finding_is_a_row() -> None:
    assert rows(finding()) == [
        {
            "path": "plan.yaml",
            "line": "1",
            "column": "12",
            "severity": "warning",
            "code": "XEX101",
            "name": "channel-without-topic",
            "message": "#it-help is for support-intake and has no topic",
            "help": "add a `topic` that says who answers, and how fast",
            "rule": "A channel where people look for help has no topic",
        }
    ]


def test_nothing_found_is_a_head_alone() -> None:
    assert text() == ",".join(COLUMNS) + "\n"


def test_what_the_baseline_knows_is_not_repeated() -> None:
    assert rows(finding()._replace(baseline="known")) == []


def test_a_run_that_was_cut_short_is_no_empty_table() -> None:
    [row] = rows(incomplete=(Incomplete("rule", "ESC202", "it crashed", path="plan.yaml"),))
    assert (row["severity"], row["code"], row["message"]) == ("incomplete", "ESC202", "it crashed")


def test_a_cell_is_no_formula() -> None:
    [row] = rows(finding()._replace(message='=HYPERLINK("https://example.org")'))
    assert row["message"] == '\'=HYPERLINK("https://example.org")'
