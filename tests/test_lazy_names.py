"""Packages that load their public names one by one."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = (
    *("plan", "clock", "timeline", "prose", "drift", "workspace", "packs", "testing"),
    *("evidence", "statistics"),
)
CODE = """\
import sys
from commplan.api import {name}
print(*sorted(name for name in sys.modules if name.startswith("commplan.")))
"""


def seen_by_type_checkers(package: ModuleType) -> dict[str, str]:
    """The public names of a package and where they come from, by its imports for type checkers."""
    tree = ast.parse(Path(str(package.__file__)).read_text("utf-8"))
    (guard,) = (node for node in tree.body if isinstance(node, ast.If))
    imports = [node for node in guard.body if isinstance(node, ast.ImportFrom)]
    assert all(alias.asname == alias.name for node in imports for alias in node.names)
    return {alias.name: str(node.module) for node in imports for alias in node.names}


@pytest.mark.parametrize("name", PACKAGES)
def test_type_checkers_see_the_names_that_can_be_loaded(name: str) -> None:
    package = import_module(f"commplan.{name}")
    seen = seen_by_type_checkers(package)
    assert sorted(package.__all__) == sorted(seen)
    for public, module in seen.items():
        assert getattr(package, public) is getattr(import_module(module), public)


@pytest.mark.parametrize("name", PACKAGES)
def test_no_name_is_that_of_a_module_beside_it(name: str) -> None:
    """An import of the module would put it in the place of what the name means."""
    package = import_module(f"commplan.{name}")
    modules = {path.stem for path in Path(str(package.__file__)).parent.glob("*.py")}
    assert modules & set(package.__all__) == set()


def test_the_api_has_each_public_name_of_its_packages() -> None:
    api = import_module("commplan.api")
    for name in (
        "plan",
        "document",
        "clock",
        "timeline",
        "prose",
        "workspace",
        "drift",
        "packs",
        "evidence",
        "statistics",
    ):
        package = import_module(f"commplan.{name}")
        for public in package.__all__:
            assert getattr(api, public) is getattr(package, public)


@pytest.mark.parametrize("module", ["commplan.api", "commplan.clock", "commplan.testing"])
@pytest.mark.parametrize("name", ["nothing_of_the_kind", "_by_name"])
def test_names_that_nobody_defines(module: str, name: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{module}' has no attribute '{name}'"):
        getattr(import_module(module), name)


@pytest.mark.parametrize(
    ("name", "unwanted"),
    [
        ("rule", ("plan", "clock", "timeline", "workspace")),
        ("Reference", ("plan.plan", "plan.channels", "clock", "timeline", "workspace")),
        ("format_duration", ("clock.calendars", "clock.zones", "timeline", "workspace")),
        ("Gaps", ("timeline.timeline", "plan.plan", "workspace", "drift")),
    ],
)
def test_a_name_costs_its_own_module_only(name: str, unwanted: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", CODE.format(name=name)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert imported & {f"commplan.{module}" for module in unwanted} == set()


@pytest.mark.parametrize("package", [*PACKAGES, "history", "measures"])
def test_no_module_has_the_name_of_something_public_beside_it(package: str) -> None:
    """Whoever imports it would get the module in place of what has that name."""
    beside = {path.stem for path in (ROOT / "commplan" / package).glob("*.py")}
    assert not beside & set(import_module(f"commplan.{package}").__all__)
