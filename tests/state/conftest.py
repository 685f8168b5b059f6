"""Records of audits in both kinds of database."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from commplan.finding import Finding, Incomplete, Location, Outcome, Report, Severity, Skipped
from commplan.state.compare import Scope
from commplan.state.place import StatePlace, state_place
from commplan.state.store import Store

SERVER = "COMMPLAN_TEST_POSTGRES"
"""Names a PostgreSQL in which tests may make databases; `.ci/with-postgres` starts one."""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind."""
    if request.param == "sqlite":
        yield str(tmp_path / "commplan.state")
        return
    server = os.environ.get(SERVER)
    if not server and os.environ.get("CI"):
        pytest.fail(f"{SERVER} names no server, and CI leaves no test out")
    if not server:
        pytest.skip(f"{SERVER} names no server; .ci/with-postgres COMMAND starts one")
    import psycopg

    name = f"commplan_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def place(url: str) -> StatePlace:
    return state_place(url, on_command_line=False)


@pytest.fixture
def store(place: StatePlace) -> Store:
    return Store(place)


def finding(number: int, *, code: str = "CHN302", file: str = "plans/a.yaml") -> Finding:
    """One of several findings."""
    return Finding(
        code=code,
        name="channel-missing",
        severity=Severity.ERROR,
        outcome=Outcome.FAIL,
        message=f"fault {number}",
        help=None,
        location=Location(file, f"/channels/c{number}", 1, 1, 1, 2),
        related=(),
        facts={},
        resource=None,
        fingerprint=f"sha256:{number:04x}",
        plan=file.partition("/")[2].removesuffix(".yaml"),
    )


def report(
    as_of: int,
    *findings: Finding,
    skipped: tuple[Skipped, ...] = (),
    incomplete: tuple[Incomplete, ...] = (),
) -> Report:
    return Report(
        command="audit",
        as_of=as_of,
        profile="basic",
        files=2,
        plans=2,
        rules_run=2,
        findings=findings,
        waived=(),
        skipped=skipped,
        incomplete=incomplete,
    )


ScopeOf = Callable[..., Scope]


@pytest.fixture
def scope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScopeOf:
    """A run over two plans in a folder; keywords replace parts of its scope."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"plans/{name}.yaml").touch()

    def make(of: Report, **changes: Any) -> Scope:
        whole = Scope(
            report=of,
            codes=frozenset({"CHN302", "PLN103"}),
            comparing=frozenset({"PLN103"}),
            files=frozenset({"plans/a.yaml", "plans/b.yaml"}),
            folders=("plans",),
            homes={"a": "plans/a.yaml", "b": "plans/b.yaml"},
        )
        return whole._replace(**changes)

    return make
