"""Write the files that a command was asked for."""

import os
from collections.abc import Mapping

from commplan.errors import ConfigError


def write_file(path: str, text: str) -> None:
    """Write text in UTF-8. Raises ConfigError, naming the file."""
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    except ValueError as error:  # a path with a NUL character
        raise ConfigError(f"{path}: cannot be written: {error}") from error


def write_folder(folder: str, files: Mapping[str, str], *, overwrite: bool = False) -> None:
    """Write files under a folder, making what folders they need, and say so.

    Raises ConfigError, before anything is written, where one is there already.
    """
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
