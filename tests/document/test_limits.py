"""Files that ask for too much are refused quickly, with the limit named."""

import pytest

from commplan.document import DEFAULT_LIMITS, Limits, read_documents
from commplan.errors import PlanSyntaxError


def error_of(text: str, limits: Limits = DEFAULT_LIMITS) -> PlanSyntaxError:
    with pytest.raises(PlanSyntaxError) as caught:
        read_documents(text.encode(), "plan.yaml", limits)
    return caught.value


def test_size() -> None:
    error = error_of(" " * (10 * 1024 * 1024 + 1))
    assert str(error) == "plan.yaml: the file is too large; expected at most 10,485,760 bytes"
    assert read_documents(b"a: 1", "plan.yaml", Limits(size=4)).documents[0].value == {"a": 1}
    assert "4 bytes" in str(error_of("a: 12", Limits(size=4)))


def test_documents() -> None:
    error = error_of("---\n" * 10_001)
    assert str(error) == "plan.yaml:10001:1: more than 10,000 documents in one file"
    assert len(read_documents(b"---\n" * 10_000, "plan.yaml").documents) == 10_000


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_within_a_line(opening: str) -> None:
    error = error_of(opening * 10_000)
    assert error.problem == "nested deeper than 100 levels"
    # libyaml reads ahead within a line, and since 0.2.6 it counts flow levels itself.
    noticed = (100, 1000) if opening == "[" else (100,)
    assert (error.line, error.column) in [(1, len(opening) * levels + 1) for levels in noticed]


def test_depth_over_lines() -> None:
    text = "\n".join(" " * level + "a:" for level in range(101))
    assert (error_of(text).line, error_of(text).column) == (101, 101)
    read_documents(text.rpartition("\n")[0].encode(), "plan.yaml")


def test_the_full_depth_of_anchored_collections() -> None:
    text = "".join(f"&a{level} {{k: " for level in range(99)) + "&a99 [x]" + "}" * 99
    (document,) = read_documents(text.encode(), "plan.yaml").documents
    assert document.get(("k",) * 99) == ["x"]
    assert document.span((*("k",) * 99, 0)).column == text.index("x") + 1


def test_depth_through_aliases() -> None:
    links = ["- &a0 []"] + [f"- &a{level} [*a{level - 1}]" for level in range(1, 200)]
    error = error_of("\n".join(links))
    assert str(error) == "plan.yaml:100:9: nested deeper than 100 levels"
    read_documents("\n".join(links[:99]).encode(), "plan.yaml")


def test_merging_does_not_nest() -> None:
    links = ["- &a0 {x: 1}"] + [f"- &a{level} {{<<: *a{level - 1}}}" for level in range(1, 200)]
    (document,) = read_documents("\n".join(links).encode(), "plan.yaml").documents
    assert document.get((199,)) == {"x": 1}


def test_merged_content_counts_its_depth() -> None:
    limits = Limits(depth=3)
    fitting, nested = "a: &a {x: [1]}\nb: {<<: *a}\n", "a: &a {x: [1]}\nb: {c: {<<: *a}}\n"
    read_documents(fitting.encode(), "plan.yaml", limits)
    assert str(error_of(nested, limits)) == "plan.yaml:2:13: nested deeper than 3 levels"


def test_a_billion_laughs() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60)]
    error = error_of("\n".join(levels))
    assert error.line == 6
    assert error.problem == "more than 1,000,000 keys and values, aliases written out"


@pytest.mark.parametrize(
    ("text", "nodes", "place"),
    [
        ("[a, b, c]", 3, None),
        ("[a, b, c, d]", 3, (1, 11)),
        ("{a: 1, b: 2}", 4, None),
        ("{a: 1, b: 2, c: 3}", 4, (1, 14)),
        ("{a: 1, a: 2, a: 3}", 4, (1, 14)),
        ("- [a, b]\n- [a, b]", 6, None),
        ("- [a, b]\n- [a, b]\n- c", 6, (1, 1)),
        ("- &x [a, b]\n- *x", 6, None),
        ("- &x [a, b]\n- *x\n- *x\n- [c]", 6, (4, 4)),
        ("[a, b]\n---\n[a, b]", 3, (3, 5)),
    ],
)
def test_nodes(text: str, nodes: int, place: tuple[int, int] | None) -> None:
    limits = Limits(nodes=nodes)
    if place is None:
        read_documents(text.encode(), "plan.yaml", limits)
    else:
        error = error_of(text, limits)
        assert (error.line, error.column) == place
        assert f"more than {nodes} keys and values" in error.problem


@pytest.mark.parametrize("text", ["&a [*a]", "&a {b: {c: *a}}", "&a {<<: *a}", "- &a [b, [*a]]"])
def test_an_anchor_that_contains_itself(text: str) -> None:
    error = error_of(text)
    assert error.problem == "the alias *a stands inside its own anchor"
    assert error.line == 1


def test_an_anchor_may_be_given_again_inside_itself() -> None:
    (document,) = read_documents(b"- &a [&a x, *a]\n- *a\n", "plan.yaml").documents
    assert document.value == [["x", "x"], "x"]


def test_many_small_merges_stay_cheap() -> None:
    lines = ["base: &base {x: 1}", "all:", *["  <<: *base"] * 20_000]
    (document,) = read_documents("\n".join(lines).encode(), "plan.yaml").documents
    assert document.get(("all",)) == {"x": 1}
    assert len(document.oddities) == 19_999
