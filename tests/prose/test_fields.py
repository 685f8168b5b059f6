"""Fields of templates, held against a scanner that looks at one character after the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commplan.prose import field_uses

SCRAPS = st.lists(
    st.sampled_from(
        ["{{", "}}", "{", "}", "{{ impact }}", "{{impact}}", " ", "\n", "a", "next_update", "ü"]
    ),
    max_size=12,
).map("".join)


def scanned(text: str) -> list[tuple[str, int, int]]:
    """What a reader does who has never heard of regular expressions."""
    found, at = [], 0
    while at < len(text):
        end = at + 2
        while text[at : at + 2] == "{{" and end < len(text) and text[end] not in "{}":
            end += 1
        name = " ".join(text[at + 2 : end].split())
        if text[at : at + 2] == "{{" and text[end : end + 2] == "}}" and name:
            found.append((name, at, end + 2))
            at = end + 2
        else:
            at += 1
    return found


@given(SCRAPS)
def test_every_use_is_found_where_a_scanner_finds_it(text: str) -> None:
    assert [tuple(use) for use in field_uses(text)] == scanned(text)


@given(st.lists(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), max_size=6), st.text("ab .:-\n"))
def test_what_is_written_is_found(names: list[str], between: str) -> None:
    text = between + between.join(f"{{{{ {name} }}}}" for name in names)
    uses = field_uses(text)
    assert [use.name for use in uses] == names
    assert all(text[use.start : use.end] == f"{{{{ {use.name} }}}}" for use in uses)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{{impact}} {{ impact }}", ["impact", "impact"]),
        ("{{\n  impact\n}}", ["impact"]),
        ("{{ next  update }}", ["next update"]),
        ("{{{ raw }}}", ["raw"]),
        ("{{ a {{ b }}", ["b"]),
        ("`{{ in_code }}`", ["in_code"]),
        ("{{}} {{  }} { a } {a}} ${a}", []),
        ("{{ " + "a" * 300 + " }}", []),
    ],
)
def test_what_counts_as_a_use(text: str, names: list[str]) -> None:
    assert [use.name for use in field_uses(text)] == names
