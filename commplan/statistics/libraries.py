"""The libraries that do the arithmetic: loaded by the first call that needs one.

Nothing else in this package imports them, so that reading the package costs nothing
and commplan works without them.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from commplan.errors import MissingExtraError


def numpy() -> ModuleType:
    """NumPy. Raises MissingExtraError where it is not installed."""
    return _load("numpy")


def special() -> ModuleType:
    """``scipy.special``: the functions that intervals are made of. Raises MissingExtraError."""
    return _load("scipy.special")


def stats() -> ModuleType:
    """``scipy.stats``: distributions, tests and survival curves. Raises MissingExtraError."""
    return _load("scipy.stats")


def optimize() -> ModuleType:
    """``scipy.optimize``: roots. Raises MissingExtraError."""
    return _load("scipy.optimize")


def _load(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("numpy", "scipy"):
            raise  # it is installed, and broken
        raise MissingExtraError("measuring needs SciPy", "measure") from None
