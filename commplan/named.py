"""``NamedTuple`` whose classes cost a fifth to define.

``typing.NamedTuple`` compiles a constructor for every class and takes every
annotation apart. A check of one plan defines over a hundred such classes and
makes instances of half of them, which took longer than to judge the plan. Here
a constructor is compiled when the first instance is made, annotations are left
alone, and all else is shared. Type checkers see ``typing.NamedTuple`` itself.
"""

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple
    from collections.abc import Iterable

    _Items = namedtuple("_Items", [f"item{n}" for n in range(32)])  # noqa: PYI024  # no types
    _ITEMS = tuple(vars(_Items)[name] for name in _Items._fields)
    """What reads the first item of a tuple, the second, and so on: of any tuple."""

    class _Slotted(type):
        """Makes classes whose instances have room for their items and nothing else."""

        @classmethod
        def __prepare__(cls, _name: str, _bases: tuple[type, ...]) -> dict[str, object]:
            return {"__slots__": ()}

    class NamedTuple(tuple, metaclass=_Slotted):
        """A tuple whose items have names; see :class:`typing.NamedTuple`."""

        _fields = ()

        def __init_subclass__(cls) -> None:
            cls._fields = cls.__match_args__ = tuple(cls.__annotations__)
            own = vars(cls)
            cls._field_defaults = {name: own[name] for name in cls._fields if name in own}
            for number, name in enumerate(cls._fields):
                setattr(cls, name, _ITEMS[number])

        def __new__(cls, *values: object, **named: object) -> Self:
            """Compile the constructor of the class, put it in the place of this, and call it."""
            names = "".join(f"{name}, " for name in cls._fields)
            construct = eval(  # noqa: S307  # of identifiers, as in namedtuple
                f"lambda _cls, {names}: _new(_cls, ({names}))", {"_new": tuple.__new__}
            )
            construct.__defaults__ = tuple(cls._field_defaults.values())
            construct.__qualname__ = f"{cls.__qualname__}.__new__"
            cls.__new__ = staticmethod(construct)
            return construct(cls, *values, **named)

        @classmethod
        def _make(cls, values: Iterable[object]) -> Self:
            return cls(*values)

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: object) -> Self:
            return type(self)(**(self._asdict() | changes))

        def __repr__(self) -> str:
            shown = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__qualname__}({shown})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)
