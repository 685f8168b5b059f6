"""Audits of several workspaces in one run: each plan against the workspace that it names."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from commplan.checker.live import load_plans
from commplan.checker.merging import merged
from commplan.checker.records import records_at
from commplan.cli.histories import history_folder
from commplan.cli.session import Session
from commplan.cli.state import VARIABLE
from commplan.cli.workspaces import find_source, read
from commplan.errors import ConfigError, SourceError
from commplan.finding import Report
from commplan.workspace import Request

if TYPE_CHECKING:
    from commplan.checker.known import Known

TEAM = "{team}"
"""What stands for the id of a workspace in the place of a record."""

Audited = Callable[[Session, argparse.Namespace, Mapping[str, str]], Report]


def audit_several(
    session: Session,
    arguments: argparse.Namespace,
    variables: Mapping[str, str],
    audited: Audited,
) -> Report:
    """One report of all workspaces. Each is asked first which it is, and then for its plans.

    Raises ConfigError where a plan names no workspace, and where a record is to be
    kept of all of them together.
    """
    words: Sequence[str] = arguments.workspace
    state = arguments.state or variables.get(VARIABLE)
    history = history_folder(arguments.history, variables)
    if state and TEAM not in state:
        raise ConfigError(
            f"several workspaces take a record each; write {TEAM} for the id of the workspace, "
            f"as in audits-{TEAM}.state"
        )
    if history and TEAM not in history:
        raise ConfigError(
            f"several workspaces take a history each; write {TEAM} for the id of the workspace, "
            f"as in history-{TEAM}"
        )
    teams = [_team(word, session, arguments) for word in words]
    shares = _shares(session, teams)
    reports = []
    for word, ids, files in zip(words, teams, shares, strict=True):
        own = argparse.Namespace(**{**vars(arguments), "workspace": word})
        own.history = history and history.replace(TEAM, ids[0] if ids else "unknown")
        around = dict(variables)
        if arguments.state:
            own.state = arguments.state.replace(TEAM, ids[0] if ids else "unknown")
        elif state:
            around[VARIABLE] = state.replace(TEAM, ids[0] if ids else "unknown")
        reports.append(audited(_part(session, files), own, around))
    return merged(reports)


def _team(word: str, session: Session, arguments: argparse.Namespace) -> tuple[str, ...]:
    """The ids by which plans may call a workspace; none if it does not answer."""
    source, where = find_source(word, session.registry)
    plain = argparse.Namespace(**{**vars(arguments), "resume": False, "checkpoint": None})
    try:
        workspace = read(source, where, Request(facts=()), plain, None)
    except SourceError:  # told, with its reason, when the workspace is to be read
        return ()
    return tuple(filter(None, (workspace.team_id, workspace.enterprise_id)))


def _shares(session: Session, teams: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The files whose plans are about each workspace, with the records of these plans.

    A plan about none of them belongs to one that does not answer, else to the first, which
    says so (AUD302). So do files without a valid plan: what is wrong there is said once.
    """
    spare = next((number for number, ids in enumerate(teams) if not ids), 0)
    owner: dict[str, int] = {}
    homes: dict[str | None, int] = {}
    for plan in load_plans(session.target):
        if plan.metadata.team is None:
            raise ConfigError(
                f"{plan.origin.path}: plan {plan.metadata.id!r} names no workspace; where several "
                "are audited, each plan has to say in `metadata.workspace.team` which it is about"
            )
        found = (n for n, ids in enumerate(teams) if plan.metadata.team in ids)
        homes[plan.metadata.id] = owner.setdefault(plan.origin.path, next(found, spare))
    for path in session.target.files:
        for card in records_at(path, session.target) if path not in owner else ():
            owner.setdefault(path, homes.get(card.plan, spare))
    return [
        tuple(path for path in session.target.files if owner.get(path, spare) == number)
        for number in range(len(teams))
    ]


def _part(session: Session, files: tuple[str, ...]) -> Session:
    """The session of one workspace: its files, and what the baseline knows of them."""
    known = session.options.known
    others = (path for path in session.target.files if path not in files)
    return session._replace(
        target=session.target._replace(files=files, around=tuple(others)),
        options=session.options._replace(known=known and _restricted(known, files)),
    )


def _restricted(known: Known, files: tuple[str, ...]) -> Known:
    return known._replace(entries=tuple(e for e in known.entries if e.path in files))
