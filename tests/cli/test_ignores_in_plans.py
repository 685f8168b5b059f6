"""Where a comment in a plan excuses a finding: everywhere that a comment can stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

Run = Callable[..., Any]
Plan = Callable[..., Path]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
WORDS = ("check", "--select", "CHN101,WVR", "--as-of", "2026-11-21T09:00:00Z")


def channels(text: str, head: str = HEAD) -> str:
    return f"{head}channels:\n{indent(text, '  ')}\n"


@pytest.mark.parametrize(
    "text",
    [
        "a: {kind: slack} # commplan: ignore[CHN101] why",
        "a: {kind: slack}  \t# commplan: ignore[channel-unowned] by its name",
        "a: # commplan: ignore[CHN101] on the line of the key\n  kind: slack",
        "# commplan: ignore[CHN101] above\na: {kind: slack}",
        "# commplan: ignore[CHN101] above\n\n# with something between\na:\n  kind: slack",
        "a: {kind: slack, # commplan: ignore[CHN101] several lines\n    slack: C01A}",
        "a: { # commplan: ignore[CHN101] at its start\n    kind: slack,\n  }",
        "a: {kind: slack,\n    slack: C01A} # commplan: ignore[CHN101] at its end",
        "a: {kind: slack,\n    intake: {\n    }\n  } # commplan: ignore[CHN101] at its end",
        "'a': {kind: slack} # commplan: ignore[CHN101] a quoted key",
        "? a\n# commplan: ignore[CHN101] not here\n: {kind: slack}",
        "a: &it {kind: slack} # commplan: ignore[CHN101] an anchor",
        "a: {kind: slack, name: 'x # y'} # commplan: ignore[CHN101] behind a string",
        'a: {kind: slack, name: "# commplan: ignore[CHN101] no"} # commplan: ignore[CHN101] yes',
        "a: {kind: slack} # because # commplan: ignore[CHN101] in another comment",
        "a: {kind: slack} # commplan: ignore[CHN103,CHN101] until=2026-11-21 its last day",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_comment_excuses_what_is_on_its_line(run: Run, plan: Plan, text: str, end: str) -> None:
    is_elsewhere = "not here" in text
    plan(channels(text)).write_bytes(channels(text).replace("\n", end).encode())
    result = run(*WORDS)
    assert ("error CHN101" in result.out) is is_elsewhere, result.out
    assert ("1 waived" in result.out) is not is_elsewhere


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: {kind: slack,\n    slack: C01A # commplan: ignore[CHN101] why\n  }", "hides nothing"),
        (
            "a: {kind: slack,\n    intake: {\n    } # commplan: ignore[CHN101] why\n  }",
            "hides nothing",
        ),
        ("a: {kind: slack, name: '# commplan: ignore[CHN101] why'}", ""),
        ("a:\n  kind: slack\n  purpose: >\n    # commplan: ignore[CHN101] why", ""),
        ("a: {kind: slack} # commplan: ignore[CHN101]", "WVR101"),
        ("a: {kind: slack} # commplan: ignore[CHN] why", "WVR101"),
        ("a: {kind: slack} # commplan: ignore[CHN101] until=2026-11-20 why", "WVR201"),
    ],
)
def test_what_excuses_nothing_is_told(run: Run, plan: Plan, text: str, why: str) -> None:
    plan(channels(text))
    result = run(*WORDS)
    assert "error CHN101" in result.out
    assert why in result.out


def test_a_whole_file_and_a_second_document(run: Run, plan: Plan) -> None:
    first = channels("a: {kind: slack}")
    second = channels("b: {kind: slack}", HEAD.replace("id: x", "id: y"))
    plan(f"# commplan: ignore-file[CHN101] to be replaced\n{first}---\n{second}")
    assert "2 waived" in run(*WORDS).out
    waived = second.replace("slack}", "slack} # commplan: ignore[CHN101] why")
    plan(f"{first}---\n{waived}")
    assert re.findall(r"CHN101 channel-unowned: channel:\w", run(*WORDS).out) == [
        "CHN101 channel-unowned: channel:a"
    ]


def test_a_comment_in_a_baseline_holds_for_the_plans_that_extend_it(run: Run, plan: Plan) -> None:
    base = HEAD.replace("CommunicationPlan", "Baseline").replace("id: x", "id: base")
    plan(channels("a: {kind: slack} # commplan: ignore[CHN101] the organization's", base), "b.yaml")
    plan(channels("c: {kind: slack}", HEAD.replace("id: x", "id: x, extends: ../b.yaml")))
    for words in (("plans/it-ops.yaml",), ("plans", "b.yaml")):
        result = run(*WORDS, *words)
        assert re.findall(r"error CHN101 channel-unowned: (\S+)", result.out) == ["channel:c"]
        assert "1 waived" in result.out
        assert "WVR" not in result.out


def test_a_comment_in_a_baseline_ends_with_its_day(run: Run, plan: Plan) -> None:
    base = HEAD.replace("CommunicationPlan", "Baseline").replace("id: x", "id: base")
    old = "a: {kind: slack} # commplan: ignore[CHN101] until=2026-11-20 the organization's"
    plan(channels(old, base), "b.yaml")
    plan(channels("c: {kind: slack}", HEAD.replace("id: x", "id: x, extends: ../b.yaml")))
    assert run(*WORDS, "plans/it-ops.yaml").out.count("error CHN101") == 2
