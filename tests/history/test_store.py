"""A history on disk: what was put is there, once, whatever happened in between."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from commplan.errors import EngineError, StateError
from commplan.history import (
    Author,
    Batch,
    MarkRow,
    MemoryShelf,
    MessageRow,
    SignRow,
    Stretch,
    ThreadRow,
)
from commplan.history import store as store_module
from commplan.history.ledger import Ledger
from commplan.history.store import Store
from commplan.history.tables import ROWS
from commplan.measures.engine import DuckEngine
from commplan.measures.frames import frames_on_disk
from tests.depth import examples

SPAN = Stretch(0, 100)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "history")


def message(at: int, channel: str = "C1") -> MessageRow:
    return MessageRow(channel, at, None, "U1", Author.HUMAN, False, None, None)


def thread(at: int, *, replies: int = 1, whole: bool = False) -> ThreadRow:
    return ThreadRow("C1", at, replies, at + 5, whole, 90)


def rows(store: Store, table: str) -> list[tuple[Any, ...]]:
    """What the files say, and whoever measures sees."""
    paths = store.paths(table)
    found = duckdb.read_parquet(paths).fetchall() if paths else []
    frame = getattr(frames_on_disk(store, DuckEngine()), table)
    assert sorted(map(repr, frame.collect().rows())) == sorted(map(repr, found))
    return sorted(found, key=repr)


def times(store: Store) -> list[int]:
    return sorted(row[1] for row in rows(store, "messages"))


def filled(folder: str, *batches: Batch, lens: str = "a") -> None:
    """One run that puts something."""
    store = Store(folder)
    store.of("T1")
    store.span("C1", lens)
    for batch in batches:
        store.put("C1", batch)
    store.settle("C1", lens, SPAN)
    store.commit()
    store.close()


@pytest.fixture
def reopened(folder: str) -> Iterator[Any]:
    """Opens the folder again, and closes what it has opened."""
    opened: list[Store] = []

    def reopen() -> Store:
        while opened:
            opened.pop().close()
        opened.append(Store(folder))
        return opened[-1]

    yield reopen
    while opened:
        opened.pop().close()


def test_what_was_put_is_there_the_next_time(folder: str, reopened: Any) -> None:
    mark = MarkRow("C1", 1, "mention", "U2", 2)
    sign = SignRow("C1", 1, "reaction", "eyes", "U2", 90)
    batch = Batch((message(1), message(2)), (thread(1),), (mark,), (sign,))
    filled(folder, batch)
    store = reopened()
    assert store.span("C1", "a") == SPAN
    assert store.threads("C1") == {1: thread(1)}
    assert times(store) == [1, 2]
    assert rows(store, "marks") == [tuple(mark)]
    assert rows(store, "signs") == [tuple(sign)]


def test_what_is_put_again_counts_once(folder: str, reopened: Any) -> None:
    later = SignRow("C1", 1, "reaction", "eyes", "U2", 95)
    filled(folder, Batch((message(1),), (thread(1),), (), (later._replace(read_at=90),)))
    filled(folder, Batch((message(1), message(2)), (thread(1, whole=True),), (), (later,)))
    store = reopened()
    assert times(store) == [1, 2]
    assert store.threads("C1") == {1: thread(1, whole=True)}
    assert rows(store, "signs")[0][-1] == 90


def test_seen_through_another_lens_a_channel_begins_anew(folder: str, reopened: Any) -> None:
    other = MessageRow("C2", 5, None, None, Author.BOT, False, "B1", None)
    mark = MarkRow("C1", 1, "key", "IT-1", 1)
    filled(folder, Batch((message(1), message(2)), (thread(1),), (mark,)), Batch((other,)))
    filled(folder, Batch((message(2),)), lens="b")
    store = reopened()
    assert times(store) == [2, 5]
    assert rows(store, "marks") == []
    assert store.threads("C1") == {}
    assert (store.span("C1", "b"), store.recorded("C1", "a")) == (SPAN, None)


def test_a_lens_that_brings_nothing_takes_nothing_away(folder: str, reopened: Any) -> None:
    filled(folder, Batch((message(1),)))
    store = Store(folder)
    assert store.span("C1", "b") is None
    store.commit()
    store.close()
    assert reopened().span("C1", "a") == SPAN


def test_a_read_that_came_to_no_end_has_no_span_and_knows_its_lens(
    folder: str, reopened: Any
) -> None:
    store = Store(folder)
    store.span("C1", "a")
    store.put("C1", Batch((message(1),), (), (MarkRow("C1", 1, "key", "IT-1", 1),)))
    store.commit()
    store.close()
    assert reopened().span("C1", "a") is None
    filled(folder_of(reopened), Batch((message(1),)), lens="b")
    assert rows(reopened(), "marks") == []


def folder_of(reopened: Any) -> str:
    """The folder, which nobody has open."""
    store = reopened()
    store.close()
    path: str = store._folder
    return path


def test_many_rows_do_not_wait_in_memory(
    folder: str, monkeypatch: pytest.MonkeyPatch, reopened: Any
) -> None:
    monkeypatch.setattr(store_module, "MOST_IN_MEMORY", 10)
    store = Store(folder)
    store.span("C1", "a")
    for at in range(1, 100):
        store.put("C1", Batch((message(at),)))
        assert store._fresh.size <= 10
    store.settle("C1", "a", SPAN)
    store.commit()
    store.close()
    assert times(reopened()) == list(range(1, 100))


def test_a_thousand_nights_leave_few_files(folder: str, reopened: Any) -> None:
    nights = 20
    for night in range(1, nights + 1):
        filled(folder, Batch((message(night), message(night - 1)), (thread(night),)))
    store = reopened()
    assert times(store) == list(range(nights + 1))
    assert len(store.threads("C1")) == nights
    assert len(store.paths("messages")) <= store_module.MOST_SMALL
    assert len(store.paths("threads")) == 1


def test_what_is_too_old_is_forgotten(folder: str, reopened: Any) -> None:
    day = 86_400 * 1_000_000
    batch = Batch(tuple(message(at * day) for at in range(1, 100)), (thread(3 * day),))
    filled(folder, batch)
    store = reopened()
    store.settle("C1", "a", Stretch(day, 100 * day))
    store.forget(8 * day)
    store.commit()
    assert store.span("C1", "a") == Stretch(8 * day, 100 * day)
    assert len(times(store)) == 99  # a file is not written anew for a few days
    store.forget(50 * day)
    store.commit()
    assert times(store) == [at * day for at in range(50, 100)]
    assert store.threads("C1") == {}
    store.forget(200 * day)
    store.commit()
    assert times(store) == []
    assert reopened().span("C1", "a") == Stretch(100 * day, 100 * day)


def test_files_that_are_done_with_go_after_a_day(folder: str, reopened: Any) -> None:
    filled(folder, Batch((), (thread(1),)))
    filled(folder, Batch((), (thread(2),)))
    assert len(list(Path(folder).glob("threads-*"))) == 2  # one may still be read
    for file in Path(folder).glob("*.parquet"):
        os.utime(file, (0, 0))
    store = reopened()
    assert len(list(Path(folder).glob("threads-*"))) == 1
    assert set(store.threads("C1")) == {1, 2}


@pytest.mark.parametrize("stopped_at", ["write", "_written"])
def test_whoever_is_stopped_leaves_what_was_there_before(
    folder: str, reopened: Any, monkeypatch: pytest.MonkeyPatch, stopped_at: str
) -> None:
    filled(folder, Batch((message(1),), (thread(1),)))
    before = {path.name: path.read_bytes() for path in Path(folder).iterdir()}

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    store = Store(folder)
    store.put("C1", Batch((message(2),), (thread(1, whole=True),)))
    with monkeypatch.context() as patched:
        patched.setattr(Ledger if stopped_at == "write" else Store, stopped_at, stop)
        with pytest.raises(KeyboardInterrupt):
            store.commit()
    store.close()
    after = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    assert before.items() <= after.items()
    again = reopened()
    assert times(again) == [1]
    assert again.threads("C1") == {1: thread(1)}


def test_a_disk_that_is_full_changes_nothing(
    folder: str, reopened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder, Batch((message(1),)))
    store = Store(folder)
    store.put("C1", Batch((message(2),)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "write", full)
        with pytest.raises(StateError, match="No space left on device"):
            store.commit()
    store.commit()
    store.close()
    assert times(reopened()) == [1, 2]


def refusal(folder: str) -> str:
    with pytest.raises(StateError) as caught:
        Store(folder)
    return str(caught.value)


def test_one_process_at_a_time(folder: str) -> None:
    store = Store(folder)
    assert "another run of commplan is using this history" in refusal(folder)
    store.close()
    Store(folder).close()


def test_a_history_is_of_one_workspace(folder: str) -> None:
    filled(folder, Batch((message(1),)))
    store = Store(folder)
    store.of("T1")
    for team in ("T2", None):
        with pytest.raises(StateError, match="is the history of the workspace T1"):
            store.of(team)
    store.close()


def of_version_1(folder: str) -> None:
    """Make a history what commplan 0.1 wrote at first: threads had six columns."""
    ledger = Path(folder) / "history.json"
    held = json.loads(ledger.read_text()) | {"version": 1}
    (part,) = held["parts"]["threads"]
    path = str(Path(folder) / part["file"])
    columns = ROWS["threads"]._fields[:6]  # type: ignore[attr-defined]  # a named tuple
    old = duckdb.read_parquet(path).select(*(duckdb.ColumnExpression(one) for one in columns))
    old.write_parquet(path + ".old")
    os.replace(path + ".old", path)
    ledger.write_text(json.dumps(held))


def test_a_history_of_the_first_version_goes_on(folder: str, reopened: Any) -> None:
    filled(folder, Batch((message(1), message(2)), (thread(1, whole=True), thread(2))))
    of_version_1(folder)
    store = reopened()
    assert store.threads("C1") == {1: thread(1, whole=True), 2: thread(2)}
    assert {row[:6] for row in rows(store, "threads")} == {
        tuple(thread(1, whole=True))[:6],
        tuple(thread(2))[:6],
    }
    assert store.span("C1", "a") == SPAN
    assert json.loads((Path(folder) / "history.json").read_text())["version"] == 2
    store.close()
    filled(folder, Batch(threads=(thread(2).read_to(6),)))
    found = Store(folder).threads("C1")
    assert found == {1: thread(1, whole=True), 2: thread(2).read_to(6)}


def test_one_without_threads_goes_on_too(folder: str, reopened: Any) -> None:
    filled(folder, Batch((message(1),)))
    ledger = Path(folder) / "history.json"
    ledger.write_text(json.dumps(json.loads(ledger.read_text()) | {"version": 1}))
    assert times(reopened()) == [1]


def reply(at: int, author: str | None, to: int = 1, kind: str = "human") -> MessageRow:
    return MessageRow("C1", at, to, author, kind, False, None, None)


def test_people_in_threads_are_known_up_to_an_instant_of_each(folder: str, reopened: Any) -> None:
    early = (reply(2, "U2"), reply(3, "U3"), reply(4, "U4", to=2), reply(5, None, kind="bot"))
    filled(folder, Batch((message(1), *early)))
    store = reopened()
    store.span("C1", "a")
    store.put("C1", Batch((reply(6, "U6"), reply(7, "U7"))))
    memory = MemoryShelf()
    memory.put("C1", Batch((message(1), *early, reply(6, "U6"), reply(7, "U7"))))
    for until, expected in (
        ({1: 2}, {1: {"U2"}}),
        ({1: 6, 2: 9}, {1: {"U2", "U3", "U6"}, 2: {"U4"}}),
        ({3: 9}, {}),
        ({}, {}),
    ):
        assert store.people_in("C1", until) == memory.people_in("C1", until) == expected
        assert store.people_in("C2", until) == {}
    store.span("C1", "b")
    assert store.people_in("C1", {1: 9}) == {}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"version": 3}, "is of version 3"),
        ({"version": "1"}, "is of version '1'"),
        ({"kind": "recipe"}, "is not the ledger of a history"),
        ({"parts": {}}, "is damaged"),
        ({"salt": "xyz"}, "is damaged"),
        ({"channels": {"C1": 7}}, "is damaged"),
    ],
)
def test_what_is_no_history_of_ours_is_refused(
    folder: str, change: dict[str, Any], complaint: str
) -> None:
    filled(folder, Batch((message(1),)))
    ledger = Path(folder) / "history.json"
    ledger.write_text(json.dumps(json.loads(ledger.read_text()) | change))
    assert complaint in refusal(folder)


def test_a_ledger_that_is_no_json_is_refused(folder: str) -> None:
    filled(folder, Batch((message(1),)))
    (Path(folder) / "history.json").write_text("{")
    assert "is damaged" in refusal(folder)


def test_a_part_that_is_missing_is_missed(folder: str) -> None:
    filled(folder, Batch((message(1),)))
    next(Path(folder).glob("messages-*")).unlink()
    assert "is missing" in refusal(folder)


@pytest.mark.parametrize("table", ["messages", "threads"])
def test_a_part_that_is_damaged_is_told_with_what_to_do(
    folder: str, table: str, reopened: Any
) -> None:
    filled(folder, Batch((message(1),), (thread(1),)))
    for path in Path(folder).glob(f"{table}*.parquet"):
        path.write_bytes(path.read_bytes()[:-8])
    again = reopened()
    again.put("C1", Batch((message(2),), (thread(2),)))
    told = "the file is damaged; delete the folder of the history"
    with pytest.raises(EngineError, match=told):
        again.commit()
    with pytest.raises(EngineError, match=told):
        if table == "threads":
            again.threads("C1")
        else:
            again.people_in("C1", {1: 10})


def test_files_elsewhere_are_never_read(folder: str) -> None:
    filled(folder, Batch((message(1),)))
    ledger = Path(folder) / "history.json"
    ledger.write_text(ledger.read_text().replace("messages-000001", "../messages-000001"))
    assert "is damaged" in refusal(folder)


def test_a_folder_of_somebody_elses_is_left_alone(folder: str) -> None:
    Path(folder).mkdir()
    (Path(folder) / "sales.parquet").write_bytes(b"precious")
    assert "holds sales.parquet and no history" in refusal(folder)
    assert (Path(folder) / "sales.parquet").read_bytes() == b"precious"


def test_a_path_that_is_a_file_is_refused(folder: str) -> None:
    Path(folder).write_text("x")
    assert "the history cannot be kept there" in refusal(folder)


def test_a_folder_with_quotes_in_its_name(tmp_path: Path) -> None:
    folder = str(tmp_path / 'Ann\'s "own"; [*] history')
    filled(folder, Batch((message(1),)))
    filled(folder, Batch((message(2),)))
    store = Store(folder)
    assert times(store) == [1, 2]
    store.close()


def test_nobody_else_may_look_into_it(folder: str) -> None:
    filled(folder, Batch((message(1),)))
    assert Path(folder).stat().st_mode & 0o077 == 0


def test_the_salt_is_the_folders(folder: str, tmp_path: Path, reopened: Any) -> None:
    filled(folder, Batch((message(1),)))
    salt = reopened().salt
    assert reopened().salt == salt
    other = Store(str(tmp_path / "other"))
    assert other.salt != salt
    other.close()


instants = st.integers(1, 12)
channels = st.sampled_from(["C1", "C2"])
batches = st.builds(
    Batch,
    st.lists(st.builds(message, instants, channels), max_size=5).map(tuple),
    st.just(()),
    st.lists(
        st.builds(MarkRow, channels, instants, st.just("key"), st.sampled_from("ab"), st.just(1)),
        max_size=3,
    ).map(tuple),
    st.just(()),
)
steps = st.lists(st.tuples(batches, st.booleans(), st.sampled_from("ab")), max_size=6)


@given(steps)
@examples(15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_holds_what_memory_holds(tmp_path: Path, steps: Any) -> None:
    """Against a shelf in memory that forgets a channel when it is looked at in another way."""
    folder = str(tmp_path / "random")
    shutil.rmtree(folder, ignore_errors=True)
    memory, lenses = {"C1": MemoryShelf(), "C2": MemoryShelf()}, {"C1": "a", "C2": "a"}
    store = Store(folder)
    for batch, ends, lens in steps:
        for channel in memory:
            own = Batch(
                tuple(row for row in batch.messages if row.channel == channel),
                (),
                tuple(row for row in batch.marks if row.channel == channel),
            )
            store.span(channel, lens)
            if lens != lenses[channel]:
                memory[channel], lenses[channel] = MemoryShelf(), lens
            memory[channel].put(channel, own)
            store.put(channel, own)
            store.settle(channel, lens, SPAN)
        if ends:
            store.commit()
            store.close()
            store = Store(folder)
    store.commit()
    for table in ROWS:
        expected = [tuple(row) for shelf in memory.values() for row in shelf.rows(table)]
        assert rows(store, table) == sorted(expected, key=repr)
    store.close()
