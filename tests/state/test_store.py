"""The record in SQLite and in a real PostgreSQL."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from commplan.errors import StateError
from commplan.finding import Incomplete, Report, Seen
from commplan.state import migrations
from commplan.state import store as store_module
from commplan.state.place import StatePlace, state_place
from commplan.state.store import Store, Team
from commplan.state.tables import METADATA
from tests.state.conftest import ScopeOf, finding, report

ACME, OTHER = Team("T01ACME", "Acme"), Team("T02OTHER", None)
ONE, TWO = finding(1), finding(2)


def states(made: Report) -> list[Seen | None]:
    return [one.state for one in made.findings]


def test_a_record_outlives_the_process(place: StatePlace, scope: ScopeOf) -> None:
    first = Store(place).record(scope(report(5, ONE, TWO)), ACME, "0.1")
    assert states(first) == [Seen("new", 5)] * 2
    second = Store(place).record(scope(report(9, TWO)), ACME, "0.1")
    assert states(second) == [Seen("known", 5)]
    assert second.since is not None
    assert (second.since.last_audit, second.since.recorded) == (5, True)
    (gone,) = second.since.resolved
    assert (gone.message, gone.pointer, gone.first_seen, gone.last_seen) == (
        "fault 1",
        "/channels/c1",
        5,
        5,
    )
    third = Store(place).record(scope(report(12, ONE)), ACME, "0.1")
    assert states(third) == [Seen("new", 5)]


def test_another_workspace_is_refused_with_both_names(store: Store, scope: ScopeOf) -> None:
    store.check(OTHER)
    store.record(scope(report(5, ONE)), ACME, "0.1")
    store.check(Team("T01ACME", "Acme Ltd"))
    with pytest.raises(StateError, match=r"of the workspace Acme \(T01ACME\), and T02OTHER was"):
        store.check(OTHER)
    with pytest.raises(StateError, match="keep a record of its own for each workspace"):
        store.record(scope(report(9)), OTHER, "0.1")
    again = store.record(scope(report(9, ONE)), ACME, "0.1")
    assert states(again) == [Seen("known", 5)]


def test_a_workspace_that_could_not_be_read_is_no_other_workspace(
    store: Store, scope: ScopeOf
) -> None:
    store.record(scope(report(5, ONE)), ACME, "0.1")
    unread = report(9, incomplete=(Incomplete("read", "slack", "x", rules=("CHN302",)),))
    made = store.record(scope(unread), None, "0.1")
    assert made.since is not None
    assert [one.message for one in made.since.not_judged] == ["fault 1"]
    store.check(ACME)
    with pytest.raises(StateError):
        store.check(OTHER)


def test_a_plan_that_is_gone_is_forgotten(store: Store, scope: ScopeOf) -> None:
    shared = finding(7, code="PLN103")
    store.record(scope(report(5, shared)), ACME, "0.1")
    Path("plans/b.yaml").unlink()
    made = store.record(scope(report(9), files=frozenset({"plans/a.yaml"})), ACME, "0.1")
    assert made.since is not None
    assert [one.message for one in made.since.resolved] == ["fault 7"]


def test_text_that_no_database_takes_is_kept_in_another_form(store: Store, scope: ScopeOf) -> None:
    odd = ONE._replace(message="nul \0 and half \udcff", plan="a\0")
    run = scope(report(5, odd), files=frozenset({"plans/\udcff.yaml"}))
    store.record(run, ACME, "0.1")
    store.record(run._replace(report=report(6, odd)), ACME, "0.1")
    made = store.record(scope(report(9)), ACME, "0.1")
    assert made.since is not None
    (gone,) = made.since.resolved
    assert gone.message == r"nul \x00 and half \udcff"


def test_two_audits_at_once_wait_for_each_other(place: StatePlace, scope: ScopeOf) -> None:
    """However they interleave, every audit but the first knows what the one before it found."""
    barrier, made = threading.Barrier(4), []

    def audit() -> None:
        barrier.wait()
        made.append(Store(place).record(scope(report(5, ONE)), ACME, "0.1"))

    threads = [threading.Thread(target=audit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [(one.since.last_audit if one.since else None, states(one)) for one in made]
    assert sorted(told, key=str) == sorted(
        [(None, [Seen("new", 5)]), *[(5, [Seen("known", 5)])] * 3], key=str
    )


def test_an_audit_that_waits_too_long_says_so(
    place: StatePlace, scope: ScopeOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "PATIENCE", 1)
    first, second = Store(place), Store(place)
    with first._engine.begin(), pytest.raises(StateError, match="lock"):
        second.record(scope(report(5, ONE)), ACME, "0.1")
    assert second.record(scope(report(6, ONE)), ACME, "0.1").since is not None


def test_a_transaction_that_breaks_leaves_nothing(
    store: Store, scope: ScopeOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.record(scope(report(5, ONE)), ACME, "0.1")

    def broken(*_: object) -> None:
        raise SQLAlchemyError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store_module, "_write_run", broken)
        with pytest.raises(StateError, match="the disk is full"):
            store.record(scope(report(7, TWO)), ACME, "0.1")
    made = store.record(scope(report(9, ONE)), ACME, "0.1")
    assert states(made) == [Seen("known", 5)]
    assert made.since is not None
    assert (made.since.last_audit, made.since.resolved) == (5, ())


def test_a_newer_record_is_refused(place: StatePlace, store: Store) -> None:
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE commplan_state SET version = 99"))
    with pytest.raises(StateError) as caught:
        Store(place)
    assert str(caught.value) == (
        f"{place.shown}: is of version 99, which a newer commplan wrote; this one knows versions "
        f"up to {len(migrations.STEPS)}: upgrade commplan"
    )


def test_an_older_record_is_brought_up_to_date_and_keeps_what_it_has(
    place: StatePlace, scope: ScopeOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(place).record(scope(report(5, ONE)), ACME, "0.1")
    later = (
        "ALTER TABLE commplan_findings ADD COLUMN note TEXT",
        "UPDATE commplan_findings SET note = 'kept'",
    )
    monkeypatch.setattr(store_module, "STEPS", (*migrations.STEPS, later))
    for _ in range(2):
        migrated = Store(place)
    with migrated._engine.begin() as connection:
        row = connection.execute(text("SELECT message, note FROM commplan_findings")).one()
        version = connection.execute(text("SELECT version FROM commplan_state")).scalar_one()
    assert (tuple(row), version) == (("fault 1", "kept"), len(migrations.STEPS) + 1)


def test_a_step_that_fails_half_way_is_taken_back(
    place: StatePlace, scope: ScopeOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store(place).record(scope(report(5, ONE)), ACME, "0.1")
    broken = ("DELETE FROM commplan_findings", "ALTER TABLE no_such_table ADD COLUMN x TEXT")
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "STEPS", (*migrations.STEPS, broken))
        with pytest.raises(StateError, match="no_such_table"):
            Store(place)
    assert states(Store(place).record(scope(report(9, ONE)), ACME, "0.1")) == [Seen("known", 5)]


def test_the_steps_lead_to_the_tables_that_are_used(store: Store) -> None:
    with store._engine.begin() as connection:
        found = inspect(connection)
        for table in METADATA.sorted_tables:
            columns = {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in found.get_columns(table.name)
            }
            keys = found.get_pk_constraint(table.name)["constrained_columns"]
            assert keys == [column.name for column in table.primary_key]
            assert columns.keys() == {column.name for column in table.columns}
            for column in table.columns:
                kind, nullable = columns[column.name]
                assert kind == str(column.type)
                assert column.primary_key or nullable == column.nullable


def test_what_is_no_record_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("kind: CommunicationPlan\n" * 50)
    for name, message in (
        ("plan.yaml", "file is not a database"),
        ("absent/commplan.state", "unable to open database file"),
    ):
        with pytest.raises(StateError, match=message):
            Store(state_place(str(tmp_path / name), on_command_line=False))


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("password", ["hush-hush", "p%40ss%2Fword"])
def test_no_message_holds_a_password(url: str, password: str) -> None:
    at = url.rpartition("@")[2]
    for wrong in (
        f"postgresql://nobody:{password}@{at}",
        f"postgresql://nobody@{at}?password={password}",
        f"postgres://nobody:{password}@127.0.0.1:1/nothing",
    ):
        place = state_place(wrong, on_command_line=False)
        with pytest.raises(StateError) as caught:
            Store(place)
        told = f"{caught.value} {place!r} {place.shown}"
        assert password not in told
        assert "p@ss/word" not in told
        assert caught.value.__cause__ is None


def test_a_path_may_hold_anything(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=ro#%41" / "commplan.state"
    path.parent.mkdir()
    Store(state_place(str(path), on_command_line=True))
    assert path.exists()
    engine = create_engine("sqlite://", creator=lambda: __import__("sqlite3").connect(path))
    with engine.connect() as connection:
        assert inspect(connection).has_table("commplan_state")
    engine.dispose()
