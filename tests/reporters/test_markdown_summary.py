"""Markdown as GitHub's own parser reads it: it shows what was said, and nothing of it acts."""

from __future__ import annotations

import re
from typing import Any

import cmarkgfm
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Incomplete, Outcome, Severity, Skipped, Waived
from commplan.reporters.markdown import LIMIT, render
from commplan.reporters.markdown_text import APART, code, prose
from commplan.reporters.neutralise import neutralise
from tests.depth import examples

OURS = {"html", "head", "body", "h3", "p", "strong", "ul", "li", "code", "br"}
OURS |= {"details", "summary", "sub", "blockquote"}
HOSTILE = (
    *("@acme/team", "@dana", "#12", "acme/x#12", "GH-12", "!7", "~bug", "$1", ":rocket:", ":100:"),
    *("https://evil.example", "www.evil.example", "mailto:a@b.example", "ftp://x", "a@b.example"),
    *("![x](http://x)", "[x](javascript:alert(1))", "<script>", "<!--", "&lt;", "&#64;", "`", "``"),
    *("| a | b |", "|---|---|", "***", "---", "===", "# x", "- x", "1. x", "> x", "~~x~~", "$x$"),
    *(
        "\\",
        "</details>",
        "<br>",
        "\n\n",
        "    x",
        "\x1b",
        "\u202e",
        "\ufeff",
        "[^1]",
        "* * *",
        " ",
    ),
)
texts = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=())), max_size=6
).map("".join)


def html(markdown: str) -> Any:
    """What GitHub makes of it, with raw HTML let through as GitHub lets ours through."""
    rendered = cmarkgfm.github_flavored_markdown_to_html(
        markdown, cmarkgfm.Options.CMARK_OPT_UNSAFE
    )
    return html5lib.parse(rendered, treebuilder="etree", namespaceHTMLElements=False)


def shown(markdown: str) -> str:
    return "".join(html(markdown).find("body").itertext())


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_reads_as_it_was(text: str) -> None:
    tree = html(f"a {prose(text)} z")
    assert {element.tag for element in tree.iter()} == {"html", "head", "body", "p"}
    assert "".join(tree.itertext()).strip().replace(APART, "") == f"a {neutralise(text)} z"


@pytest.mark.parametrize(
    "text",
    ["@dana", "@acme/team", "#12", "GH-12", "!7", '~"bug"', "&3", ":rocket:", ":100:", "https://x"],
)
def test_what_calls_somebody_is_taken_apart_after_rendering(text: str) -> None:
    said = shown(f"ask {prose(text)}")
    assert text not in said
    assert text in said.replace(APART, "")


@pytest.mark.parametrize(
    "text", ["09:30 to 10:00", "channel:help", "50% of R&D", "#", "a@ b", "$x"]
)
def test_what_calls_nobody_is_left_alone(text: str) -> None:
    assert APART not in prose(text)


@examples(150)
@given(texts)
def test_code_is_read_back_as_it_was(text: str) -> None:
    tree = html(f"- at {code(text)}")
    (found,) = tree.iter("code")
    assert "".join(found.itertext()) == (neutralise(text) or "  ")


def report_with(make: Any, text: str) -> Any:
    finding = make.finding(message=text, help=text, location=make.at(1, 1, 1, 2, text))
    return make.report(
        finding,
        waived=(Waived(finding, make.excuse(reason=text)),),
        skipped=(Skipped("CHN311", "members-differ", text),),
        incomplete=(Incomplete("read", text, text, path=text),),
        workspace=text,
    )


@examples(150)
@given(texts)
def test_nothing_of_a_plan_changes_the_form_of_the_summary(make: Any, text: str) -> None:
    tree = html(render(report_with(make, text), make.rendering()))
    calm = html(render(report_with(make, "x"), make.rendering()))
    assert {element.tag for element in tree.iter()} <= OURS
    assert [element.tag for element in tree.iter()] == [element.tag for element in calm.iter()]


def test_the_verdict_comes_first_and_the_gravest_before_the_others(make: Any) -> None:
    report = make.report(
        make.finding(severity=Severity.INFO),
        make.finding(outcome=Outcome.INCONCLUSIVE, severity=Severity.WARNING),
        make.finding(help="write channel:incidents"),
    )
    said = shown(render(report, make.rendering()))
    assert said.strip().startswith("commplan check: failed, 1 finding")
    order = re.findall(r"(error|warning, inconclusive|info) PLN101", said)
    assert order == ["error", "warning, inconclusive", "info"]
    assert "help: write channel:incidents" in said


def test_verdicts(make: Any) -> None:
    def verdict(*found: Any, **changes: Any) -> str:
        return render(make.report(*found, **changes), make.rendering()).partition("\n")[0]

    warning = make.finding(severity=Severity.WARNING)
    failure = Incomplete("rule", "ESC202", "boom")
    assert verdict(warning) == "### commplan check: passed"
    assert verdict(files=0) == "### commplan check: no plan file was found"
    assert verdict(make.finding(), incomplete=(failure,)) == "### commplan check: incomplete"


def test_what_is_known_waived_or_not_assessed_is_told(make: Any) -> None:
    report = make.report(
        make.finding(baseline="known"),
        waived=(Waived(make.finding(), make.excuse()),),
        skipped=(Skipped("CHN311", "members-differ", "needs a workspace"),),
    )
    said = shown(render(report, make.rendering()))
    assert "1 known to the baseline; 1 waived; 1 rule not assessed" in said
    assert "PLN101 in plans/it.yaml:4, waiver w1 (until 2027-01-31" in said
    assert "1 rule: needs a workspace" in said


def test_a_summary_stays_within_what_github_takes(make: Any) -> None:
    found = [make.finding(message="|" * 5000, severity=severity) for severity in Severity] * 40
    findings = [*found, *[make.finding(message="short")] * 2000]
    failures = tuple(Incomplete("rule", f"ESC{n}", "|" * 900) for n in range(500))
    waived = tuple(Waived(finding, make.excuse(reason="`" * 5000)) for finding in findings)
    report = make.report(*findings, incomplete=failures, waived=waived, workspace="w" * 5000)
    text = render(report, make.rendering())
    assert len(text) < LIMIT
    assert len(re.findall(r"… and [\d,]+ more; `--format text` lists them all", text)) == 3
    missing = int(re.findall(r"^- … and ([\d,]+) more", text, re.MULTILINE)[0].replace(",", ""))
    assert missing + len(re.findall(r"^- \*\*", text, re.MULTILINE)) == len(findings)
