"""The cache: what it may answer for, what makes it forget, and that nobody can feed it."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from commplan.checker import judge_files
from commplan.checker.cache import Cache, Entry
from commplan.checker.judge_file import FileResult
from commplan.checker.judge_files import CACHE_FROM
from commplan.checker.target import Target
from commplan.finding import Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
PLAN = HEAD + "metadata: {id: x%d}\nchannels: {a: {kind: slack, owner: 'person:nobody'}}\n"


@pytest.fixture
def plans(write: Write) -> list[Path]:
    """As many plans as make a cache worthwhile; each has one finding."""
    return [write(f"plans/p{n:02}.yaml", PLAN % n) for n in range(CACHE_FROM)]


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were judged and not remembered."""
    paths: list[str] = []
    judge = judge_files._judge_file

    def noted(bench: object, path: str, target: Target) -> FileResult:
        paths.append(path)
        return judge(bench, path, target)  # type: ignore[arg-type]

    monkeypatch.setattr(judge_files, "_judge_file", noted)
    return paths


@pytest.fixture
def again(run: Run, folder: Path) -> Callable[..., Report]:
    """Checks with a cache, the same one each time unless the key differs."""

    def check(*paths: str, key: str = "key", **options: object) -> Report:
        store = folder / "store"
        return run(*(paths or ("plans",)), cache=lambda: Cache(str(store), "here", key), **options)

    return check


def test_nothing_is_judged_twice_and_the_report_is_the_same(
    plans: list[Path], again: Run, judged: list[str]
) -> None:
    first = again()
    assert len(judged) == CACHE_FROM
    judged.clear()
    assert again() == first
    assert judged == []


def test_a_changed_file_is_judged_anew_and_no_other(
    plans: list[Path], again: Run, judged: list[str]
) -> None:
    again()
    judged.clear()
    plans[3].write_text(PLAN.replace("nobody", "someone") % 3)
    report = again()
    assert judged == ["plans/p03.yaml"]
    assert "someone" in report.findings[3].message


