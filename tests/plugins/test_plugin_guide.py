"""docs/plugins.md names every hook, and the plugin that it shows works."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan import hookspecs

Install = Callable[..., None]
Run = Callable[..., Any]

GUIDE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text("utf-8")
HOOKS = sorted(name for name in vars(hookspecs) if name.startswith("commplan_"))
*MODULE, TEST = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
PACKAGE = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[0]


@pytest.fixture
def shown(install: Install) -> None:
    """The plugin of the guide, installed."""
    install("acme", "\n".join(MODULE), module="commplan_acme")


def test_the_guide_has_one_sentence_and_one_example_for_each_hook() -> None:
    assert HOOKS == [
        "commplan_importers",
        "commplan_reporters",
        "commplan_rules",
        "commplan_sources",
    ]
    for hook in HOOKS:
        [sentence] = re.findall(rf"^\| `{hook}` \| (.+) \|$", GUIDE, re.MULTILINE)
        assert sentence.count(".") == 1, sentence
        assert "\n".join(MODULE).count(f"def {hook}()") == 1


def test_the_entry_point_of_the_guide_names_the_module_of_the_guide() -> None:
    import tomllib

    project = tomllib.loads(PACKAGE)
    assert project["project"]["entry-points"]["commplan"] == {"acme": "commplan_acme"}
    assert project["tool"]["hatch"]["build"]["include"] == ["commplan_acme.py"]


@pytest.mark.usefixtures("shown")
def test_the_rule_of_the_guide_finds_what_it_says(run: Run) -> None:
    found = run("check", "plan.yaml", "--select", "XAC101")
    assert "channel:it-help is owned by person:alice alone" in found.out
    assert "nobody feels responsible" in run("explain", "XAC101").out
    Path("commplan.toml").write_text('[rules.XAC101]\nexcept_for = ["it-help"]\n', "utf-8")
    assert "0 warnings" in run("check", "plan.yaml", "--select", "XAC101").out


@pytest.mark.usefixtures("shown")
def test_the_fix_of_the_guide_mends(run: Run) -> None:
    from importlib import import_module

    from commplan.testing import expect_fixed

    loud = import_module("commplan_acme").topic_is_loud
    before, after = (
        f"channels:\n  it-help: {{kind: slack, topic: {topic}}}  # ours\n"
        for topic in ("ASK HERE", "Ask here")
    )
    expect_fixed(loud, before, after)
    expect_fixed(loud, before, before, unsafe=False)
    text = Path("plan.yaml").read_text("utf-8").replace("kind: slack", "kind: slack, topic: ASK")
    Path("plan.yaml").write_text(text, "utf-8")
    assert "[fix: unsafe]" in run("check", "plan.yaml", "--select", "XAC102").out
    run("check", "plan.yaml", "--select", "XAC102", "--fix=unsafe")
    assert Path("plan.yaml").read_text("utf-8") == text.replace("ASK", "Ask")


@pytest.mark.usefixtures("shown")
def test_the_test_of_the_guide_passes() -> None:
    from importlib import import_module

    space = dict(vars(import_module("commplan_acme")))
    exec(TEST, space)
    space["test_a_single_owner_is_found"]()


@pytest.mark.usefixtures("shown")
def test_the_reporter_of_the_guide_reports(run: Run) -> None:
    told = run("check", "plan.yaml", "--profile", "basic", "--format", "tally")
    assert told.out.startswith("complete: 0 errors in 1 plans (commplan 0.")


@pytest.mark.usefixtures("shown")
def test_the_source_of_the_guide_is_read_and_says_what_it_does_not_know(run: Run) -> None:
    Path("people.csv").write_text("id,name,active\nU01ALICE,Alice Ng,no\n", "utf-8")
    audit = ("audit", "plan.yaml", "--profile", "basic", "--workspace")
    found = run(*audit, "directory:people.csv")
    assert found.code == 1
    assert "CHN303" in found.out
    assert "Alice Ng" in found.out or "alice" in found.out
    told = run(*audit, "directory:people.csv", "-v")
    assert "the directory does not have it" in told.out
    missing = run(*audit, "directory:nowhere.csv")
    assert missing.code == 4
    assert "nowhere.csv: cannot be read" in missing.out


@pytest.mark.usefixtures("shown")
def test_the_importer_of_the_guide_makes_a_plan(run: Run) -> None:
    Path("teams.txt").write_text("it-help alice\nit-ops bob\n", "utf-8")
    made = run("import", "teams", "teams.txt")
    assert '  it-help: {kind: slack, owner: "person:alice"}' in made.out
    assert "note: teams.txt: people have no ids" in made.err
    run("import", "teams", "teams.txt", "-o", "plans")
    checked = run("check", "plans/teams.yaml", "--select", "PLN001")
    assert checked.code == 0
