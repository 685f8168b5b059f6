"""``NamedTuple`` whose classes cost little to define.

``typing.NamedTuple`` compiles a constructor for every class when it is defined.
A run over one plan defines over a hundred such classes and makes instances of a
third of them, which took longer than to read and judge the plan. Here a
constructor is compiled when the first instance is made, and all else is shared.
Type checkers see ``typing.NamedTuple`` itself.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 14):
    # Since 3.14 annotations are not evaluated, and only typing can tell the fields of a class.
    from typing import NamedTuple as NamedTuple
else:
    from collections.abc import Mapping
    from typing import Any

    try:
        from _collections import _tuplegetter as _item
    except ImportError:  # outside CPython
        from operator import itemgetter

        def _item(index: int, doc: None) -> property:
            return property(itemgetter(index), doc=doc)

    class _Definition(type):
        """Makes fields of the annotations of a class whose base is NamedTuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            if any(base.__base__ is tuple and isinstance(base, _Definition) for base in bases):
                fields = tuple(namespace.get("__annotations__", ()))
                namespace["_field_defaults"] = {
                    field: namespace[field] for field in fields if field in namespace
                }
                namespace["_fields"] = namespace["__match_args__"] = fields
                namespace["__slots__"] = ()
                namespace["__new__"] = _construct_first
                for number, field in enumerate(fields):
                    namespace[field] = _item(number, None)
            return super().__new__(cls, name, bases, namespace)

    def _construct_first(cls: type, *values: object, **named: object) -> Any:
        """Compile the constructor, put it in the place of this one, and call it."""
        owner: Any = next(base for base in cls.__mro__ if "_fields" in vars(base))
        names = "".join(f"{field}, " for field in owner._fields)
        construct = eval(  # noqa: S307  # of identifiers, as collections.namedtuple does
            f"lambda cls, {names}: new(cls, ({names}))", {"new": tuple.__new__}
        )
        construct.__defaults__ = tuple(owner._field_defaults.values())
        construct.__qualname__ = f"{owner.__qualname__}.__new__"
        owner.__new__ = staticmethod(construct)
        return construct(cls, *values, **named)

    class NamedTuple(tuple, metaclass=_Definition):
        """A tuple whose items have names; see :class:`typing.NamedTuple`."""

        __slots__ = ()
        _fields = ()

        @classmethod
        def _make(cls, values: Any) -> Any:
            return cls(*values)

        def _replace(self, **changes: object) -> Any:
            pairs = zip(self._fields, self, strict=True)
            made = type(self)(*(changes.pop(field, value) for field, value in pairs))
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return made

        def _asdict(self) -> Mapping[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            shown = (f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(shown)})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)
