"""Ignore comments: what they concern, what is none, and what is wrong with some."""

from textwrap import dedent

import pytest

from commplan.document import Ignore, parse_ignores, read_documents


def ignores(text: str) -> tuple[Ignore, ...]:
    return read_documents(dedent(text).encode(), "plan.yaml").ignores


def only(text: str) -> Ignore:
    (ignore,) = ignores(text)
    return ignore


def test_on_a_line_with_content() -> None:
    assert only(
        "a: 1\nb: 2  # commplan: ignore[SLA101, no-owner] agreed with #it-help \n"
    ) == Ignore(
        line=2,
        column=7,
        end_column=64,
        target_line=2,
        codes=("SLA101", "no-owner"),
        until=None,
        reason="agreed with #it-help",
        malformed=None,
    )


def test_alone_above_a_line() -> None:
    ignore = only("a:\n  # commplan: ignore[SLA101] because\n  b: 1\n")
    assert (ignore.line, ignore.column, ignore.target_line) == (2, 3, 3)


def test_several_above_a_line_concern_the_same() -> None:
    found = ignores(
        """\
        # commplan: ignore[A] one
        # other words
        # commplan: ignore[B] two
        a: 1
        # commplan: ignore[C] three

        b: 2
        # commplan: ignore[D] four
        """
    )
    assert [(ignore.codes, ignore.target_line) for ignore in found] == [
        (("A",), 4),
        (("B",), 4),
        (("C",), 7),
        (("D",), 9),
    ]


def test_behind_a_bracket_that_was_opened_above() -> None:
    found = ignores(
        """\
        a: {b: [
            1, # commplan: ignore[A] inside
          ], # commplan: ignore[B] where the list ends
          c: {
          }} # commplan: ignore[C] where two end
        d: {e: 1} # commplan: ignore[D] of one line
        f:
          - g: 1
          - [h] # commplan: ignore[E] in a block
        """
    )
    assert [(ignore.target_line, ignore.opened) for ignore in found] == [
        (2, None),
        (3, 1),
        (5, 1),
        (6, None),
        (9, None),
    ]


def test_an_expiry_date_before_the_reason() -> None:
    ignore = only("a: 1 # commplan: ignore[A] until=2030-01-31 until the move until=x")
    assert (ignore.until, ignore.reason) == ("2030-01-31", "until the move until=x")
    assert only("a: 1 # commplan: ignore[A] until=2030-01-31").reason == ""


def test_columns_count_code_points() -> None:
    ignore = only("\U0001f600: \u00e9 # commplan: ignore[A] \u65e5\u672c")
    assert (ignore.column, ignore.end_column) == (6, 30)


@pytest.mark.parametrize(
    "comment",
    ["#commplan:ignore[A]x", "#  commplan:  ignore [ A ]  x", "# noqa # commplan: ignore[A] x"],
)
def test_spacing_is_free(comment: str) -> None:
    ignore = only(f"b: 1\na: 1 {comment}\n")
    assert (ignore.codes, ignore.reason, ignore.malformed) == (("A",), "x", None)


def test_a_whole_file() -> None:
    ignore = only(
        """\
        # The plan of IT operations

        # commplan: ignore-file[SLA101, STK103] until=2030-01-31 migration
        ---
        a: 1
        """
    )
    assert ignore.target_line is None
    assert ignore.codes == ("SLA101", "STK103")
    assert (ignore.until, ignore.reason, ignore.malformed) == ("2030-01-31", "migration", None)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n# commplan: ignore-file[A] x\n",
        "a: 1 # commplan: ignore-file[A] x\n",
        "# c\na: 1\n---\n# commplan: ignore-file[A] x\n",
    ],
)
def test_a_whole_file_only_in_the_first_comments(text: str) -> None:
    ignore = only(text)
    assert ignore.target_line is None
    assert ignore.malformed == "expected ignore-file in the comments before anything else"


def test_in_the_first_comments_after_directives() -> None:
    assert only("%YAML 1.2\n---\n# commplan: ignore-file[A] x\na: 1\n").malformed is None


