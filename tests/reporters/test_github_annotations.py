"""The lines that the GitHub runner turns into annotations."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import (
    Incomplete,
    Outcome,
    RelatedLocation,
    Report,
    Resource,
    Severity,
    Skipped,
)
from commplan.reporters.github import render
from commplan.reporters.neutralise import neutralise


class Command(NamedTuple):
    level: str
    properties: dict[str, str]
    message: str


def parse(line: str) -> Command:
    """Read a workflow command the way the runner does."""
    found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert found is not None, line
    level, listed, message = found.groups()
    pairs = (pair.partition("=") for pair in listed.split(","))
    return Command(level, {key: unescape(value) for key, _, value in pairs}, unescape(message))


def unescape(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def commands(report: Report) -> list[Command]:
    """The annotations; the last line is none and stays in the log."""
    *lines, closing = render(report).splitlines()
    assert not closing.startswith("::")
    return [parse(line) for line in lines]


def test_a_finding_is_one_line(make: Any) -> None:
    finding = make.finding(
        message="50% of a, b: c",
        help="write channel:incidents",
        related=(RelatedLocation(make.at(2, 3, 2, 12), "declared here"),),
        resource=Resource("channel", "C012", "incidents"),
    )
    assert render(make.report(finding)) == (
        "::error file=plans/it.yaml,line=4,col=18,endLine=4,endColumn=36,"
        "title=PLN101 broken-reference::50%25 of a, b: c%0Ahelp: write channel:incidents"
        "%0Arelated plans/it.yaml:2:3: declared here%0Aslack: channel C012 #incidents\n"
        "3 files, 3 plans, 47 rules: 1 error, 0 warnings, 0 infos\n"
    )


def test_a_clean_run_says_in_the_log_what_was_judged(make: Any) -> None:
    skipped = (Skipped("CHN311", "members-differ", "needs a workspace"),)
    assert render(make.report(make.finding(baseline="known"), skipped=skipped)) == (
        "3 files, 3 plans, 47 rules: 0 errors, 0 warnings, 0 infos; "
        "1 known to the baseline; 1 rule not assessed (needs a workspace)\n"
    )


def test_a_message_names_some_of_many_related_places(make: Any) -> None:
    related = tuple(RelatedLocation(make.at(n, 1, n, 2), "here") for n in range(1, 501))
    (command,) = commands(make.report(make.finding(related=related)))
    assert command.message.count(": here") == 10
    assert command.message.endswith("\nrelated … and 490 more places")


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((4, 18, 4, 36), {"line": "4", "endLine": "4", "col": "18", "endColumn": "36"}),
        ((4, 18, 6, 3), {"line": "4", "endLine": "6"}),
        ((4, 18, 6, 1), {"line": "4", "endLine": "5"}),
    ],
)
def test_columns_are_given_for_one_line_only(
    make: Any, span: tuple[int, int, int, int], expected: dict[str, str]
) -> None:
    (command,) = commands(make.report(make.finding(location=make.at(*span))))
    place = {"file": "plans/it.yaml", "title": "PLN101 broken-reference", **expected}
    assert command.properties == place


def test_levels_and_titles(make: Any) -> None:
    report = make.report(
        make.finding(severity=Severity.INFO),
        make.finding(severity=Severity.WARNING, outcome=Outcome.INCONCLUSIVE),
        make.finding(),
    )
    assert [(command.level, command.properties["title"]) for command in commands(report)] == [
        ("error", "PLN101 broken-reference"),
        ("warning", "PLN101 broken-reference (inconclusive)"),
        ("notice", "PLN101 broken-reference"),
    ]


def test_an_incomplete_run_is_an_error_of_its_own(make: Any) -> None:
    failures = (
        Incomplete("read", "conversations.members", "ratelimited", 5, ("CHN311",)),
        Incomplete("plugin", "acme", "no module"),
    )
    (command,) = commands(make.report(incomplete=failures))
    assert command == Command(
        "error",
        {"title": "commplan: incomplete"},
        "Findings may be missing; do not take this run as a pass.\n"
        "reading conversations.members failed after 5 tries: ratelimited\n"
        "not judged: CHN311\n"
        "the plugin acme failed: no module",
    )


def test_what_github_would_drop_is_counted_in_a_last_notice(make: Any) -> None:
    findings = [make.finding(severity=severity) for severity in Severity for _ in range(12)]
    report = make.report(*findings, incomplete=(Incomplete("rule", "ESC202", "boom"),))
    annotations = commands(report)
    levels = [command.level for command in annotations]
    assert levels == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert annotations[0].properties["title"] == "commplan: incomplete"
    assert annotations[-1].message == "8 more findings; commplan --format text lists them all"


def test_as_many_as_github_shows_need_no_notice(make: Any) -> None:
    report = make.report(*[make.finding(severity=Severity.INFO) for _ in range(10)])
    assert [command.properties["title"] for command in commands(report)] == [
        "PLN101 broken-reference"
    ] * 10


@given(
    message=st.text(st.characters(exclude_categories=()), max_size=30)
    | st.sampled_from(["100%0A", "a\n::error::b", "::set-env::", "a,b:c=d", "\r\n"]),
    path=st.text(st.characters(exclude_categories=()), min_size=1, max_size=20),
)
def test_a_command_reads_back_as_what_was_said(make: Any, message: str, path: str) -> None:
    finding = make.finding(message=message, location=make.at(1, 1, 1, 2, path))
    (command,) = commands(make.report(finding))
    assert command.message == neutralise(message)
    assert command.properties["file"] == neutralise(path)
    if message.isprintable() and "##" not in message:
        assert command.message == message
