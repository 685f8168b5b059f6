"""``commplan audit``: check the plans and compare them with a workspace."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from commplan.checker.coverage import coverage
from commplan.checker.histories import reading_messages
from commplan.checker.judge_file import Bench
from commplan.checker.live import (
    failed_reads,
    load_plans,
    load_with_files,
    request,
    unread,
    with_workspace,
)
from commplan.checker.options import Options
from commplan.checker.run import check
from commplan.checker.target import Target
from commplan.cli.histories import (
    SNAPSHOT,
    engine_named,
    history_folder,
    kept_for,
    open_history,
    with_history,
)
from commplan.cli.options import Parser, add_fixing, add_history, add_reporting, add_workspace
from commplan.cli.session import Session, finish, prepare
from commplan.cli.state import check_team, open_store, recorded
from commplan.cli.watching import watch
from commplan.cli.workspaces import find_source, read
from commplan.clock import Duration
from commplan.engine.judge import failed_engine
from commplan.errors import ConfigError, EngineError, SourceError
from commplan.finding import Incomplete, Report
from commplan.notices.address import address
from commplan.plan import Plan
from commplan.workspace import Source, Workspace

EXAMPLES = """\
  export SLACK_BOT_TOKEN=xoxb-…                          the token of your own Slack app
  commplan audit plans/                                  compare with Slack
  commplan audit --workspace snapshot:acme.json plans/   compare with what was recorded
  commplan audit --workspace export:acme-export.zip      compare with a Slack export
  commplan audit --state commplan.state plans/           tell what is new since the last audit
  commplan audit --history acme-history plans/           read only messages that are new
"""


class Audit(NamedTuple):
    """A workspace as far as it could be read, and what judges plans with it."""

    workspace: Workspace | None
    plans: tuple[Plan, ...]
    judge: Callable[[Target, Options], Report]
    bench: Bench
    """With everything that was read."""
    stopped: tuple[Incomplete, ...]
    """What could not be read, and had to be."""


def parser() -> Parser:
    """The options of ``audit``."""
    made = Parser(
        "audit",
        "Check the plans, and compare what they declare with a workspace. Writes nothing to Slack.",
        EXAMPLES,
    )
    add_workspace(made, several=True)
    add_history(made)
    add_reporting(made)
    made.add_argument(
        "--state",
        metavar="PATH",
        help="a file that remembers findings from audit to audit, to tell new, known and resolved "
        "ones; COMMPLAN_STATE may name it instead, or a database of PostgreSQL by its URL",
    )
    made.add_argument(
        "--notify",
        metavar="WHERE",
        action="append",
        default=[],
        help="tell slack:CHANNEL (SLACK_NOTIFY_TOKEN, scope chat:write) or webhook "
        "(COMMPLAN_WEBHOOK_URL) what changed since the last audit, if anything did; needs a state",
    )
    add_fixing(made)
    return made


def run(words: Sequence[str]) -> int:
    """Run ``commplan audit``."""
    arguments = parser().parse(words)
    session = prepare(arguments, "audit")
    named = arguments.workspace or ["slack"]
    several = len(named) > 1
    if arguments.fix or arguments.diff:
        if several:
            raise ConfigError("--fix and --diff take one workspace at a time")
        return _mend(session, _against(arguments, named[0]))
    if several:
        from commplan.cli.several import audit_several

        return finish(session, audit_several(session, arguments, os.environ, audited), arguments)
    return finish(session, audited(session, _against(arguments, named[0]), os.environ), arguments)


def _against(arguments: argparse.Namespace, workspace: str) -> argparse.Namespace:
    """The options of an audit of one workspace."""
    return argparse.Namespace(**{**vars(arguments), "workspace": workspace})


def audited(
    session: Session, arguments: argparse.Namespace, variables: Mapping[str, str]
) -> Report:
    """The report of one workspace, written down and told where that is asked for."""
    addresses = tuple(address(word, variables) for word in arguments.notify)
    store = open_store(arguments.state, variables)
    if addresses and store is None:
        raise ConfigError(
            "--notify tells what changed since the last audit; give --state or COMMPLAN_STATE, "
            "which remembers it"
        )
    audit = begin(session, arguments)
    if store is not None:
        check_team(store, audit.workspace)
    made = audit.judge(session.target, session.options)
    if store is not None:
        made = recorded(store, made, audit.workspace, audit.plans, session, addresses)
    return made


def _mend(session: Session, arguments: argparse.Namespace) -> int:
    from commplan.cli.mending import mend  # only where something is to be mended

    if arguments.state or arguments.notify:
        raise ConfigError(
            "--state and --notify are about what an audit finds, and --fix and --diff look at "
            "what it might find; leave one or the other out"
        )
    return mend(session, arguments, begin(session, arguments).judge)


def begin(session: Session, arguments: argparse.Namespace, window: Duration | None = None) -> Audit:
    """Read the workspace; where it cannot be read, the rest is judged without and says so.

    ``window`` is how far back messages are looked at beside what rules and plans say.
    """
    source, where = find_source(arguments.workspace, session.registry)
    workspace: Workspace | None = None
    stopped: tuple[Incomplete, ...] = ()
    shown = watch(quiet=arguments.verbosity < 0, verbose=arguments.more > 0)
    bench, whole = session.bench._replace(measures=True), session.target._replace(kept={})
    beside = {plan.origin: files for plan, files in load_with_files(whole)}
    plans = load_plans(whole)
    folder = history_folder(arguments.history, os.environ)
    keep = kept_for(arguments.history_keep)
    engine = engine_named(arguments.engine)
    kept = open_history(bench, source, plans, beside, folder, window)
    wanted = request(plans, bench.selection, bench.as_of, kept.wanted)._replace(shelf=kept.store)
    try:
        try:
            workspace = _marked(read(source, where, wanted, arguments, shown), source)
            if source.name == SNAPSHOT and kept.store is not None:
                workspace = with_history(workspace, wanted, kept.store)
        finally:
            kept.finish(source, wanted, keep)
    except SourceError as error:
        stopped = (unread(error, arguments.workspace, bench.selection),)
    except EngineError as error:  # a file of the history is damaged, so nothing is measured by it
        stopped = (failed_engine(error, reading_messages(bench.selection), None),)
        kept = kept._replace(told=None, without=str(error))
    if workspace is not None:
        stopped += failed_reads(workspace, bench.selection)
        bench = with_workspace(bench, workspace, kept.told, kept.without, kept.since, engine)

    def judge(target: Target, options: Options) -> Report:
        options = options._replace(cache=None, jobs=1)
        made = check(bench, whole if target == session.target else target, options, stopped)
        if workspace is None:
            return made
        told = described(workspace)
        return made._replace(workspace=told, coverage=coverage(plans, workspace))

    return Audit(workspace, plans, judge, bench, stopped)


def _marked(workspace: Workspace, source: Source) -> Workspace:
    """What a snapshot lacks is no fault of the token of today, so rules must tell them apart."""
    if source.name != SNAPSHOT:
        return workspace
    return workspace._replace(source=f"snapshot of {workspace.source}")


def described(workspace: Workspace) -> str:
    """Which workspace was read, and as of when; and how many threads were not, or need not be."""
    from commplan.clock import format_utc

    name = workspace.team_name or workspace.team_id or "a workspace"
    replies = workspace.reading("replies")
    note = replies.note if replies.known else None
    described = f"{name} ({workspace.source}) as of {format_utc(workspace.taken_at)}"
    return f"{described}; {note}" if note else described
