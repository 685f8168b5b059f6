"""Documents with more than one fault: in the order of the text, each told once, not without end."""

import time
from collections.abc import Callable
from typing import Any

from commplan.explain import MOST

HEAD = "apiVersion: commplan/v1\nkind: CommunicationPlan\n"
Told = Callable[[str], Any]


def test_in_the_order_of_the_text(told: Told) -> None:
    said = told(
        HEAD
        + "slas:\n  a:\n    clock: «always»\n    targets: {resolve: «soon»}\n"
        + "«chanels»: {}\n"
        + "channels:\n  b: {kind: «slck», «ownr»: x}\n  «c»: {}\n"
        + "metadata: {id: «x y»}\n"
    )
    assert said.texts == said.marked


def test_a_key_and_its_value_may_both_be_at_fault(told: Told) -> None:
    said = told(HEAD + "metadata: {id: x}\nchannels: {«'a b'»: «7»}\n")
    assert said.texts == said.marked
    assert said.messages == [
        "'a b' is not a valid id; did you mean 'a-b'?",
        "expected a mapping, found the number 7",
    ]


def test_faults_under_several_keys_are_several_faults(told: Told) -> None:
    said = told(HEAD + "metadata: {id: x}\nchannels: {a: {kind: «irc»}, b: {kind: «irc»}}\n")
    assert len(said.messages) == 2
    assert said.texts == said.marked


def test_no_more_are_told_than_anybody_mends_in_one_go(told: Told) -> None:
    keys = "".join(f"key{number}: 1\n" for number in range(MOST + 250))
    said = told(HEAD + "metadata: {id: x}\n" + keys)
    assert len(said.messages) == MOST + 1
    assert said.messages[-1] == "and 250 more faults in this document"
    assert said.texts[-1] == f"{4 + MOST}:1 key{MOST}"


def test_twenty_thousand_faults_take_seconds_and_not_hours(told: Told) -> None:
    start = time.process_time()
    said = told(HEAD + "metadata: {id: x}\n" + "".join(f"k{n}: 1\n" for n in range(20_000)))
    assert said.messages[-1] == "and 19,900 more faults in this document"
    assert time.process_time() - start < 5
