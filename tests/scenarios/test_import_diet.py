"""What each kind of run imports. Start-up is most of what checking one plan takes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = """\
import sys
before = set(sys.modules)
from commplan.cli.main import main
code = main(sys.argv[1:])
print(*sorted(set(sys.modules) - before), file=sys.stderr)
sys.exit(code)
"""
"""Asks at the end for all modules: ``-X importtime`` does not tell what import_module loads."""

COMPILED = """\
import builtins, sys
compiled, compile_ = [], builtins.compile
def noting(source, filename, *more, **options):
    if filename == "<string>":
        compiled.append(source)
    return compile_(source, filename, *more, **options)
builtins.compile = noting
from commplan.cli.main import main
code = main(sys.argv[1:])
print(*compiled, file=sys.stderr)
sys.exit(code)
"""
"""Asks for every text that was compiled, modules aside."""

NEVER = {
    "slack_sdk",
    "duckdb",
    "narwhals",
    "numpy",
    "pyarrow",
    "re2",
    "scipy",
    "commplan.measures",
    "jsonschema",
    "referencing",
    "pluggy",
    "inspect",
    "dataclasses",
    "importlib.metadata",
    "importlib.resources",
    "pathlib",
    "tempfile",
    "shutil",
    "subprocess",
    "multiprocessing",
    "concurrent",
    "threading",
    "asyncio",
    "logging",
    "uuid",
    "ssl",
    "http",
    "xml",
    "unittest",
    "pickle",
    "json",
    "tomllib",
    "difflib",
    "textwrap",
    "hashlib",
    "_hashlib",
    "holidays",
    "syllapy",
    "tzdata",
    "commplan.checker.cache",
    "commplan.checker.drafts",
    "commplan.checker.fixing",
    "commplan.checker.live",
    "commplan.cli.edits",
    "commplan.cli.mending",
    "commplan.document.faults",
    "commplan.document.places",
    "commplan.drift",
    "commplan.explain",
    "commplan.fixing",
    "commplan.hookspecs",
    "commplan.manager",
    "commplan.plan.leaving",
    "commplan.prose",
    "commplan.rule_page",
    "commplan.testing",
    "commplan.workspace",
}
"""What a clean plan needs none of; the modules and all that is in them."""

RARE = {
    f"commplan.plan.{module}"
    for module in (
        *("alerts", "capacity", "channel_details", "classification", "drills", "feedback"),
        *("goals", "objectives", "obligations", "programmes", "protocols", "requests"),
        *("reviews", "security", "templates", "training"),
    )
}
"""Nouns of sections that no basic rule asks for, or that a small plan does not have."""

Modules = Callable[..., set[str]]


@pytest.fixture
def modules(tmp_path: Path) -> Modules:
    """The modules that a run imports, with the packages they are in."""
    (tmp_path / "plan.yaml").write_bytes((ROOT / "plans" / "minimal.yaml").read_bytes())

    def run(*words: str, code: int = 0, probe: str = PROBE) -> set[str]:
        command = [sys.executable, "-S", "-c", probe, *words]
        paths = os.pathsep.join([str(ROOT), *(path for path in sys.path if "-packages" in path)])
        environment = {**os.environ, "PYTHONPATH": paths}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        imported = done.stderr.splitlines()[-1].split()
        return {".".join(name.split(".")[: n + 1]) for name in imported for n in range(9)}

    return run


def test_a_clean_plan(modules: Modules) -> None:
    found = modules("check", "plan.yaml", "--profile", "basic", "--as-of", "2026-11-21T09:00:00Z")
    assert found & NEVER == set()
    assert found & RARE == set()
    assert {f"commplan.plan.{path.stem}" for path in (ROOT / "commplan/plan").glob("*.py")} >= RARE
    assert {name for name in found if name.startswith("commplan.sources.")} == set()
    assert {name for name in found if name.startswith("commplan.importers.")} == set()
    formats = {name for name in found if name.startswith("commplan.reporters.")}
    assert not any("sarif" in name or "json" in name or "github" in name for name in formats)


def test_no_annotation_is_taken_apart(modules: Modules) -> None:
    """``typing`` compiles annotations that are text, and the first text costs most of all.

    A rule with a NamedTuple of its own does without ``from __future__ import annotations``.
    """
    words = ("check", "plan.yaml", "--profile", "basic", "--as-of", "2026-11-21T09:00:00Z")
    assert modules(*words, probe=COMPILED) == set()


def test_only_the_rules_of_the_run(modules: Modules) -> None:
    found = modules("check", "plan.yaml", "--select", "CHN002,CHN3", "--as-of", "2026-11-21")
    rules = {name for name in found if name.startswith("commplan.rules.") and name.count(".") == 3}
    assert rules == {"commplan.rules.channels.channel_name_illegal"}
    assert "commplan.timeline" not in found


def test_a_refused_plan_pays_for_words_and_for_no_second_validator(
    modules: Modules, tmp_path: Path
) -> None:
    (tmp_path / "plan.yaml").write_text("apiVersion: commplan/v1\nkind: Plan\n")
    found = modules("check", "plan.yaml", "--select", "PLN001", code=1)
    assert "commplan.explain" in found
    assert found & {"slack_sdk", "jsonschema", "pluggy", "commplan.workspace"} == set()


def test_a_finding_that_can_be_fixed_pays_for_no_fix(modules: Modules, tmp_path: Path) -> None:
    text = (ROOT / "plans" / "minimal.yaml").read_text("utf-8")
    (tmp_path / "plan.yaml").write_text(text.replace("U0NORA", "U0NORA, until: 2027-03-31"))
    found = modules("check", "plan.yaml", "--select", "PLN002", code=1)
    assert {name for name in found if "fixing" in name or "mending" in name} == set()
    assert "commplan.fixing" in modules("check", "plan.yaml", "--select", "PLN002", "--fix")


def test_a_run_that_finds_everything_in_the_cache_reads_no_yaml(
    modules: Modules, tmp_path: Path
) -> None:
    text = (ROOT / "plans" / "minimal.yaml").read_text("utf-8")
    (tmp_path / "plans").mkdir()
    for number in range(20):
        plan = text.replace("id: ", f"id: p{number}-", 1)
        (tmp_path / "plans" / f"{number}.yaml").write_text(plan)
    words = ("check", "plans", "--select", "PLN001", "--as-of", "2026-11-21")
    assert "yaml" in modules(*words)
    again = modules(*words)
    assert "commplan.checker.cache" in again
    assert again & {"yaml", "jsonschema_rs"} == set()


def test_an_audit_without_a_record_loads_no_database(modules: Modules) -> None:
    snapshot = f"snapshot:{ROOT / 'examples' / 'acme-workspace.json'}"
    words = ("audit", "--workspace", snapshot, "--select", "AUD302", "plan.yaml")
    assert modules(*words) & {"sqlalchemy", "psycopg", "commplan.state", "slack_sdk"} == set()


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("help",)])
def test_words_that_need_no_work(modules: Modules, words: tuple[str, ...]) -> None:
    found = modules(*words)
    assert found & {"argparse", "yaml", "jsonschema_rs", "commplan.plan", "commplan.api"} == set()
