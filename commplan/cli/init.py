"""``commplan init``: a first plan and a configuration that pass."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence

from commplan.cli.about import email, folder_name, full_name, timezone
from commplan.cli.options import Parser
from commplan.cli.output import write_folder
from commplan.config import load
from commplan.document import find_plan_files
from commplan.errors import ConfigError
from commplan.plan import name_faults
from commplan.scaffold.first_plan import CONFIGURATION, Beginnings, first_plan, plan_id

EXAMPLES = """\
  commplan init                       asks what it cannot find out
  commplan init --yes                 asks nothing
  commplan init --name "Alice Ng" --slack U01ALICE --channel it-help --channel-id C01HELP
"""


def parser() -> Parser:
    """The options of ``init``."""
    made = Parser(
        "init",
        "Write a first plan and a configuration that pass. Your name, e-mail address and time zone"
        " are found out; only what cannot be is asked, and only on a terminal.",
        EXAMPLES,
    )
    made.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER", help="where (default: here)"
    )
    made.add_argument("--id", metavar="ID", help="the plan's id (default: the folder's name)")
    made.add_argument("--name", metavar="NAME", help="who answers (default: you)")
    made.add_argument("--slack", metavar="ID", help="their Slack id, U…")
    made.add_argument("--channel", metavar="NAME", help="the Slack channel where people ask")
    made.add_argument("--channel-id", metavar="ID", help="its id, C…")
    made.add_argument("--yes", action="store_true", help="ask nothing")
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan init``."""
    arguments = parser().parse(words)
    folder: str = arguments.folder
    configuration = load(None, folder)
    plans = configuration.plans[0] if configuration.path else os.path.join(folder, "plans")
    if os.path.exists(plans) and (known := find_plan_files([plans])):
        raise ConfigError(f"{known[0]} is there already; 'commplan check' tells what is in it")
    beginnings = _beginnings(arguments, _asking(arguments))
    plan = os.path.relpath(os.path.join(plans, f"{beginnings.plan}.yaml"), folder)
    files = {plan: first_plan(beginnings)}
    if configuration.path is None:
        files["commplan.toml"] = CONFIGURATION
    write_folder(folder, files)
    here = "" if folder == "." else f"cd {folder} && "
    print(f"next: {here}commplan check")
    return 0


def _asking(arguments: argparse.Namespace) -> Callable[[str, str], str]:
    """A question with what the answer is where nobody is asked or nothing is typed."""
    if arguments.yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return lambda _, default: default
    return _ask


def _ask(question: str, default: str) -> str:
    try:
        return input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
    except EOFError:
        print()
        return default


def _beginnings(arguments: argparse.Namespace, ask: Callable[[str, str], str]) -> Beginnings:
    name = arguments.name or full_name() or ask("Who answers when people ask for help?", "")
    if not name.strip():
        raise ConfigError("who answers is not known; give --name")
    slack = arguments.slack or ask("Slack id of that person (U…, empty for none)", "")
    channel = arguments.channel or ask("Slack channel where people ask (empty: by e-mail)", "")
    channel = channel.removeprefix("#")
    if faults := name_faults(channel):
        raise ConfigError(f"{channel!r} cannot name a Slack channel: {', '.join(faults)}")
    channel_id = arguments.channel_id
    if channel and not channel_id:
        channel_id = ask(f"Id of #{channel} (C…, empty if you do not know)", "")
    address = email() if name == full_name() else ""
    if not address and not (slack and channel):
        address = ask("Their e-mail address", "")
        if not address:
            raise ConfigError(
                f"how to reach {name} is not known; give --slack and --channel, or let git know"
                " (git config user.email)"
            )
    _check_id(slack, "UW", "a Slack account")
    _check_id(channel_id, "CG", "a Slack channel")
    return Beginnings(
        plan=plan_id(arguments.id or folder_name(arguments.folder)),
        name=name,
        timezone=timezone(),
        email=address or None,
        slack=slack or None,
        channel=channel or None,
        channel_id=channel_id or None,
    )


def _check_id(text: str | None, letters: str, of: str) -> None:
    """What is no id would be in the plan only for its first check to find it."""
    if text and not re.fullmatch(f"[{letters}][A-Z0-9]+", text):
        wanted = " or ".join(f"{letter}…" for letter in letters)
        raise ConfigError(f"{text!r} is not the id of {of} ({wanted}); copy it from its details")
