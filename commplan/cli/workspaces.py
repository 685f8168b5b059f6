"""Open a workspace from the words of the command line, and show how reading goes."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Mapping

from commplan.cli.hints import meant
from commplan.errors import ConfigError
from commplan.plugins import Registry, call
from commplan.workspace import (
    SLACK_API,
    Environment,
    Progress,
    Pseudonyms,
    Request,
    Source,
    Workspace,
)

KEY = "COMMPLAN_REDACTION_KEY"


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


def read(source: Source, where: str, request: Request) -> Workspace:
    """Read a workspace. Raises ConfigError, SourceError or SnapshotError."""
    environment = environment_of(os.environ)
    if source.name == "slack" and environment.token is None:
        raise ConfigError(
            "SLACK_BOT_TOKEN is not set; export the bot token of your own Slack app "
            "(see slack-app-manifest.yaml), or read 'snapshot:FILE' or 'export:FOLDER'"
        )
    return call(
        "workspace source", source.name, Workspace, lambda: source.open(where, request, environment)
    )


def environment_of(variables: Mapping[str, str]) -> Environment:
    """What sources may use of the world: the clock, and the token from the environment."""
    return Environment(
        now=lambda: time.time_ns() // 1000,
        monotonic=time.monotonic,
        sleep=time.sleep,
        random=random.random,
        token=variables.get("SLACK_BOT_TOKEN") or None,
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


def progress(quiet: bool) -> Callable[[Progress], None] | None:
    """A line on the terminal that says how far reading is; None where nobody watches."""
    if quiet or not sys.stderr.isatty():
        return None
    calls: dict[str, int] = {}

    def show(step: Progress) -> None:
        calls[step.method] = step.done
        wait = f", waiting {step.waiting:.0f}s for Slack" if step.waiting else ""
        line = f"reading the workspace: {sum(calls.values())} calls, {step.method}{wait}"
        print(f"\r\x1b[2K{line[:100]}", end="", file=sys.stderr, flush=True)

    return show


def end_progress(shown: Callable[[Progress], None] | None) -> None:
    """Clear the progress line."""
    if shown is not None:
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
