"""The answer of :mod:`measuring` by queries written for DuckDB and for that one plan alone.

They know that every thread was read, that nothing was deleted, that no form files
requests, that no responder writes at the top level and that no message closes a request.
So they are a fast way to get the same counts out of the same files, and, since they share
nothing with the expressions but the pieces of the clock, a check on these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import histories

if TYPE_CHECKING:
    from commplan.clock import Pieces

STRETCH = 30 * histories.MINUTE
"""Instants and pieces of a clock meet in such stretches of time."""
_QUERIES = """
CREATE TEMP TABLE turns AS
WITH top AS (
    SELECT channel, "at", author, lag(author) OVER w AS author_before, lag("at") OVER w AS at_before
    FROM messages WHERE thread IS NULL AND kind = 'human'
    WINDOW w AS (PARTITION BY channel ORDER BY "at")
), answered AS (
    SELECT channel, thread, min("at") AS answered_at
    FROM messages SEMI JOIN responders USING (channel, author)
    WHERE thread IS NOT NULL AND kind = 'human' GROUP BY channel, thread
)
SELECT top.channel, top."at", author, answered_at,
    CASE WHEN author = author_before AND "at" - at_before <= {coalesce} THEN at_before END AS before
FROM top LEFT JOIN answered ON answered.channel = top.channel AND answered.thread = top."at";

CREATE TEMP TABLE added AS
WITH later AS (
    SELECT *, lag("at") OVER (PARTITION BY channel ORDER BY "at") AS last
    FROM turns WHERE before IS NOT NULL
)
SELECT channel, "at", author, answered_at, max(CASE WHEN last = before THEN NULL ELSE before END)
    OVER (PARTITION BY channel ORDER BY "at") AS request
FROM later;

CREATE TEMP TABLE posts AS
SELECT channel, "at", author, answered_at, "at" AS request FROM turns WHERE before IS NULL
UNION ALL SELECT channel, "at", author, answered_at, request FROM added;

CREATE TEMP TABLE closed AS
SELECT channel, request, min(read_at) AS closed_by
FROM posts JOIN signs USING (channel, "at")
WHERE signs.kind = 'reaction' AND signs.value = 'done' AND signs."by" = author
    AND (answered_at IS NULL OR answered_at > read_at)
GROUP BY channel, request;

CREATE TEMP TABLE taken_back AS
WITH few AS (SELECT * FROM posts SEMI JOIN closed USING (channel, request)), others AS (
    SELECT few.channel, request, min(said."at") AS other_at
    FROM messages AS said JOIN few ON few.channel = said.channel AND few."at" = said.thread
    WHERE said.thread IS NOT NULL AND said.kind = 'human' AND said.author <> few.author
    GROUP BY few.channel, request
)
SELECT channel, request, closed_by, other_at FROM closed LEFT JOIN others USING (channel, request);
"""
_ANSWER = """
WITH more AS (
    SELECT channel, request, min(answered_at) AS answered_at FROM added GROUP BY channel, request
), requests AS (
    SELECT "at", least(turns.answered_at, more.answered_at) AS ended,
        closed_by IS NOT NULL AND coalesce(closed_by < least(ended, other_at), true) AS taken_back
    FROM turns
    LEFT JOIN more ON more.channel = turns.channel AND more.request = "at"
    LEFT JOIN taken_back AS t ON t.channel = turns.channel AND t.request = "at"
    WHERE before IS NULL AND "at" BETWEEN {start} AND {end}
), due AS (
    SELECT requests.*, coalesce(ended, {end}) AS shown_at,
        due + due_slope * ("at" - since) AS due, "open" + open_slope * ("at" - since) AS begun
    FROM requests JOIN clock ON stretch = "at" - "at" % {stretch} AND "at" >= since AND "at" < until
), timed AS (
    SELECT due.ended, due.due, taken_back,
        "open" + open_slope * (shown_at - since) - begun AS waited
    FROM due JOIN clock
    ON stretch = shown_at - shown_at % {stretch} AND shown_at >= since AND shown_at < until
), states AS (
    SELECT waited, CASE WHEN taken_back THEN 'withdrawn' WHEN ended <= due THEN 'met'
        WHEN ended > due OR due < {end} THEN 'missed' ELSE 'pending' END AS state
    FROM timed
)
SELECT state, count(*), sum(waited) FROM states GROUP BY state
"""


def requests(
    place: Path, start: int, end: int, coalesce: int, pieces: Mapping[str, Pieces]
) -> dict[str, tuple[int, int]]:
    """How many requests of a history are in each state, and how long they waited in all.

    Instants and lengths are microseconds; ``pieces`` are ``open`` and ``due``, cut alike.
    """
    import duckdb

    base = duckdb.connect()
    base.register("responders", _responders())
    base.register("clock", _clock(pieces))
    for table in ("messages", "signs"):
        files = sorted(str(path) for path in (place / table).glob("*.parquet"))
        base.read_parquet(files).filter(f'"at" <= {end}').create_view(table)
    known = {"start": start, "end": end, "coalesce": coalesce, "stretch": STRETCH}
    base.execute(_QUERIES.format(**known))
    found = base.execute(_ANSWER.format(**known)).fetchall()
    return {state: (count, int(waited)) for state, count, waited in found}


def _responders() -> Any:
    pairs = [
        (histories.channel_id(channel), histories.person_id(person))
        for channel in range(histories.CHANNELS)
        for person in histories.team_of(channel)
    ]
    return _table(("channel", "author"), pairs)


def _clock(pieces: Mapping[str, Pieces]) -> Any:
    """Each piece, for every stretch that it reaches into."""
    rows = [
        (stretch, one.since, one.until, one.value, one.slope, two.value, two.slope)
        for one, two in zip(pieces["open"], pieces["due"], strict=True)
        for stretch in range(one.since - one.since % STRETCH, one.until, STRETCH)
    ]
    names = ("stretch", "since", "until", "open", "open_slope", "due", "due_slope")
    return _table(names, rows)


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    import pyarrow as pa

    return pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))
