"""The tables of a history as frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.history import Author, MemoryShelf
from commplan.history.tables import ROWS, columns_of
from commplan.measures.engine import Engine
from commplan.measures.literals import flag, text

if TYPE_CHECKING:
    import narwhals as nw

    from commplan.history.store import Store


class Frames(NamedTuple):
    """A history; columns are the fields of its rows."""

    messages: nw.LazyFrame[Any]
    threads: nw.LazyFrame[Any]
    marks: nw.LazyFrame[Any]
    signs: nw.LazyFrame[Any]

    def since(self, instant: int) -> Frames:
        """What belongs to messages from an instant on, in microseconds UTC."""
        import narwhals as nw

        return Frames(*(table.filter(nw.col("at") >= instant) for table in self))


def frames_of(shelf: MemoryShelf, engine: Engine) -> Frames:
    """What a shelf in memory holds."""
    tables = {
        table: engine.table(columns_of(row), shelf.rows(table)) for table, row in ROWS.items()
    }
    return _with_first_replies(Frames(**tables))


def frames_on_disk(store: Store, engine: Engine) -> Frames:
    """What has been committed to a store."""

    def opened(table: str, row: type[tuple[Any, ...]]) -> nw.LazyFrame[Any]:
        paths = store.paths(table)
        return engine.parquet(paths) if paths else engine.table(columns_of(row), [])

    return _with_first_replies(Frames(**{table: opened(table, row) for table, row in ROWS.items()}))


def _with_first_replies(frames: Frames) -> Frames:
    """With the first replies of which threads tell among the messages; where there are any.

    They are what :attr:`commplan.history.ThreadRow.first` makes of the rows.
    """
    import narwhals as nw

    told = frames.threads.filter(~nw.col("first_reply").is_null())
    if not len(told.select("at").head(1).collect()):
        return frames
    replies = told.select(
        "channel",
        at="first_reply",
        thread="at",
        author="first_by",
        kind=text(Author.HUMAN.value),
        broadcast=flag(value=False),
        bot=text(None),
        app=text(None),
    )
    return frames._replace(messages=nw.concat([frames.messages, replies]))
