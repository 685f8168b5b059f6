"""Libraries that come only where they are asked for, as ``commplan[measure]`` does."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from commplan.errors import MissingExtraError


def library(name: str, purpose: str, extra: str) -> ModuleType:
    """A module of an optional library, imported now.

    Raises MissingExtraError, which says what it is for and how to install it, where the
    library is missing; what is installed and broken fails as it does by itself.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{name}.".startswith(f"{error.name}."):
            raise
        raise MissingExtraError(purpose, extra) from None
