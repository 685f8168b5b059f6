"""Run the command as a user does, in a folder of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from commplan.cli.main import main

PLAN = """\
apiVersion: commplan/v1
kind: CommunicationPlan
metadata:
  id: it-ops
stakeholders:
  people:
    alice: {name: Alice Ng, slack: U01ALICE}
    bob: {name: Bob Ito, slack: U02BOB}
channels:
  it-help: {kind: slack, slack: C01HELP, purpose: support-intake, owner: "person:alice"}
slas:
  helpdesk:
    applies: {channel: it-help}
    clock: 24x7
    targets: {first_response: 30m}
"""


class Result(NamedTuple):
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def text() -> str:
    return PLAN


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    def call(*words: str) -> Result:
        code = main(list(words))
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def plan(folder: Path) -> Callable[..., Path]:
    def write(text: str = PLAN, name: str = "plans/it-ops.yaml") -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
