"""Spread work over processors with nothing but fork and a pipe.

``multiprocessing`` and ``concurrent.futures`` cost more to import than checking
a hundred plans; where there is no fork the work is done in this process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTHWHILE = 60
"""Fewer items than this are not worth a second process."""


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # no such call outside Linux
        return os.cpu_count() or 1


def run(
    work: Callable[[Sequence[Item]], list[Result]], items: Sequence[Item], jobs: int
) -> list[Result]:
    """Apply ``work`` to slices of ``items`` in ``jobs`` processes; results in order of the items.

    Raises RuntimeError where a process dies before it has answered.
    """
    jobs = min(jobs, len(items) // WORTHWHILE) if hasattr(os, "fork") else 1
    if jobs < 2:
        return work(items)
    # Every n-th item each: neighbours in a folder tend to be alike in size.
    shares = [items[number::jobs] for number in range(jobs)]
    workers = [_start(work, share) for share in shares[1:]]
    answers = [work(shares[0]), *(_finish(*worker) for worker in workers)]
    results: list[Result | None] = [None] * len(items)
    for number, answer in enumerate(answers):
        results[number::jobs] = answer
    return results  # type: ignore[return-value]  # every slot has been filled


def _start(
    work: Callable[[Sequence[Item]], list[Result]], share: Sequence[Item]
) -> tuple[int, int]:
    """Fork a worker; returns its process id and the pipe it answers on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        import pickle

        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(work(share), pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        # Leave without the parent's exit handlers and unflushed output.
        os._exit(status)


def _finish(child: int, reading: int) -> list[Result]:
    import pickle

    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"a worker process ended with status {status}")
    answer: list[Result] = pickle.loads(data)  # noqa: S301  # our own child wrote it
    return answer
