"""Our own named tuples behave as those of ``typing``, for which type checkers take them."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any, get_type_hints

import pytest

from commplan.named import NamedTuple


class Ours(NamedTuple):
    """A word and how often it was said."""

    word: str
    times: int = 1
    new: tuple[str, ...] = ()

    @property
    def shout(self) -> str:
        """The word, louder."""
        return self.word.upper() * self.times


class Theirs(typing.NamedTuple):
    """A word and how often it was said."""

    word: str
    times: int = 1
    new: tuple[str, ...] = ()


KINDS: tuple[Any, ...] = (Ours, Theirs)


@pytest.mark.parametrize("kind", KINDS)
def test_values_are_given_in_order_or_by_name(kind: Any) -> None:
    assert kind("a") == kind(word="a") == ("a", 1, ())
    assert kind("a", 2) == kind("a", times=2) == ("a", 2, ())
    assert kind._make(["a", 2, ("b",)]) == kind(new=("b",), times=2, word="a") == ("a", 2, ("b",))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), (("a", 1, (), 4), {}), (("a",), {"word": "b"}), (("a",), {"x": 1})],
)
def test_values_that_do_not_fit(kind: Any, given: Any, named: Any) -> None:
    for _ in range(2):  # the first instance is made in another way than the next ones
        with pytest.raises(TypeError, match=rf"{kind.__name__}\.__new__|<lambda>"):
            kind(*given, **named)


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_instance_can_be_asked(kind: Any) -> None:
    made = kind("a", 2)
    assert (made.word, made.times, made.new) == ("a", 2, ())
    assert repr(made) == f"{kind.__name__}(word='a', times=2, new=())"
    assert made._asdict() == {"word": "a", "times": 2, "new": ()}
    assert made._replace(times=3) == kind("a", 3)
    assert type(made._replace(times=3)) is kind
    match made:
        case kind(word, times):
            assert (word, times) == ("a", 2)
    with pytest.raises((TypeError, ValueError)):
        made._replace(wrod="b")


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_class_tells_of_itself(kind: Any) -> None:
    assert kind.__doc__ == "A word and how often it was said."
    assert kind._fields == kind.__match_args__ == ("word", "times", "new")
    assert kind._field_defaults == {"times": 1, "new": ()}
    assert get_type_hints(kind) == {"word": str, "times": int, "new": tuple[str, ...]}
    assert kind.__mro__[-2:] == (tuple, object)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_can_be_changed_or_added(kind: Any) -> None:
    made = kind("a")
    for name in ("word", "wrod"):
        with pytest.raises(AttributeError):
            setattr(made, name, "b")
    assert not hasattr(made, "__dict__")


@pytest.mark.parametrize("kind", KINDS)
def test_copies_are_equal_and_of_the_same_class(kind: Any) -> None:
    made = kind("a", 2, ("b",))
    for again in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
        assert again == made
        assert type(again) is kind
        assert hash(again) == hash(made)


def test_methods_belong_to_the_class() -> None:
    assert Ours("ho", 2).shout == "HOHO"


def test_a_class_has_as_many_fields_as_can_be_read() -> None:
    fields = {"__annotations__": dict.fromkeys((f"f{n}" for n in range(33)), int)}
    with pytest.raises(IndexError):
        type(Ours)("Many", (NamedTuple,), fields)  # type: ignore[misc]  # no class to type checkers
