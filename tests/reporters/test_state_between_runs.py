"""What became of earlier findings, in each format that tells it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from commplan.finding import Remembered, Seen, Since
from commplan.reporters import html, json_report, markdown, text

SCHEMA = Path(__file__).parents[2] / "schemas" / "v1" / "findings.schema.json"
DAY = 86_400_000_000
AS_OF = 1_795_251_600_000_000
"""2026-11-21T09:00:00Z."""

GONE = Remembered(
    fingerprint="sha256:00ff",
    code="CHN306",
    name="channel-archived",
    severity="error",
    message="#incidents is archived \x1b[2J",
    plan="it",
    path="plans/it.yaml",
    pointer="/channels/incidents",
    first_seen=AS_OF - 9 * DAY,
    last_seen=AS_OF - DAY,
)
UNSURE = GONE._replace(fingerprint="sha256:01", message="#help is archived", pointer="/channels/h")


@pytest.fixture
def told(make: Any) -> Any:
    """A new finding, a known one, one that is gone and one that was not judged."""
    findings = (
        make.finding(message="fresh", state=Seen("new", AS_OF)),
        make.finding(message="stale", state=Seen("known", AS_OF - 3 * DAY)),
    )
    since = Since(AS_OF - DAY, recorded=True, resolved=(GONE,), not_judged=(UNSURE,))
    return make.report(*findings)._replace(since=since)


def test_text_marks_findings_and_lists_what_is_resolved(make: Any, told: Any) -> None:
    lines = text.render(told, make.rendering()).splitlines()
    assert "error PLN101 broken-reference (new): fresh" in "\n".join(lines)
    assert "error PLN101 broken-reference (since 2026-11-18): stale" in "\n".join(lines)
    where = lines.index("resolved:")
    assert lines[where + 1] == (
        "  CHN306 channel-archived at plans/it.yaml /channels/incidents, since 2026-11-12: "
        "#incidents is archived \\x1b[2J"
    )
    assert lines[-1].endswith(
        "; 1 new, 1 known and 1 resolved, 1 earlier not judged since the audit of "
        "2026-11-20T09:00:00Z"
    )
    assert "found earlier, not judged:" not in lines


def test_text_lists_what_was_not_judged_on_request(make: Any, told: Any) -> None:
    lines = text.render(told, make.rendering(verbosity=1)).splitlines()
    where = lines.index("found earlier, not judged:")
    assert lines[where + 1].endswith("/channels/h, since 2026-11-12: #help is archived")


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (Since(None, recorded=True), "first audit on record"),
        (
            Since(AS_OF - DAY, recorded=True),
            "1 new, 1 known and 0 resolved since the audit of 2026-11-20T09:00:00Z",
        ),
        (
            Since(AS_OF + DAY, recorded=False),
            "1 new, 1 known; older than the last audit on record, so not recorded",
        ),
    ],
)
def test_the_last_line_says_since_when(make: Any, told: Any, since: Since, words: str) -> None:
    last = text.render(told._replace(since=since), make.rendering()).splitlines()[-1]
    assert last.endswith(f"; {words}")


def test_json_has_the_state_of_findings_and_what_is_resolved(make: Any, told: Any) -> None:
    value = json.loads(json_report.render(told, make.rendering()))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(value)
    assert [finding["state"] for finding in value["findings"]] == [
        {"status": "new", "first_seen": "2026-11-21T09:00:00Z"},
        {"status": "known", "first_seen": "2026-11-18T09:00:00Z"},
    ]
    assert value["state"] == {
        "last_audit": "2026-11-20T09:00:00Z",
        "recorded": True,
        "new": 1,
        "known": 1,
        "resolved": 1,
        "not_judged": 1,
    }
    (gone,) = value["resolved"]
    assert (gone["code"], gone["first_seen"], gone["last_seen"]) == (
        "CHN306",
        "2026-11-12T09:00:00Z",
        "2026-11-20T09:00:00Z",
    )
    assert [one["fingerprint"] for one in value["not_judged"]] == ["sha256:01"]


def test_json_without_a_record_has_none_of_it(make: Any) -> None:
    value = json.loads(json_report.render(make.report(make.finding()), make.rendering()))
    assert {"state", "resolved", "not_judged"} & (
        value.keys() | value["findings"][0].keys()
    ) == set()


def test_markdown_and_html_tell_it_too(make: Any, told: Any) -> None:
    summary = markdown.render(told, make.rendering())
    assert "**error, new**" in summary
    assert "**error, since 2026-11-18**" in summary
    assert "<summary>Resolved: 1</summary>" in summary
    page = html.render(told, make.rendering())
    assert "(since 2026-11-18)" in page
    assert "<h2>Resolved: 1</h2>" in page
    assert "\x1b" not in summary + page
