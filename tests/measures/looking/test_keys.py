"""Ticket keys: which are found, which are none, and in how much time."""

from time import process_time

import pytest

from commplan.measures.looking.keys import KeyLook, key_faults, key_kind, key_looks
from tests.timeline.conftest import read_plan as plan_of


def found(pattern: str, text: str) -> list[str]:
    return [showing.value for showing in KeyLook(pattern).find(text, 0)]


@pytest.mark.parametrize(
    ("pattern", "text", "keys"),
    [
        (r"IT-\d+", "see IT-42, (IT-7) and https://acme.example/IT-9?x", ["IT-42", "IT-7", "IT-9"]),
        (r"IT-\d+", "IT-42 and IT-42 again", ["IT-42"]),
        (r"INC\d{7}", "INC0012345 ünïcode INC001", ["INC0012345"]),
        (r"#\d+", "fixed in #12", ["#12"]),
        (r"IT-\d+", "nothing", []),
        (r"\w*", "words are no keys", []),
        (r".+", f"{'a sentence that goes on ' * 3} 42", []),
    ],
)
def test_keys_hold_a_digit_and_are_short(pattern: str, text: str, keys: list[str]) -> None:
    assert found(pattern, text) == keys


@pytest.mark.parametrize("pattern", [r"(a*)*b\d", r"(\w+\s?)+\d$", r"a[^b]*b\d|a"])
def test_slow_expressions_take_bounded_time(pattern: str) -> None:
    start = process_time()
    found(pattern, "a" * 40_000)
    assert process_time() - start < 1


def test_what_cannot_be_searched_for_is_said() -> None:
    plan = plan_of(
        """
        channels:
          help: {kind: slack, slack: C1, intake: {key_pattern: "(?<=#)[0-9]+"}}
          team: {kind: slack, slack: C2}
          mail: {kind: email}
        """
    )
    (fault,) = key_faults(plan, "help")
    assert "'(?<=#)[0-9]+'" in fault
    assert found("(?<=#)[0-9]+", "#12") == []


def test_a_channel_without_pattern_takes_those_of_the_others() -> None:
    plan = plan_of(
        """
        channels:
          help: {kind: slack, slack: C1, intake: {key_pattern: "IT-[0-9]+"}}
          people: {kind: slack, slack: C2, intake: {key_pattern: "HR-[0-9]+"}}
          alerts: {kind: slack, slack: C3}
          mail: {kind: email}
        """
    )
    looks = {channel: [look.kind for look in looks] for channel, looks in key_looks(plan).items()}
    it, hr = key_kind("IT-[0-9]+"), key_kind("HR-[0-9]+")
    assert looks == {"help": [it], "people": [hr], "alerts": [hr, it]}
