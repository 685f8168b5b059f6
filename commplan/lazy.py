"""Public names that are loaded one by one, each when it is first asked for.

Whoever imports a name from such a package pays for the module that defines it and
for no other. Type checkers see ordinary imports under ``TYPE_CHECKING``.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any


def lazy(
    names: dict[str, Any], modules: Mapping[str, str], packages: Iterable[str] = ()
) -> Callable[[str], object]:
    """The ``__getattr__`` of a module (PEP 562), given its ``globals()``.

    ``modules`` maps modules beside it to their public names, in one text with
    blanks between; all names of ``packages`` are public. Sets ``__all__``.
    """
    home, module_of = names["__package__"], _by_name(modules)
    names["__all__"] = list(module_of)

    def load(name: str) -> object:
        module = module_of.get(name)
        if module is None and not name.startswith("_"):
            module = next((p for p in packages if name in _public(f"{home}.{p}")), None)
        if module is None:
            raise AttributeError(f"module {names['__name__']!r} has no attribute {name!r}")
        value = names[name] = getattr(import_module(f"{home}.{module}"), name)
        return value

    return load


def _by_name(modules: Mapping[str, str]) -> dict[str, str]:
    return {name: module for module, public in modules.items() for name in public.split()}


@cache
def _public(package: str) -> frozenset[str]:
    return frozenset(import_module(package).__all__)
