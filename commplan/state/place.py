"""Where the record of earlier audits is kept: a file, or a PostgreSQL database of a team."""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

from commplan.errors import ConfigError

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_SCHEMES = {"sqlite": SQLITE, "postgresql": POSTGRESQL, "postgres": POSTGRESQL}


class StatePlace(NamedTuple):
    """A database, and what may be said of it."""

    kind: str
    address: str
    """A URL as SQLAlchemy takes it, which may hold a password; of a file the path."""
    shown: str
    """As messages name it: neither user nor password, nor any option."""
    secrets: tuple[str, ...] = ()
    """What no message may repeat, whoever wrote it."""

    def __repr__(self) -> str:
        """Without the password."""
        return f"StatePlace({self.shown!r})"


def state_place(word: str, *, on_command_line: bool) -> StatePlace:
    """Take a URL or a path. Raises ConfigError, which does not repeat a password."""
    scheme, colon, rest = word.partition("://")
    if not colon:
        return _file(word)
    kind = _SCHEMES.get(scheme.lower())
    if kind is None:
        raise ConfigError(
            f"--state: {scheme!r} is no kind of database that commplan keeps its state in; "
            "give a path, or a URL that begins with postgresql://"
        )
    if kind == SQLITE:
        return _file(rest.removeprefix("/"))
    try:
        parts = urlsplit(f"{POSTGRESQL}://{rest}")
        port = parts.port
    except ValueError:
        raise ConfigError(
            "--state: the URL makes no sense; write postgresql://USER@HOST:PORT/DATABASE"
        ) from None
    secrets = _secrets(parts)
    if secrets and on_command_line:
        raise ConfigError(
            "--state: everybody on this machine can read a password on a command line; put the "
            "URL into COMMPLAN_STATE instead"
        )
    at = f":{port}" if port else ""
    shown = f"{POSTGRESQL}://{parts.hostname or ''}{at}{parts.path}"
    return StatePlace(kind, f"{POSTGRESQL}+psycopg://{rest}", shown, secrets)


def _file(path: str) -> StatePlace:
    if not path or os.path.isdir(path):
        raise ConfigError(f"--state: {path!r} is no file; name one, such as commplan.state")
    return StatePlace(SQLITE, os.path.abspath(path), path)


def _secrets(parts: SplitResult) -> tuple[str, ...]:
    """The password as it stands and as it is meant, wherever it stands."""
    from urllib.parse import unquote

    given = [parts.password or ""]
    given += [value for key, value in parse_qsl(parts.query) if key in ("password", "sslpassword")]
    return tuple({form for one in given if one for form in (one, unquote(one))})
