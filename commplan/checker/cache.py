"""Remember what was found in files that have not changed since.

The cache lives in the user's own cache folder, never in the repository that is
checked: a pull request must not be able to bring its own verdicts.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

from commplan.checker.judge_file import FileResult
from commplan.checker.load import file_state

_PLAIN = (("builtins", "frozenset"), ("datetime", "date"))
_VALUES = (tuple, str, frozenset, date)


class Entry(NamedTuple):
    """One remembered result and what it rests on."""

    state: tuple[int, int]
    digest: bytes
    result: FileResult


class _Unpickler(pickle.Unpickler):
    """Builds commplan's own values and plain ones, and nothing else that a file might name."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if "." not in name else None
        own = module.startswith("commplan.") or (module, name) in _PLAIN
        if not own or not isinstance(found, type) or not issubclass(found, _VALUES):
            raise pickle.UnpicklingError(f"unexpected {module}.{name}")
        return found


class Cache:
    """Results by path, valid for one ``key``: tool, rules, settings and instant."""

    def __init__(self, folder: str, key: str) -> None:
        self._path = os.path.join(folder, sha256(key.encode()).hexdigest()[:32] + ".cache")
        self._entries = self._load()
        self._fresh: dict[str, Entry] = {}

    def _load(self) -> dict[str, Entry]:
        try:
            with open(self._path, "rb") as file:
                return _entries(file)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, EOFError, pickle.UnpicklingError, AttributeError, TypeError):
            # A cache that cannot be read is only a slow start: everything is judged anew.
            return {}

    def get(self, path: str) -> FileResult | None:
        """The result for a file, if neither it nor anything it rests on has changed."""
        entry = self._entries.get(path)
        if entry is None or not _unchanged(path, entry):
            return None
        if any(file_state(other) != state for other, state in entry.result.watched.items()):
            return None
        self._fresh[path] = entry
        return entry.result

    def put(self, path: str, result: FileResult) -> None:
        """Remember a result. Runs that were incomplete are not remembered."""
        state = file_state(path)
        if state is not None and not result.incomplete:
            self._fresh[path] = Entry(state, _digest(path), result)

    def save(self) -> None:
        """Write what is valid now; a folder that cannot be written is left alone."""
        if self._fresh == self._entries:
            return
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            temporary = f"{self._path}.{os.getpid()}"
            with open(temporary, "wb") as file:
                pickle.dump(self._fresh, file, pickle.HIGHEST_PROTOCOL)
            os.replace(temporary, self._path)
        except OSError:
            return


def _entries(file: BinaryIO) -> dict[str, Entry]:
    loaded = _Unpickler(file).load()
    if not isinstance(loaded, dict):
        raise pickle.UnpicklingError("not a cache")
    return loaded


def _unchanged(path: str, entry: Entry) -> bool:
    state = file_state(path)
    return state == entry.state or (state is not None and _digest(path) == entry.digest)


def _digest(path: str) -> bytes:
    with open(path, "rb") as file:
        return sha256(file.read()).digest()


def folder(environment: Mapping[str, str]) -> str:
    """The user's cache folder for commplan."""
    base = environment.get("XDG_CACHE_HOME") or os.path.join(
        environment.get("HOME") or os.path.expanduser("~"), ".cache"
    )
    return os.path.join(base, "commplan")
