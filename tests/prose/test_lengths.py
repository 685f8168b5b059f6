from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.prose import Length, length_in


@pytest.mark.parametrize("medium", ["email", "status-page", "docs", "video", "phone", "form"])
def test_media_that_take_any_length(medium: str) -> None:
    assert length_in(medium, "x" * 100_000, 20) is None


@pytest.mark.parametrize(
    ("medium", "text", "length"),
    [
        ("slack", "x" * 10, Length(10, 4_000, "characters")),
        ("slack", "  {{ a }} and {{b}}\n", Length(45, 4_000, "characters")),
        ("push", "ä€", Length(5, 4_096, "bytes")),
        ("sms", "Hello, Ålesund! £5", Length(18, 160, "characters")),
        ("sms", "{a} costs €5", Length(15, 160, "characters")),
        ("sms", "Жду", Length(3, 70, "characters")),
        ("sms", "ok 🎉", Length(5, 70, "characters")),
        ("sms", "ç", Length(1, 70, "characters")),
    ],
)
def test_lengths(medium: str, text: str, length: Length) -> None:
    assert length_in(medium, text, 20) == length


@given(st.sampled_from(["slack", "sms", "push"]), st.text("ab {}ß€"), st.integers(0, 50))
def test_a_longer_field_never_makes_a_shorter_message(medium: str, text: str, field: int) -> None:
    shorter, longer = length_in(medium, text, field), length_in(medium, text, field + 1)
    assert shorter is not None
    assert longer is not None
    assert shorter.length <= longer.length
