"""``commplan baseline``: write down what is found today, so that only what is new fails."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial

from commplan.checker.known import Known, known_text, read_known
from commplan.checker.run import check
from commplan.cli.audit import begin
from commplan.cli.main import Exit
from commplan.cli.options import (
    Parser,
    add_history,
    add_running,
    add_scope,
    add_verbosity,
    add_workspace,
)
from commplan.cli.output import write_file
from commplan.cli.session import Session, exit_code, prepare
from commplan.engine.baseline import Entry, can_be_known, key_of, lowered, raised
from commplan.errors import ConfigError
from commplan.finding import Report
from commplan.reporters.neutralise import neutralise
from commplan.reporters.summary import incomplete_block
from commplan.reporters.words import count

FILE = "known-findings.json"
EXAMPLES = """\
  commplan baseline plans/             know what is found today
  commplan check --baseline known-findings.json plans/
  commplan baseline --prune plans/     forget what is mended
  commplan baseline --add plans/       know what is new, too
  commplan baseline --add --workspace snapshot:acme.json plans/
"""


def parser() -> Parser:
    """The options of ``baseline``."""
    made = Parser(
        "baseline",
        "Write what is found today into a file of known findings. Without --add, a file that "
        "exists only becomes shorter.",
        EXAMPLES,
    )
    made.add_argument(
        "--baseline",
        metavar="FILE",
        help=f"the file (default: 'baseline' of the configuration, else {FILE})",
    )
    made.add_argument(
        "--prune",
        action="store_true",
        help="take out what is mended, over, or of a mandatory rule; lower what became less",
    )
    made.add_argument("--add", action="store_true", help="add what is new")
    add_scope(made)
    add_workspace(made, default=None)
    add_history(made)
    add_running(made)
    add_verbosity(made, "say nothing of what is done", "tell in a log, too, how far a read is")
    made.set_defaults(
        no_baseline=True,
        formats=[],
        report_only=None,
        no_ignores=False,
        fail_on=None,
        strict_evidence=False,
        exit_zero=True,
    )
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan baseline``."""
    arguments = parser().parse(words)
    session = prepare(arguments, "audit" if arguments.workspace else "check")
    known = _before(arguments.baseline or session.configuration.baseline or FILE, arguments)
    session = session._replace(options=session.options._replace(known=known))
    with_workspace = begin(session, arguments).judge if arguments.workspace else None
    judge = with_workspace or partial(check, session.bench)
    report = judge(session.target, session.options)
    code = exit_code(report, session, arguments)
    if code != Exit.CLEAN:
        for line in incomplete_block(report, colour=False):
            print(line, file=sys.stderr)
        return code
    is_new = not os.path.exists(known.path)
    entries, notes = _after(known, report, session, arguments, is_new=is_new)
    if entries != known.entries or is_new:
        write_file(known.path, known_text(known.path, entries))
        notes = (f"wrote {known.path}: {_counted(entries)}", *notes)
    else:
        notes = (f"{known.path} is up to date: {_counted(entries)}", *notes)
    if arguments.verbosity >= 0:
        print(*map(neutralise, notes), sep="\n")
    return Exit.CLEAN


def _before(path: str, arguments: argparse.Namespace) -> Known:
    if not os.path.exists(path) and not arguments.prune:
        return Known(path, ())
    if not (arguments.prune or arguments.add):
        raise ConfigError(
            f"{path} exists already; '--prune' takes out what is mended, '--add' adds what is new"
        )
    known = read_known(path)
    if known.is_report:
        raise ConfigError(f"{path} is a report, not a file of known findings")
    return known


def _after(
    known: Known,
    report: Report,
    session: Session,
    arguments: argparse.Namespace,
    *,
    is_new: bool,
) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries to write, and what to say of what is not among them.

    A date that has passed is a promise: only a person may put it off.
    """
    entries, notes = known.entries, []
    if arguments.prune:
        entries = lowered(entries, report.mismatches)
    over = {(m.path, m.code, m.at, m.resource) for m in report.mismatches if m.kind == "expired"}
    mandatory = session.bench.selection.mandatory
    may = [finding for finding in report.findings if can_be_known(finding, mandatory)]
    new = [finding for finding in may if key_of(finding) not in over]
    if arguments.add or is_new:
        entries = raised(entries, new)
    elif others := sum(1 for finding in new if finding.baseline == "new"):
        notes.append(f"new and not in it: {count(others, 'finding')} ('--add' adds what is new)")
    if over:
        notes.append(f"over and not put off: {len(over)}; change 'expires' to put off")
    if barred := len(report.findings) - len(may):
        notes.append(f"of rules that nothing hides, and not in it: {count(barred, 'finding')}")
    return entries, tuple(notes)


def _counted(entries: Sequence[Entry]) -> str:
    lines = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
    return f"{count(sum(entry.number for entry in entries), 'finding')} in {lines}"
