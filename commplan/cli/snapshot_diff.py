"""``commplan snapshot diff``: what happened to a workspace between two snapshots."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.cli.main import Exit
from commplan.cli.options import Parser
from commplan.cli.output import write_file
from commplan.cli.snapshot_diff_json import difference_json
from commplan.cli.snapshot_diff_text import difference_text
from commplan.difference import difference
from commplan.errors import ConfigError
from commplan.workspace import load_snapshot

EXAMPLES = """\
  commplan snapshot diff last-week.json today.json
  commplan snapshot diff --format json:changes.json last-week.json today.json

exit codes, as those of diff: 0 nothing happened, 1 something did, 2 they cannot be compared
"""

FORMATS = {"text": difference_text, "json": difference_json}


def parser() -> Parser:
    """The options of ``snapshot diff``."""
    made = Parser(
        "snapshot diff",
        "Tell what was made, archived, renamed, opened to others, who left and who joined which\n"
        "group between two snapshots of one workspace, and what they do not tell.",
        EXAMPLES,
    )
    made.add_argument("old", metavar="OLD", help="the earlier snapshot")
    made.add_argument("new", metavar="NEW", help="the later one")
    made.add_argument(
        "--format",
        metavar="NAME[:FILE]",
        default="text",
        help=f"{' or '.join(FORMATS)} (default: text)",
    )
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan snapshot diff``."""
    arguments = parser().parse(words)
    name, _, file = arguments.format.partition(":")
    if name not in FORMATS:
        raise ConfigError(f"no format is called {name!r}; there are {', '.join(FORMATS)}")
    old, new = map(load_snapshot, (arguments.old, arguments.new))
    found = difference(old, new)
    text = FORMATS[name](found, (arguments.old, old), (arguments.new, new))
    if file:
        write_file(file, text)
    else:
        print(text, end="")
    return Exit.FINDINGS if found.changes else Exit.CLEAN
