"""Nothing that a plan or Slack says can act on a terminal or on a build service."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.api import Incomplete, RelatedLocation, Resource, Skipped, Waived
from commplan.reporters import REPORTERS
from commplan.reporters.neutralise import line_start, neutralise
from commplan.reporters.text import render
from tests.depth import examples

NASTY = (
    "::error file=a::b", "::", "##[error]", "##[", "##vso[task]", "#", "\n", "\r", "\r\n", "\t",
    "\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "\x85", "\u2028", "\u202e", "\u2066", "\u200d",
    "\ufeff", "\udc80", "\U000e0041", "](http://x)", "%0A", "plans/a.yaml:1:1: error", " ", "\xa0",
)  # fmt: skip
HOSTILE = st.lists(
    st.one_of(st.sampled_from(NASTY), st.characters(exclude_categories=())), max_size=6
).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#it-help ist für alle da: 日本 👍", "#it-help ist für alle da: 日本 👍"),
        ("a\nb\tc", r"a\nb\tc"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\x9b\x85\x7f", r"\x9b\x85\x7f"),
        ("user\u202egnp", r"user\u202egnp"),
        ("one\u2028two", r"one\u2028two"),
        ("\udc80", r"\udc80"),
        ("\U000e0041", r"\U000e0041"),
        ("it\u200dhelp", r"it\u200dhelp"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("a\xa0b\u3000c", "a\xa0b\u3000c"),
        ("##[error]x", r"#\x23[error]x"),
        ("###vso[task]", r"##\x23vso[task]"),
        ("## heading", "## heading"),
    ],
)
def test_what_acts_is_shown_and_what_reads_is_kept(text: str, expected: str) -> None:
    assert neutralise(text) == expected


@pytest.mark.parametrize("path", ["::error::x", ":", "  ::x", "\xa0::x"])
def test_a_path_cannot_be_a_command(path: str) -> None:
    assert line_start(path) == f"./{path}"


@given(HOSTILE)
def test_neutral_text_is_one_harmless_line(text: str) -> None:
    harmless = neutralise(text)
    assert not {category(char) for char in harmless} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(harmless) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
    assert not re.search(r"##\w*\[", harmless)
    assert neutralise(harmless) == harmless


def hostile_report(make: Any, texts: tuple[str, ...]) -> Any:
    path, message, help_text, name, pointer = texts
    at = make.at(1, 2, 1, 5, path)._replace(pointer=pointer)
    resource = Resource("channel", name, message)
    finding = make.finding(
        message=message,
        help=help_text,
        location=at,
        related=(RelatedLocation(at._replace(line=2, end_line=2), message),),
        resource=resource,
        facts={message: [path, {help_text}]},
    )
    excuse = make.excuse(id=name, reason=message, owner=path, expires=help_text, location=at)
    return make.report(
        finding,
        waived=(Waived(finding, excuse), Waived(finding, excuse._replace(kind="ignore"))),
        skipped=(
            Skipped("CHN311", "members-differ", message, path, pointer, resource),
            Skipped("CHN312", "owner-differs", name),
        ),
        incomplete=(Incomplete("read", name, message, 2, ("CHN311",), path, pointer, resource),),
        workspace=name,
    )


@given(
    texts=st.tuples(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    source=st.tuples(HOSTILE, HOSTILE),
    verbosity=st.integers(-1, 1),
)
def test_text_output_never_obeys_its_input(
    make: Any, texts: tuple[str, ...], source: tuple[str, ...], verbosity: int
) -> None:
    report = hostile_report(make, texts)
    lines = render(report, make.rendering(*source, verbosity=verbosity)).split("\n")
    for line in lines:
        assert not {category(char) for char in line} & {"Cc", "Cs", "Zl", "Zp"}
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)
    reason = "m" if texts[1] == texts[3] else "n"  # equal reasons stand in one line
    calm = hostile_report(make, ("p", "m", "h", reason, "/x"))
    expected = render(calm, make.rendering("xxxxx", "xxxxx", verbosity=verbosity))
    assert len(lines) == len(expected.split("\n"))


@examples(60)
@given(texts=st.tuples(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE))
def test_every_format_can_be_written_as_utf_8(make: Any, texts: tuple[str, ...]) -> None:
    for reporter in REPORTERS:
        output = reporter.render(hostile_report(make, texts), make.rendering(*texts))
        output.encode("utf-8")
        assert not set(output) & set("\x1b\x9b\u202e\u2066\u2028\r")
