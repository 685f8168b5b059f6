"""The same edits in plain values: what a document has to hold once its text is edited."""

from collections.abc import Iterable, Sequence
from typing import Any

from commplan.document import Pointer
from commplan.finding import Edit, Put, Remove, RemoveComment, Rename
from commplan.fixing.refusal import FixError

_Pending = Sequence[tuple[Pointer, Edit]]
"""Edits with what is left of their pointers."""


def edited(value: object, edits: Iterable[Edit]) -> object:
    """A value with all edits made, each naming its place as it was before any of them.

    Raises FixError where an edit cannot be made, or two do not go together.
    """
    return _edited(value, [(e.at.pointer, e) for e in edits if not isinstance(e, RemoveComment)])


def _edited(value: Any, pending: _Pending) -> object:
    here = [edit for rest, edit in pending if not rest]
    if here:
        if len(pending) > 1 or not isinstance(here[0], Put):
            raise FixError("two edits concern one place")
        return here[0].value
    if not pending:
        return value
    by_step: dict[str | int, list[tuple[Pointer, Edit]]] = {}
    for (step, *rest), edit in pending:
        by_step.setdefault(step, []).append((tuple(rest), edit))
    if isinstance(value, list):
        return _edited_list(value, by_step)
    if isinstance(value, dict) or value is None:
        return _edited_mapping(value or {}, by_step)
    raise FixError("there is neither a mapping nor a list in which the edit could be made")


def _edited_mapping(
    value: dict[str, object], by_step: dict[str | int, list[tuple[Pointer, Edit]]]
) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, inner in value.items():
        on_key, below = _apart(by_step.pop(key, []))
        if isinstance(on_key, Remove):
            continue
        name = on_key.key if isinstance(on_key, Rename) else key
        if name in made or (name != key and name in value):
            raise FixError(f"the key {name!r} is there already")
        made[name] = _edited(inner, below)
    for step, pending in by_step.items():
        if not isinstance(step, str) or any(isinstance(e, Remove | Rename) for _, e in pending):
            raise FixError("what is to be changed is not there")
        made[step] = _edited(None, pending)
    return made


def _edited_list(
    value: list[object], by_step: dict[str | int, list[tuple[Pointer, Edit]]]
) -> list[object]:
    made: list[object] = []
    for index, inner in enumerate(value):
        on_item, below = _apart(by_step.pop(index, []))
        if isinstance(on_item, Rename):
            raise FixError("an item of a list has no key")
        if on_item is None:
            made.append(_edited(inner, below))
    for step, pending in by_step.items():
        if step != len(value) or any(rest or not isinstance(e, Put) for rest, e in pending):
            raise FixError("what is to be changed is not there")
        made += [edit.value for _, edit in pending if isinstance(edit, Put)]
    return made


def _apart(pending: _Pending) -> tuple[Remove | Rename | None, _Pending]:
    """What happens to an entry as a whole, and what happens inside it."""
    whole = [e for rest, e in pending if not rest and isinstance(e, Remove | Rename)]
    if not whole:
        return None, pending
    below = [(rest, e) for rest, e in pending if e not in whole]
    if len(whole) > 1 or (below and isinstance(whole[0], Remove)):
        raise FixError("two edits concern one place")
    return whole[0], below


def same(one: object, other: object) -> bool:
    """Whether two loaded values are the same to every reader: ``1`` is not ``true``."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other or (one != one and other != other)  # not a number
