"""The coverage figure in each format that has a summary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from commplan.finding import Coverage
from commplan.reporters import html, json_report, markdown, text

SCHEMA = Path(__file__).parents[2] / "schemas" / "v1" / "findings.schema.json"

SOME = Coverage("channels", True, 4, 1, 1)
NOT_ALL = Coverage("channels", True, 4, 1, 1, not_read=2, reason="private channels: no scope")
NONE = Coverage("channels", True)
LACKING = Coverage("usergroups", False, reason="the token lacks the scope usergroups:read")


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (
            (SOME, LACKING),
            (
                "66% of channels (4 managed, 1 undeclared, 1 missing); "
                "user groups not counted (the token lacks the scope usergroups:read)"
            ),
        ),
        (
            (NOT_ALL,),
            (
                "66% of channels (4 managed, 1 undeclared, 1 missing, 2 not read, "
                "without private channels: no scope)"
            ),
        ),
        ((NONE,), "0 of 0 channels (0 managed, 0 undeclared, 0 missing)"),
    ],
)
def test_the_figure_is_told_with_its_parts(
    make: Any, figures: tuple[Coverage, ...], words: str
) -> None:
    report = make.report()._replace(coverage=figures)
    lines = text.render(report, make.rendering()).splitlines()
    assert lines[-2] == f"coverage: {words}"
    assert "coverage: " in markdown.render(report, make.rendering())
    assert f"<dt>Coverage</dt><dd><bdi>{words}</bdi></dd>" in html.render(report, make.rendering())


def test_json_has_every_number(make: Any) -> None:
    report = make.report()._replace(coverage=(SOME, LACKING))
    value = json.loads(json_report.render(report, make.rendering()))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(value)
    assert value["summary"]["coverage"] == {
        "channels": {
            "counted": True,
            "managed": 4,
            "undeclared": 1,
            "missing": 1,
            "percent": 66,
            "not_read": 0,
            "reason": None,
        },
        "usergroups": {
            "counted": False,
            "managed": 0,
            "undeclared": 0,
            "missing": 0,
            "percent": None,
            "not_read": 0,
            "reason": "the token lacks the scope usergroups:read",
        },
    }


def test_a_check_has_no_figure(make: Any) -> None:
    assert "coverage" not in text.render(make.report(), make.rendering())
    assert (
        "coverage" not in json.loads(json_report.render(make.report(), make.rendering()))["summary"]
    )
