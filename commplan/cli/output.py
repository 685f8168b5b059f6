"""Write the files that a command was asked for."""

import os
import stat
from collections.abc import Mapping

from commplan.errors import ConfigError


def write_file(path: str, text: str) -> None:
    """Write text in UTF-8: whoever reads the file sees all of it, or what was there before.

    Raises ConfigError, naming the file.
    """
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: str, data: bytes) -> None:
    """Write bytes likewise. Raises ConfigError, naming the file."""
    try:
        _write(os.path.realpath(path), data)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    except ValueError as error:  # a path with a NUL character
        raise ConfigError(f"{path}: cannot be written: {error}") from error


def write_folder(folder: str, files: Mapping[str, str], *, overwrite: bool = False) -> None:
    """Write files under a folder, making what folders they need, and say so.

    Raises ConfigError, before anything is written, where one is there already or would lie
    outside the folder.
    """
    for name in files:
        if os.path.isabs(name) or os.path.normpath(name).split(os.sep)[0] == os.pardir:
            raise ConfigError(f"{name}: would be written outside {folder}")
    paths = {os.path.normpath(os.path.join(folder, name)): text for name, text in files.items()}
    for path in paths:
        if os.path.exists(path) and not overwrite:
            raise ConfigError(f"{path} exists already; '--force' overwrites it")
    for path, text in paths.items():
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        except OSError as error:
            raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
        write_file(path, text)
        print(f"wrote {path}")


def _write(path: str, data: bytes) -> None:
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with open(path, "wb") as stream:  # a pipe or a device is written to, not replaced
            stream.write(data)
        return
    temporary = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
        if mode is not None:
            os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, path)
    except BaseException:  # also where somebody interrupts
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _mode(path: str) -> int | None:
    """Kind and permissions of what is there; None for nothing."""
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None
