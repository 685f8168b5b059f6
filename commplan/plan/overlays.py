"""Where a plan, or a baseline that extends another, is weaker than what it extends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from commplan.document import Pointer
from commplan.named import NamedTuple
from commplan.plan.classification import Classification
from commplan.plan.naming import entity_name
from commplan.plan.strictness import Weaker, falls, order_of
from commplan.plan.values import Raw

Layers = Sequence[tuple[int, Any]]
"""The values of one field, nearest first, each with the number of the document it stands in."""


class Weakening(NamedTuple):
    """A value that is weaker than one that it replaces."""

    pointer: Pointer
    name: str
    """``acknowledge of sla:major``."""
    weaker: Weaker
    now: Any
    before: Any
    """The strictest of the values that are replaced."""
    layer: int
    """The number of the document in which that one stands; 0 is the plan's own."""
    before_at: Pointer
    """Where it stands there."""


def weakenings(documents: Sequence[Raw], classes: Classification) -> Sequence[Weakening]:
    """Compare what holds with everything that it replaces.

    ``documents`` are a plan and the baselines it extends, nearest first.
    """
    found: list[Weakening] = []
    _compare((), list(enumerate(documents)), classes, found)
    return found


def _compare(
    pointer: Pointer, layers: Layers, classes: Classification, found: list[Weakening]
) -> None:
    """Add to one list: most values of a plan replace nothing, and all are looked at."""
    (_, now), *replaced = layers
    if all(type(value) is dict for _, value in layers):
        for key in dict.fromkeys(key for _, value in replaced for key in value):
            inner = [(number, value[key]) for number, value in layers if key in value]
            if len(inner) > 1:
                _compare((*pointer, key), inner, classes, found)
    elif pointer[-1] == "steps":
        for layer, before in replaced:
            found += _compare_steps(pointer, now, before, layer, classes)
    elif any(before != now for _, before in replaced):
        strictest = _strictest(pointer, now, replaced, classes)
        found += [strictest] if strictest else []


def _strictest(
    pointer: Pointer, now: Any, replaced: Layers, classes: Classification
) -> Weakening | None:
    """Compare a value with the strictest of those that it is weaker than."""
    order = order_of(pointer)
    found = [
        Weakening(pointer, _name(pointer), weaker, now, before, layer, pointer)
        for layer, before in replaced
        if (weaker := order(now, before, classes)) is not None
    ]
    for one in found:
        if not any(order(one.before, other.before, classes) for other in found):
            return one
    return found[0] if found else None  # they do not compare with each other


def _compare_steps(
    pointer: Pointer, now: Sequence[Raw], before: Sequence[Raw], layer: int, classes: Classification
) -> Iterator[Weakening]:
    """Every step has to be there still, in the same order, and to wait no longer."""
    start = 0
    for number, wanted in enumerate(before):
        before_at = (*pointer, number)
        notified = set(wanted["notify"])
        places = range(start, len(now))
        place = next((n for n in places if notified <= set(now[n]["notify"])), None)
        if place is None:
            told = f"step {number + 1}, which notifies {', '.join(wanted['notify'])}"
            weaker = Weaker(f"lack {told} in the baseline")
            yield Weakening(pointer, _name(pointer), weaker, now, wanted, layer, before_at)
            continue
        start = place + 1
        step, at = now[place], (*pointer, place)
        for field, value in wanted.items():
            weaker_field = _weaker_field(step, field, value, at, classes)
            if weaker_field is not None:
                name = f"{field} of step {place + 1} of {entity_name(pointer)}"
                yield Weakening(
                    pointer=(*at, field) if field in step else at,
                    name=name,
                    weaker=weaker_field,
                    now=step.get(field),
                    before=value,
                    layer=layer,
                    before_at=(*before_at, field),
                )


def _weaker_field(
    step: Raw, field: str, value: Any, at: Pointer, classes: Classification
) -> Weaker | None:
    if field not in step:
        return Weaker(f"is left out, and {value} in the baseline")
    if field != "via":
        return order_of((*at, field))(step[field], value, classes)
    media = {medium: delay for method in step[field] for medium, delay in method.items()}
    for method in value:
        for medium, delay in method.items():
            if medium not in media:
                return Weaker(f"lacks {medium}, which the baseline has")
            if weaker := falls(media[medium], delay, classes):
                return weaker._replace(words=f"with {medium} {weaker.words}")
    return None


def _name(pointer: Pointer) -> str:
    """What a field is called: ``acknowledge of sla:major``, ``max_grade of protocols.tone``."""
    field, inside = str(pointer[-1]), pointer[:-1]
    if inside[-1:] == ("update_every",):
        return f"update_every while {field} of {entity_name(pointer)}"
    owner = entity_name(inside)
    if owner == "the plan" or pointer[0] == "reviews":
        owner = ".".join(map(str, inside)) or owner
    return f"{field} of {owner}"
