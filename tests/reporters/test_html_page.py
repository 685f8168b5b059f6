"""The page is whole, valid and harmless; it reads without colours and works without scripts."""

from __future__ import annotations

import itertools
import re
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Incomplete, RelatedLocation, Report, Resource, Severity, Skipped, Waived
from commplan.reporters.html import render
from commplan.reporters.html_page import STYLE
from commplan.reporters.neutralise import neutralise
from commplan.reporters.words import NO_VERDICT
from tests.depth import examples


def parsed(report: Report, make: Any, *lines: str, **changes: Any) -> Any:
    """The page as a browser reads it; anything that is no valid HTML is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(render(report, make.rendering(*lines, **changes)))


def said(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def full(make: Any) -> Any:
    finding = make.finding(
        help="write channel:incidents",
        related=(RelatedLocation(make.at(2, 3, 2, 12), "declared here"),),
        resource=Resource("channel", "C012", "incidents"),
    )
    return make.report(
        finding,
        make.finding(severity=Severity.WARNING),
        make.finding(baseline="known"),
        waived=(Waived(finding, make.excuse()),),
        skipped=(Skipped("CHN311", "members-differ", "needs a workspace"),),
    )


def test_a_finding_says_everything(full: Any, make: Any) -> None:
    page = parsed(full, make)
    article = page.find(".//article[@class='error']")
    assert said(article) == (
        "error PLN101 broken-reference, line 4 no channel is called 'incidnts' "
        'update: {via: ["channel:incidnts"]} Help: write channel:incidents '
        "plans/it.yaml:2: declared here slack: channel C012 #incidents"
    )
    assert said(article.find(".//mark")) == '"channel:incidnts"'
    tables = [said(table) for table in page.iter("table")]
    assert "waiver w1 (until 2027-01-31" in tables[0]
    assert "needs a workspace" in tables[1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Passed. 0 errors, 0 warnings, 0 infos."),
        ({"files": 0}, "No plan file was found. 0 errors, 0 warnings, 0 infos."),
        (
            {"incomplete": (Incomplete("rule", "ESC202", "boom"),)},
            f"Incomplete. {NO_VERDICT} 0 errors, 0 warnings, 0 infos.",
        ),
    ],
)
def test_verdicts(make: Any, changes: dict[str, Any], expected: str) -> None:
    page = parsed(make.report(**changes), make)
    assert said(page.find(".//p[@class]")) == expected


def test_what_could_not_be_done_is_told(make: Any) -> None:
    report = make.report(incomplete=(Incomplete("rule", "ESC202", "boom", rules=("ESC202",)),))
    assert "the rule ESC202 crashed: boom" in said(parsed(report, make))


def test_each_kind_of_finding_that_is_there_has_a_labelled_checkbox(full: Any, make: Any) -> None:
    page = parsed(full, make)
    boxes = [box.attrib["id"] for box in page.iter("input")]
    assert boxes == ["show-error", "show-warning", "show-known"]
    labels = {label.attrib["for"]: said(label) for label in page.iter("label")}
    assert labels == {
        "show-error": "error (1)",
        "show-warning": "warning (1)",
        "show-known": "known (1)",
    }
    # The style sheet follows siblings: the boxes stand beside <main>, before it.
    body = page.find("body")
    order = [child.tag for child in body if child.tag in {"input", "main"}]
    assert order == ["input", "input", "input", "main"]
    for kind in ("error", "warning", "info", "known"):
        assert f"#show-{kind}:not(:checked) ~ main article.{kind}" in STYLE
    classes = {article.attrib["class"] for article in page.iter("article")}
    assert {f"show-{kind}" for kind in classes} == set(boxes)


def test_one_kind_needs_no_checkbox(make: Any) -> None:
    assert list(parsed(make.report(make.finding()), make).iter("input")) == []


def test_the_page_loads_and_runs_nothing(full: Any, make: Any) -> None:
    page = parsed(full, make)
    tags = {element.tag for element in page.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "a", "base"}
    attributes = {name for element in page.iter() for name in element.attrib}
    assert not any(name.startswith("on") for name in attributes)
    assert not attributes & {"src", "href", "style", "action"}
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    policy = page.find(".//meta[@http-equiv]").attrib["content"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_a_reader_by_ear_finds_the_way(full: Any, make: Any) -> None:
    page = parsed(full, make)
    assert page.attrib["lang"] == "en"
    assert said(page.find(".//title")) == "commplan check"
    assert len(list(page.iter("h1"))) == len(list(page.iter("main"))) == 1
    levels = [int(e.tag[1]) for e in page.iter() if re.fullmatch(r"h[1-6]", str(e.tag))]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert {head.attrib["scope"] for head in page.iter("th")} == {"col"}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_can_be_told_from_the_paper(scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#\w+)", blocks[scheme]))
    pairs = [(ink, paper) for ink in ("ink", "faint") for paper in ("paper", "code")]
    pairs += [(kind, "paper") for kind in ("error", "warning", "info", "ok")]
    for ink, paper in [*pairs, ("ink", "mark")]:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def test_paper_shows_what_the_screen_hides() -> None:
    printed = STYLE.partition("@media print")[2]
    assert re.search(r"article \{[^}]*display: block !important", printed)
    assert re.search(r"\.filter \{[^}]*display: none", printed)


def test_a_long_line_is_cut_around_the_spot(make: Any) -> None:
    line = f"{'a' * 3000}SPOT{'b' * 3000}"
    finding = make.finding(location=make.at(1, 3001, 1, 3005))
    source = parsed(make.report(finding), make, line).find(".//pre")
    assert said(source.find("mark")) == "SPOT"
    assert said(source).startswith("…aaa")
    assert said(source).endswith("bbb…")
    assert len(said(source)) == 402


@examples(60)
@given(
    text=st.text(st.characters(exclude_categories=()), max_size=20)
    | st.sampled_from(["</p>", "<script>", "</style>", "<!--", "&amp;", '"><img src=x onerror=y>'])
)
def test_text_is_text(make: Any, text: str) -> None:
    report = make.report(
        make.finding(message=text, help=text, location=make.at(1, 1, 1, 2, text)),
        waived=(Waived(make.finding(message=text), make.excuse(reason=text)),),
        skipped=(Skipped("CHN311", "members-differ", text),),
        incomplete=(Incomplete("read", text, text),),
        workspace=text,
    )
    page = parsed(report, make, text)
    calm = parsed(make.report(), make)
    allowed = {"main", "article", "h2", "h3", "b", "code", "pre", "mark", "bdi", "ul", "li"}
    allowed |= {"table", "thead", "tbody", "tr", "th", "td", "details", "summary", "p", "dl", "dt"}
    assert {e.tag for e in page.iter()} <= {e.tag for e in calm.iter()} | allowed
    assert neutralise(text) in "".join(page.find(".//article/p").itertext()) or text < "\ufffe"
