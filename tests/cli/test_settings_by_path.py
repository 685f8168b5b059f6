"""``[paths."…"]``: what is decided otherwise for some files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.config.globs import pattern

Run = Callable[..., Any]
Plan = Callable[..., Path]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: %s}\n"
BODY = """\
stakeholders:
  people:
    ann: {name: Ann Lee, slack: U01ANN}
channels:
  a: {kind: slack}
  b: {kind: slack, owner: "person:gone"}
escalations:
  e: {steps: [{notify: ["person:ann"], via: [{push: 0m}], ack_within: 5m}]}
"""
AS_OF = ("--as-of", "2026-11-21T09:00:00Z")


@pytest.fixture
def two(plan: Plan) -> None:
    """The same faults in an old place and in a new one."""
    plan(HEAD % "old" + BODY, "plans/legacy/old.yaml")
    plan(HEAD % "new" + BODY, "plans/new.yaml")


@pytest.fixture
def found(run: Run, folder: Path, two: None) -> Callable[..., list[str]]:
    """Where which codes are found, and how grave, with a configuration."""

    def check(config: str, *words: str) -> list[str]:
        (folder / "commplan.toml").write_text(config)
        result = run("check", "-q", "--exit-zero", *AS_OF, *words)
        assert result.code == 0, result.err
        said = (line.split(" ") for line in result.out.splitlines())
        return [f"{place.split(':')[0]} {severity} {code}" for place, severity, code, *_ in said]

    return check


BASE = 'select = ["CHN101", "PLN101"]\n'
NEW = ["plans/new.yaml error CHN101", "plans/new.yaml error PLN101"]


@pytest.mark.parametrize(
    ("settings", "old"),
    [
        ("", ["error CHN101", "error PLN101"]),
        ('ignore = ["CHN"]', ["error PLN101"]),
        ('select = ["CHN101"]', ["error CHN101"]),
        ('[paths."plans/legacy/**".rules.channel-unowned]\nseverity = "info"',
         ["info CHN101", "error PLN101"]),
        ('[paths."plans/legacy/**".rules.CHN101]\nseverity = "off"', ["error PLN101"]),
        ('select = ["ESC102"]', ["error ESC102"]),
    ],
)  # fmt: skip
def test_other_rules_in_one_place(
    found: Callable[..., list[str]], settings: str, old: list[str]
) -> None:
    said = found(f'{BASE}[paths."plans/legacy/**"]\n{settings}\n')
    assert said == [*(f"plans/legacy/old.yaml {line}" for line in old), *NEW]


def test_another_profile_and_its_parameters(found: Callable[..., list[str]]) -> None:
    config = 'profile = "standard"\n[paths."plans/legacy"]\nprofile = "basic"\n'
    codes = found(config)
    assert "plans/new.yaml warning CHN001" in codes
    assert "plans/legacy/old.yaml warning CHN001" not in codes


def test_other_parameters(run: Run, two: None, folder: Path) -> None:
    (folder / "commplan.toml").write_text(
        'select = ["ESC102"]\n[paths."plans/legacy".rules.ESC102]\nmin_levels = 5\n'
    )
    old, new = run("check", "-q", *AS_OF).out.splitlines()
    assert "at least 5 are needed" in old
    assert "at least 2 are needed" in new


def test_later_patterns_have_the_last_word(found: Callable[..., list[str]]) -> None:
    config = (
        f'{BASE}[paths."**"]\nselect = ["CHN101"]\n'
        '[paths."plans/legacy/old.yaml"]\nselect = ["PLN101"]\n'
    )
    assert found(config) == ["plans/legacy/old.yaml error PLN101", NEW[0]]


def test_what_the_command_line_selects_no_path_changes(found: Callable[..., list[str]]) -> None:
    config = '[paths."plans/legacy"]\nselect = ["PLN101"]\nignore = ["ESC"]\n'
    words = ("--select", "CHN101,ESC102")
    assert found(config, *words) == [
        "plans/legacy/old.yaml error CHN101",
        "plans/new.yaml error CHN101",
        "plans/new.yaml error ESC102",
    ]


def test_patterns_are_relative_to_the_configuration(
    found: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, folder: Path, run: Run
) -> None:
    found(f'{BASE}[paths."plans/legacy"]\nignore = ["CHN101"]\n')
    monkeypatch.chdir(folder / "plans" / "legacy")
    assert "CHN101" not in run("check", "-q", "old.yaml", *AS_OF).out
    assert "CHN101" in run("check", "-q", "../new.yaml", *AS_OF).out


def test_rules_that_compare_plans_go_by_the_place_of_what_they_find(
    found: Callable[..., list[str]], plan: Plan
) -> None:
    plan(HEAD % "new" + BODY, "plans/legacy/old.yaml")
    both = found('select = ["PLN105"]')
    assert both
    config = 'select = ["PLN105"]\n[paths."plans"]\nignore = ["PLN105"]\n'
    assert found(config) == []
    softer = 'select = ["PLN105"]\n[paths."plans".rules.PLN105]\nseverity = "info"\n'
    assert found(softer) == [line.replace(" error ", " info ") for line in both]


def test_a_mandatory_rule_is_mandatory_everywhere(run: Run, two: None, folder: Path) -> None:
    (folder / "commplan.toml").write_text(
        'mandatory = ["CHN101"]\n[paths."plans/legacy/**"]\nignore = ["CHN"]\n'
    )
    result = run("check")
    assert result.code == 2
    problem = "CHN101 is mandatory; 'CHN' cannot be ignored"
    assert f'commplan.toml: paths."plans/legacy/**": {problem}' in result.err


def test_selecting_leaves_mandatory_rules_in(found: Callable[..., list[str]]) -> None:
    config = 'select = ["PLN101"]\nmandatory = ["CHN101"]\n[paths."**"]\nselect = ["ESC102"]\n'
    assert [line.split()[-1] for line in found(config)] == ["CHN101", "ESC102"] * 2


def test_a_waiver_of_a_rule_that_is_off_there_may_be_needed_elsewhere(
    found: Callable[..., list[str]], plan: Plan
) -> None:
    ignore = "  a: {kind: slack} # commplan: ignore[CHN101] closes soon\n"
    plan(HEAD % "old" + "channels:\n" + ignore, "plans/legacy/old.yaml")
    config = 'select = ["CHN101", "WVR202"]\n'
    assert found(config) == [NEW[0]]
    assert found(f'{config}[paths."plans/legacy"]\nignore = ["CHN101"]\n') == [NEW[0]]


def test_results_are_not_remembered_across_settings(
    run: Run, plan: Plan, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    for number in range(24):
        plan(HEAD % f"p{number}" + BODY, f"plans/{number}.yaml")
    (folder / "commplan.toml").write_text('select = ["CHN101"]\n')
    assert run("check", *AS_OF).out.count("channel-unowned") == 24
    (folder / "commplan.toml").write_text(
        'select = ["CHN101"]\n[paths."plans/1*"]\nignore = ["CHN101"]\n'
    )
    for _ in range(2):
        assert run("check", *AS_OF).out.count("channel-unowned") == 13


@pytest.mark.parametrize(
    ("config", "line", "problem"),
    [
        ('[paths."a"]\nignor = ["CHN"]', 2, "did you mean 'ignore'?"),
        ('x = 1\n[paths."a"]\n', 1, "unknown key 'x'"),
        ('[paths."a"]\nselect = [\n  "CHN101",\n  "chn 102",\n]', 4, "paths.a.select.1"),
        ('# paths\n\n[paths."a".rules.CHN101]\nseverity = "fatal"', 4, "severity: 'fatal'"),
        ('[paths."../a"]\nignore = []', 1, "is relative to the folder of the configuration"),
        ('[paths."/a"]\nignore = []', 1, "is relative to the folder of the configuration"),
        ('[paths."a"]\nprofile = "basik"', 2, "no profile is called 'basik'"),
        ('\n[paths."a"]\nignore = ["CHN", "CHN999"]', 3, "no rule matches 'CHN999'"),
        ('select = ["nothing-like-it"]', 1, "nothing-like-it"),
        ('[rules]\n[rules.CHN101]\ncolour = "red"', 3, "has no parameter 'colour'"),
        ('[paths."a".rules.ESC102]\nmin_levels = "2"', 2, "expected a number"),
        ('[rules.CHN999]\nseverity = "off"', 1, "no rule is called 'CHN999'"),
        ("[rules.CHN305]\nmin_share = 80", 2, "is 80.0, expected 0 to 1"),
        ('[paths."a".rules.TKT404]\n\nmax_per_day = -1', 3, "is -1.0, expected at least 0"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(
    run: Run, two: None, folder: Path, config: str, line: int, problem: str
) -> None:
    (folder / "commplan.toml").write_text(config)
    result = run("check")
    assert result.code == 2
    assert f"commplan.toml:{line}: " in result.err
    assert problem in result.err


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("plans/legacy/**", "plans/legacy/a.yaml", True),
        ("plans/legacy/**", "plans/legacy/x/y/a.yaml", True),
        ("plans/legacy", "plans/legacy/x/a.yaml", True),
        ("plans/legacy/", "plans/legacy/a.yaml", True),
        ("./plans/legacy", "plans/legacy/a.yaml", True),
        ("plans/legacy", "plans/legacy2/a.yaml", False),
        ("plans/*.yaml", "plans/a.yaml", True),
        ("plans/*.yaml", "plans/x/a.yaml", False),
        ("**/desk.yaml", "desk.yaml", True),
        ("**/desk.yaml", "plans/x/desk.yaml", True),
        ("**/desk.yaml", "plans/x/help-desk.yaml", False),
        ("plans/**/x/*.yaml", "plans/x/a.yaml", True),
        ("plans/**/**/x/*", "plans/a/b/x/a.yaml", True),
        ("**", "../outside.yaml", True),
        ("plans", "../plans/a.yaml", False),
        ("team-*/a.b", "team-x/axb", False),
        ("**/**/**/**/**/z", "a/" * 60, False),
    ],
)
def test_patterns(glob: str, path: str, expected: bool) -> None:
    assert bool(pattern(glob).fullmatch(path)) is expected


def test_settings_beside_other_paths_are_not_read_in_silence(
    run: Run, plan: Plan, folder: Path
) -> None:
    for team in ("desk", "net"):
        plan(HEAD % team + BODY, f"{team}/plans/{team}.yaml")
    (folder / "net/commplan.toml").write_text('profile = "standard"\n')
    run_both = ("check", "-q", *AS_OF, "desk/plans/desk.yaml", "net/plans/net.yaml")
    assert "net/commplan.toml is not read: there is none upward of" in run(*run_both).err
    (folder / "desk/commplan.toml").write_text('profile = "basic"\n')
    assert run(*run_both).err == (
        "commplan: note: net/commplan.toml is not read: desk/commplan.toml, the closest to the "
        "first PATH, holds for the whole run\n"
    )
    assert run(*run_both, "--config", "net/commplan.toml").err == ""
    (folder / "desk/commplan.toml").write_text('extends = ["../net/commplan.toml"]\n')
    assert run(*run_both).err == ""
