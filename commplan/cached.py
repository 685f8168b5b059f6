"""``cached_property`` without the lock that Python 3.12 has taken out of it.

A plan has dozens of such properties, and the lock takes longer than to read some of
them. Two threads that ask at once both work a value out, as from Python 3.12 on
everywhere. Type checkers see :class:`functools.cached_property` itself.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as cached_property
else:
    from collections.abc import Callable
    from typing import Any

    class cached_property:  # noqa: N801  # stands in for a class of that name
        """A property that is worked out once for each instance, and then kept in its place."""

        def __init__(self, work_out: Callable[[Any], Any]) -> None:
            self._work_out = work_out
            self.__doc__ = work_out.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self._name] = self._work_out(instance)
            return value
