"""``commplan completion``: what a shell has to know to complete commplan's commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, cast

from commplan.cli.main import COMMANDS
from commplan.cli.options import Parser
from commplan.config import load
from commplan.errors import ConfigError
from commplan.plugins import Registry, registry
from commplan.rule import PROFILES

EXAMPLES = """\
  source <(commplan completion bash)                                   this shell only
  commplan completion bash > ~/.local/share/bash-completion/completions/commplan
  commplan completion zsh > "${fpath[1]}/_commplan"
  commplan completion fish > ~/.config/fish/completions/commplan.fish
"""
SHELLS = ("bash", "zsh", "fish")

_FILES = ("FILE", "PATH", "NAME[:FILE]")
_FOLDERS = ("FOLDER",)


def parser() -> Parser:
    """The options of ``completion``."""
    made = Parser(
        "completion", "Print the completions of a shell; install them once, as shown.", EXAMPLES
    )
    made.add_argument("shell", choices=SHELLS, help="which shell")
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan completion``."""
    arguments = parser().parse(words)
    try:
        import shtab
    except ImportError:
        raise ConfigError(
            "completions are made by shtab: pip install 'commplan[completion]'"
        ) from None
    print(shtab.complete(everything(), shell=arguments.shell))
    return 0


def everything() -> argparse.ArgumentParser:
    """All commands as one parser, with the words that each option may take."""
    import shtab

    made = argparse.ArgumentParser(prog="commplan")
    made.add_argument("--version", action="store_true", help="print the version")
    vocabulary = _vocabulary(registry(load(None, ".").plugins))
    kind = cast("type[argparse.ArgumentParser]", _ready)
    commands: Any = made.add_subparsers(parser_class=kind, dest="command")
    for name, command in COMMANDS.items():
        own: argparse.ArgumentParser = import_module(f"commplan.cli.{command.module}").parser()
        for action in own._actions:  # noqa: SLF001  # argparse has no other way to ask
            if action.dest in vocabulary and action.choices is None:
                action.choices = vocabulary[action.dest]
            elif action.metavar in _FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.metavar in _FOLDERS:
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        commands.add_parser(name, help=command.summary, ready=own)
    return made


def _ready(*, ready: argparse.ArgumentParser, **_: object) -> argparse.ArgumentParser:
    """The parser that a command has made itself."""
    return ready


def _vocabulary(known: Registry) -> dict[str, Iterable[str]]:
    """The words that an option or argument takes, by where it is kept."""
    from commplan.packs import pack_names

    rules = known.rules().rules
    words = [word for rule in rules for word in (rule.code, rule.name)]
    areas = sorted({rule.area for rule in rules})
    return {
        "rule": words,
        "select": [*areas, *words],
        "ignore": [*areas, *words],
        "profile": [*PROFILES, *pack_names()],
        "format": sorted(known.importers()),
    }
