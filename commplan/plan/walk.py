"""Find scalars in a document as it was written, whatever its shape."""

from __future__ import annotations

from collections.abc import Callable

from commplan.document import Pointer

Wanted = Callable[[str, object], bool]


def find_scalars(value: object, wanted: Wanted) -> tuple[Pointer, ...]:
    """Pointers of the scalars for which ``wanted(key, scalar)`` holds, in the order of the text.

    ``key`` is the key under which a scalar stands; the items of a list stand
    under the key of the list.
    """
    found: list[Pointer] = []
    _search(value, "", (), wanted, found)
    return tuple(found)


def _search(value: object, key: str, at: Pointer, wanted: Wanted, found: list[Pointer]) -> None:
    """Append hits to ``found``, which is cheaper than to yield through every level."""
    if isinstance(value, dict):
        for step, item in value.items():
            if type(item) is dict or type(item) is list:
                _search(item, step, (*at, step), wanted, found)
            elif wanted(step, item):
                found.append((*at, step))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if type(item) is dict or type(item) is list:
                _search(item, key, (*at, number), wanted, found)
            elif wanted(key, item):
                found.append((*at, number))
