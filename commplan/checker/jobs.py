"""Spread work over processors with nothing but fork and a pipe.

``multiprocessing`` and ``concurrent.futures`` cost more to import than checking
a hundred plans; where there is no fork the work is done in this process.
"""

import os
from collections.abc import Callable, Sequence
from typing import TypeVar

from commplan.named import NamedTuple

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


class Lost(NamedTuple):
    """Items that a process took along when it ended."""

    reason: str
    numbers: range
    """Which items, counted from 0."""


def run(
    work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item], jobs: int
) -> tuple[Sequence[Result | None], tuple[Lost, ...]]:
    """Apply ``work`` to slices of ``items`` in ``jobs`` processes.

    Returns the results in the order of the items, None for each that was lost,
    and what was lost.
    """
    jobs = min(jobs, len(items) // WORTHWHILE) if hasattr(os, "fork") else 1
    if jobs < 2:
        return work(items), ()
    # Every n-th item each: neighbours in a folder tend to be alike in size.
    workers = [_start(work, items[number::jobs]) for number in range(1, jobs)]
    results: list[Result | None] = [None] * len(items)
    results[0::jobs] = work(items[0::jobs])
    lost = []
    for number, worker in enumerate(workers, 1):
        answer: Sequence[Result] | str = _finish(*worker)
        if isinstance(answer, str):
            lost.append(Lost(answer, range(number, len(items), jobs)))
        else:
            results[number::jobs] = answer
    return results, tuple(lost)


def _start(
    work: Callable[[Sequence[Item]], Sequence[Result]], share: Sequence[Item]
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

        answer = pickle.dumps(work(share), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
        status = 0
    finally:
        # Leave without the parent's exit handlers and unflushed output.
        os._exit(status)


def _finish(child: int, reading: int) -> Sequence[Result] | str:
    """The answer of a worker, or how it ended without one."""
    import pickle

    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        return f"a worker process was ended by signal {-code}"
    if code or not data:
        return f"a worker process ended with status {code} and without an answer"
    answer: Sequence[Result] = pickle.loads(data)  # noqa: S301  # our own child wrote it
    return answer
