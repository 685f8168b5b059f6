"""Files that are no plans, cannot be read, or mean harm: one clear error each, and on it goes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.cli.main import main
from commplan.finding import Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\nmetadata: {id: x}\n"
LAUGHS = "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)


MAKERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "hundred megabytes": (sparse, "the file is too large; expected at most 10,485,760 bytes"),
    "billion laughs": (
        lambda path: path.write_text(f"{HEAD}a: &a [x, x, x, x, x, x, x, x, x, x]\n{LAUGHS}"),
        "more than 1,000,000 keys and values, aliases written out",
    ),
    "ten thousand levels": (
        lambda path: path.write_text(f"{HEAD}channels: {'[' * 10_000}{']' * 10_000}\n"),
        "nested deeper than 100 levels",
    ),
    "a mapping in itself": (
        lambda path: path.write_text(f"{HEAD}channels: &c {{x: *c}}\n"),
        "the alias *c stands inside its own anchor",
    ),
    "binary": (lambda path: path.write_bytes(b"\x7fELF\x02\x01\xff\xfe"), "is not UTF-8"),
    "zeros": (lambda path: path.write_bytes(b"\0" * 5000), "the character U+0000 is not allowed"),
    "another encoding": (
        lambda path: path.write_bytes(HEAD.encode("utf-16")),
        "the file is UTF-16; expected UTF-8",
    ),
    "a Python object": (
        lambda path: path.write_text(f"{HEAD}channels: !!python/object/apply:os.system [x]\n"),
        "tag",
    ),
    "a pipe": (os.mkfifo, "is a pipe or device; expected a regular file"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "cannot be read: Too many level"),
    "a link to nothing": (lambda path: path.symlink_to("gone"), "cannot be read: No such file"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_one_error_names_the_file_and_the_others_are_judged(
    write: Write, run: Run, folder: Path, name: str
) -> None:
    make, problem = MAKERS[name]
    write("plans/good.yaml", HEAD + "channels: {a: {kind: slack, owner: 'person:nobody'}}\n")
    make(folder / "plans" / "bad.yaml")
    report = run("plans")
    assert [finding.location.path for finding in report.findings] == [
        "plans/bad.yaml",
        "plans/good.yaml",
    ]
    assert problem in report.findings[0].message
    assert report.incomplete == ()
    assert {skipped.reason for skipped in report.skipped} == {"the file cannot be read"}


@pytest.mark.parametrize("name", [name for name in MAKERS if "link" not in name])
def test_the_command_shows_it_in_every_format(
    write: Write,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    (folder / "plans").mkdir()
    MAKERS[name][0](folder / "plans" / "bad.yaml")
    outputs = ("text", "json:r.json", "sarif:r.sarif", "github:r.txt")
    words = [word for output in outputs for word in ("--format", output)]
    assert main(["check", "plans/bad.yaml", "--select", "PLN001", *words]) == 1
    assert "plans/bad.yaml:" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["plans/link.yaml", "plans/none.yaml", "a\0b", "plans\n.yaml"])
def test_a_path_that_leads_nowhere_is_a_mistake_of_the_command_line(
    folder: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    (folder / "plans").mkdir()
    (folder / "plans" / "link.yaml").symlink_to("link.yaml")
    assert main(["check", path]) == 2
    said = capsys.readouterr().err
    assert "cannot be read" in said
    assert said.count("\n") == 1


def test_a_file_that_may_not_be_read(
    write: Write, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Simulated, because tests may run as a user who may read everything."""
    write("plans/secret.yaml", HEAD)
    write("plans/good.yaml", HEAD)
    opened = os.open

    def refuse(path: str, flags: int) -> int:
        if str(path).endswith("secret.yaml"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    report = run("plans")
    assert [(f.location.path, f.message) for f in report.findings] == [
        ("plans/secret.yaml", "cannot be read: Permission denied")
    ]
    assert report.plans == 1


def test_a_folder_that_contains_itself_is_entered_once(
    write: Write, run: Run, folder: Path
) -> None:
    write("plans/sub/a.yaml", HEAD)
    (folder / "plans" / "sub" / "up").symlink_to("..")
    assert run("plans").files == 1


def test_other_yaml_is_left_alone_in_a_folder_and_refused_by_name(write: Write, run: Run) -> None:
    write("plans/compose.yaml", "services: {web: {image: nginx}}\n")
    write("plans/empty.yaml", "# nothing yet\n")
    write("plans/list.yaml", "- a\n- b\n")
    assert run("plans").findings == ()
    assert run("plans").files == 0
    report = run("plans/compose.yaml", "plans/empty.yaml", "plans/list.yaml")
    assert [(f.location.path, f.message) for f in report.findings] == [
        ("plans/compose.yaml", "'apiVersion' is missing"),
        ("plans/compose.yaml", "'kind' is missing"),
        (
            "plans/empty.yaml",
            "the file holds no document; expected one that starts with 'apiVersion: commplan/v1'",
        ),
        ("plans/list.yaml", "the document is a list, expected a mapping"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("kind: CommunicationPlan\n", ""),
        HEAD.replace("apiVersion: commplan/v1\n", ""),
        HEAD.replace("commplan/v1", "commplan/v9"),
        "channels: {}\nstakeholders: {}\n",
    ],
)
def test_a_plan_with_a_damaged_head_is_found_in_a_folder(write: Write, run: Run, text: str) -> None:
    write("plans/a.yaml", text)
    assert {finding.code for finding in run("plans").findings} == {"PLN001"}


def test_each_document_of_a_file_is_judged(write: Write, run: Run) -> None:
    good = HEAD + "channels: {a: {kind: slack}}\n"
    bad = HEAD.replace("id: x", "id: y") + "chanels: {}\n"
    other = "services: {}\n"
    broken = HEAD.replace("id: x", "id: z") + "channels: {a: {kind: slack, owner: 'role:r'}}\n"
    write("plans/all.yaml", "---\n".join([good, bad, other, "", broken]))
    report = run("plans")
    assert report.files == 1
    assert [(f.code, f.location.line) for f in report.findings] == [("PLN001", 9), ("PLN101", 17)]


def test_a_fault_that_aliases_lead_to_by_several_keys_is_told_once(write: Write, run: Run) -> None:
    write(
        "plans/a.yaml",
        HEAD
        + "channels:\n  a: &a {kind: slack, owner: 'person:gone'}\n  b: *a\n  c:\n    <<: *a\n",
    )
    (finding,) = run("plans").findings
    assert finding.location.pointer == "/channels/a/owner"
    assert (finding.location.line, finding.location.column) == (5, 30)
