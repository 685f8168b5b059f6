"""Files and folders on disk: which are plans, and the bytes of any within the limit."""

import os
import stat
from collections.abc import Iterable, Iterator

from commplan.document.model import DEFAULT_LIMITS, Limits, SourceFile
from commplan.document.reader import read_documents, too_large
from commplan.errors import ConfigError, PlanSyntaxError

_SUFFIXES = (".yaml", ".yml")
_SKIPPED_FOLDER = "node_modules"
_CHUNK = 1024 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def load_file(path: str, shown: str | None = None, limits: Limits = DEFAULT_LIMITS) -> SourceFile:
    """The documents in the file at ``path``, shown to the user as ``shown``.

    Raises PlanSyntaxError for a file that cannot be read, is not a regular file or
    is too large, and for all that ``read_documents`` refuses.
    """
    shown = path if shown is None else shown
    return read_documents(read_bytes(path, shown, limits), shown, limits)


def read_bytes(path: str, shown: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of the file at ``path``, shown to the user as ``shown``.

    Raises PlanSyntaxError for a file that cannot be read, is not a regular file or
    is too large.
    """
    try:
        return _read(path, shown, limits)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL character
        raise PlanSyntaxError(shown, f"cannot be read: {_reason(error)}") from error


def _read(path: str, shown: str, limits: Limits) -> bytes:
    """Opening waits for nobody, not even at a named pipe."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise PlanSyntaxError(shown, "is a folder; expected a file")
        if not stat.S_ISREG(status.st_mode):
            raise PlanSyntaxError(shown, "is a pipe or device; expected a regular file")
        if status.st_size > limits.size:
            raise too_large(shown, limits)
        data = bytearray()
        # A buffer of the file's own size: a larger one is slow to get for thousands of files.
        while chunk := os.read(descriptor, min(status.st_size + 1, _CHUNK)):
            data += chunk
            if len(data) > limits.size:
                raise too_large(shown, limits)
        return bytes(data)
    finally:
        os.close(descriptor)


def find_plan_files(paths: Iterable[str]) -> tuple[str, ...]:
    """The files to read for the files and folders that the user names.

    A file is taken as it is, a folder stands for the ``*.yaml`` and ``*.yml`` files
    in and under it, sorted by path. Left out are folders and files whose name
    starts with a dot, and ``node_modules``. Links are followed, but no folder is
    entered twice, and no file is listed twice under one path.

    Raises ConfigError for a path that does not exist and a folder that cannot be read.
    """
    entered: set[tuple[int, int]] = set()
    found: dict[str, None] = {}
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(os.stat(path).st_mode)
        except (OSError, ValueError) as error:  # ValueError: a path with a NUL character
            raise ConfigError(f"{path}: cannot be read: {_reason(error)}") from error
        found.update(dict.fromkeys(sorted(_walk(path, entered)) if is_folder else [path]))
    return tuple(found)


def is_plan_name(path: str) -> bool:
    """Whether a file in a folder is looked at, by its name."""
    return path.endswith(_SUFFIXES)


def _walk(top: str, entered: set[tuple[int, int]]) -> Iterator[str]:
    """The plan files under a folder, in no order; folders in ``entered`` are passed over."""
    pending = [top]
    while pending:
        folder = pending.pop()
        try:
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in entered:
                continue
            entered.add((status.st_dev, status.st_ino))
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            raise ConfigError(f"{folder}: cannot be read: {_reason(error)}") from error
        prefix = "" if folder == os.curdir else folder
        for entry in entries:
            path = os.path.join(prefix, entry.name)
            if entry.name.startswith(".") or entry.name == _SKIPPED_FOLDER:
                continue
            if _is_folder(entry):
                pending.append(path)
            elif is_plan_name(entry.name):
                yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself; with the name of a plan it fails when it is read
        return False


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
