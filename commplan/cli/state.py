"""Keep a record of audits, where one is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from commplan import __version__
from commplan.cli.session import Session
from commplan.errors import CommplanError, ConfigError, StateError
from commplan.finding import Incomplete, Report
from commplan.notices.address import Address, NoticeError
from commplan.notices.digest import digest
from commplan.plan import Plan
from commplan.workspace import Workspace

if TYPE_CHECKING:
    from commplan.state.store import Store, Team

VARIABLE = "COMMPLAN_STATE"


def open_store(word: str | None, variables: Mapping[str, str]) -> Store | None:
    """The record that the command line or the environment names; None where neither does.

    Raises ConfigError, and StateError where it cannot be used.
    """
    name = word or variables.get(VARIABLE)
    if not name:
        return None
    from commplan.state.place import state_place

    place = state_place(name, on_command_line=bool(word))
    try:
        from commplan.state.store import Store

        return Store(place)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"a record of audits takes the package {error.name}; "
            "install commplan with 'pip install \"commplan[state]\"'"
        ) from error


def check_team(store: Store, workspace: Workspace | None) -> None:
    """Raise StateError where the record is about another workspace than was read."""
    if (team := _team(workspace)) is not None:
        store.check(team)


def _team(workspace: Workspace | None) -> Team | None:
    """The workspace that was read, if one was and says which it is."""
    from commplan.state.store import Team

    if workspace is None or workspace.team_id is None:
        return None
    return Team(workspace.team_id, workspace.team_name)


def recorded(
    store: Store,
    report: Report,
    workspace: Workspace | None,
    plans: Sequence[Plan],
    session: Session,
    addresses: Sequence[Address] = (),
) -> Report:
    """The report with what became of earlier findings; a record that breaks is told in it.

    Changes are told to ``addresses``. Where that fails, the audit is not written down.
    """
    from commplan.state.compare import Scope

    rules = session.bench.selection.rules
    scope = Scope(
        report=report,
        codes=frozenset(report.ran),
        comparing=frozenset(r.code for r in rules if {"organization", "covers"} & set(r.needs)),
        files=frozenset(report.paths),
        folders=session.target.folders,
        homes={plan.metadata.id: plan.origin.path for plan in plans},
        only=session.options.report_only,
        read_at=None if workspace is None else workspace.taken_at,
    )
    compared = report

    def tell(made: Report) -> None:
        nonlocal compared
        compared = made
        notify(made, addresses)

    try:
        return store.record(scope, _team(workspace), __version__, tell)
    except StateError as error:
        return _failed(compared, "state", "the record of earlier audits", error)
    except NoticeError as error:
        since = compared.since
        unkept = compared._replace(since=since and since._replace(recorded=False))
        return _failed(unkept, "notice", "the notice of what changed", error)


def notify(report: Report, addresses: Sequence[Address]) -> None:
    """Tell what changed, if anything did. Raises NoticeError."""
    if not addresses or (told := digest(report)) is None:
        return
    from commplan.notices.slack import send  # loads the SDK

    for address in addresses:
        send(told, address)


def _failed(report: Report, kind: str, what: str, error: CommplanError) -> Report:
    failure = Incomplete(kind=kind, what=what, error=str(error))
    return report._replace(incomplete=tuple(sorted((*report.incomplete, failure), key=repr)))
