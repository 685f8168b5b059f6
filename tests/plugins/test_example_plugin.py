"""The example plugin keeps to what it teaches; its own tests run where it is installed."""

import ast
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commplan import __version__

PLUGIN = Path(__file__).parents[2] / "plugins" / "commplan-example"
PROJECT = tomllib.loads((PLUGIN / "pyproject.toml").read_text("utf-8"))
Run = Callable[..., Any]


def imported(folder: str) -> Iterator[str]:
    """Modules that the files of a folder import."""
    for path in (PLUGIN / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield str(node.module)


def foreign(folder: str) -> set[str]:
    """What a folder imports beyond the standard library and the plugin itself."""
    own = {*sys.stdlib_module_names, "commplan_example"}
    return {name for name in imported(folder) if name.partition(".")[0] not in own}


def test_it_uses_what_plugins_may_use_and_nothing_else() -> None:
    assert foreign("src") == {"commplan.api"}
    assert foreign("tests") <= {"commplan.api", "commplan.testing", "pytest"}


def test_it_fits_this_version() -> None:
    assert PROJECT["project"]["dependencies"] == ["commplan>=0.1,<0.2"]
    assert __version__.startswith("0.1.")


@pytest.fixture
def installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin beside us, as an installer leaves it."""
    metadata = site / "commplan_example-0.1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: commplan-example\nVersion: 0.1.0\n", "utf-8"
    )
    [(name, module)] = PROJECT["project"]["entry-points"]["commplan"].items()
    (metadata / "entry_points.txt").write_text(f"[commplan]\n{name} = {module}\n", "utf-8")
    monkeypatch.syspath_prepend(str(PLUGIN / "src"))


@pytest.mark.usefixtures("installed")
def test_the_readme_tells_the_truth(run: Run) -> None:
    readme = (PLUGIN / "README.md").read_text("utf-8")
    assert "commplan explain XEX101" in readme
    assert "channel-without-topic" in run("explain", "XEX101").out
    plan = Path("plan.yaml")
    plan.write_text(plan.read_text("utf-8").replace("slack,", "slack, purpose: team,"), "utf-8")
    settings = readme.partition("# commplan.toml\n")[2].partition("```")[0]
    Path("commplan.toml").write_text(settings.replace("support-intake", "team"), "utf-8")
    found = run("check", "plan.yaml", "--select", "XEX101", "--format", "csv")
    assert found.code == 1
    assert found.out.splitlines()[1].startswith("plan.yaml,5,3,error,XEX101,channel-without-topic,")
