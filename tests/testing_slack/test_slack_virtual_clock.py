import pytest

from commplan.testing.slack import VirtualClock


def test_lanes_wait_at_the_same_time() -> None:
    clock = VirtualClock(0)
    seen: list[tuple[float, str]] = []

    def lane(name: str, *pauses: float) -> None:
        for pause in pauses:
            clock.sleep(pause)
            seen.append((clock(), name))

    clock.side_by_side([lambda: lane("a", 2, 2, 2), lambda: lane("b", 3, 3)])
    assert seen == [(2, "a"), (3, "b"), (4, "a"), (6, "b"), (6, "a")]
    assert clock() == 6


def test_lanes_have_lanes_of_their_own() -> None:
    clock = VirtualClock(0)
    ends: dict[str, float] = {}

    def outer() -> None:
        clock.sleep(1)
        clock.side_by_side([lambda: inner("x", 5), lambda: inner("y", 7)])
        ends["outer"] = clock()

    def inner(name: str, seconds: float) -> None:
        clock.sleep(seconds)
        ends[name] = clock()

    clock.side_by_side([outer, lambda: inner("z", 20), lambda: None])
    assert ends == {"x": 6, "y": 8, "outer": 8, "z": 20}


def test_nobody_else_is_awake_between_two_pauses() -> None:
    clock = VirtualClock()
    awake: list[int] = []

    def lane() -> None:
        for _ in range(50):
            awake.append(1)
            assert awake == [1]
            awake.pop()
            clock.sleep(0.5)

    clock.side_by_side([lane] * 8)


def test_what_a_lane_raises_is_raised_once_all_have_ended() -> None:
    clock = VirtualClock(0)

    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        clock.side_by_side([fail, lambda: clock.sleep(9)])
    assert clock() == 9
    clock.side_by_side([])
    clock.sleep(1)
    assert clock() == 10


def test_time_does_not_run_backwards() -> None:
    for move in (VirtualClock().sleep, VirtualClock().advance):
        with pytest.raises(ValueError, match="cannot be turned back"):
            move(-1)
