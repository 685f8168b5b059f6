from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commplan.document import Document
from commplan.document.model import Places
from commplan.plan import find_scalars
from tests.depth import examples

SCALARS = st.none() | st.booleans() | st.integers(0, 9) | st.text("ab", max_size=2)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", max_size=2), inner),
    max_leaves=20,
)


def leaves(value: object) -> int:
    if isinstance(value, dict | list):
        return sum(leaves(item) for item in (value.values() if isinstance(value, dict) else value))
    return 1


@examples(60)
@given(TREES)
def test_every_scalar_is_asked_for_and_found_where_its_pointer_leads(tree: object) -> None:
    document = Document("plan.yaml", 0, tree, Places(""))
    asked: list[object] = []

    def wanted(key: str, value: object) -> bool:
        asked.append(value)
        return isinstance(value, str)

    found = find_scalars(tree, wanted)
    assert len(asked) == (leaves(tree) if isinstance(tree, dict | list) else 0)
    assert [document.get(pointer) for pointer in found] == [v for v in asked if isinstance(v, str)]
    assert len(set(found)) == len(found)


def test_items_of_a_list_stand_under_the_key_of_the_list() -> None:
    tree = {"a": ["x", ["y", {"b": "z"}]], "c": "x"}
    assert find_scalars(tree, lambda key, value: key == "a") == (("a", 0), ("a", 1, 0))
    assert find_scalars(tree, lambda key, value: key in "bc") == (("a", 1, 1, "b"), ("c",))
