"""``extends`` in the configuration: a policy that a team builds on and cannot loosen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from commplan.config import load
from commplan.config.extending import merge
from commplan.errors import ConfigError
from commplan.finding import Severity

Run = Callable[..., Any]
Plan = Callable[..., Path]
Write = Callable[[str, str], Path]


@pytest.fixture
def write(folder: Path) -> Write:
    def save(name: str, text: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return save


@pytest.fixture
def package(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed package, which must not be imported."""
    site = tmp_path_factory.mktemp("site-packages")
    made = site / "acme_policy"
    made.mkdir()
    (made / "__init__.py").write_text("raise RuntimeError('imported')\n")
    monkeypatch.syspath_prepend(site)
    return made


def refused(path: str = "commplan.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, ".")
    return str(caught.value)


def test_what_the_file_says_has_the_last_word(write: Write) -> None:
    write(
        "policy/base.toml",
        'profile = "basic"\nfail-on = "warning"\npacks = ["gdpr"]\nmandatory = ["CHN101"]\n'
        'ignore = ["STK106"]\n[rules.ESC102]\nmin_levels = 3\nseverity = "info"\n',
    )
    write(
        "commplan.toml",
        'extends = ["policy/base.toml"]\nprofile = "complete"\npacks = ["nis2"]\n'
        'mandatory = ["SEC106"]\n[rules.ESC102]\nseverity = "warning"\n',
    )
    configuration = load("commplan.toml", ".")
    choice = configuration.choice
    assert (choice.profile, configuration.fail_on) == ("complete", Severity.WARNING)
    assert choice.packs == ("gdpr", "nis2")
    assert (choice.mandatory, choice.ignore) == (("CHN101", "SEC106"), ("STK106",))
    setting = choice.settings["ESC102"]
    assert (setting.severity, setting.parameters) == (Severity.WARNING, {"min_levels": 3})


def test_of_several_the_later_ones_have_the_last_word(write: Write) -> None:
    write("a.toml", 'profile = "basic"\nfail-on = "info"\n')
    write("b.toml", 'profile = "complete"\n')
    write("commplan.toml", 'extends = ["a.toml", "b.toml"]\n')
    configuration = load("commplan.toml", ".")
    assert (configuration.choice.profile, configuration.fail_on) == ("complete", Severity.INFO)


def test_a_path_is_relative_to_the_file_that_it_stands_in(write: Write) -> None:
    write("org/base.toml", 'profile = "basic"\n')
    write("org/team/mid.toml", 'extends = ["../base.toml"]\n')
    write("commplan.toml", 'extends = ["org/team/mid.toml"]\n')
    assert load("commplan.toml", ".").choice.profile == "basic"


def test_patterns_and_plans_of_a_policy_are_meant_where_it_is_used(
    write: Write, run: Run, plan: Plan, text: str
) -> None:
    write("org/base.toml", '[paths."plans/old"]\nselect = ["PLN001"]\n')
    write("commplan.toml", 'extends = ["org/base.toml"]\nselect = ["CHN101"]\n')
    unowned = text.replace(', owner: "person:alice"', "")
    plan(unowned, "plans/old/a.yaml")
    plan(unowned, "plans/new.yaml")
    said = run("check").out
    assert "plans/new.yaml:10:3: error CHN101" in said
    assert "plans/old/a.yaml:" not in said


@pytest.mark.parametrize("first", ["a.toml", "./a.toml", "sub/../a.toml"])
def test_a_circle_is_refused(write: Write, first: str) -> None:
    write("commplan.toml", f'extends = ["{first}"]\n')
    write("a.toml", 'extends = ["b.toml"]\n')
    write("b.toml", '\nextends = ["a.toml"]\n')
    said = refused()
    assert "b.toml:2: extends: it comes back to itself: " in said


def test_the_same_policy_by_two_ways_is_no_circle(write: Write) -> None:
    write("base.toml", 'mandatory = ["CHN101"]\n')
    write("a.toml", 'extends = ["base.toml"]\n')
    write("b.toml", 'extends = ["base.toml"]\n')
    write("commplan.toml", 'extends = ["a.toml", "b.toml"]\n')
    assert load("commplan.toml", ".").choice.mandatory == ("CHN101",)


def test_a_mistake_in_a_policy_is_told_with_its_own_place(write: Write) -> None:
    write("policy/base.toml", 'profile = "basic"\nfail-on = "never"\n')
    write("commplan.toml", 'extends = ["policy/base.toml"]\n')
    assert "policy/base.toml:2: fail-on: 'never'" in refused()


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("none.toml", "none.toml: cannot be read: No such file"),
        ("package:nowhere/a.toml", "no installed package is called 'nowhere'"),
        ("package:acme_policy", "expected 'package:NAME/PATH'"),
        ("package:acme_policy/../a.toml", "expected 'package:NAME/PATH'"),
        ("package:/a.toml", "expected 'package:NAME/PATH'"),
        ("package:acme_policy/none.toml", "none.toml: cannot be read: No such file"),
        ("a.toml#sha256=12", "expected 64 lower-case hexadecimal digits behind '#sha256='"),
    ],
)
def test_what_cannot_be_extended(write: Write, package: Path, word: str, problem: str) -> None:
    write("commplan.toml", f'profile = "basic"\nextends = [\n  "{word}",\n]\n')
    said = refused()
    assert said.startswith("commplan.toml:3: extends: ")
    assert problem in said