def test_a_change_of_the_same_length_is_seen(
    plans: list[Path], again: Run, judged: list[str]
) -> None:
    again()
    judged.clear()
    stat = plans[3].stat()
    plans[3].write_text(PLAN.replace("nobody", "ybodno") % 3)
    os.utime(plans[3], ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert "ybodno" in again().findings[3].message


def test_a_file_that_was_only_touched_is_not_judged(
    plans: list[Path], again: Run, judged: list[str]
) -> None:
    again()
    judged.clear()
    os.utime(plans[0], (1, 1))
    again()
    assert judged == []


def test_a_removed_and_a_new_file(plans: list[Path], again: Run, write: Write) -> None:
    again()
    plans[0].unlink()
    write("plans/new.yaml", PLAN % 99)
    report = again()
    assert [f.location.path for f in report.findings if f.plan in ("x0", "x99")] == [
        "plans/new.yaml"
    ]


def test_a_changed_baseline_is_seen_in_every_plan(
    plans: list[Path], again: Run, write: Write, judged: list[str]
) -> None:
    head = "apiVersion: commplan/v1\nkind: Baseline\nmetadata: {id: b}\n"
    base = write("base.yaml", head + "channels: {b: {kind: slack, owner: 'person:away'}}\n")
    for number in (1, 2):
        write(
            f"plans/p{number:02}.yaml",
            HEAD + f"metadata: {{id: x{number}, extends: ../base.yaml}}\n",
        )
    assert any("away" in finding.message for finding in again().findings)
    judged.clear()
    base.write_text(head + "channels: {b: {kind: slack}}\n")
    report = again()
    assert judged == ["plans/p01.yaml", "plans/p02.yaml"]
    assert not any("away" in finding.message for finding in report.findings)


def test_a_removed_template_and_a_new_one_are_seen(
    plans: list[Path], again: Run, write: Write, judged: list[str]
) -> None:
    template = write("plans/t.md", "text")
    write("plans/p00.yaml", HEAD + "metadata: {id: x0}\ntemplates: {t: {file: t.md}}\n")
    assert not any("t.md" in finding.message for finding in again().findings)
    judged.clear()
    template.unlink()
    assert any("t.md" in finding.message for finding in again().findings)
    assert judged == ["plans/p00.yaml"]
    template.write_text("text")
    assert not any("t.md" in finding.message for finding in again().findings)


def test_another_key_knows_nothing_and_leaves_no_second_file(
    plans: list[Path], again: Run, judged: list[str], folder: Path
) -> None:
    again()
    judged.clear()
    again(key="another instant")
    assert len(judged) == CACHE_FROM
    assert len(list((folder / "store").iterdir())) == 1


def test_a_file_that_is_named_is_not_answered_for_as_one_that_was_met(
    write: Write, again: Run, folder: Path
) -> None:
    paths = [
        str(write(f"other/o{n:02}.yaml", "services: {}\n").relative_to(folder)) for n in range(30)
    ]
    assert again("other").findings == ()
    assert len(again(*paths).findings) >= 30
    assert again("other").findings == ()


def test_what_was_incomplete_is_not_remembered(
    plans: list[Path], again: Run, judged: list[str]
) -> None:
    plans[0].write_text(HEAD + "chanels: 1\n")
    assert len(again(rules=["PLN101"]).incomplete) == 1
    judged.clear()
    assert len(again(rules=["PLN101"]).incomplete) == 1
    assert judged == ["plans/p00.yaml"]


def test_a_file_that_changes_while_it_is_judged_is_not_remembered(
    plans: list[Path], again: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = judge_files._judge_file

    def meddle(bench: object, path: str, target: Target) -> FileResult:
        result = judge(bench, path, target)  # type: ignore[arg-type]
        if path == "plans/p05.yaml":
            Path(path).write_text(PLAN.replace("nobody", "late") % 5)
        return result

    monkeypatch.setattr(judge_files, "_judge_file", meddle)
    again()
    monkeypatch.setattr(judge_files, "_judge_file", judge)
    assert "late" in again().findings[5].message


def test_few_files_are_not_remembered(write: Write, again: Run, folder: Path) -> None:
    write("plans/one.yaml", PLAN % 1)
    again()
    assert not (folder / "store").exists()


def test_a_pipe_among_the_files_is_neither_read_nor_waited_for(
    plans: list[Path], again: Run
) -> None:
    plans[0].unlink()
    os.mkfifo(plans[0])
    assert "is a pipe or device" in again().findings[0].message
    assert "is a pipe or device" in again().findings[0].message


def test_a_folder_that_cannot_be_written_is_left_alone(
    plans: list[Path], run: Run, write: Write
) -> None:
    write("store", "a file, not a folder")
    report = run("plans", cache=lambda: Cache("store/inside", "here", "key"))
    assert len(report.findings) == CACHE_FROM


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "noise", "longer"])
def test_a_damaged_cache_is_only_a_slow_start(
    plans: list[Path], again: Run, judged: list[str], folder: Path, damage: str
) -> None:
    first = again()
    (store,) = (folder / "store").iterdir()
    data = bytearray(store.read_bytes())
    if damage == "flipped":
        data[len(data) // 2] ^= 1
    pieces: dict[str, bytes | bytearray] = {
        "cut": data[: len(data) // 2],
        "flipped": data,
        "empty": b"",
        "noise": os.urandom(500),
        "longer": data + b".",
    }
    store.write_bytes(pieces[damage])
    judged.clear()
    assert again() == first
    assert len(judged) == CACHE_FROM


class _Hostile:
    """Becomes a call of ``command`` when a careless reader loads it."""

    def __init__(self, call: Callable[..., object], *arguments: object) -> None:
        self._call = (call, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


def forge(folder: Path, payload: bytes) -> None:
    """Put a payload with a right stamp where the cache looks."""
    from commplan.checker.cache import _stamp

    cache = Cache(str(folder / "store"), "here", "key")
    os.makedirs(folder / "store", exist_ok=True)
    Path(cache._path).write_bytes(_stamp("key", payload) + payload)


def test_a_forged_cache_runs_nothing(
    plans: list[Path], again: Run, judged: list[str], folder: Path
) -> None:
    mark = folder / "mark"
    for hostile in (
        _Hostile(os.system, f"touch {mark}"),
        _Hostile(Path.touch, mark),
        _Hostile(exec, f"open({str(mark)!r}, 'w')"),
        _Hostile(Entry, 1, 2, 3),
    ):
        forge(folder, pickle.dumps({("plans/p00.yaml", False): hostile, "x": hostile}))
        judged.clear()
        assert len(again().findings) == CACHE_FROM
        assert not mark.exists()


def test_a_forged_cache_imports_nothing(
    plans: list[Path], again: Run, folder: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("commplan_evil.py", "open('mark', 'w')\n")
    monkeypatch.syspath_prepend(str(folder))
    for module in ("commplan_evil", "commplan.__main__", "commplan.testing.slack.__main__"):
        forge(folder, b"\x80\x04c" + module.encode() + b"\nThing\n.")
        assert len(again().findings) == CACHE_FROM
        assert module not in sys.modules
    assert not (folder / "mark").exists()


@pytest.mark.parametrize(
    "payload", [b"", b".", b"0.", b"N.", b"\x80\x04].", b"(", b"h\x00.", b"t.", b"\x80\xff", b"}."]
)
def test_pickles_that_fall_apart(
    plans: list[Path], again: Run, folder: Path, payload: bytes
) -> None:
    forge(folder, payload)
    assert len(again().findings) == CACHE_FROM


def test_everything_that_rules_find_can_be_remembered(
    write: Write, again: Run, folder: Path
) -> None:
    """A class that the cache does not know would make every start a slow one."""
    faulty = Path(__file__).parents[1] / "schemas" / "full_plan.yaml"
    for number in range(CACHE_FROM):
        text = faulty.read_text("utf-8").replace("id: harbour-it", f"id: p{number}")
        write(f"plans/{number}.yaml", text.replace("person:mira", "person:gone"))
    everything = [str(number) for number in range(4)]
    again(rules=everything)
    assert len(Cache(str(folder / "store"), "here", "key")._entries) == CACHE_FROM


def test_changed_evidence_is_seen(
    plans: list[Path], run: Run, write: Write, folder: Path, judged: list[str]
) -> None:
    def again() -> list[str]:
        judged.clear()
        store = str(folder / "store")
        report = run("plans", rules=["AUD202"], cache=lambda: Cache(store, "here", "key"))
        return [finding.message for finding in report.findings]

    records = write("plans/t.csv", "person,course,completed\nann,ic-101,2026-03-10\n")
    write("plans/p00.yaml", HEAD + "metadata: {id: x0}\ntraining: {records: t.csv}\n")
    assert again() == []
    assert len(judged) == CACHE_FROM
    assert again() == []
    assert judged == []
    records.write_text("person,course,completed\nann,ic-101,2026-30-10\n")
    assert again() == ["t.csv:2: completed is '2026-30-10', expected a date such as 2026-05-31"]
    assert judged == ["plans/p00.yaml"]
    records.unlink()
    assert again() == []
    assert judged == ["plans/p00.yaml"]
