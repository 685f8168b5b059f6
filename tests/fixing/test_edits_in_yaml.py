"""How single edits are written, and which are refused."""

from __future__ import annotations

from textwrap import dedent

import pytest

from commplan.document import Span, read_documents
from commplan.finding import Edit, Fix, Put, Remove, RemoveComment, Rename
from commplan.fixing import Mended, mend, replacements
from commplan.place import Origin, Place

PATH = "plan.yaml"
ROOT = Place(Origin(PATH, 0), ())


def at(*pointer: str | int) -> Place:
    return Place(ROOT.origin, pointer)


def make(text: str, *edits: Edit) -> Mended:
    """Make every edit as a fix of its own."""
    source = read_documents(dedent(text).encode(), PATH)
    return mend(source, [Fix((edit,)) for edit in edits], lambda _: None)


def check(before: str, after: str, *edits: Edit) -> None:
    mended = make(before, *edits)
    assert mended.refused == {}
    assert mended.text == dedent(after)


def refusal(text: str, edit: Edit) -> str:
    mended = make(text, edit)
    assert (mended.text, mended.made) == (dedent(text), ())
    return mended.refused[0]


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("a: 17:30 # c\n", "17:30", 'a: "17:30" # c\n'),
        ("a: it-help\n", "it-ops", "a: it-ops\n"),
        ("a: 'it''s'\n", "it's not", "a: 'it''s not'\n"),
        ('a: "x"\n', "y", 'a: "y"\n'),
        ("a: x\n", "person:alice", 'a: "person:alice"\n'),
        ("a: person:alise # c\n", "person:alice", "a: person:alice # c\n"),
        ("a: 1.5h\n", "1h30m", "a: 1h30m\n"),
        ("a: x\n", "no", 'a: "no"\n'),
        ("a: x\n", "y", 'a: "y"\n'),
        ("a: x\n", 15, "a: 15\n"),
        ("a: x\n", None, "a: null\n"),
        ("a:\n", "x", "a: x\n"),
        ("a: # c\n", "x", "a: x # c\n"),
        ("a: &n x\n", "z", "a: &n z\n"),
        ("a: !!str x\n", "z", "a: !!str z\n"),
        ("a: x\n  y\nb: 1\n", "z", "a: z\nb: 1\n"),
        ("a: |  # c\n  one\n  two\n", "one\nthree\n", "a: |  # c\n  one\n  three\n"),
        ("a: >  # c\n  one\n", "two\n", 'a: "two\\n"  # c\n'),
        ("a: x\n", "\x07\u00a0é!", 'a: "\\x07\\xa0é!"\n'),
    ],
)
def test_a_scalar_is_replaced_in_its_own_style(before: str, value: object, after: str) -> None:
    check(before, after, Put(at("a"), value))


def test_items_are_taken_out_of_lists() -> None:
    check("a: [x, y, z]\n", "a: [y, z]\n", Remove(at("a", 0)))
    check("a: [x, y, z]\n", "a: [x, y]\n", Remove(at("a", 2)))
    check("a: [ x ] # c\n", "a: [] # c\n", Remove(at("a", 0)))
    check("a:\n  - x # c\n  - y\n", "a:\n  - y\n", Remove(at("a", 0)))
    check("a:\n- x\n# c\n", "a: []\n# c\n", Remove(at("a", 0)))
    check("a: [\n  x, # x\n  y  # y\n]\n", "a: [\n  x # x\n]\n", Remove(at("a", 1)))


def test_keys_are_taken_out_of_mappings() -> None:
    check(
        "w: # all\n  # one\n  w1:\n    rule: X\n", "w: {} # all\n  # one\n", Remove(at("w", "w1"))
    )
    check("- a: 1\n  b: 2\n", "- b: 2\n", Remove(at(0, "a")))
    check("- a: 1 # a\n  # b\n  b: 2\n", "-\n  # b\n  b: 2\n", Remove(at(0, "a")))
    check("- a: 1\n- 2\n", "- {}\n- 2\n", Remove(at(0, "a")))
    check("m: &x !!map # c\n  a: 1\n", "m: &x !!map {} # c\n", Remove(at("m", "a")))
    check("m: {a: 1, b: 2}\n", "m: {b: 2}\n", Remove(at("m", "a")))


