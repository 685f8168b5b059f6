"""GitHub computes this hash, too: the values here are those of its own implementation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commplan.reporters.line_hash import line_hashes
from tests.depth import examples

LINES = st.lists(st.text("abc :-é😀", max_size=30), min_size=1, max_size=12)


def test_values_known_from_github() -> None:
    assert line_hashes([]) == ["c129715d7a2bc9a3:1"]
    assert line_hashes(["Lorem ipsum dolor sit amet."] * 10)[5:8] == [
        "a7f2ff13bc495cf2:6",
        "a7f2ff1481e87703:1",
        "a9cf91f7bbf1862b:1",
    ]
    assert line_hashes([" hello; \t", "world!!!", "", "", "  \t\tGreetings", " End"]) == [
        "e9496ae3ebfced30:1",
        "fb7c023a8b9ccb3f:1",
        "ce8ba1a563dcdaca:1",
        "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1",
        "c129715d7a2bc9a3:1",
    ]


def rolled(text: str) -> list[str]:
    """The same hash in the way it is described: one window that rolls over the file."""
    units = [
        int.from_bytes(pair, "little")
        for pair in (
            text.encode("utf-16-le")[at : at + 2]
            for at in range(0, len(text.encode("utf-16-le")), 2)
        )
    ]
    stream = [unit for unit in units if unit not in (0x20, 0x09)] + [0xFFFF] + [0] * 100
    value, values = 0, []
    for at, unit in enumerate(stream):
        leaving = stream[at - 100] if at >= 100 else 0
        value = (37 * value + unit - 37**100 * leaving) % 2**64
        if at >= 99 and (at == 99 or stream[at - 100] == 0x0A):
            values.append(f"{value:x}")
    return values[: text.count("\n") + 1]


@examples(80)
@given(LINES)
def test_equals_the_rolling_hash(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    hashes = line_hashes(lines)
    assert [value.partition(":")[0] for value in hashes] == rolled(text)


@examples(80)
@given(LINES, st.lists(st.text("xyz", min_size=1, max_size=30), max_size=5))
def test_lines_put_before_do_not_change_it(lines: list[str], before: list[str]) -> None:
    new = line_hashes(["#", *before, "#", *lines])
    old = line_hashes(lines)
    assert [value.partition(":")[0] for value in new[-len(old) :]] == [
        value.partition(":")[0] for value in old
    ]


@examples(40)
@given(LINES)
def test_no_two_lines_share_a_hash(lines: list[str]) -> None:
    hashes = line_hashes(lines)
    assert len(set(hashes)) == len(hashes) == len(lines) + 1
