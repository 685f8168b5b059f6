"""A secret in a plan is reported and not repeated, whatever the format."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOKEN = "xoxb-123456789012-abcdefABCDEF123456"
PASSWORD = "Zq8$w!mR2#tY6pL0"


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github"])
def test_no_format_repeats_a_secret(
    run: Callable[..., Any], plan: Callable[..., Path], text: str, format: str
) -> None:
    secrets = (
        f'\n    carol: {{name: "Carol", slack: "{TOKEN}", contacts: {{email: "c@example.org"}}}}'
    )
    plan(text.replace("    bob:", f"{secrets[1:]}\n    bob:", 1))
    result = run("check", "--format", format)
    assert result.code == 1
    assert TOKEN not in result.out + result.err
    assert "abcdefABCDEF" not in result.out


def test_the_source_line_shows_bullets(
    run: Callable[..., Any], plan: Callable[..., Path], text: str
) -> None:
    plan(text + f'protocols:\n  tone: {{guide: "{TOKEN}"}}\n')
    out = run("check", "--select", "SEC106").out
    assert "•" * len(TOKEN) in out
    assert "^" * len(TOKEN) in out


def test_a_phone_number_is_covered_where_its_line_is_shown(
    run: Callable[..., Any], plan: Callable[..., Path], text: str
) -> None:
    plan(text.replace("slack: U02BOB}", 'slack: U02BOB, contacts: {phone: "+44 20 7946 0018"}}'))
    result = run("check", "--select", "SEC106")
    assert result.code == 1
    assert "7946" not in result.out
