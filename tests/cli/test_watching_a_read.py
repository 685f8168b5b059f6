import io

import pytest

from commplan.cli.watching import EVERY_LINE, Watch
from commplan.workspace import Progress


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(*steps: tuple[float, Progress], width: int | None = 120) -> list[str]:
    stream, clock = io.StringIO(), Clock()
    watch = Watch(stream, width, clock)
    for at, step in steps:
        clock.now = at
        watch(step)
    return [line for line in stream.getvalue().replace("\x1b[2K", "").split("\r") if line]


def test_a_terminal_is_shown_the_slowest_method_first_and_how_long_it_will_take() -> None:
    lines = shown(
        (0, Progress("pins.list", 40, 3.0, 300, 3.0)),
        (1, Progress("conversations.members", 290, 0.6, 300, 0.6)),
    )
    assert lines == [
        "reading: 40 calls; at least 13 min left; pins.list 40/300",
        "reading: 330 calls; at least 13 min left; pins.list 40/300, conversations.members 290/300",
    ]


def test_what_slack_tolerates_at_first_takes_no_time() -> None:
    (line,) = shown((0, Progress("pins.list", 5, 0.0, 18, 3.0)))
    assert line == "reading: 5 calls; pins.list 5/18"
    (line,) = shown((0, Progress("pins.list", 5, 0.0, 50, 3.0)))
    assert "at least 90 s left" in line or "at least 2 min left" in line


def test_a_list_has_no_end_before_its_end() -> None:
    (line,) = shown((0, Progress("users.list", 7, 0.0, None, 3.0)))
    assert line == "reading: 7 calls; users.list 7"


def test_more_calls_than_foreseen_are_no_riddle() -> None:
    (line,) = shown((0, Progress("conversations.members", 31, 0.0, 30, 0.6)))
    assert line.endswith("conversations.members 31/31")


def test_a_terminal_is_not_flooded_and_its_line_not_broken() -> None:
    steps = [(n / 100, Progress("users.list", n, 0.0, None, 3.0)) for n in range(100)]
    lines = shown(*steps, width=20)
    assert 3 <= len(lines) <= 6
    assert all(len(line) < 20 for line in lines)


def test_a_log_gets_a_line_now_and_then() -> None:
    steps = [(float(n), Progress("pins.list", n, 3.0, 100, 3.0)) for n in range(40)]
    (text,) = shown(*steps, width=None)
    assert text.splitlines() == [
        "commplan: reading: 15 calls; at least 4 min left; pins.list 15/100",
        "commplan: reading: 30 calls; at least 4 min left; pins.list 30/100",
    ]
    assert EVERY_LINE == 15


@pytest.mark.parametrize("width", [80, None])
def test_nothing_is_shown_after_the_end(width: int | None) -> None:
    stream, clock = io.StringIO(), Clock()
    watch = Watch(stream, width, clock)
    watch(Progress("pins.list", 1, 3.0, 100, 3.0))
    watch.end()
    clock.now = 100
    watch(Progress("pins.list", 2, 3.0, 100, 3.0))
    assert "pins.list 2" not in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[2K" if width else "")
