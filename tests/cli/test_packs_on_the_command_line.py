"""Packs named by --profile, by --pack and by the configuration."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.check import parser
from commplan.cli.main import Exit
from commplan.cli.session import Session, prepare

Run = Callable[..., Any]
Plan = Callable[..., Path]


@pytest.fixture
def session(folder: Path) -> Callable[..., Session]:
    def make(*words: str) -> Session:
        return prepare(parser().parse(words), "check")

    return make


@pytest.mark.parametrize(
    ("words", "profile", "packs"),
    [
        ((), "standard", ()),
        (("--profile", "gdpr"), "standard", ("gdpr",)),
        (("--pack", "gdpr,nis2"), "standard", ("gdpr", "nis2")),
        (("--profile", "basic", "--profile", "gdpr"), "basic", ("gdpr",)),
        (("--profile", "gdpr,basic", "--pack", "gdpr"), "basic", ("gdpr",)),
    ],
)
def test_a_run_has_one_level_and_any_number_of_packs(
    session: Callable[..., Session], words: tuple[str, ...], profile: str, packs: tuple[str, ...]
) -> None:
    made = session(*words)
    assert made.options.profile == ", ".join((profile, *packs))
    assert made.bench.selection.packs == packs


def test_two_levels_are_one_too_many(run: Run) -> None:
    result = run("check", "--profile", "basic,gdpr,complete")
    assert result.code == Exit.USAGE
    assert "a run has one profile beside packs; basic, complete were given" in result.err


@pytest.mark.parametrize(
    ("name", "meant"), [("gdrp", "'gdpr'"), ("standart", "'standard'"), ("xyz", "there are basic,")]
)
def test_an_unknown_name_gets_a_suggestion(run: Run, name: str, meant: str) -> None:
    result = run("check", "--profile", name)
    assert result.code == Exit.USAGE
    assert f"no profile or pack is called {name!r}; " in result.err
    assert meant in result.err


def test_packs_of_the_configuration_and_of_the_command_line_come_together(
    folder: Path, session: Callable[..., Session]
) -> None:
    (folder / "commplan.toml").write_text('packs = ["nis2"]\nprofile = "basic"\n')
    assert session("--pack", "gdpr").options.profile == "basic, nis2, gdpr"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('packs = ["gdrp"]', "packs: no pack is called 'gdrp'; did you mean 'gdpr'?"),
        ('packs = ["xyz"]', "packs: no pack is called 'xyz'; there are cis, dora,"),
        ('profile = "gdpr"', "profile: 'gdpr' is a pack (write packs = [\"gdpr\"])"),
        ('packs = "gdpr"', "packs: "),
    ],
)
def test_the_configuration_is_refused_with_file_and_key(
    run: Run, folder: Path, text: str, problem: str
) -> None:
    (folder / "commplan.toml").write_text(text)
    result = run("check")
    assert result.code == Exit.USAGE
    assert f"commplan.toml:1: {problem}" in result.err


def test_a_level_replaces_the_selection_of_the_configuration_and_a_pack_does_not(
    folder: Path, session: Callable[..., Session]
) -> None:
    (folder / "commplan.toml").write_text('select = ["CHN101"]\n')
    assert session("--pack", "gdpr").bench.selection.codes == {"CHN101"}
    assert len(session("--profile", "basic").bench.selection.codes) > 20


def test_the_text_says_to_which_packs_plans_were_held(run: Run, plan: Plan) -> None:
    plan()
    shown = run("check", "--profile", "basic", "--pack", "iso27001", "-v").out
    assert "profile basic, iso27001, as of" in shown


def test_listing_rules_is_about_levels(run: Run, folder: Path) -> None:
    basic = run("rules", "--profile", "basic", "--format", "json").out
    (folder / "commplan.toml").write_text('packs = ["gdpr"]\n')
    assert run("rules", "--profile", "basic", "--format", "json").out == basic
    assert {rule["profile"] for rule in json.loads(basic)} == {"basic"}
