"""What rules may read beside a plan: where it is sought, and what is not read at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.checker.load import FilesBeside, Loader
from commplan.document import Limits
from commplan.place import Place
from commplan.testing import expect, judge_text
from commplan.testing.files import Shelf, read_files
from commplan.written import Unreadable

Write = Callable[[str, str], Path]
HEAD = "apiVersion: commplan/v1\nkind: {}\nmetadata: {{id: x{}}}\n"
PLAN = HEAD.format("CommunicationPlan", ", extends: base.yaml")
SMALL = Limits(size=1000)


def beside(path: str, loader: Loader) -> tuple[FilesBeside, Place]:
    (loaded,) = loader.read(path, named=True)
    assert loaded.plan is not None
    return FilesBeside(loader, loaded.chain), loaded.plan.root / "templates"


@pytest.fixture
def text(write: Write) -> Callable[[str], str | Unreadable]:
    """Reads a file beside plans/plan.yaml."""
    write("plans/plan.yaml", HEAD.format("CommunicationPlan", "") + "templates: {}\n")
    files, at = beside("plans/plan.yaml", Loader(SMALL))
    return lambda path: files.text(at, path)


def test_a_text(text: Callable[[str], object], write: Write) -> None:
    write("plans/texts/t.md", "\ufeffgrüß\r\ngott")
    assert text("texts/t.md") == "grüß\r\ngott"


def test_a_path_may_lead_out_of_the_folder(text: Callable[[str], object], write: Write) -> None:
    write("shared/t.md", "shared")
    assert text("../shared/t.md") == "shared"
    assert text("./texts/../../shared/t.md") == "shared"


def test_a_missing_file(text: Callable[[str], object]) -> None:
    assert text("t.md") == Unreadable("there is no such file", is_missing=True)
    assert text("no\0name") == Unreadable("there is no such file", is_missing=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_folders_are_not_read(text: Callable[[str], object], folder: Path) -> None:
    os.mkfifo(folder / "plans" / "pipe")
    os.symlink("/dev/zero", folder / "plans" / "zeros")
    pipe = Unreadable("is a pipe or device; expected a regular file", is_missing=False)
    assert text("pipe") == pipe
    assert text("zeros") == pipe
    assert text("../plans") == Unreadable("is a folder; expected a file", is_missing=False)


def test_what_is_too_large_is_not_read(text: Callable[[str], object], write: Write) -> None:
    write("plans/fits.txt", "x" * 1000)
    write("plans/large.txt", "x" * 1001)
    assert text("fits.txt") == "x" * 1000
    assert text("large.txt") == Unreadable(
        "the file is too large; expected at most 1,000 bytes", is_missing=False
    )


def test_what_is_no_text_is_told_with_its_line(text: Callable[[str], object], folder: Path) -> None:
    (folder / "plans" / "latin.txt").write_bytes(b"one\ngr\xfc\xdf\n")
    assert text("latin.txt") == Unreadable(
        "line 2: the byte 0xFC is not UTF-8; expected a text file in UTF-8", is_missing=False
    )


def test_what_a_baseline_names_lies_beside_the_baseline(write: Write) -> None:
    write("base.yaml", HEAD.format("Baseline", "") + "templates: {t: {file: t.md}}\n")
    write("t.md", "of the baseline")
    write("plans/t.md", "of the plan")
    write("plans/plan.yaml", PLAN.replace("base.yaml", "../base.yaml") + "templates: {u: {}}\n")
    files, templates = beside("plans/plan.yaml", Loader())
    assert files.text(templates / "t" / "file", "t.md") == "of the baseline"
    assert files.text(templates / "u", "t.md") == "of the plan"
    assert files.text(templates / "none", "t.md") == Unreadable(
        "there is no such file", is_missing=True
    )


def test_what_was_read_is_watched_in_the_state_before_it_was_read(
    write: Write, folder: Path
) -> None:
    write("plan.yaml", HEAD.format("CommunicationPlan", "") + "templates: {}\n")
    write("t.md", "one")
    loader = Loader()
    files, at = beside("plan.yaml", loader)
    assert files.text(at, "t.md") == "one"
    state = loader.watched["t.md"]
    write("t.md", "another")
    assert files.text(at, "t.md") == "one"
    assert files.exists(at, "t.md")
    assert loader.watched == {"t.md": state}
    files.text(at, "gone.md")
    assert loader.watched["gone.md"] is None


def test_a_shelf_stands_in_for_the_disk(write: Write) -> None:
    write("t.md", "on the disk")
    shelf = Shelf({"plan.yaml": PLAN, "base.yaml": HEAD.format("Baseline", "") + "templates: {}"})
    files, at = beside("plan.yaml", Loader(disk=shelf))
    assert files.text(at, "t.md") == Unreadable("there is no such file", is_missing=True)
    assert not files.exists(at, "t.md")


def test_a_rule_is_judged_beside_files_in_memory(catalogue: object) -> None:
    rule = catalogue.by_code["PLN101"]  # type: ignore[attr-defined]
    plan = """
        templates:
          status: {file: texts/status.md}
          delay: {file: texts/delay.md}  # <- no such file exists
        """
    expect(rule, plan, files={"texts/status.md": ""})
    expect(rule, plan, files="./texts/status.md: ''")
    assert len(judge_text(rule, plan, files={}).findings) == 2


def test_a_baseline_may_be_in_memory_too(catalogue: object) -> None:
    rule = catalogue.by_code["PLN101"]  # type: ignore[attr-defined]
    base = HEAD.format("Baseline", "") + "channels: {a: {kind: slack, owner: 'person:nobody'}}"
    plan = "metadata: {id: y, extends: base.yaml}"
    (finding,) = judge_text(rule, plan, files={"base.yaml": base}).findings
    assert finding.location.path == "base.yaml"
    (finding,) = judge_text(rule, plan, files={}).findings
    assert finding.message == "no file 'base.yaml'"


@pytest.mark.parametrize("text", ["[a]", "a: 1", "a"])
def test_files_in_yaml_are_a_mapping_of_texts(text: str) -> None:
    with pytest.raises(ValueError, match="expected a mapping of paths to texts"):
        read_files(text)
