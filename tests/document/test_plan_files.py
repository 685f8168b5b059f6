"""Files on disk: which are found, and which cannot be read."""

import os
import sys
from pathlib import Path

import pytest

from commplan.document import Limits, find_plan_files, load_file
from commplan.errors import ConfigError, PlanSyntaxError


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("a: 1\n")


def found(*paths: object) -> list[str]:
    return [path.replace(os.sep, "/") for path in find_plan_files(map(str, paths))]


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\r\n")
    source = load_file(str(tmp_path / "plan.yaml"), shown="plan.yaml")
    assert (source.path, source.text) == ("plan.yaml", "a: \u00e9\r\n")
    assert source.documents[0].value == {"a": "\u00e9"}
    assert load_file(str(tmp_path / "plan.yaml")).path == str(tmp_path / "plan.yaml")


def test_a_large_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(f"a: '{'x' * 3_000_000}'\n")
    assert load_file(str(path)).documents[0].value == {"a": "x" * 3_000_000}


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PlanSyntaxError, match=r"^plan\.yaml: cannot be read: No such file"):
        load_file(str(tmp_path / "nowhere.yaml"), shown="plan.yaml")


def test_a_path_with_a_nul() -> None:
    with pytest.raises(PlanSyntaxError, match=r"cannot be read: .*embedded null "):
        load_file("plan\0.yaml")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses to open a folder at all")
def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(PlanSyntaxError, match="is a folder; expected a file"):
        load_file(str(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "plan.yaml")
    with pytest.raises(PlanSyntaxError, match="is a pipe or device; expected a regular file"):
        load_file(str(tmp_path / "plan.yaml"))


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")
def test_a_device() -> None:
    with pytest.raises(PlanSyntaxError, match="is a pipe or device; expected a regular file"):
        load_file("/dev/zero")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "open", refuse)  # an administrator could read any file
    with pytest.raises(PlanSyntaxError, match="cannot be read: Permission denied"):
        load_file(str(tmp_path / "plan.yaml"))


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(PlanSyntaxError, match="too large; expected at most 10,485,760 bytes"):
        load_file(str(path))


def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "plan.yaml")
    monkeypatch.setattr(os, "read", lambda descriptor, size: b"#" * size)
    with pytest.raises(PlanSyntaxError, match="too large; expected at most 4,096 bytes"):
        load_file(str(tmp_path / "plan.yaml"), limits=Limits(size=4096))


def test_no_file_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    close = os.close

    def noted(descriptor: int) -> None:
        closed.append(descriptor)
        close(descriptor)

    monkeypatch.setattr(os, "close", noted)
    write(tmp_path, "plan.yaml")
    load_file(str(tmp_path / "plan.yaml"))
    with pytest.raises(PlanSyntaxError):
        load_file(str(tmp_path / "plan.yaml"), limits=Limits(size=1))
    assert len(closed) == 2


def test_folders_are_walked_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path, "b.yaml", "a/z.yml", "a/c/d.yaml", "a.yaml", "README.md", "x.yaml.bak", "Y.YAML"
    )
    monkeypatch.chdir(tmp_path)
    assert found(".") == ["a.yaml", "a/c/d.yaml", "a/z.yml", "b.yaml"]
    assert found("a") == ["a/c/d.yaml", "a/z.yml"]
    assert found("a/") == ["a/c/d.yaml", "a/z.yml"]


def test_hidden_names_and_node_modules_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, ".github/a.yaml", "node_modules/b.yaml", "x/node_modules/c.yaml")
    write(tmp_path, ".pre-commit-config.yaml", "x/d.yaml")
    assert found(tmp_path) == [f"{tmp_path}/x/d.yaml"]
    assert found(tmp_path / ".github") == [f"{tmp_path}/.github/a.yaml"]


def test_files_are_taken_as_they_are(tmp_path: Path) -> None:
    write(tmp_path, "plan.txt", ".hidden.yaml")
    names = [tmp_path / "plan.txt", tmp_path / ".hidden.yaml"]
    assert found(*names) == [str(name) for name in names]


def test_the_order_given_is_kept_and_nothing_is_listed_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "b/1.yaml", "a/1.yaml", "a/2.yaml")
    monkeypatch.chdir(tmp_path)
    assert found("b", "a/2.yaml", "a", "b") == ["b/1.yaml", "a/2.yaml", "a/1.yaml"]


def test_links_are_followed_but_loops_end(tmp_path: Path) -> None:
    write(tmp_path, "a/1.yaml", "elsewhere/2.yaml")
    (tmp_path / "a" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a" / "self").symlink_to("self")
    assert found(tmp_path / "a") == [f"{tmp_path}/a/1.yaml", f"{tmp_path}/a/out/2.yaml"]


def test_a_broken_link_with_the_name_of_a_plan_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").symlink_to("nowhere")
    (path,) = found(tmp_path)
    with pytest.raises(PlanSyntaxError, match="cannot be read: No such file"):
        load_file(path)


@pytest.mark.parametrize("name", ["nowhere", "nowhere.yaml", "pl\0an"])
def test_a_path_that_does_not_exist(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="cannot be read: ") as caught:
        find_plan_files([f"{tmp_path}/{name}"])
    assert str(caught.value).startswith(f"{tmp_path}/{name}: ")


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/locked/1.yaml")
    scandir = os.scandir

    def guarded(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    with pytest.raises(ConfigError, match="locked: cannot be read: Permission denied"):
        find_plan_files([str(tmp_path)])
