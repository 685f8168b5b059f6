"""``commplan check``: lint plans offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from commplan.checker.run import check
from commplan.cli.options import Parser, add_fixing, add_reporting
from commplan.cli.session import finish, prepare

EXAMPLES = """\
  commplan check                                   the plans of this repository
  commplan check plans/team.yaml --profile basic   one plan, only what nobody wants to be wrong
  commplan check --select ESC,SLA2 plans/          some rules only
  commplan check --format text --format junit:plans.xml   printed, and a file for CI
  commplan check --fix plans/                      mend what can be mended without a doubt
  commplan check --fix=unsafe --diff plans/        what else could be mended, to look over
  commplan check --report-only plans/team.yaml     judge all plans, report on one
  git show HEAD~1:plans/team.yaml | commplan check - --stdin-filename plans/team.yaml
"""


def parser() -> Parser:
    """The options of ``check``."""
    made = Parser(
        "check", "Lint plans offline: form, content, and what follows from them.", EXAMPLES
    )
    add_reporting(made)
    add_fixing(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan check``."""
    arguments = parser().parse(words)
    session = prepare(arguments, "check", to_the_hour=True)
    if arguments.fix or arguments.diff:
        from commplan.cli.mending import mend  # only where something is to be mended

        return mend(session, arguments, partial(check, session.bench))
    report = check(session.bench, session.target, session.options)
    return finish(session, report, arguments)
