"""Which of two values of a field is the stricter one.

Every field has an order: times fall, least numbers rise, audiences narrow, lists
of what is required grow. A field that the tables below do not name has none;
there any other value is a weaker one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from commplan.clock import Duration, compare_durations, parse_duration
from commplan.document import Pointer
from commplan.named import NamedTuple
from commplan.plan.baseline import OWN_METADATA
from commplan.plan.classification import Classification
from commplan.plan.thresholds import parse_threshold
from commplan.plan.values import texts


class Weaker(NamedTuple):
    """What makes one value weaker than another."""

    words: str
    """What follows the name of the field: ``is 15m, looser than 10m in the baseline``."""
    is_decided: bool = True
    """False where nobody can tell: without a calendar, or of what is no class."""
    has_order: bool = True
    """False where no other value is stricter."""


Order = Callable[[Any, Any, Classification], Weaker | None]
"""What makes a value weaker than one of a baseline; None where it is as strict."""


@lru_cache(maxsize=4096)
def order_of(pointer: Pointer) -> Order:
    """The order of a field, given its keys from the root of a plan."""
    section, field = str(pointer[0]), str(pointer[-1])
    for pattern, order in _BY_PATH.get(section, ()):
        if len(pattern) == len(pointer) and all(
            step in ("*", key) for step, key in zip(pattern, pointer, strict=True)
        ):
            return order
    if field.startswith("max_"):
        return falls
    return rises if field.startswith("min_") else _BY_NAME.get(field, stays)


def free(_now: Any, _before: Any, _: Classification) -> Weaker | None:
    """What tells a document from others, or what was done: nothing that could be asked for."""
    return None


def stays(now: Any, before: Any, _: Classification) -> Weaker | None:
    """Without an order: only what means the same is as strict."""
    if now == before or _compared(now, before) == 0:
        return None
    if isinstance(now, dict | list) or isinstance(before, dict | list):
        return Weaker("differs from the baseline", has_order=False)
    return Weaker(f"is {_told(now)} instead of {_told(before)} in the baseline", has_order=False)


def falls(now: Any, before: Any, _: Classification) -> Weaker | None:
    """Less is stricter."""
    return _ordered(now, before, looser=1)


def rises(now: Any, before: Any, _: Classification) -> Weaker | None:
    """More is stricter."""
    return _ordered(now, before, looser=-1)


def _ordered(now: Any, before: Any, looser: int) -> Weaker | None:
    """One of the two may be a cadence for each phase: then every phase is compared."""
    for one in now.values() if isinstance(now, dict) else (now,):
        for other in before.values() if isinstance(before, dict) else (before,):
            order = _compared(one, other)
            if order is None:
                words = f"is {one}, and {other} in the baseline: which is more, calendars decide"
                return Weaker(words, is_decided=False)
            if order == looser:
                return _looser(one, other)
    return None


def tightens(now: str, before: str, _: Classification) -> Weaker | None:
    """A threshold: the limit moves to the side that is wanted."""
    one, other = parse_threshold(now), parse_threshold(before)
    order = _compared(one.limit, other.limit)
    if one.is_least != other.is_least or order is None:
        return Weaker(f"is {now} instead of {before} in the baseline", has_order=False)
    if order == 0:
        is_looser = one.includes_limit and not other.includes_limit
    else:
        is_looser = (order < 0) == one.is_least
    return _looser(now, before) if is_looser else None


def class_falls(now: str, before: str, classes: Classification) -> Weaker | None:
    """A class that is a limit: the lower one is stricter."""
    return _classed(now, before, classes.at_most(now, before), classes)


def class_rises(now: str, before: str, classes: Classification) -> Weaker | None:
    """A class that content has: the higher one is stricter."""
    return _classed(now, before, classes.at_most(before, now), classes)


def _classed(
    now: str, before: str, is_strict: bool | None, classes: Classification
) -> Weaker | None:
    unknown = [name for name in (now, before) if classes.known(name) is None]
    if is_strict is None and unknown:
        words = f"is {now}, and {before} in the baseline: {unknown[0]} is no class"
        return Weaker(words, is_decided=False)
    if is_strict is None:
        return Weaker(f"is {now}, which does not compare with {before} in the baseline")
    return None if is_strict else _looser(now, before)


def narrows(now: Any, before: Any, _: Classification) -> Weaker | None:
    """A list of those who may: nobody is added."""
    added = [item for item in now if item not in before]
    return Weaker(f"has {_first_of(added)}, which the baseline leaves out") if added else None


def grows(now: Any, before: Any, _: Classification) -> Weaker | None:
    """A list of what has to be: nothing is taken away. One text counts as a list of one."""
    kept, wanted = (list(texts(v) if isinstance(v, str) else v) for v in (now, before))
    lost = [item for item in wanted if item not in kept]
    return Weaker(f"lacks {_first_of(lost)}, which the baseline has") if lost else None


def ranked(*steps: Any) -> Order:
    """Some words, each stricter than the ones before."""

    def order(now: Any, before: Any, classes: Classification) -> Weaker | None:
        if now not in steps or before not in steps:
            return stays(now, before, classes)
        return _looser(now, before) if steps.index(now) < steps.index(before) else None

    return order


def _looser(now: Any, before: Any) -> Weaker:
    return Weaker(f"is {_told(now)}, looser than {_told(before)} in the baseline")


def _told(value: Any) -> str:
    """A value as it is written."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _first_of(items: list[Any]) -> str:
    more = f" and {len(items) - 1} more" if len(items) > 1 else ""
    return f"{_told(items[0])}{more}"


