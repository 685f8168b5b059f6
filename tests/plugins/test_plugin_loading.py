"""Which plugins take part, and what happens to one that does not behave."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from commplan import catalogue, importers, reporters, rules, sources
from commplan.errors import PluginError
from commplan.plugins import PluginChoice, registry

ROOT = Path(__file__).parents[2]
Install = Callable[..., None]
Run = Callable[..., Any]


def rule(code: str = "XAC101", name: str = "always_found", body: str = "yield FOUND(plan)") -> str:
    """A module that brings one rule."""
    return f'''
from commplan.api import Plan, Problem, Severity, Verdicts, hookimpl, rule

def FOUND(plan):
    return Problem(at=plan.root / "metadata", message="found by {name}")

@rule("{code}", severity=Severity.ERROR, profile="basic", since="1.0", source="handbook")
def {name}(plan: Plan) -> Verdicts:
    """Something is always found.

    It serves as a test.
    """
    {body}

@hookimpl
def commplan_rules():
    return [{name}]
'''


def hook(name: str, body: str, parameters: str = "") -> str:
    """A module with one function that is marked as a hook."""
    return f"""
from commplan.api import Importer, Reporter, Source, hookimpl

@hookimpl
def {name}({parameters}):
    {body}
"""


def test_a_rule_of_a_plugin_is_a_rule_like_any_other(install: Install, run: Run) -> None:
    install("acme", rule())
    found = run("check", "plan.yaml", "--profile", "basic")
    assert found.code == 1
    assert "plan.yaml:3:1: error XAC101 always-found: found by always_found" in found.out
    assert "CHN101" in run("rules").out
    assert run("rules", "--select", "XAC").out.startswith("XAC101  error")
    assert "It serves as a test." in run("explain", "always-found").out


def test_a_plugin_works_with_any_command_and_format(install: Install, run: Run) -> None:
    install("acme", rule())
    shown = run("check", "plan.yaml", "--select", "XAC101", "--format", "sarif")
    assert shown.code == 1
    assert "always-found" in shown.out


def test_a_rule_that_crashes_spoils_the_run_but_not_the_other_rules(
    install: Install, run: Run
) -> None:
    install("acme", rule(body="raise ValueError('no idea')"))
    install("other", rule("XOT101", "also_found"))
    found = run("check", "plan.yaml", "--profile", "basic")
    assert found.code == 4
    assert "XAC101" in found.out
    assert "found by also_found" in found.out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import module_that_is_not_there", "cannot be loaded: ModuleNotFoundError"),
        ("raise RuntimeError('broken')", "cannot be loaded: RuntimeError: broken"),
        ("def commplan_rules(:", "cannot be loaded: SyntaxError"),
        ("raise SystemExit(0)", "cannot be loaded: SystemExit"),
        (hook("commplan_rule", "return []"), "declares an unknown hook: 'commplan_rule'"),
        (hook("commplan_rules", "return []", parameters="plan"), "does not fit a hook"),
        (hook("commplan_rules", "return ['CHN101']"), "expected a Rule"),
        (hook("commplan_rules", "return None"), "failed in commplan_rules"),
        (hook("commplan_rules", "raise KeyError('x')"), "failed in commplan_rules"),
        (hook("commplan_rules", "raise SystemExit(0)"), "failed in commplan_rules"),
        (rule("CHN101"), "codes of plugins start with 'X'"),
        (rule("ABC101"), "codes of plugins start with 'X'"),
        (rule("XAC101").replace("Severity.ERROR", "'error'"), "the severity 'error'"),
        (rule("XAC101").replace("since=", "fix='yes', since="), "says of its fixes 'yes'"),
        (rule("XAC1"), "is no rule code"),
        (rule("xac101"), "is no rule code"),
        (rule("XAC901"), "is no rule code"),
        (rule("XAC101", "channel_unowned"), "belongs to 'commplan.rules' already"),
    ],
)
def test_a_plugin_that_does_not_behave_is_exit_2_and_named(
    install: Install, run: Run, code: str, words: str
) -> None:
    install("acme", code)
    refused = run("check", "plan.yaml")
    assert refused.code == 2
    assert "plugin 'acme'" in refused.err
    assert words in refused.err
    assert refused.out == ""


@pytest.mark.parametrize("code", [rule("HYG499"), rule("XAC101", "not_yet_there")])
def test_what_is_reserved_for_later_is_refused(
    install: Install, run: Run, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "RESERVED", {"HYG499": "not-yet-there"})
    monkeypatch.setattr(catalogue, "_RESERVED_NAMES", frozenset({"not-yet-there"}))
    install("acme", code)
    refused = run("check", "plan.yaml")
    assert refused.code == 2
    assert "plugin 'acme'" in refused.err
    assert "is reserved" in refused.err


@pytest.mark.parametrize(
    ("name", "made", "words", "command"),
    [
        ("commplan_reporters", "Reporter('json', 'Mine.', print)", "'json'", ("check",)),
        ("commplan_reporters", "'csv'", "expected Reporter", ("check",)),
        ("commplan_sources", "Source('slack', 'Mine.', print)", "'slack'", ("audit",)),
        ("commplan_sources", "'ldap'", "expected Source", ("audit",)),
        (
            "commplan_importers",
            "Importer('tempelis', 'Mine.', print)",
            "'tempelis'",
            ("import", "tempelis", "."),
        ),
        ("commplan_importers", "7", "expected Importer", ("import", "tempelis", ".")),
    ],
)
def test_nobody_takes_the_place_of_another(
    install: Install, run: Run, name: str, made: str, words: str, command: tuple[str, ...]
) -> None:
    install("acme", hook(name, f"return [{made}]"))
    refused = run(*command)
    assert refused.code == 2
    assert "plugin 'acme'" in refused.err
    assert words in refused.err


def test_the_first_of_two_plugins_keeps_a_code(install: Install, run: Run) -> None:
    install("beta", rule(name="by_beta"))
    install("alpha", rule(name="by_alpha"))
    refused = run("rules")
    assert refused.code == 2
    assert "plugin 'beta' brings rule XAC101 (by-beta)" in refused.err
    assert "'XAC101' belongs to 'alpha' already" in refused.err


def test_two_plugins_of_one_name_are_refused(install: Install, run: Run) -> None:
    install("acme", rule(), package="first", module="first_acme")
    install("acme", rule("XOT101", "also_found"), package="second", module="second_acme")
    refused = run("rules")
    assert refused.code == 2
    assert "two installed packages bring a plugin called 'acme'" in refused.err


@pytest.mark.parametrize("name", ["commplan.rules", "commplan.acme"])
def test_nobody_passes_for_commplan_itself(install: Install, run: Run, name: str) -> None:
    install(name, rule("ABC101"), module="posing")
    refused = run("check", "plan.yaml")
    assert refused.code == 2
    assert f"plugin {name!r}" in refused.err


def test_only_plugins_that_are_allowed_take_part(install: Install, run: Run) -> None:
    install("acme", rule())
    install("broken", "raise RuntimeError('must not be imported')")
    Path("commplan.toml").write_text('[plugins]\nallow = ["acme"]\n', "utf-8")
    assert run("rules", "--select", "XAC101").code == 0
    Path("commplan.toml").write_text("[plugins]\nallow = []\n", "utf-8")
    assert run("rules", "--select", "XAC101").code == 2
    assert run("rules").code == 0


def test_a_plugin_that_is_off_is_not_imported(install: Install, run: Run) -> None:
    install("acme", "raise RuntimeError('must not be imported')")
    Path("commplan.toml").write_text('[plugins]\noff = ["acme"]\n', "utf-8")
    assert run("rules").code == 0


def test_a_plugin_that_is_counted_on_must_be_installed(run: Run) -> None:
    Path("commplan.toml").write_text('[plugins]\nallow = ["acme"]\n', "utf-8")
    refused = run("check", "plan.yaml")
    assert refused.code == 2
    assert "plugin 'acme' is allowed by the configuration but not installed" in refused.err


def test_tests_can_leave_all_plugins_out(install: Install) -> None:
    install("acme", "raise RuntimeError('must not be imported')")
    assert registry(PluginChoice(third_party=False)).rules().find("CHN101")
    with pytest.raises(PluginError, match="acme"):
        registry()


@pytest.mark.parametrize(
    ("module", "hook"),
    [
        (rules, "commplan_rules"),
        (reporters, "commplan_reporters"),
        (sources, "commplan_sources"),
        (importers, "commplan_importers"),
    ],
)
def test_what_comes_with_commplan_comes_through_the_same_hooks(module: object, hook: str) -> None:
    brought = getattr(module, hook)
    registered = registry(PluginChoice(third_party=False))
    known: dict[str, Callable[[], Iterable[Any]]] = {
        "commplan_rules": lambda: registered.rules().rules,
        "commplan_reporters": lambda: tuple(registered.reporters().values()),
        "commplan_sources": lambda: tuple(registered.sources().values()),
        "commplan_importers": lambda: tuple(registered.importers().values()),
    }
    assert sorted(value.name for value in brought()) == sorted(v.name for v in known[hook]())


def in_a_process(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python as an installed command is run: without the working directory on its path."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_loaded_from_the_folder_in_which_commplan_runs(
    install: Install, site: Path
) -> None:
    install("acme", "raise RuntimeError('must not be imported')")
    ran = in_a_process(
        site, "from commplan.cli.main import main; raise SystemExit(main(['rules']))"
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_run_without_plugins_does_not_pay_for_looking(tmp_path: Path) -> None:
    ran = in_a_process(
        tmp_path,
        "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p]\n"
        "from commplan.plugins import PluginChoice, _installed\n"
        "assert _installed(PluginChoice()) == []\n"
        "assert 'importlib.metadata' not in sys.modules",
    )
    assert "AssertionError" not in ran.stderr


@pytest.mark.parametrize(
    "body", ["yield 'found'", "yield Problem(at=None, message='x')", "return 1"]
)
def test_a_rule_that_yields_no_verdict_has_crashed(install: Install, run: Run, body: str) -> None:
    install("acme", rule(body=body))
    found = run("check", "plan.yaml", "--profile", "basic")
    assert found.code == 4
    assert "XAC101" in found.out


@pytest.mark.parametrize(
    ("name", "made", "words", "command"),
    [
        (
            "commplan_reporters",
            "Reporter('mine', 'Mine.', lambda report, rendering: 1 / 0)",
            "the format 'mine' failed: ZeroDivisionError",
            ("check", "--format", "mine"),
        ),
        (
            "commplan_reporters",
            "Reporter('mine', 'Mine.', lambda report, rendering: None)",
            "the format 'mine' returned None, expected str",
            ("check", "--format", "mine"),
        ),
        (
            "commplan_sources",
            "Source('mine', 'Mine.', lambda where, request, environment: 1 / 0)",
            "the workspace source 'mine' failed: ZeroDivisionError",
            ("audit", "--workspace", "mine"),
        ),
        (
            "commplan_sources",
            "Source('mine', 'Mine.', lambda where, request, environment: None)",
            "the workspace source 'mine' returned None, expected Workspace",
            ("audit", "--workspace", "mine"),
        ),
        (
            "commplan_importers",
            "Importer('mine', 'Mine.', lambda path, options: open('nowhere'))",
            "the importer 'mine' failed: FileNotFoundError",
            ("import", "mine", "nowhere"),
        ),
    ],
)
def test_a_plugin_that_breaks_at_work_is_exit_2_and_named(
    install: Install, run: Run, name: str, made: str, words: str, command: tuple[str, ...]
) -> None:
    install("acme", hook(name, f"return [{made}]"))
    refused = run(*command)
    assert refused.code == 2
    assert words in refused.err
