"""Work spread over processes: the same answers in the same order, and no silence when one dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from commplan.checker import judge_files
from commplan.checker.jobs import WORTHWHILE, run
from commplan.finding import Report

Write = Callable[[str, str], Path]
Run = Callable[..., Report]
HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
MANY = 3 * WORTHWHILE + 1


def squares(items: Sequence[int]) -> list[int]:
    return [item * item for item in items]


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
@pytest.mark.parametrize("number", [0, 1, WORTHWHILE, 2 * WORTHWHILE, MANY])
def test_answers_come_in_the_order_of_the_items(jobs: int, number: int) -> None:
    assert run(squares, range(number), jobs) == (squares(range(number)), ())


def test_few_items_stay_in_this_process() -> None:
    def where(items: Sequence[int]) -> list[int]:
        return [os.getpid() for _ in items]

    assert set(run(where, range(2 * WORTHWHILE - 1), 2)[0]) == {os.getpid()}
    assert len(set(run(where, range(2 * WORTHWHILE), 2)[0])) == 2


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert run(squares, range(MANY), 2) == (squares(range(MANY)), ())


def killed(items: Sequence[int]) -> list[int]:
    if 1 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(items)


def raising(items: Sequence[int]) -> list[int]:
    if 1 in items:
        raise MemoryError
    return list(items)


def leaving(items: Sequence[int]) -> list[int]:
    if 1 in items:
        os._exit(0)
    return list(items)


def unspeakable(items: Sequence[int]) -> list[object]:
    return [lambda: None] if 1 in items else list(items)


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (killed, "a worker process was ended by signal 9"),
        (raising, "a worker process ended with status 1 and without an answer"),
        (leaving, "a worker process ended with status 0 and without an answer"),
        (unspeakable, "a worker process ended with status 1 and without an answer"),
    ],
)
def test_what_a_dying_process_takes_along_is_told(
    work: Callable[[Sequence[int]], list[int]],
    reason: str,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fork, children = os.fork, []

    def noted() -> int:
        children.append(fork())
        return children[-1]

    monkeypatch.setattr(os, "fork", noted)
    results, (lost,) = run(work, range(MANY), 2)
    assert lost.reason == reason
    assert lost.numbers == range(1, MANY, 2)
    assert [n for n, answer in enumerate(results) if answer is None] == list(lost.numbers)
    assert capfd.readouterr() == ("", "")
    assert children
    for child in children:
        with pytest.raises(ChildProcessError):  # nobody is left behind
            os.waitpid(child, os.WNOHANG)


def test_the_report_is_the_same_with_any_number_of_processes(write: Write, run: Run) -> None:
    for number in range(MANY):
        owner = "nobody" if number % 3 else "ann"
        write(
            f"plans/p{number:03}.yaml",
            HEAD
            + f"metadata: {{id: p{number}}}\nstakeholders: {{people: {{ann: {{name: Ann}}}}}}\n"
            + f"channels: {{a: {{kind: slack, owner: 'person:{owner}'}}}}\n",
        )
    alone = run("plans", jobs=1)
    assert len(alone.findings) == sum(1 for number in range(MANY) if number % 3)
    assert run("plans", jobs=2) == alone


def test_a_dead_process_is_told_by_the_command(
    write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from commplan.cli.main import main

    for number in range(MANY):
        write(f"plans/p{number:03}.yaml", HEAD + f"metadata: {{id: p{number}}}\n")
    judge, parent = judge_files._judge_file, os.getpid()

    def die(bench: object, path: str, named: bool) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return judge(bench, path, named)  # type: ignore[arg-type]

    monkeypatch.setattr(judge_files, "_judge_file", die)
    assert main(["check", "--jobs", "2", "--no-cache", "--select", "PLN001"]) == 4
    said = capfd.readouterr().out
    assert "a worker process was ended by signal 9" in said
    assert "not judged: plans/p001.yaml and 89 more files" in said
    assert "91 files, 91 plans" in said, "the others are judged"
