from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.checker import load
from commplan.cli.main import main
from commplan.document import read_documents

ROOT = Path(__file__).parents[2]
WORKSPACE = f"snapshot:{ROOT / 'examples' / 'acme-workspace.json'}"
PLANS = sorted(map(str, (ROOT / "plans" / "it-ops").glob("*.yaml")))
NAMES = sorted(Path(path).name for path in PLANS)


def test_an_audit_loads_each_plan_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once to know what to ask for, and that is what is judged."""
    read: list[str] = []
    real: Callable[..., object] = read_documents

    def counted(data: bytes, path: str, *more: object) -> object:
        read.append(path)
        return real(data, path, *more)

    monkeypatch.setattr(load, "read_documents", counted)
    words = ["--workspace", WORKSPACE, "--as-of", "2026-11-21T09:00:00Z", "--format", "json"]
    assert main(["audit", *PLANS, *words]) == 1
    assert '"findings": []' not in capsys.readouterr().out
    assert sorted(Path(path).name for path in read if "it-ops" in path) == NAMES
