"""Open a workspace from the words of the command line and what the environment says."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from commplan.cli.hints import meant
from commplan.errors import ConfigError
from commplan.plugins import Registry, call
from commplan.workspace import (
    SLACK_API,
    Checkpoint,
    Environment,
    Pseudonyms,
    Request,
    Source,
    Workspace,
    is_team,
)

if TYPE_CHECKING:
    import argparse

    from commplan.cli.watching import Watch

KEY = "COMMPLAN_REDACTION_KEY"
TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105  # the name of a variable
ADMIN_TOKEN = "SLACK_ADMIN_TOKEN"  # noqa: S105


def find_source(word: str, found: Registry) -> tuple[Source, str]:
    """Take ``NAME:WHERE`` apart. Raises ConfigError for a name that no source has."""
    name, _, where = word.partition(":")
    sources = found.sources()
    if name in sources:
        return sources[name], where
    hint = meant(name, sources, after=":…")
    if os.path.exists(word):
        kind = "export" if os.path.isdir(word) or word.endswith(".zip") else "snapshot"
        hint = f"did you mean '{kind}:{word}'?"
    raise ConfigError(f"no workspace source is called {name!r}; {hint}")


def read(
    source: Source, where: str, request: Request, words: argparse.Namespace, shown: Watch | None
) -> Workspace:
    """Read a workspace as the options say. Raises ConfigError, SourceError or SnapshotError."""
    request = request._replace(
        max_wait=words.max_wait,
        max_time=words.max_time,
        progress=shown,
        checkpoint=Checkpoint(state_folder(os.environ), words.checkpoint, words.resume),
    )
    environment = environment_of(os.environ)
    if source.name == "slack":
        name, where = named_token(where, os.environ)
        environment = _with_tokens(environment, name, os.environ)
    try:
        return call(
            "workspace source",
            source.name,
            Workspace,
            lambda: source.open(where, request, environment),
        )
    finally:
        if shown is not None:
            shown.end()


def named_token(where: str, variables: Mapping[str, str]) -> tuple[str, str]:
    """The name of a token and the id of a workspace; ``where`` says one of them, or NAME/ID.

    What looks like an id is one, unless a token goes by that name. Raises ConfigError.
    """
    name, slash, team = where.rpartition("/")
    if not slash:
        is_id = is_team(where) and _variable(TOKEN, where) not in variables
        name, team = ("", where) if is_id else (where, "")
    if (name and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name)) or (
        slash and not is_team(team)
    ):
        raise ConfigError(
            f"--workspace slack:{where}: expected a name of letters, digits and hyphens, the id "
            f"of a workspace, or both; slack:acme takes the token from {TOKEN}_ACME, and "
            f"slack:T01ACME reads that workspace with the one in {TOKEN}"
        )
    return name, team


def _variable(base: str, name: str) -> str:
    """Where a token stands: the one named ``acme-eu`` in SLACK_BOT_TOKEN_ACME_EU."""
    return f"{base}_{name.upper().replace('-', '_')}" if name else base


def _with_tokens(environment: Environment, name: str, variables: Mapping[str, str]) -> Environment:
    """The environment with the tokens that go by a name. Raises ConfigError if there is none."""
    variable, administrators = _variable(TOKEN, name), _variable(ADMIN_TOKEN, name)
    if not variables.get(variable):
        raise ConfigError(
            f"{variable} is not set; export the bot token of your own Slack app "
            "(see slack-app-manifest.yaml), or read 'snapshot:FILE' or 'export:FOLDER'"
        )
    return environment._replace(
        token=variables[variable],
        token_variable=variable,
        administrator_token=variables.get(administrators) or None,
        administrator_variable=administrators,
    )


def state_folder(variables: Mapping[str, str]) -> str:
    """Where the user's programs keep what they may need again, but nobody else should see."""
    base = variables.get("XDG_STATE_HOME") or os.path.join(
        variables.get("HOME") or os.path.expanduser("~"), ".local", "state"
    )
    return os.path.join(base, "commplan")


def environment_of(variables: Mapping[str, str]) -> Environment:
    """What sources may use of the world: the clock, and the token from the environment."""
    return Environment(
        now=lambda: time.time_ns() // 1000,
        monotonic=time.monotonic,
        sleep=time.sleep,
        random=random.random,
        token=variables.get(TOKEN) or None,
        base_url=variables.get("SLACK_API_URL") or SLACK_API,
        redaction_key=redaction_key(variables),
    )


def environment_key() -> Pseudonyms | None:
    """The redaction key of this run. Raises ConfigError."""
    return redaction_key(os.environ)


def redaction_key(variables: Mapping[str, str]) -> Pseudonyms | None:
    """The key that stands in the environment, or in the file that it names; None for none.

    Never an option: what stands on a command line can be read by everybody on the
    machine. Raises ConfigError.
    """
    from commplan.workspace.privacy import SHORTEST_KEY

    text, path = variables.get(KEY), variables.get(f"{KEY}_FILE")
    if text and path:
        raise ConfigError(f"{KEY} and {KEY}_FILE are both set; which of them is it?")
    key = (text or "").strip().encode("utf-8", "surrogateescape")
    if path:
        try:
            with open(path, "rb") as file:
                key = file.read().strip()
        except OSError as error:
            raise ConfigError(f"{KEY}_FILE: {path}: cannot be read: {error.strerror}") from error
    elif not key:
        return None
    if len(key) < SHORTEST_KEY:
        raise ConfigError(
            f"the redaction key has fewer than {SHORTEST_KEY} bytes, and could be found by "
            "trying; 'openssl rand -hex 32' makes one"
        )
    return Pseudonyms(key)
