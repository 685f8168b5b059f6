"""``commplan snapshot migrate``: an older snapshot in today's version."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.cli.main import Exit
from commplan.cli.options import Parser
from commplan.cli.output import write_file
from commplan.workspace import migrated_snapshot

EXAMPLES = """\
  commplan snapshot migrate acme-2026-11.json -o acme-2026-11.json
"""


def parser() -> Parser:
    """The options of ``snapshot migrate``."""
    made = Parser(
        "snapshot migrate",
        "Write an older snapshot in today's version, for programs that read no other. commplan\n"
        "itself reads all older versions as they are.",
        EXAMPLES,
    )
    made.add_argument("old", metavar="OLD", help="the snapshot")
    made.add_argument("-o", "--output", metavar="NEW", help="where it goes (default: printed)")
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan snapshot migrate``. Writes nothing where OLD is no snapshot."""
    arguments = parser().parse(words)
    text = migrated_snapshot(arguments.old)
    if arguments.output is None:
        print(text, end="")
    else:
        write_file(arguments.output, text)
    return Exit.CLEAN
