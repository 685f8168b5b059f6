from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.measures.looking.cards import card_numbers

VISA = "4111111111111111"


@pytest.mark.parametrize(
    "text",
    [
        VISA,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "3782 822463 10005",
        "5555555555554444",
        "2221000000000009",
        "6011111111111117",
        "30569309025904",
        "3530111333300000",
        "6200000000000005",
        "(4111 1111 1111 1111).",
        "card: 4111111111111111, valid until 12/29",
        "card=4111111111111111",
        "4111 1111 1111 1111 12/29",
        "4111111111111111 123",
    ],
)
def test_numbers_of_cards_are_found_as_people_write_them(text: str) -> None:
    assert len([*card_numbers(text)]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # fails the test of Luhn
        "1234567812345670",  # passes it, but nobody issues such cards
        "0000000000000000",
        "411111111111",
        "U4111111111111111",
        "IT-4111111111111111",
        "4111111111111111-7",
        "/4111111111111111",
        "4111111111111111.5",
        "1.4111111111111111",
        "+4111111111111111",
        "41111111111111110000000000",
        "4111 1111-1111 1111",
        "x_4111111111111111",
        "#4111111111111111",
        "1512085950.000216",
        "DE89 4111 1111 1111 1111 00",
    ],
)
def test_other_numbers_and_parts_of_ids_are_not(text: str) -> None:
    assert [*card_numbers(text)] == []


@given(st.integers(0, 10**15 - 1))
def test_of_all_check_digits_just_one_makes_a_card(body: int) -> None:
    start = f"4{body:014d}"[:15]
    assert sum(1 for digit in range(10) if [*card_numbers(f"{start}{digit}")]) == 1


@given(st.text("0123456789 -", max_size=40))
def test_agrees_with_a_table_of_doubled_digits(text: str) -> None:
    """The usual table of what doubled digits come to, and no regular expression for Luhn."""
    table = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    for digits in card_numbers(text):
        total = sum(
            int(digit) if place % 2 == 0 else table[int(digit)]
            for place, digit in enumerate(reversed(digits))
        )
        assert total % 10 == 0
        assert 13 <= len(digits) <= 19


@pytest.mark.parametrize(
    "part", ["4", "4111 ", "4111-1111-", "4111 1111 1111 111 ", "4" * 20 + " "]
)
def test_hostile_texts_take_no_longer_than_long_ones(part: str) -> None:
    text = (part * 40_000)[:40_000]
    began = process_time()
    list(card_numbers(text))
    assert process_time() - began < 0.5
