"""Values that are written as YAML are read back as the same values."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from commplan.document import read_documents
from commplan.fixing import writing
from commplan.fixing.refusal import FixError
from commplan.fixing.values import same

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["y", "null", "0xa", "17:30", "one\ntwo\n", "one\n\n  two", "it's", "person:alice", " x\n"]
)
SCALARS = (
    TEXTS | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.booleans() | st.none()
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=8,
)


def read(text: str) -> Any:
    """The value as YAML 1.1 (PyYAML) and 1.2 (commplan) read it, which must agree."""
    (document,) = read_documents(text.encode(), "plan.yaml").documents
    assert same(document.value, yaml.safe_load(text))
    return document.value


@given(VALUES, st.sampled_from(["", "'", '"']))
@example(1e16, "")
@example(1e-07, "")
@example(-math.inf, "")
def test_what_is_written_is_read_back(value: Any, style: str) -> None:
    assert same(read(f"key: {writing.flow(value, style)}\n"), {"key": value})
    assert same(read(writing.entry("key", value, 0, "\n", style) + "\n"), {"key": value})


def test_what_is_no_number_is_written_as_every_reader_reads_it() -> None:
    assert math.isnan(read(f"key: {writing.flow(math.nan)}\n")["key"])


def test_what_yaml_has_no_scalar_for_is_refused() -> None:
    with pytest.raises(FixError, match="a value of the kind set cannot be written"):
        writing.scalar({1})
