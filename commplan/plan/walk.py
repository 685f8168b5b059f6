"""Find scalars in a document as it was written, whatever its shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from commplan.document import Pointer


def find_scalars(
    value: object, wanted: Callable[[str, object], bool], key: str = ""
) -> Iterator[Pointer]:
    """Pointers of the scalars for which ``wanted(key, scalar)`` holds, in the order of the text.

    ``key`` is the key under which a scalar stands; the items of a list stand
    under the key of the list. Pointers are made for hits only, since a document
    has hundreds of scalars and hardly ever a hit.
    """
    if isinstance(value, dict):
        for step, item in value.items():
            if isinstance(item, dict | list):
                for rest in find_scalars(item, wanted, step):
                    yield (step, *rest)
            elif wanted(step, item):
                yield (step,)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                for rest in find_scalars(item, wanted, key):
                    yield (number, *rest)
            elif wanted(key, item):
                yield (number,)
