"""``commplan audit``: check the plans and compare them with a workspace."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from commplan.checker.live import failed_reads, load_plans, request, unread, with_workspace
from commplan.checker.run import check
from commplan.cli.options import Parser, add_reporting, add_workspace
from commplan.cli.session import Session, finish, prepare
from commplan.cli.workspaces import end_progress, find_source, progress, read
from commplan.errors import SourceError
from commplan.finding import Incomplete, Report
from commplan.workspace import Source, Workspace

EXAMPLES = """\
  export SLACK_BOT_TOKEN=xoxb-…                          the token of your own Slack app
  commplan audit plans/                                  compare with Slack
  commplan audit --workspace snapshot:acme.json plans/   compare with what was recorded
  commplan audit --workspace export:acme-export.zip      compare with a Slack export
"""


def parser() -> Parser:
    """The options of ``audit``."""
    made = Parser(
        "audit",
        "Check the plans, and compare what they declare with a workspace. Writes nothing to Slack.",
        EXAMPLES,
    )
    add_workspace(made)
    add_reporting(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan audit``."""
    arguments = parser().parse(words)
    session = prepare(arguments, "audit")
    return finish(session, report(session, arguments), arguments)


def report(session: Session, arguments: argparse.Namespace) -> Report:
    """Read the workspace and judge; without a workspace, judge the rest and say so."""
    source, where = find_source(arguments.workspace, session.registry)
    options = session.options._replace(cache=None, jobs=1)
    workspace: Workspace | None = None
    stopped: tuple[Incomplete, ...] = ()
    shown = progress(quiet=arguments.verbosity < 0)
    bench, plans = session.bench, load_plans(session.target)
    wanted = request(plans, bench.selection, bench.as_of, arguments.max_wait, shown)
    try:
        workspace = _marked(read(source, where, wanted), source)
    except SourceError as error:
        stopped = (unread(error, arguments.workspace, session.bench.selection),)
    finally:
        end_progress(shown)
    if workspace is None:
        return check(session.bench, session.target, options, stopped)
    made = check(
        with_workspace(session.bench, workspace),
        session.target,
        options,
        failed_reads(workspace, session.bench.selection),
    )
    return made._replace(workspace=_described(workspace))


def _marked(workspace: Workspace, source: Source) -> Workspace:
    """What a snapshot lacks is no fault of the token of today, so rules must tell them apart."""
    if source.name != "snapshot":
        return workspace
    return workspace._replace(source=f"snapshot of {workspace.source}")


def _described(workspace: Workspace) -> str:
    from commplan.clock import format_utc

    name = workspace.team_name or workspace.team_id or "a workspace"
    return f"{name} ({workspace.source}) as of {format_utc(workspace.taken_at)}"
