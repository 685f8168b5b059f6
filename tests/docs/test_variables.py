"""Variables of the environment that commplan reads are on the page of the command line."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"(?:COMMPLAN|SLACK|XDG)_[A-Z_]*[A-Z]|NO_COLOR")


def test_every_variable_is_told() -> None:
    read = {
        node.value
        for path in (ROOT / "commplan").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and VARIABLE.fullmatch(node.value)
    }
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    told = page[page.index("## Environment") :]
    assert {"SLACK_BOT_TOKEN", "COMMPLAN_STATE", "COMMPLAN_WEBHOOK_URL", "NO_COLOR"} <= read
    assert sorted(name for name in read if f"`{name}`" not in told) == []
