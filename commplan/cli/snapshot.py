"""``commplan snapshot``: read a workspace once and keep it; compare or renew what was kept."""

from __future__ import annotations

from collections.abc import Sequence

from commplan import __version__
from commplan.checker.live import load_plans, wanted_of
from commplan.checker.target import Target
from commplan.cli.main import Exit
from commplan.cli.options import Parser, add_config, add_verbosity, add_workspace
from commplan.cli.output import write_file
from commplan.cli.watching import watch
from commplan.cli.workspaces import KEY, environment_key, find_source, read
from commplan.config import load
from commplan.document import find_plan_files
from commplan.errors import ConfigError
from commplan.plugins import registry
from commplan.workspace import RECORDED, Redaction, dump_snapshot

ACTIONS = {"diff": "snapshot_diff", "migrate": "snapshot_migrate"}
"""First words that mean something else than plans; a folder of that name is written ``./diff``."""

DESCRIPTION = """\
Read a workspace once into a dated, redacted JSON file. Reads only.

  commplan snapshot diff OLD NEW         tell what happened between two snapshots
  commplan snapshot migrate OLD -o NEW   write an older snapshot in today's version"""

EXAMPLES = """\
  commplan snapshot --workspace slack -o acme.json
  commplan snapshot --workspace slack -o acme.json plans/   with members of the plans' channels
  commplan snapshot --workspace export:acme-export.zip -o acme.json
  commplan snapshot --redact names -o acme.json             names, too; needs a key
  commplan audit --workspace snapshot:acme.json plans/      replay it, offline
"""


def parser() -> Parser:
    """The options of ``snapshot``."""
    made = Parser("snapshot", DESCRIPTION, EXAMPLES)
    made.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="plans whose channels are read with their members, pins and bookmarks",
    )
    add_workspace(made)
    made.add_argument("-o", "--output", metavar="FILE", help="where it goes (default: printed)")
    made.add_argument(
        "--facts",
        metavar="NAMES",
        help=f"what to read, by comma (default: all): {', '.join(RECORDED)}",
    )
    made.add_argument(
        "--redact",
        metavar="LEVEL",
        choices=tuple(Redaction),
        default=Redaction.EMAILS,
        help="what is made unreadable: none, emails (default), names, or texts; the last two need "
        f"a key in {KEY}, or the name of its file in {KEY}_FILE",
    )
    add_verbosity(made, "show no progress", "tell in a log, too, how far a read is")
    add_config(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan snapshot``. A partial read is written, and ends with exit code 4."""
    if words and words[0] in ACTIONS:
        from importlib import import_module

        return int(import_module(f"commplan.cli.{ACTIONS[words[0]]}").run(words[1:]))
    arguments = parser().parse(words)
    redaction, key = Redaction(arguments.redact), environment_key()
    if redaction.keyed and key is None:
        raise ConfigError(
            f"--redact {redaction} makes names unreadable with a key, and {KEY} is not set; "
            "'openssl rand -hex 32' makes one"
        )
    source, where = find_source(arguments.workspace, registry(load(arguments.config, ".").plugins))
    shown = watch(quiet=arguments.verbosity < 0, verbose=arguments.more > 0)
    files = tuple(sorted(find_plan_files(arguments.paths)))
    plans = load_plans(Target(files, frozenset(files)))
    wanted = wanted_of(plans, _facts(arguments.facts))
    workspace = read(source, where, wanted, arguments, shown)
    text = dump_snapshot(workspace, version=__version__, redaction=redaction, key=key)
    if arguments.output is None:
        print(text, end="")
    else:
        write_file(arguments.output, text)
    return Exit.INCOMPLETE if any(workspace.failed_reads()) else Exit.CLEAN


def _facts(text: str | None) -> tuple[str, ...]:
    names = RECORDED if text is None else tuple(n.strip() for n in text.split(",") if n.strip())
    for name in names:
        if name not in RECORDED:
            raise ConfigError(f"--facts: {name!r} is no fact; there are {', '.join(RECORDED)}")
    return names
