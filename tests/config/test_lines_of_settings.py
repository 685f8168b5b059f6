"""The line of a setting, in TOML as people write it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from commplan.config import load
from commplan.config.lines import line_of
from commplan.errors import ConfigError

TEXT = """\
# a comment
profile = "basic"
plans = ["a", "b"]

select = [
  "CHN101", # first
  "CHN102",

  "CHN103",
]
text = '''
select = ["X"]
'''
[rules.ESC102]
min_levels = 3
"quoted key" = {a = 1, b = [2, 3]}

[paths."plans/**"]
ignore = [["x"],
  ["y"]]
rules.CHN101.severity = "info"
"""


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), None),
        (("profile",), 2),
        (("plans", 1), 3),
        (("select",), 5),
        (("select", 0), 6),
        (("select", 1), 7),
        (("select", 2), 9),
        (("text",), 11),
        (("rules",), 14),
        (("rules", "ESC102", "min_levels"), 15),
        (("rules", "ESC102", "quoted key", "b", 1), 16),
        (("paths", "plans/**"), 18),
        (("paths", "plans/**", "rules", "CHN101", "severity"), 21),
        (("nothing",), None),
        (("plans", 2), None),
        (("profile", "x"), None),
    ],
)
def test_lines(keys: tuple[str | int, ...], line: int | None) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, keys) == line


def test_the_table_of_a_project_file(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n\n[tool.commplan]\nplans = ["p"]\nfail-on = "never"\n'
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"pyproject\.toml:6: fail-on: 'never'"):
        load(None, str(tmp_path))
