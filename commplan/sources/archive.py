"""The files of an export, in a folder or in a ZIP file, which nobody has vouched for.

Nothing is unpacked: files are read by name, within limits, into memory. So a
name that points out of the archive leads nowhere, and neither does a file that
unpacks to a thousand times its size.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from commplan.api import SnapshotError

LARGEST_FILE = 200 * 2**20
"""Bytes of one file, unpacked."""

LARGEST_RATIO = 200
"""How many times its packed size a file may have; JSON does not get beyond a tenth of it."""

MOST_ENTRIES = 1_000_000

_DAMAGE = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
"""What zipfile raises for files that are damaged, encrypted or from the future."""


class Archive(Protocol):
    """Files by name, with ``/`` between folder and file."""

    def names(self) -> Iterator[str]:
        """All names."""
        ...

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        ...

    def read(self, name: str) -> bytes | None:
        """The content of a file; None if there is none. Raises :class:`SnapshotError`."""
        ...


@contextmanager
def open_archive(path: str) -> Iterator[Archive]:
    """The archive at ``path``. Raises :class:`SnapshotError` if it is none."""
    if os.path.isdir(path):
        yield _Folder(path)
        return
    try:
        file = ZipFile(path)
    except _DAMAGE:
        raise SnapshotError(f"{path}: is neither a folder nor a sound ZIP file") from None
    except OSError as error:
        raise _unreadable(path, error) from None
    with file:
        yield _Zip(path, file)


class _Folder:
    def __init__(self, path: str) -> None:
        self._path = path

    def names(self) -> Iterator[str]:
        try:
            for entry in os.scandir(self._path):
                if entry.is_dir(follow_symlinks=False):
                    yield from (f"{entry.name}/{inner.name}" for inner in os.scandir(entry.path))
                else:
                    yield entry.name
        except OSError as error:
            raise _unreadable(error.filename or self._path, error) from None

    def has(self, name: str) -> bool:
        return os.path.isfile(os.path.join(self._path, name))

    def read(self, name: str) -> bytes | None:
        if not self.has(name):
            return None
        path = os.path.join(self._path, name)
        try:
            with open(path, "rb") as file:
                return _within_limit(file.read(LARGEST_FILE + 1), path)
        except OSError as error:
            raise _unreadable(path, error) from None


class _Zip:
    """A ZIP file, whose files may all stand in one folder."""

    def __init__(self, path: str, file: ZipFile) -> None:
        entries = file.infolist()
        if len(entries) > MOST_ENTRIES:
            raise SnapshotError(f"{path}: has more than {MOST_ENTRIES} entries")
        self._path = path
        self._file = file
        prefix = _common_folder([entry.filename for entry in entries])
        self._entries: dict[str, ZipInfo] = {}
        for entry in entries:
            name = entry.filename.removeprefix(prefix)
            if name in self._entries:
                raise SnapshotError(f"{path}: has {entry.filename!r} twice")
            self._entries[name] = entry

    def names(self) -> Iterator[str]:
        yield from self._entries

    def has(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes | None:
        entry = self._entries.get(name)
        if entry is None:
            return None
        place = f"{self._path}: {entry.filename}"
        if entry.file_size > max(2**20, LARGEST_RATIO * entry.compress_size):
            raise SnapshotError(f"{place}: unpacks to over {LARGEST_RATIO} times its size")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise SnapshotError(f"{place}: is packed in a way that Slack does not use")
        try:
            with self._file.open(entry) as file:
                data = file.read(LARGEST_FILE + 1)
        except (*_DAMAGE, OSError, zlib.error):
            raise SnapshotError(f"{place}: is damaged or encrypted") from None
        return _within_limit(data, place)


def _common_folder(names: list[str]) -> str:
    """The folder that holds everything, as programs that pack folders leave it."""
    tops = {name.partition("/")[0] for name in names if not name.startswith("__MACOSX/")}
    inside = all("/" in name for name in names)
    return f"{tops.pop()}/" if inside and len(tops) == 1 else ""


def _unreadable(path: str, error: OSError) -> SnapshotError:
    return SnapshotError(f"{path}: cannot be read: {error.strerror or error}")


def _within_limit(data: bytes, place: str) -> bytes:
    if len(data) > LARGEST_FILE:
        raise SnapshotError(f"{place}: is larger than {LARGEST_FILE // 2**20} MiB")
    return data
