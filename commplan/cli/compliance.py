"""``commplan compliance``: what a run says of the controls of frameworks."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from commplan import __version__
from commplan.checker.live import load_plans
from commplan.checker.run import check
from commplan.cli.audit import begin
from commplan.cli.formats import chosen_formats
from commplan.cli.options import (
    Parser,
    add_history,
    add_result,
    add_running,
    add_scope,
    add_workspace,
)
from commplan.cli.output import write_file
from commplan.cli.session import Session, exit_code, prepare
from commplan.compliance.assessment import assess, codes_of
from commplan.compliance.documents import FORMATS, Assessment, Examined
from commplan.errors import ConfigError
from commplan.finding import Report
from commplan.packs import Pack, load_pack, pack_names

EXAMPLES = """\
  commplan compliance --pack soc2                              on the terminal
  commplan compliance --pack soc2,nis2 --format oscal:soc2.json --format csv:soc2.csv
  commplan compliance --pack iso27001 --workspace snapshot:acme.json --format markdown:iso.md
"""

_REFUSED = ("--select", "--ignore", "--report-only")
"""Options that would leave gaps in what is said of a control."""


def parser() -> Parser:
    """The options of ``compliance``."""
    made = Parser(
        "compliance",
        "Tell, for each control of a framework, which rules look at it, what they found, and what"
        " nobody could judge. Runs exactly these rules, whatever the profile.",
        EXAMPLES,
    )
    add_workspace(made, default=None)
    add_history(made)
    add_scope(made)
    add_result(made, f"{', '.join(FORMATS)}; markdown if none is named")
    add_running(made)
    made.hide(*_REFUSED)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan compliance``."""
    arguments = parser().parse(words)
    formats = chosen_formats(arguments.formats, "compliance", FORMATS, "markdown", "csv:soc2.csv")
    if arguments.select or arguments.ignore or arguments.report_only is not None:
        raise ConfigError(
            "compliance looks at all rules of a control and at all plans: --select, --ignore and"
            " --report-only would leave gaps in it"
        )
    arguments.formats = []
    packs = _packs(prepare(arguments, "compliance", to_the_hour=True))
    session = _over(arguments, packs)
    report = _report(session, arguments)
    assessment = _assessment(session, report, packs)
    for name, file in formats:
        text = FORMATS[name](assessment)
        if file is None:
            print(text, end="")
        else:
            write_file(file, text)
    return exit_code(report, session, arguments)


def _packs(session: Session) -> tuple[Pack, ...]:
    """The packs of the run, else those that plans name."""
    names = session.bench.selection.packs or tuple(
        dict.fromkeys(
            name
            for plan in load_plans(session.target)
            for name in plan.metadata.packs
            if name in pack_names()
        )
    )
    if not names:
        raise ConfigError(
            f"which framework? No plan names a pack; give --pack, one of {', '.join(pack_names())}"
        )
    return tuple(load_pack(name) for name in names)


def _over(arguments: argparse.Namespace, packs: tuple[Pack, ...]) -> Session:
    """A session of the rules that look at the controls, and no others."""
    arguments.profile = ["complete", *(pack.name for pack in packs)]
    offline = arguments.workspace is None
    catalogue = prepare(arguments, "compliance", to_the_hour=offline).bench.catalogue
    arguments.select = list(codes_of(packs, catalogue))
    return prepare(arguments, "compliance", to_the_hour=offline)


def _report(session: Session, arguments: argparse.Namespace) -> Report:
    if arguments.workspace is None:
        return check(session.bench, session.target, session.options)
    return begin(session, arguments).judge(session.target, session.options)


def _assessment(session: Session, report: Report, packs: tuple[Pack, ...]) -> Assessment:
    return Assessment(
        packs=assess(report, packs, session.bench.catalogue),
        as_of=report.as_of,
        version=__version__,
        complete=report.complete,
        plans=report.plans,
        files=tuple(_examined(path) for path in sorted({*report.paths, *report.beside})),
        workspace=report.workspace,
    )


def _examined(path: str) -> Examined:
    from hashlib import sha256  # loads OpenSSL

    try:
        with open(path, "rb") as file:
            return Examined(path, sha256(file.read()).hexdigest())
    except OSError:  # standard input has no file, and what could not be read is a finding
        return Examined(path, "")
