"""Plan files in a folder of their own, and runs over them without the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from commplan.catalogue import Catalogue
from commplan.checker.judge_file import Bench
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.clock import parse_instant
from commplan.document import find_plan_files
from commplan.engine.select import Choice, select
from commplan.finding import Report
from commplan.plugins import PluginChoice, registry

AS_OF = parse_instant("2026-11-21T09:00:00Z")
FORM = ("PLN001", "PLN101")
"""Rules that look at the form of a plan and at its references."""

Write = Callable[[str, str], Path]
Run = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory of a test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Write:
    """Writes a file into the folder of the test."""

    def make(name: str, text: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return make


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The rules that come with commplan."""
    return registry(PluginChoice(third_party=False)).rules()


@pytest.fixture
def run(folder: Path, catalogue: Catalogue) -> Run:
    """Checks files and folders with some rules."""

    def judge(
        *paths: str,
        rules: Iterable[str] = FORM,
        stdin: tuple[str, bytes] | None = None,
        as_of: int = AS_OF,
        **options: object,
    ) -> Report:
        selection = select(catalogue, Choice(select=tuple(rules)))
        files = find_plan_files(paths)
        named = frozenset(path for path in paths if not Path(path).is_dir())
        target = Target(tuple(sorted(files)), named, stdin)
        return check(Bench(catalogue, selection, as_of), target, Options(**options))  # type: ignore[arg-type]

    return judge
