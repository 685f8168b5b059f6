"""One process at a time in a folder."""

from __future__ import annotations

import os

from commplan.errors import StateError

NAME = ".lock"


class Lock:
    """Held from when it is made until it is released, or the process ends, however it does."""

    def __init__(self, folder: str) -> None:
        """Raises StateError where another process holds it, OSError where it cannot be made."""
        path = os.path.join(folder, NAME)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _take(self._file)
        except OSError:
            self.release()
            raise StateError(
                f"{folder}: another run of commplan is using this history; wait until it has ended,"
                " or name another folder"
            ) from None

    def release(self) -> None:
        """Let others in."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1


def _take(file: int) -> None:
    """Raises OSError where somebody else has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # only there
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
