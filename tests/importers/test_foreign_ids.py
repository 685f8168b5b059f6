"""Foreign names become ids that a plan can hold, and never the same id twice."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.importers.ids import legal_id


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("fsmunzo", "fsmunzo"),
        ("Ada Byron", "Ada%20Byron"),
        ("Bad Channel NAME!!", "Bad%20Channel%20NAME!!"),
        ("spøkelser", "spøkelser"),
        ("a/b:c", "a%2Fb%3Ac"),
        ("100%", "100%25"),
        ("Ada%20Byron", "Ada%2520Byron"),
        ("two\nlines", "two%0Alines"),
        ("no\u00a0break", "no%C2%A0break"),
    ],
)
def test_only_what_an_id_cannot_hold_is_encoded(name: str, id: str) -> None:
    assert legal_id(name) == id


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_an_id_is_legal_and_leads_back_to_its_name(name: str) -> None:
    made = legal_id(name)
    assert re.fullmatch(r"[^\s/:]+", made)
    assert unquote(made) == name
