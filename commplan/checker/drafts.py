"""Files about to be changed: as they were read, and as they are to be."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress

from commplan.checker.load import Disk
from commplan.document import DEFAULT_LIMITS, Limits, read_bytes
from commplan.errors import PlanSyntaxError

_BOM = b"\xef\xbb\xbf"


class Drafts(Disk):
    """The files of a run as they were when it began, with what has been changed since."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._read: dict[str, bytes] = {}
        self._texts: dict[str, bytes] = {}
        for path in paths:
            with suppress(PlanSyntaxError):  # read again, and reported, when it is judged
                self._read[path] = read_bytes(path, path)

    def read(self, path: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
        """The bytes of a file as it is to be."""
        kept = self._texts.get(path, self._read.get(path))
        return super().read(path, limits) if kept is None else kept

    def bytes_of(self, path: str) -> bytes:
        """The bytes of a file of the run as it is to be."""
        return self._texts.get(path, self._read[path])

    def put(self, path: str, text: str) -> None:
        """Let a file have another text; a byte order mark stays."""
        mark = _BOM if self._read[path].startswith(_BOM) else b""
        self._texts[path] = mark + text.encode()

    def restore(self, path: str, data: bytes) -> None:
        """Let a file be what ``bytes_of`` has told before."""
        self._texts[path] = data

    def state_of_all(self) -> frozenset[tuple[str, int]]:
        """What has been changed, and into what, to tell whether it was so before."""
        return frozenset((path, hash(now)) for path, _, now in self.changed())

    def changed(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Path, bytes before and bytes now of every file that differs, sorted by path."""
        for path, data in sorted(self._texts.items()):
            if data != self._read[path]:
                yield path, self._read[path], data

    def hindrance(self, path: str) -> str | None:
        """Why a file cannot be written, or None."""
        if path not in self._read:
            return f"{path} cannot be read"
        try:
            mode = os.lstat(path).st_mode
        except OSError as error:
            return f"{path} cannot be written: {error.strerror}"
        if stat.S_ISLNK(mode):
            return f"{path} is a link; name the file that it leads to"
        if not (mode & 0o222 and os.access(path, os.W_OK)):
            return f"{path} is read-only"
        return None
