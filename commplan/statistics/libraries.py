"""The libraries that do the arithmetic: loaded by the first call that needs one.

Nothing else in this package imports them, so that reading the package costs nothing
and commplan works without them. All raise MissingExtraError where they are missing.
"""

from __future__ import annotations

from types import ModuleType

from commplan.extras import library


def numpy() -> ModuleType:
    """NumPy: arrays."""
    return _measuring("numpy")


def special() -> ModuleType:
    """``scipy.special``: the functions that intervals are made of."""
    return _measuring("scipy.special")


def stats() -> ModuleType:
    """``scipy.stats``: distributions, tests and survival curves."""
    return _measuring("scipy.stats")


def optimize() -> ModuleType:
    """``scipy.optimize``: roots."""
    return _measuring("scipy.optimize")


def _measuring(name: str) -> ModuleType:
    return library(name, "measuring needs SciPy", "measure")