def _compared(one: Any, other: Any) -> int | None:
    """-1, 0 or 1 as one is less than, as much as or more than the other; None if none can tell."""
    if isinstance(one, str) and isinstance(other, str):
        one, other = _length(one), _length(other)
    if isinstance(one, Duration) and isinstance(other, Duration):
        return compare_durations(one, other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return (one > other) - (one < other)
    return None


def _length(text: str) -> Duration | None:
    try:
        return parse_duration(text)
    except ValueError:
        return None


_LEVEL = ranked("optional", "recommended", "required")
_FLAG = ranked(False, True)

_BY_NAME: Mapping[str, Order] = {
    **dict.fromkeys(("acknowledge", "first_response", "next_response", "resolve"), falls),
    **dict.fromkeys(("update_every", "respond", "restore", "ack_within", "max"), falls),
    **dict.fromkeys(("every", "expect_every", "within", "deadline", "valid"), falls),
    **dict.fromkeys(("attainment", "percentile", "repeat"), rises),
    "threshold": tightens,
    "ceiling": class_falls,
    "clearance": class_falls,
    "message_class": class_rises,
    **dict.fromkeys(("audience", "channel_ping", "integrations"), narrows),
    **dict.fromkeys(("required_for", "training", "fields", "phases", "languages"), grows),
    **dict.fromkeys(("must_mention", "publish", "publish_in", "lexicons", "excludes"), grows),
    **dict.fromkeys(("needs", "covers", "includes", "on", "profiles", "supports"), grows),
    "notify": grows,
    "visibility": ranked("public", "private"),
    "guests": ranked("any", "declared", "none"),
    "broadcast": ranked("everyone", "admins", "nobody"),
    "mfa": ranked("none", "optional", "required"),
    "further": ranked("questions", "messages"),
    "closed_loop": _LEVEL,
    "threads": _LEVEL,
    "required": _FLAG,
    "management": _FLAG,
    **dict.fromkeys(("last", "verified", "records"), free),
}
"""Orders of fields by their names, beside those that begin with ``max_`` and ``min_``."""

_BY_PATH: Mapping[str, tuple[tuple[tuple[str, ...], Order], ...]] = {
    "apiVersion": ((("apiVersion",), free),),
    "kind": ((("kind",), free),),
    "metadata": tuple((("metadata", key), free) for key in (*OWN_METADATA, "owner")),
    "classification": (
        (("classification", "medium_ceiling", "*"), class_falls),
        (("classification", "above", "*"), stays),
    ),
    "messages": ((("messages", "*", "class"), class_rises),),
    "severities": ((("severities", "*", "criteria", "*"), stays),),
    "priority_matrix": ((("priority_matrix", "*", "*"), stays),),
    "slas": (
        (("slas", "*", "applies", "channel"), grows),
        (("slas", "*", "applies", "severity"), grows),
        (("slas", "*", "targets", "update_every", "*"), falls),
    ),
    "calendars": (
        (("calendars", "*", "hours", "*"), stays),
        (("calendars", "*", "exceptions", "*"), stays),
    ),
    "protocols": ((("protocols", "naming", "*"), stays),),
    "capacity": (
        (("capacity", "expected", "pages_per_week", "*"), stays),
        (("capacity", "expected", "group_pings_per_week", "*"), stays),
    ),
    "evidence": ((("evidence", "*"), free),),
}
"""Orders of fields whose names the plan chooses, or that mean something else elsewhere."""
