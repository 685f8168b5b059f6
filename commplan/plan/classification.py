"""Classes of confidentiality, and which of them may hold what."""

from collections.abc import Mapping
from itertools import pairwise

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.values import Raw, mapping, text, texts

PUBLIC = "public"


class Classification(NamedTuple):
    """A partial order of classes: a chain, and classes that stand beside it."""

    at: Place
    order: tuple[str, ...]
    """The chain, from the most open class to the most closed."""
    above: Mapping[str, tuple[str, ...]]
    """Classes to those that they stand directly above, besides the chain."""
    medium_ceiling: Mapping[str, str]
    """Kinds of channel to the highest class that they may carry."""
    below: Mapping[str, frozenset[str]]
    """Every class to all classes that it may hold, itself included."""

    @property
    def lowest(self) -> str | None:
        """What anybody may see: ``public``, or the first of a chain without such a class."""
        return self.known(PUBLIC) or next(iter(self.order), None)

    def known(self, name: str | None) -> str | None:
        """The class of that name; None where none is named or where there is no such class."""
        return name if name in self.below else None

    def limit(self, ceiling: str | None, kind: str) -> str | None:
        """The highest class that a channel may carry: its own ceiling, else its medium's.

        None where neither is set to a class that there is.
        """
        return self.known(ceiling) or self.known(self.medium_ceiling.get(kind))

    def at_most(self, low: str, high: str) -> bool | None:
        """Whether ``low`` may stand where ``high`` is the limit.

        False where it is the higher of the two, None where they cannot be
        compared: neither stands above the other, or one is no class at all.
        """
        if low == high or low in self.below.get(high, ()):
            return True
        return False if high in self.below.get(low, ()) else None


def read_classification(raw: Raw, at: Place) -> Classification:
    """Read ``classification``."""
    order = texts(raw.get("order"))
    above = {name: texts(value) for name, value in mapping(raw.get("above")).items()}
    ceilings = {kind: text(value) for kind, value in mapping(raw.get("medium_ceiling")).items()}
    return Classification(
        at=at,
        order=order,
        above=above,
        medium_ceiling={kind: ceiling for kind, ceiling in ceilings.items() if ceiling},
        below=_below(order, above),
    )


def _below(
    order: tuple[str, ...], above: Mapping[str, tuple[str, ...]]
) -> Mapping[str, frozenset[str]]:
    """For each class everything that steps down from it lead to."""
    steps: dict[str, list[str]] = {name: [] for name in order}
    for low, high in pairwise(order):
        steps[high].append(low)
    for high, lows in above.items():
        steps.setdefault(high, []).extend(lows)
        for low in lows:
            steps.setdefault(low, [])
    below = {}
    for name in steps:
        found, waiting = {name}, [name]
        while waiting:
            fresh = [low for low in steps[waiting.pop()] if low not in found]
            found.update(fresh)
            waiting += fresh
        below[name] = frozenset(found)
    return below
