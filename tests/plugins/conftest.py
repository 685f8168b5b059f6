"""Install small packages for a test: the metadata and the module, as an installer leaves them."""

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from commplan.cli.main import main

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata: {id: example}
channels:
  it-help: {kind: slack, owner: "person:alice"}
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
"""


class Result(NamedTuple):
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, on the path as long as the test lasts."""
    folder = tmp_path / "site"
    folder.mkdir()
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in set(sys.modules) - before:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


@pytest.fixture
def install(site: Path) -> Callable[..., None]:
    """Install a package with one module and one entry point."""

    def write(
        name: str, code: str, *, module: str | None = None, package: str | None = None
    ) -> None:
        module = module or f"plugin_{name.replace('-', '_')}"
        metadata = site / f"{package or name}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package or name}\nVersion: 1.0\n", "utf-8"
        )
        (metadata / "entry_points.txt").write_text(f"[commplan]\n{name} = {module}\n", "utf-8")
        (site / f"{module}.py").write_text(textwrap.dedent(code), "utf-8")

    return write


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Run commplan in a folder that holds one plan."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    monkeypatch.chdir(folder)

    def call(*words: str) -> Result:
        code = main(list(words))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Result(code, captured.out, captured.err)

    return call
