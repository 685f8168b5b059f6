"""Where reports go: whole files, pipes as they are, and at most one report to the terminal."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commplan.cli.output import write_file, write_folder
from commplan.errors import ConfigError

Run = Callable[..., Any]
Plan = Callable[..., Path]


def test_several_formats_in_one_run(run: Run, plan: Plan, folder: Path) -> None:
    plan()
    words = (
        "json:r.json",
        "sarif:r.sarif",
        "junit:r.xml",
        "html:r.html",
        "markdown:r.md",
        "text:-",
    )
    result = run("check", *(word for name in words for word in ("--format", name)))
    assert result.out.splitlines()[-1].startswith("1 file, 1 plan")
    assert json.loads((folder / "r.json").read_text())["complete"]
    written = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert written == ["r.html", "r.json", "r.md", "r.sarif", "r.xml"]


@pytest.mark.parametrize(
    ("formats", "problem"),
    [
        (("json:-", "text"), "only one format can go to the terminal"),
        (("json:a", "sarif:a"), "two formats cannot go to one file, 'a'"),
        (("gitlub",), "no format is called 'gitlub'"),
    ],
)
def test_formats_that_get_in_each_others_way(
    run: Run, plan: Plan, formats: tuple[str, ...], problem: str
) -> None:
    plan()
    result = run("check", *(word for name in formats for word in ("--format", name)))
    assert (result.code, result.out) == (2, "")
    assert problem in result.err


def test_a_file_keeps_its_permissions_and_its_name(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept", tmp_path / "link"
    kept.write_text("old")
    kept.chmod(0o640)
    link.symlink_to(kept)
    write_file(str(link), "new")
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == ("new", 0o640)
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "link"]


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    write_file(str(tmp_path / "new"), "text")
    (tmp_path / "other").write_text("text")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_that_cannot_be_finished_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report"
    path.write_text("old")
    monkeypatch.setattr("commplan.cli.output.os.replace", fail)
    with pytest.raises(ConfigError, match="report: cannot be written: No space left on device"):
        write_file(str(path), "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("report", "old")]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_file(str(pipe), "text")
    reader.join(timeout=10)
    assert read == [b"text"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["../evil.yaml", "a/../../evil.yaml", "/tmp/evil.yaml"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="would be written outside"):
        write_folder(str(tmp_path / "plans"), {"good.yaml": "", name: ""})
    assert list(tmp_path.iterdir()) == []