def test_what_is_new_stands_as_its_neighbours_do() -> None:
    check("a: ['x']\n", "a: ['x', 'z']\n", Put(at("a", 1), "z"))
    check("a: [\n  x,\n]\nb: 1\n", "a: [\n  x,\n  z,\n]\nb: 1\n", Put(at("a", 1), "z"))
    check("a:\n    - x # c\n", "a:\n    - x # c\n    - z\n", Put(at("a", 1), "z"))
    check("m: {x: {a: 1}}\n", "m: {x: {a: 1}, z: {a: 2}}\n", Put(at("m", "z"), {"a": 2}))
    check(
        "m:\n  x:\n    a: 1\n\n# end\n",
        'm:\n  x:\n    a: 1\n  z:\n    a: "on"\n    b: [1, p]\n\n# end\n',
        Put(at("m", "z"), {"a": "on", "b": [1, "p"]}),
    )
    check("m:\n  x: {a: 1}\n", "m:\n  x: {a: 1}\n  z: {a: 2}\n", Put(at("m", "z"), {"a": 2}))
    check("m: # c\nn: 1\n", "m: # c\n  x:\n    z: 1\nn: 1\n", Put(at("m", "x", "z"), 1))
    check("n: 1\n", "n: 1\nm:\n  t: |\n    a\n    b\n", Put(at("m", "t"), "a\nb\n"))
    check("m: {}\n", "m: {x: 1}\n", Put(at("m", "x"), 1))


def test_a_long_list_is_written_line_by_line() -> None:
    items = [f"person:somebody-with-a-name-{n}" for n in range(5)]
    lines = "".join(f'  - "{item}"\n' for item in items)
    check("n: 1\n", f"n: 1\nm:\n{lines}", Put(at("m"), items))


@pytest.mark.parametrize("filling", [" " * 50_000, " # x" * 20_000 + "\n", "\n" * 50_000])
def test_hostile_blanks_and_comments_take_no_time(filling: str) -> None:
    text = f"a: [x{filling}]\nb: [x,{filling}y{filling}]\nc: |{' ' * 50_000}\n  x\n"
    edits: list[Edit] = [Put(at("a", 1), "y"), Remove(at("b", 1)), Put(at("c"), 5)]
    assert make(text, *edits).made == (0, 1, 2)


def test_edits_follow_the_line_breaks_of_the_file() -> None:
    check("a: 1\r\nb:\r\n- x\r\n", "a: 1\r\nb:\r\n- x\r\n- z\r\n", Put(at("b", 1), "z"))


def test_comments_go_alone_or_with_their_line() -> None:
    spans = (Span(1, 6, 1, 9), Span(2, 1, 2, 4))
    comments = [RemoveComment(ROOT._replace(span=span)) for span in spans]
    check("a: 1 # x\n# y\nb: 2\n", "a: 1\nb: 2\n", *comments)


def test_an_ignore_comment_goes_with_the_entry_that_it_concerns() -> None:
    check(
        "m:\n  # commplan: ignore[CHN101] agreed\n  # why\n\n  x: 1\n  y: 2\n",
        "m:\n  # why\n\n  y: 2\n",
        Remove(at("m", "x")),
    )


def test_every_other_document_stays() -> None:
    text = "a: 1 # one\n---\na: 1 # two\n...\n---\na: 1\n"
    place = Place(Origin(PATH, 1), ("a",))
    check(text, "a: 1 # one\n---\na: 2 # two\n...\n---\na: 1\n", Put(place, 2))


