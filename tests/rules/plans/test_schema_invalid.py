from __future__ import annotations

import pytest

from commplan.rules.plans.schema_invalid import schema_invalid
from commplan.testing import expect_fixed, judge_text

OWNED = """\
stakeholders: {people: {alice: {name: A}}}
channels: {h: {kind: slack, owner: "person:alice"}}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("channels:\n  help: {knd: slack}\n", "channels:\n  help: {kind: slack}\n"),
        (
            "severities:\n  one: {order: '1'}  # top\n",
            "severities:\n  one: {order: 1}  # top\n",
        ),
        (
            'stakeholders:\n  people: {a: {name: A, guest: "yes"}}\n',
            "stakeholders:\n  people: {a: {name: A, guest: true}}\n",
        ),
        (
            "messages:\n  m: {via: 'channel:help'}\n",
            "messages:\n  m: {via: ['channel:help']}\n",
        ),
        (
            "slas:\n  s: {targets: {resolve: 4 hours}}\n",
            "slas:\n  s: {targets: {resolve: 4h}}\n",
        ),
        (
            OWNED.replace("slack", "slck").replace('"person:alice"', "alice"),
            OWNED,
        ),
    ],
)
def test_what_was_meant_is_written(before: str, after: str) -> None:
    expect_fixed(schema_invalid, before, after)
    expect_fixed(schema_invalid, before, before, unsafe=False)


def test_what_nobody_can_tell_has_no_fix() -> None:
    text = """
    channels: {help: {qwertz: 1}}
    severities: {one: {}}
    calendars: {c: {timezone: UTC, hours: {mon: []}, exceptions: {2026-02-30: []}}}
    """
    assert {finding.fix for finding in judge_text(schema_invalid, text).findings} == {None}