@pytest.mark.parametrize(
    "text",
    [
        "a: '# commplan: ignore[A] x'",
        'a: "x\n  # commplan: ignore[A] x\n  y"',
        "a: |\n  # commplan: ignore[A] x\n",
        "a: >-\n  text\n\n  # commplan: ignore[A] x\n\nb: 1\n",
        "a: &x !!str\n  '# commplan: ignore[A] x'\n",
        "a: x#commplan:ignore[A]\n",
        "a: commplan\n",
        "# commplan: the plan of IT operations\na: 1\n",
        "# see commplan: ignore[A]\na: 1\n",
    ],
)
def test_what_is_no_ignore_comment(text: str) -> None:
    assert ignores(text) == ()


def test_comments_around_strings() -> None:
    found = ignores(
        """\
        a: '# commplan: ignore[A]' # commplan: ignore[B] x
        b: | # commplan: ignore[C] x
          # commplan: ignore[D]
        # commplan: ignore[E] x
        c: "
          # commplan: ignore[F]
          " # commplan: ignore[G] x
        d: &x # commplan: ignore[H] x
          'text'
        """
    )
    assert [(ignore.codes, ignore.target_line) for ignore in found] == [
        (("B",), 1),
        (("C",), 2),
        (("E",), 5),
        (("G",), 7),
        (("H",), 8),
    ]


@pytest.mark.parametrize(
    ("comment", "codes", "malformed"),
    [
        ("ignore", (), "expected the codes in brackets, as in ignore[SLA101]"),
        ("ignore SLA101 x", (), "expected the codes in brackets, as in ignore[SLA101]"),
        ("ignore[SLA101 x", ("SLA101 x",), "expected the codes in brackets, as in ignore[SLA101]"),
        ("ignore[] x", (), "expected at least one code in the brackets"),
        ("ignore[ ] x", (), "expected at least one code in the brackets"),
        ("ignore[A,,B] x", ("A", "B"), "one on each side of a comma"),
        (
            "ignore[A] until=soon x",
            ("A",),
            "expected a date as in until=2030-12-31, found until=soon",
        ),
        ("ignore[A] until=2030-02-30 x", ("A",), "found until=2030-02-30"),
        ("ignore[A] until=20300131 x", ("A",), "found until=20300131"),
        ("ignore[A] until= x", ("A",), "expected a date as in until=2030-12-31"),
        ("disable[A] x", ("A",), "unknown instruction 'disable'; expected ignore or ignore-file"),
    ],
)
def test_malformed_comments(comment: str, codes: tuple[str, ...], malformed: str) -> None:
    ignore = only(f"a: 1\nb: 2 # commplan: {comment}\n")
    assert ignore.codes == codes
    assert malformed in (ignore.malformed or "")
    assert ignore.until is None
    assert ignore.line == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end: str) -> None:
    ignore = only(f"a: 1{end}# commplan: ignore[A] x{end}b: 2{end}")
    assert (ignore.line, ignore.target_line, ignore.reason) == (2, 3, "x")


def test_a_text_that_is_no_yaml_is_read_up_to_its_fault() -> None:
    found = parse_ignores("a: '# commplan: ignore[A]'\nb: [ # commplan: ignore[B] x\n")
    assert [ignore.codes for ignore in found] == [("B",)]


def test_without_the_name_the_text_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("commplan.document.events.EventParser")
    assert parse_ignores("a: 1 # ignore[A]\n") == ()


def test_very_many_comments_stay_cheap() -> None:
    comments = "# commplan: ignore[A] x\n" * 20_000
    found = parse_ignores(f"{comments}a: 1\n")
    assert {ignore.target_line for ignore in found} == {20_001}


def test_a_long_string_full_of_the_like_stays_cheap() -> None:
    fakes = " # commplan: ignore[A]" * 20_000
    assert only(f"a: '{fakes}' # commplan: ignore[B] x").codes == ("B",)