def test_what_aliases_share_is_left_alone() -> None:
    text = "a: &x {k: v}\nb: *x\nc: {<<: *x, z: 1}\n"
    assert "&x" in refusal(text, Put(at("a", "k"), "w"))
    assert "*x" in refusal(text, Put(at("b", "k"), "w"))
    assert "does not stand here itself" in refusal(text, Remove(at("c", "k")))
    assert "no anchor &x" in refusal(text, Remove(at("a")))
    check(text, "a: &x {k: v}\nb: w\nc: {<<: *x, z: 1}\n", Put(at("b"), "w"))
    check(text, "a: &x {k: v}\nb: *x\nc: {<<: *x, z: 1, k: w}\n", Put(at("c", "k"), "w"))


def test_a_text_that_aliases_refer_to_may_be_put_in_quotes() -> None:
    text = "a: &d 2027-03-31\nb: *d\n"
    check(text, 'a: &d "2027-03-31"\nb: *d\n', Put(at("a"), "2027-03-31"))
    assert "&d" in refusal(text, Put(at("a"), "2027-04-01"))


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: 1\n", Remove(at("b"))),
        ("a: 1\n", Rename(at("b"), "c")),
        ("a: [1]\n", Rename(at("a", 0), "c")),
        ("a: 1\nb: 2\n", Rename(at("a"), "b")),
        ("a: 1\n", Put(at("a", "b"), 1)),
        ("a: [1]\n", Put(at("a", 3), 1)),
        ("a: {b: 1}\n", Put(at("a"), 1)),
        ("a: 1\na: 2\n", Put(at("a"), 3)),
        ("? a\n: 1\nb: 2\n", Remove(at("a"))),
        ("a: 1\n", Remove(at("a"))),
        ("a: 1\n", RemoveComment(at())),
        ("a: 1\n", Put(at("a"), object())),
        ("a: x\n", Put(at("a"), "\u200b")),
        ("a: 17:30\n", Put(at("a")._replace(span=Span(9, 9, 9, 9)), "17:30")),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_reason(text: str, edit: Edit) -> None:
    assert len(refusal(text, edit)) > 10


def test_what_does_not_go_together_waits() -> None:
    text = "a: [x, y]\nb: 1\n"
    mended = make(text, Remove(at("a", 0)), Put(at("a", 0), "z"), Remove(at("a")))
    assert (mended.text, mended.made, mended.refused) == ("a: [y]\nb: 1\n", (0,), {})


def test_a_fix_is_made_as_a_whole_or_not_at_all() -> None:
    source = read_documents(b"a: 1\nb: 2\n", PATH)
    fix = Fix((Put(at("a"), 5), Remove(at("c"))))
    mended = mend(source, [fix], lambda _: None)
    assert (mended.text, mended.made, list(mended.refused)) == (source.text, (), [0])
    assert replacements(source, [fix]) == [()]
    both = Fix((Put(at("a"), 5), Put(at("a"), 6)))
    assert mend(source, [both], lambda _: None).refused == {0: "its edits overlap"}


def test_a_judge_may_refuse_what_is_sound_yaml() -> None:
    source = read_documents(b"a: 1\nb: 2\n", PATH)
    fixes = [Fix((Put(at("a"), 5),)), Fix((Put(at("b"), 6),))]
    mended = mend(source, fixes, lambda text: "five" if "5" in text else None)
    assert (mended.text, mended.made, mended.refused) == ("a: 1\nb: 6\n", (1,), {0: "five"})


def test_replacements_are_told_fix_by_fix() -> None:
    source = read_documents(b"a: 1\nb: [1, 2]\n", PATH)
    fixes = [Fix((Put(at("a"), 5),)), Fix((Remove(at("b", 0)),)), Fix((Remove(at("b", 1)),))]
    assert replacements(source, fixes) == [((3, 4, "5"),), ((9, 12, ""),), ((10, 13, ""),)]
