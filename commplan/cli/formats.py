"""Formats of commands that have their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from commplan.cli.hints import meant
from commplan.cli.session import one_each
from commplan.errors import ConfigError


def chosen_formats(
    words: Sequence[str], command: str, known: Collection[str], default: str, example: str
) -> tuple[tuple[str, str | None], ...]:
    """Take each ``NAME[:FILE]`` apart; None is the terminal, to which one format may go.

    ``example`` shows a format with a file. Raises ConfigError.
    """
    formats = []
    for word in words or (default,):
        name, _, file = word.partition(":")
        if name not in known:
            raise ConfigError(f"no format of {command} is called {name!r}; {meant(name, known)}")
        formats.append((name, None if file in ("", "-") else file))
    if sum(1 for _, file in formats if file is None) > 1:
        raise ConfigError(f"only one format can be printed; give the others a file, as {example}")
    one_each([file for _, file in formats])
    return tuple(formats)
