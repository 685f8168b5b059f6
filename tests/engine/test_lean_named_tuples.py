"""Our NamedTuple does what typing's does, and compiles no constructor that nobody calls."""

from __future__ import annotations

import pickle
import sys
import typing
from collections.abc import Callable
from typing import Any

import pytest

from commplan import finding, named

pytestmark = pytest.mark.skipif(
    sys.version_info >= (3, 14), reason="there it is typing's NamedTuple itself"
)


class Ours(named.NamedTuple):
    """A point, said to be ours."""

    x: int
    y: int | None
    """Up."""
    label: str = "none"
    extras: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return self.x + (self.y or 0)

    def moved(self, by: int) -> Ours:
        return self._replace(x=self.x + by)


class Theirs(typing.NamedTuple):
    """A point, said to be ours."""

    x: int
    y: int | None
    label: str = "none"
    extras: tuple[str, ...] = ()


class Nothing(named.NamedTuple):
    """Has no fields."""


class One(named.NamedTuple):
    only: str


def outcome(work: Callable[[], Any]) -> object:
    """What a piece of work gives; for two classes of different names this must be the same."""
    try:
        return work()
    except (TypeError, ValueError, AttributeError) as error:
        return str(error).replace("Theirs", "Ours")


@pytest.mark.parametrize(
    "work",
    [
        lambda kind: tuple(kind(1, 2)),
        lambda kind: tuple(kind(1, y=None, label="a")),
        lambda kind: tuple(kind(x=1, y=2, label="a", extras=("b",))),
        lambda kind: kind(),
        lambda kind: kind(1),
        lambda kind: kind(1, 2, "a", (), 5),
        lambda kind: kind(1, 2, z=3),
        lambda kind: kind(1, 2, x=3),
        lambda kind: repr(kind(1, None)).replace("Theirs", "Ours"),
        lambda kind: hash(kind(1, 2)),
        lambda kind: kind(1, 2) == (1, 2, "none", ()),
        lambda kind: kind(1, 2) < kind(1, 3),
        lambda kind: max([kind(2, 0), kind(1, 5)]).y,
        lambda kind: tuple(kind(1, 2)._replace(y=5)),
        lambda kind: kind(1, 2)._replace(z=5),
        lambda kind: tuple(kind._make([1, 2, "a", ()])),
        lambda kind: kind(1, 2)._asdict(),
        lambda kind: kind._fields,
        lambda kind: kind._field_defaults,
        lambda kind: kind.__match_args__,
        lambda kind: kind.__doc__,
        lambda kind: typing.get_type_hints(kind),
        lambda kind: setattr(kind(1, 2), "x", 5),
        lambda kind: setattr(kind(1, 2), "more", 5),
        lambda kind: [*kind(1, 2)][-1],
        lambda kind: kind(1, 2)[0] + kind(1, 2).y,
        lambda kind: tuple(pickle.loads(pickle.dumps(kind(1, 2)))),
        lambda kind: type(pickle.loads(pickle.dumps(kind(1, 2), 2))) is kind,
        lambda kind: isinstance(kind(1, 2), tuple),
    ],
)
def test_the_same_as_typing(work: Callable[[type], object]) -> None:
    assert outcome(lambda: work(Ours)) == outcome(lambda: work(Theirs))


def test_methods_and_properties() -> None:
    assert Ours(1, 2).total == 3
    assert Ours(1, 2).moved(4) == Ours(5, 2)


def test_a_pattern() -> None:
    match Ours(1, 2, "a"):
        case Ours(x, y, label):
            assert (x, y, label) == (1, 2, "a")
        case _:
            pytest.fail("does not match")


def test_few_fields() -> None:
    assert Nothing() == ()
    assert (One("a"), One(only="a").only) == (("a",), "a")
    assert repr(One("a")) == "One(only='a')"


def test_a_class_of_a_class() -> None:
    class Further(Ours):
        """Has nothing but another name and a method."""

        def doubled(self) -> int:
            return 2 * self.x

    made = Further(3, 4)
    assert (made.doubled(), made.y, type(made)) == (6, 4, Further)
    assert repr(made) == "Further(x=3, y=4, label='none', extras=())"


def test_a_constructor_is_compiled_when_it_is_first_called() -> None:
    class Fresh(named.NamedTuple):
        a: int

    waiting = vars(Fresh)["__new__"]
    assert Fresh(1) == (1,)
    compiled = vars(Fresh)["__new__"]
    assert compiled is not waiting
    Fresh(2)
    assert vars(Fresh)["__new__"] is compiled


def test_values_of_commplan_are_such() -> None:
    assert isinstance(finding.Finding, named._Definition)
