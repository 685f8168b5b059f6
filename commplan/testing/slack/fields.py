"""Strict reading of one mapping of the seed: wrong types and unknown keys are errors."""

from collections.abc import Iterable, Mapping
from typing import NoReturn

from commplan.errors import CommplanError


class SeedError(CommplanError):
    """The seed of the emulator is not what the documented form allows."""


class Fields:
    """A mapping and where it stands; ``done`` refuses the keys that nobody asked for."""

    def __init__(self, where: str, value: object) -> None:
        if not isinstance(value, Mapping):
            raise SeedError(f"{where}: expected a mapping, found {kind(value)}")
        self.where = where
        self._values = dict(value)
        self._known: set[str] = set()

    def fail(self, key: str, problem: str) -> NoReturn:
        """Refuse what stands under a key."""
        raise SeedError(f"{self.where}.{key}: {problem}")

    def has(self, key: str) -> bool:
        """Whether something stands under a key."""
        return self._values.get(key) is not None

    def value(self, key: str) -> object:
        """Whatever stands there, None if absent."""
        self._known.add(key)
        return self._values.get(key)

    def text(self, key: str, default: str = "") -> str:
        """Give a text."""
        value = self.value(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.fail(key, f"expected text, found {kind(value)}")
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """Give one of the allowed texts, or an empty one."""
        value = self.text(key)
        if value and value not in allowed:
            self.fail(key, f"{value!r} is none of {', '.join(allowed)}")
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Give a truth value."""
        value = self.value(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fail(key, f"expected true or false, found {kind(value)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts, empty if absent."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.fail(key, f"expected a list, found {kind(value)}")
        for item in value:
            if not isinstance(item, str):
                self.fail(key, f"expected a list of texts, found {kind(item)} in it")
        return tuple(value)

    def items(self, key: str) -> tuple[object, ...]:
        """Give a list of anything, empty if absent."""
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            self.fail(key, f"expected a list, found {kind(value)}")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, object]:
        """A mapping with text keys, empty if absent."""
        value = self.value(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fail(key, f"expected a mapping, found {kind(value)}")
        for name in value:
            if not isinstance(name, str):
                self.fail(key, f"the key {name!r} is {kind(name)}, expected text")
        return dict(value)

    def done(self) -> None:
        """Refuse the keys that were never asked for."""
        unknown = sorted(str(key) for key in self._values if key not in self._known)
        if unknown:
            known = ", ".join(sorted(self._known))
            raise SeedError(f"{self.where}: unknown key {unknown[0]!r}; known keys are {known}")


def kind(value: object) -> str:
    """What a value is, in a person's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true/false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, Iterable) else type(value).__name__
