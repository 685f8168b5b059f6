"""What a folder with a history holds: one small file that is replaced as a whole.

Files that it does not name do not count, so that whoever is stopped at any moment
leaves either the history of before or the one of after.
"""

from __future__ import annotations

import json
import os
from typing import Any

from commplan.errors import StateError
from commplan.history.shelf import Stretch
from commplan.history.tables import ROWS
from commplan.named import NamedTuple

NAME = "history.json"
KIND, VERSION = "commplan-history", 2
"""Version 1 did not know of threads that were read in part, nor who wrote their first reply."""
ENDING = ".parquet"


class Part(NamedTuple):
    """A file with some rows of a table."""

    file: str
    rows: int
    oldest: int
    """The earliest instant of a message that one of them is about."""
    channels: tuple[str, ...]


class Known(NamedTuple):
    """How far a channel is known, and through which lens its messages were looked at."""

    lens: str
    span: Stretch | None = None
    """None where a read has begun and never come to an end."""


class Ledger:
    """What a folder holds."""

    def __init__(self) -> None:
        self.team: str | None = None
        self.salt = os.urandom(16)
        self.version = VERSION
        """Of the rows in its files."""
        self.next = 1
        """The number of the next file."""
        self.channels: dict[str, Known] = {}
        self.parts: dict[str, tuple[Part, ...]] = dict.fromkeys(ROWS, ())

    @property
    def files(self) -> frozenset[str]:
        """The names of all files that count."""
        return frozenset(part.file for parts in self.parts.values() for part in parts)

    def forget(self, before: int) -> None:
        """Know nothing of the time before an instant."""
        for channel, known in self.channels.items():
            if known.span is not None and known.span.since < before:
                span = Stretch(min(before, known.span.until), known.span.until)
                self.channels[channel] = known._replace(span=span)

    def file(self, table: str) -> str:
        """A name that no file has had yet."""
        self.next += 1
        return f"{table}-{self.next - 1:06d}{ENDING}"

    def write(self, folder: str) -> None:
        """Put it in the place of the one before. Raises OSError."""
        path = os.path.join(folder, NAME)
        document = {
            "kind": KIND,
            "version": self.version,
            "team": self.team,
            "salt": self.salt.hex(),
            "next": self.next,
            "channels": {
                channel: {"lens": known.lens, "span": known.span}
                for channel, known in self.channels.items()
            },
            "parts": {
                table: [part._asdict() for part in parts] for table, parts in self.parts.items()
            },
        }
        temporary = path + ".new"
        with open(temporary, "w", encoding="utf-8") as file:
            json.dump(document, file, sort_keys=True, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        sync(folder)


def has_ledger(folder: str) -> bool:
    """Whether a folder holds a history."""
    return os.path.isfile(os.path.join(folder, NAME))


def read_ledger(folder: str) -> Ledger:
    """The ledger of a folder, a new one where it is empty. Raises StateError."""
    path = os.path.join(folder, NAME)
    try:
        with open(path, "rb") as file:
            document = json.load(file)
    except FileNotFoundError:
        _check_empty(folder)
        return Ledger()
    except OSError as error:
        raise StateError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise _damaged(path) from None
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise StateError(f"{path}: is not the ledger of a history; name another folder")
    if document.get("version") not in range(1, VERSION + 1):
        raise StateError(
            f"{path}: is of version {document.get('version')!r}, and this commplan knows {VERSION};"
            " use the commplan that wrote it or a newer one, or name another folder"
        )
    try:
        found = _ledger(document)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _damaged(path) from None
    for name in sorted(found.files):
        if not os.path.isfile(os.path.join(folder, name)):
            raise StateError(
                f"{folder}: {name} is missing, which {NAME} names; put it back, or delete the"
                " folder to read everything again"
            )
    return found


def sync(path: str) -> None:
    """Wait until a file or a folder is on the disk; Windows does not open folders."""
    if os.name == "nt" and os.path.isdir(path):
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _ledger(document: dict[str, Any]) -> Ledger:
    found = Ledger()
    found.team = document["team"]
    found.version = document["version"]
    found.salt = bytes.fromhex(document["salt"])
    found.next = int(document["next"])
    for channel, known in document["channels"].items():
        span = known["span"]
        found.channels[channel] = Known(known["lens"], None if span is None else Stretch(*span))
    for table in ROWS:
        found.parts[table] = tuple(_part(**part) for part in document["parts"][table])
    return found


def _part(file: str, rows: int, oldest: int, channels: list[str]) -> Part:
    """A part; a name that leads out of the folder is none. Raises ValueError."""
    if os.path.basename(file) != file or not file.endswith(ENDING):
        raise ValueError(file)
    return Part(file, int(rows), int(oldest), tuple(channels))


def _check_empty(folder: str) -> None:
    """Nobody's files are taken for parts of a history, or removed."""
    for name in sorted(os.listdir(folder)):
        if not name.startswith(".") and not name.startswith(NAME):
            raise StateError(f"{folder}: holds {name} and no history; name a folder of its own")


def _damaged(path: str) -> StateError:
    return StateError(f"{path}: is damaged; delete its folder to read everything again")
