"""``--fix`` and ``--diff`` of ``check`` and ``audit``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence

from commplan.checker.drafts import Drafts
from commplan.checker.fixing import Outcome, fix
from commplan.checker.options import Options
from commplan.checker.target import Target
from commplan.cli.differences import unified
from commplan.cli.main import Exit
from commplan.cli.output import write_bytes
from commplan.cli.session import Session, finish
from commplan.document import read_bytes
from commplan.errors import ConfigError
from commplan.finding import Finding, Report
from commplan.reporters.neutralise import neutralise
from commplan.reporters.words import new_findings


def mend(
    session: Session, words: argparse.Namespace, check: Callable[[Target, Options], Report]
) -> int:
    """Mend the files of a session, or tell how they would be mended; returns the exit code."""
    _check_words(session, words)
    options = session.options._replace(cache=None)  # it knows files on the disk, not drafts
    outcome = fix(
        lambda target: check(target, options),
        session.target,
        unsafe=words.fix == "unsafe",
        only=options.report_only,
    )
    if words.diff:
        return _show(session, words, outcome)
    write(outcome.drafts)
    return finish(session, outcome.report, words)


def write(drafts: Drafts) -> None:
    """Write every changed file as a whole, or leave it as it is.

    Raises ConfigError for a file that cannot be written, or that somebody else has
    changed since it was read; files before it, by path, are written then.
    """
    for path, before, now in drafts.changed():
        if read_bytes(path, path) != before:
            raise ConfigError(f"{path}: changed while commplan ran; nothing was written to it")
        write_bytes(path, now)


def _check_words(session: Session, words: argparse.Namespace) -> None:
    if session.target.stdin is not None:
        raise ConfigError("what comes by standard input cannot be mended; name a file")
    if words.diff and any(file is None for name, file in session.formats if name != "text"):
        raise ConfigError("--diff prints to the terminal; give the format a file")


def _show(session: Session, words: argparse.Namespace, outcome: Outcome) -> int:
    """Print what would change. The formats with a file tell what would remain."""
    changes = "".join(_diff(outcome))
    sys.stdout.write(changes)
    report = outcome.report
    fixed, left = len(report.fixed or ()), len(new_findings(report))
    print(f"commplan: {fixed} would be fixed, {left} would remain", file=sys.stderr)
    for finding, reason in report.unfixed:
        print(neutralise(f"commplan: {finding.code} is not fixed: {reason}"), file=sys.stderr)
    files = tuple((name, file) for name, file in session.formats if file is not None)
    as_drafted = session.target._replace(disk=outcome.drafts)
    code = finish(session._replace(formats=files, target=as_drafted), report, words)
    return Exit.FINDINGS if code == Exit.CLEAN and changes and not words.exit_zero else code


def _diff(outcome: Outcome) -> Iterator[str]:
    """All changes, harmless to a terminal; what is secret is covered."""
    findings = outcome.first.findings
    for path, before, now in outcome.drafts.changed():
        old = before.decode().splitlines(keepends=True)
        secrets = [text for finding in findings for text in _secret(finding, path, old)]
        yield from unified(path, before, now, secrets)


def _secret(finding: Finding, path: str, lines: Sequence[str]) -> Iterator[str]:
    """The texts that a finding marks as secret, line by line."""
    at = finding.location
    if not finding.sensitive or at.path != path:
        return
    for number in range(at.line, at.end_line + 1):
        line = lines[number - 1]
        start = at.column - 1 if number == at.line else 0
        stop = at.end_column - 1 if number == at.end_line else len(line)
        if text := line[start:stop].strip():
            yield text