def test_a_policy_in_an_installed_package_is_read_and_not_imported(
    write: Write, package: Path
) -> None:
    (package / "rules").mkdir()
    (package / "rules" / "ops.toml").write_text('extends = ["../all.toml"]\n')
    (package / "all.toml").write_text('profile = "complete"\n')
    write("commplan.toml", 'extends = ["package:acme_policy/rules/ops.toml"]\n')
    assert load("commplan.toml", ".").choice.profile == "complete"
    assert "acme_policy" not in sys.modules


@pytest.mark.parametrize("entry", ["", "."])
def test_a_package_in_the_working_directory_is_none(
    write: Write, monkeypatch: pytest.MonkeyPatch, folder: Path, entry: str
) -> None:
    write("acme_fake/__init__.py", "")
    write("acme_fake/base.toml", 'profile = "basic"\n')
    write("commplan.toml", 'extends = ["package:acme_fake/base.toml"]\n')
    monkeypatch.setattr(sys, "path", [entry and str(folder), *sys.path])
    assert "no installed package is called 'acme_fake'" in refused()


def test_a_pinned_policy_is_the_one_that_was_agreed_on(write: Write) -> None:
    policy = write("base.toml", 'profile = "basic"\n')
    digest = sha256(policy.read_bytes()).hexdigest()
    write("commplan.toml", f'extends = ["base.toml#sha256={digest}"]\n')
    assert load("commplan.toml", ".").choice.profile == "basic"
    policy.write_text('profile = "complete"\n')
    said = refused()
    assert "commplan.toml:1: extends: 'base.toml' has changed" in said
    assert digest in said


POLICY = """\
mandatory = ["CHN1", "escalation-malformed"]
[rules.CHN102]
severity = "error"
[rules.escalation-malformed]
min_levels = 3
[paths."plans/**"]
"""


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ('ignore = ["CHN101"]', "CHN101 is mandatory; 'CHN101' cannot be ignored"),
        ('[rules.CHN101]\nseverity = "off"', "CHN101 is mandatory; it cannot be switched off"),
        ('[rules.CHN101]\nseverity = "info"', "its severity is error and cannot be lowered"),
        ('[rules.CHN102]\nseverity = "warning"', "base.toml makes its severity error"),
        ('[rules.channel-id-missing]\nseverity = "warning"', "base.toml makes its severity error"),
        ("[rules.ESC102]\nmin_levels = 2", "its 'min_levels' is left to "),
        ('[paths."plans"]\nignore = ["CHN"]', "CHN101 is mandatory; 'CHN' cannot be ignored"),
        ('[paths."plans".rules.CHN102]\nseverity = "info"', "cannot be lowered to info"),
        ('[paths."plans".rules.ESC102]\nmin_levels = 1', "its 'min_levels' is left to "),
    ],
)  # fmt: skip
def test_what_a_policy_makes_mandatory_stays_as_it_is(
    write: Write, run: Run, plan: Plan, own: str, problem: str
) -> None:
    plan()
    write("base.toml", POLICY)
    write("mid.toml", 'extends = ["base.toml"]\n')
    write("commplan.toml", f'extends = ["mid.toml"]\n{own}\n')
    result = run("check")
    assert result.code == 2
    assert problem in result.err


@pytest.mark.parametrize(
    "own",
    [
        "",
        '[rules.CHN102]\nseverity = "error"',
        'ignore = ["STK106"]',
        "[rules.ESC102]\nmin_levels = 3",
        'select = ["PLN001"]',
        "mandatory = []",
    ],
)
def test_a_file_may_be_stricter(write: Write, run: Run, plan: Plan, text: str, own: str) -> None:
    plan(text.replace(', owner: "person:alice"', ""))
    write("base.toml", POLICY)
    write("commplan.toml", f'extends = ["base.toml"]\n{own}\n')
    result = run("check", "--select", "PLN001")
    assert (result.code, result.err) == (1, "")
    assert "CHN101" in result.out


def test_a_rule_that_a_policy_declares_is_not_declared_anew(write: Write) -> None:
    custom = (
        '[custom.channel-without-runbook]\ncode = "XOP101"\nselect = "channel"\n'
        'assert = "%s"\nmessage = "channel {id} has no runbook"\n'
    )
    write("base.toml", custom % "has(it.runbook)")
    write("commplan.toml", f'extends = ["base.toml"]\n{custom % "true"}')
    assert "commplan.toml:2: custom.channel-without-runbook: the rule is declared by" in refused()


def test_merging_keeps_what_only_one_of_them_says() -> None:
    base = {"paths": {"a": {"ignore": ["X"], "rules": {"R": {"p": 1}}}}, "plugins": {"off": ["x"]}}
    own = {"paths": {"a": {"ignore": ["Y"], "rules": {"R": {"q": 2}}}, "b": {}}, "cache": False}
    assert merge(base, own) == {
        "paths": {"a": {"ignore": ["X", "Y"], "rules": {"R": {"p": 1, "q": 2}}}, "b": {}},
        "plugins": {"off": ["x"]},
        "cache": False,
    }
    assert merge(base, {}) == base
    assert merge({}, own) == own
