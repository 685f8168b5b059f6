"""Remember what was found in files that have not changed since.

The cache lives in the user's own cache folder, never in the repository that is
checked: a pull request must not be able to bring its own verdicts.
"""

import os
import pickle
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

from commplan.checker.judge_file import FileResult
from commplan.checker.load import State, file_state
from commplan.document import Span
from commplan.engine.suppress import Cover
from commplan.finding import (
    Excuse,
    Finding,
    Fix,
    Incomplete,
    Location,
    Outcome,
    Put,
    RelatedLocation,
    Remove,
    RemoveComment,
    Rename,
    Resource,
    Severity,
    Skipped,
)
from commplan.named import NamedTuple
from commplan.place import Origin, Place
from commplan.plan import ChannelCard, GroupCard, PersonCard, PlanCard, RecordsCard


class Entry(NamedTuple):
    """One remembered result and what it rests on."""

    state: State
    digest: bytes
    result: FileResult


_CLASSES = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (
        *(Entry, FileResult, PlanCard, PersonCard, GroupCard, ChannelCard, Origin, Place, Span),
        *(Cover, RecordsCard),
        *(Excuse, Finding, Incomplete, Location, RelatedLocation, Resource, Skipped),
        *(Fix, Put, Remove, RemoveComment, Rename),
        *(Severity, Outcome, date),
    )
}
"""What a result is made of, beside numbers, texts, tuples and dicts."""

Key = tuple[str, bool]
"""A path, and whether the user named it: a file that was only met may be left alone."""


class Cache:
    """Results by file, valid as long as ``key`` (tool, rules, settings, instant) is the same.

    There is one file for each ``place``, so that old keys leave nothing behind.
    """

    def __init__(self, folder: str, place: str, key: str) -> None:
        self._path = os.path.join(folder, sha256(place.encode()).hexdigest()[:32] + ".cache")
        self._key = key
        self._entries = _read(self._path, key)
        self._fresh: dict[Key, Entry] = {}

    def get(self, path: str, named: bool) -> FileResult | None:
        """The result for a file, if neither it nor anything it rests on has changed."""
        entry = self._entries.get((path, named))
        if entry is None or not _unchanged(path, entry):
            return None
        if any(file_state(other) != state for other, state in entry.result.watched.items()):
            return None
        self._fresh[path, named] = entry
        return entry.result

    def put(self, path: str, named: bool, before: State | None, result: FileResult) -> None:
        """Remember a result; ``before`` is the state of the file when it was about to be read.

        Not remembered is what was incomplete, and a file that changed meanwhile.
        """
        digest = None if result.incomplete else _digest(path)
        if before is not None and digest is not None and file_state(path) == before:
            self._fresh[path, named] = Entry(before, digest, result)

    def save(self) -> None:
        """Write what is valid now; a folder that cannot be written is left alone."""
        if self._fresh == self._entries:
            return
        payload = pickle.dumps(self._fresh, pickle.HIGHEST_PROTOCOL)
        temporary = f"{self._path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(_stamp(self._key, payload) + payload)
            os.replace(temporary, self._path)
        except OSError:
            return


def _stamp(key: str, payload: bytes) -> bytes:
    """What tells that a payload belongs to a key and has arrived whole."""
    return sha256(sha256(key.encode()).digest() + payload).digest()


def _read(path: str, key: str) -> dict[Key, Entry]:
    try:
        with open(path, "rb") as file:
            stamp, payload = file.read(32), file.read()
    except OSError:
        return {}
    if stamp != _stamp(key, payload):
        return {}
    try:
        return _Unpickler(BytesIO(payload)).entries()
    except Exception:  # what pickle may raise is without limit, and a cache is only a short cut
        return {}


class _Unpickler(pickle.Unpickler):
    """Builds the values that results are made of, and imports nothing that a file might name."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _CLASSES:
            raise pickle.UnpicklingError(f"unexpected {module}.{name}")
        return _CLASSES[module, name]

    def entries(self) -> dict[Key, Entry]:
        """Load what :meth:`Cache.save` wrote."""
        loaded = self.load()
        if not isinstance(loaded, dict) or not all(isinstance(e, Entry) for e in loaded.values()):
            raise pickle.UnpicklingError("not a cache")
        return loaded


def _unchanged(path: str, entry: Entry) -> bool:
    return file_state(path) == entry.state or _digest(path) == entry.digest


def _digest(path: str) -> bytes | None:
    """The hash of a file; None for one that cannot be read, or only by waiting, as a pipe."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            return sha256(file.read()).digest()
    except OSError:
        return None


def folder(environment: Mapping[str, str]) -> str:
    """The user's cache folder for commplan."""
    base = environment.get("XDG_CACHE_HOME") or os.path.join(
        environment.get("HOME") or os.path.expanduser("~"), ".cache"
    )
    return os.path.join(base, "commplan")
