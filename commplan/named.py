"""``NamedTuple`` whose classes cost a fifth to define.

``typing.NamedTuple`` compiles a constructor for every class and takes every
annotation apart. A check of one plan defines over a hundred such classes, which
took longer than to judge the plan. Here classes with as many fields share the
code of a constructor, compiled when the first instance is made; annotations are
left alone. Type checkers see ``typing.NamedTuple`` itself.
"""

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple
    from collections.abc import Iterable
    from functools import cache
    from types import CodeType, FunctionType

    _Items = namedtuple("_Items", [f"item{n}" for n in range(32)])  # noqa: PYI024  # no types
    _ITEMS = tuple(vars(_Items)[name] for name in _Items._fields)
    """What reads the first item of a tuple, the second, and so on: of any tuple."""

    @cache
    def _constructor(fields: int) -> CodeType:
        """Takes a class and so many values. Compiled once; each class gives them its own names."""
        values = "".join(f"_{number}, " for number in range(fields))
        return eval(f"lambda _cls, {values}: _new(_cls, ({values}))").__code__  # noqa: S307

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
            """Make a constructor for the class, put it in the place of this, and call it."""
            body = _constructor(len(cls._fields)).replace(
                co_varnames=("_cls", *cls._fields), co_qualname=f"{cls.__qualname__}.__new__"
            )
            names, defaults = {"_new": tuple.__new__}, tuple(cls._field_defaults.values())
            construct = FunctionType(body, names, "__new__", defaults)
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
