"""Documents written in every legal way: comments anywhere, brackets, quotes, odd indents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st

Draw = Any
_Choice = TypeVar("_Choice")
NAMES = ["alpha", "it-help", "NO", "17:30", "a b", "owner"]
TEXTS = ["x", "person:alice", "two words", "it's", 'say "hi"', "", "null", "# no", "- x", "a: b"]


@st.composite
def trees(draw: Draw) -> Any:
    """A mapping of mappings, lists and scalars."""
    scalars = st.sampled_from(TEXTS) | st.integers(0, 99) | st.booleans() | st.none()
    inner = st.recursive(
        scalars | st.just("one\ntwo\n"),
        lambda below: (
            st.lists(below, max_size=4) | st.dictionaries(st.sampled_from(NAMES), below, max_size=4)
        ),
        max_leaves=8,
    )
    return draw(st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=4))


class Messy:
    """Writes one value; ``pick`` decides at every step which of several ways to take."""

    def __init__(self, pick: Callable[[Sequence[Any]], Any], *, anchors: bool = False) -> None:
        self._pick = pick
        self._comments = 0
        self._anchors: dict[str, str] | None = {} if anchors else None
        """Names of anchors in this document, by what stands there."""

    def document(self, value: dict[str, Any]) -> str:
        """The text of a document, with line breaks of one kind."""
        if self._anchors is not None:
            self._anchors = {}
        return self._lone(0) + self._mapping(value, 0) + self._lone(0)

    def _one_of(self, *choices: _Choice) -> _Choice:
        choice: _Choice = self._pick(choices)
        return choice

    def _comment(self) -> str:
        self._comments += 1
        return f"# c{self._comments}, [it's] {{"

    def _tail(self) -> str:
        """The end of a line."""
        return self._one_of("", "", "  ", " " + self._comment()) + "\n"

    def _lone(self, indent: int) -> str:
        """Nothing, or lines without content."""
        return self._one_of("", "", "", "\n", " " * indent + self._comment() + "\n")

    def _mapping(self, value: dict[str, Any], indent: int) -> str:
        return "".join(
            self._lone(indent) + " " * indent + self._entry(key, item, indent)
            for key, item in value.items()
        )

    def _entry(self, key: str, item: Any, indent: int) -> str:
        return f"{self._key(key)}{self._one_of('', '', ' ')}:" + self._value(
            item, indent, is_item=False
        )

    def _key(self, key: str) -> str:
        return str(self._one_of(key, f'"{key}"', f"'{key}'"))

    def _sequence(self, value: list[Any], indent: int) -> str:
        return "".join(
            self._lone(indent) + " " * indent + "-" + self._value(item, indent, is_item=True)
            for item in value
        )

    def _anchor(self, item: Any) -> tuple[str, str | None]:
        """An anchor to put before a value, and an alias that may stand for it instead."""
        if self._anchors is None or item is None:
            return "", None
        known = self._anchors.get(repr(item))
        if known is not None:
            return "", f"*{known}" if self._one_of(True, False) else None
        if self._one_of(True, False, False):
            return "", None
        self._anchors[repr(item)] = f"n{len(self._anchors)}"
        return f" &n{len(self._anchors) - 1}", None

    def _value(self, item: Any, indent: int, *, is_item: bool) -> str:
        anchor, alias = self._anchor(item)
        if alias is not None:
            return f" {alias}{self._tail()}"
        if anchor:
            # What an anchor names is whole only after it, so that nothing in it refers to it.
            return anchor + self._plain_value(item, indent, is_item=is_item, on_line=False)
        return self._plain_value(item, indent, is_item=is_item, on_line=True)

    def _plain_value(self, item: Any, indent: int, *, is_item: bool, on_line: bool) -> str:
        if not isinstance(item, dict | list) or not item or self._one_of(True, False, False):
            if item is None and self._one_of(True, False):
                return self._tail()
            if item == "one\ntwo\n":
                margin = " " * (indent + 2)
                return f" |{self._tail()}{margin}one\n{margin}two\n"
            return f"{self._one_of(' ', '   ')}{self.flow(item, indent + 2)}{self._tail()}"
        step = self._one_of(2, 2, 3, 4)
        if isinstance(item, dict):
            if is_item and on_line and self._one_of(True, True, False):
                inner = indent + 2
                first, *others = item.items()
                rest = self._mapping(dict(others), inner)
                return " " + self._entry(*first, inner) + rest
            return self._tail() + self._mapping(item, indent + step)
        if is_item and on_line and self._one_of(True, False):
            inner = indent + 2
            tail = self._sequence(item[1:], inner)
            return " -" + self._value(item[0], inner, is_item=True) + tail
        deeper = indent + (step if is_item else self._one_of(0, step))
        return self._tail() + self._sequence(item, deeper)

    def flow(self, item: Any, indent: int) -> str:
        """A value in one line, or in brackets over several."""
        if isinstance(item, dict):
            parts = [f"{self._key(key)}: {self.flow(v, indent)}" for key, v in item.items()]
            return self._brackets("{", parts, "}", indent)
        if isinstance(item, list):
            return self._brackets("[", [self.flow(v, indent) for v in item], "]", indent)
        return self._quoted(item)

    def _brackets(self, left: str, parts: list[str], right: str, indent: int) -> str:
        if not parts or self._one_of(True, True, False):
            ends_with_comma = bool(parts) and self._one_of(True, False, False)
            after = self._one_of(",", ", ") if ends_with_comma else ""
            return left + self._one_of("", " ") + ", ".join(parts) + after + right
        margin = " " * indent
        lines = [f"{margin}{part}," for part in parts]
        if self._one_of(True, False):
            lines[-1] = lines[-1][:-1]
        body = "".join(line + self._tail() for line in lines)
        return f"{left}{self._tail()}{body}{margin}{right}"

    def _quoted(self, item: Any) -> str:
        if item is None:
            return str(self._one_of("null", "~"))
        if isinstance(item, bool):
            return str(item).lower()
        if isinstance(item, int):
            return str(item)
        letters = item.replace(" ", "").replace("-", "").isalpha()
        safe = letters and item.isascii() and item.casefold() not in ("null", "true", "false")
        double = '"' + item.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        single = "'" + item.replace("'", "''") + "'" if "\n" not in item else double
        return str(
            self._one_of(*([item] if safe and item == item.strip(" -") else []), double, single)
        )


@st.composite
def texts(draw: Draw, *, anchors: bool = False) -> tuple[str, list[Any]]:
    """A text of one document or more, and the values of all."""
    values = draw(st.lists(trees(), min_size=1, max_size=2))
    messy = Messy(lambda choices: draw(st.sampled_from(choices)), anchors=anchors)
    written = [messy.document(value) for value in values]
    start = draw(st.sampled_from(["", "---\n", "%YAML 1.2\n---\n", "--- # start\n"]))
    text = start + draw(st.sampled_from(["---\n", "...\n---\n", "--- # next\n"])).join(written)
    if draw(st.booleans()) and not text.endswith("two\n"):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))), values
