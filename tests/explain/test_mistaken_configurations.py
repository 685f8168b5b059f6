"""A configuration that says something impossible: one sentence with file, key and remedy."""

from pathlib import Path

import pytest

from commplan.config import load
from commplan.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("profiel = 'basic'", "unknown key 'profiel'; did you mean 'profile'? (rename it to"),
        (
            "severity = 'error'",
            "unknown key 'severity'; known here: extends, plans, profile, packs",
        ),
        ("fail_on = 'error'", "unknown key 'fail_on'; did you mean 'fail-on'?"),
        ("fail-on = 'never'", "fail-on: 'never' is not known here; expected one of error, warning"),
        ("fail-on = 'warnings'", "'warnings' is not known here; did you mean 'warning'?"),
        ("plans = 'plans'", "found the text 'plans' (write it as a list: [\"plans\"])"),
        ("plans = ['']", "plans.0: item 1 is empty"),
        ("profile = 1", 'profile: expected text, found the number 1 (put it in quotes: "1")'),
        ("select = ['ESC 203']", "is not a valid code, beginning of a code, name or class"),
        ("cache = 'no'", "cache: expected true or false, found the text 'no' (write false"),
        ("cache = 0", "cache: expected true or false, found the number 0"),
        ("rules = ['CHN101']", "rules: expected a mapping, found a list"),
        ("[rules]\n'chn 101' = {}", "'chn 101' is not a valid code or name of a rule"),
        ("[rules.CHN101]\nseverity = 'fatal'", "rules.CHN101.severity: 'fatal' is not known here"),
        ("[rules.CHN101]\n'Min Holders' = 3", "'Min Holders' is not a valid name of a parameter"),
        ("[rules.CHN101]\nlimit = nan", "rules.CHN101.limit: .nan is no number that can be"),
        ("[plugins]\nallowed = []", "unknown key 'allowed'; did you mean 'allow'?"),
        ("profile = 2026-01-01", "profile: a date is written as text, in quotes"),
        ("[rules.A1]\nx = [09:00:00]", "rules.A1.x.0: a date is written as text, in quotes"),
        ("cache = " + "9" * 400, "cache: expected true or false, found a very long number"),
        ("cache = " + "9" * 5000, "is not valid TOML: Exceeds the limit"),
        ("x = " + "[" * 3000 + "]" * 3000, "is nested too deeply"),
        ("profile = ", "is not valid TOML"),
    ],
)
def test_one_sentence(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "commplan.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(None, str(tmp_path))
    said = str(caught.value)
    lines = text.count("\n") + 1
    is_placed = "is not valid TOML" in said or "nested too deeply" in said
    assert said.startswith(f"{path}: " if is_placed else f"{path}:{lines}: ")
    assert problem in said
    assert "\n" not in said


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "commplan.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="is not valid TOML"):
        load(None, str(tmp_path))


@pytest.mark.parametrize("text", ["tool = 3\n# [tool.commplan]\n", "x = '''\n[tool.commplan]\n'''"])
def test_a_project_file_that_only_mentions_us(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    (tmp_path / "inside").mkdir()
    assert load(None, str(tmp_path / "inside")).path != str(tmp_path / "pyproject.toml")


def test_a_project_table_that_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool]\ncommplan = 3\n# [tool.commplan]\n")
    with pytest.raises(ConfigError, match="expected a mapping"):
        load(None, str(tmp_path))


def test_a_project_file_that_is_named_and_has_no_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    with pytest.raises(ConfigError, match=r"has no table \[tool.commplan\]"):
        load(str(tmp_path / "pyproject.toml"), ".")
