"""The types of evidence: their columns, and what a cell of each may say.

They are those of ``schemas/v1/evidence.schema.json``, where each row of a file
meets the definition ``TYPE_row``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from math import isfinite

from commplan.clock import UnknownZone, first_instant, instant_of
from commplan.evidence.records import (
    ActionRecord,
    ActivityRecord,
    AnswerRecord,
    DrillRecord,
    IncidentRecord,
    NotificationRecord,
    PageRecord,
    Record,
    ReviewRecord,
    TicketRecord,
    TrainingRecord,
    UpdateRecord,
)
from commplan.named import NamedTuple

_DATE = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    _DATE.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_COUNT = re.compile(r"[0-9]{1,15}")
_SCORE = re.compile(r"-?[0-9]+([.][0-9]+)?")
_SLACK_TS = re.compile(r"[0-9]+[.][0-9]+")


class Cell(NamedTuple):
    """What may stand in a cell."""

    expected: str
    read: Callable[[str, str], object]
    """The value of a text that is not empty, given the zone of times without offset.

    Raises ValueError for anything else.
    """


def _text(cell: str, _: str) -> str:
    if not cell or cell != cell.strip() or not cell.isprintable():
        raise ValueError
    return cell


def _date(cell: str, _: str) -> date:
    if not _DATE.fullmatch(cell):
        raise ValueError
    return date.fromisoformat(cell)


def _instant(cell: str, zone_name: str) -> int:
    if not _INSTANT.fullmatch(cell):
        raise ValueError
    moment = datetime.fromisoformat(cell)
    if moment.tzinfo is not None:
        return instant_of(moment)
    try:
        return first_instant(moment, zone_name)
    except UnknownZone:  # AVL002 speaks of that
        return first_instant(moment, "UTC")


def _count(cell: str, _: str) -> int:
    if not _COUNT.fullmatch(cell):
        raise ValueError
    return int(cell)


def _score(cell: str, _: str) -> float:
    score = float(cell) if _SCORE.fullmatch(cell) else float("nan")
    if not isfinite(score):
        raise ValueError
    return score


def _slack_ts(cell: str, _: str) -> str:
    if not _SLACK_TS.fullmatch(cell):
        raise ValueError
    return cell


def _cell(expected: str, read: Callable[[str, str], object]) -> Cell:
    """A cell that remembers: a file says the same names, days and scores over and over."""
    return Cell(expected, lru_cache(maxsize=1024)(read))


TEXT = _cell("text without blanks around it", _text)
DATE = _cell("a date such as 2026-05-31", _date)
INSTANT = _cell("an instant such as 2026-05-31T09:00:00Z", _instant)
COUNT = _cell("a whole number such as 3", _count)
SCORE = _cell("a number such as 4.5", _score)
SLACK_TS = _cell("a Slack timestamp such as 1793955600.000100", _slack_ts)


class Kind(NamedTuple):
    """A type of evidence."""

    record: type[Record]
    """Its fields are the columns."""
    cells: Mapping[str, Cell]
    """By column, in the order of the record's fields."""
    dated: str
    """The column that tells when it happened."""
    optional: frozenset[str] = frozenset()
    """Columns that may be absent, and cells that may be empty."""
    is_open: bool = False
    """Whether files may have further columns."""


KINDS: Mapping[str, Kind] = {
    "training": Kind(
        TrainingRecord,
        {"person": TEXT, "course": TEXT, "completed": DATE},
        dated="completed",
    ),
    "reviews": Kind(
        ReviewRecord,
        {"review": TEXT, "done": DATE, "by": TEXT},
        dated="done",
        optional=frozenset({"by"}),
    ),
    "actions": Kind(
        ActionRecord,
        {"review": TEXT, "action": TEXT, "due": DATE, "done": DATE},
        dated="due",
        optional=frozenset({"done"}),
    ),
    "surveys": Kind(
        AnswerRecord,
        {"date": DATE, "wave": TEXT, "group": TEXT, "score": SCORE},
        dated="date",
        optional=frozenset({"wave", "group"}),
    ),
    "drills": Kind(
        DrillRecord,
        {
            "path": TEXT,
            "date": DATE,
            "level": COUNT,
            "notified_at": INSTANT,
            "acknowledged_at": INSTANT,
        },
        dated="date",
        optional=frozenset({"notified_at", "acknowledged_at"}),
    ),
    "incidents": Kind(
        IncidentRecord,
        {
            "id": TEXT,
            "severity": TEXT,
            "started_at": INSTANT,
            "acknowledged_at": INSTANT,
            "resolved_at": INSTANT,
            "closed_at": INSTANT,
        },
        dated="started_at",
        optional=frozenset({"acknowledged_at", "resolved_at", "closed_at"}),
        is_open=True,
    ),
    "updates": Kind(
        UpdateRecord,
        {"incident": TEXT, "posted_at": INSTANT, "phase": TEXT, "next_update_at": INSTANT},
        dated="posted_at",
        optional=frozenset({"phase", "next_update_at"}),
    ),
    "tickets": Kind(
        TicketRecord,
        {
            "key": TEXT,
            "request_ts": SLACK_TS,
            "channel": TEXT,
            "created_at": INSTANT,
            "assignee": TEXT,
            "closed_at": INSTANT,
        },
        dated="created_at",
        optional=frozenset({"request_ts", "channel", "assignee", "closed_at"}),
    ),
    "pages": Kind(
        PageRecord,
        {"path": TEXT, "at": INSTANT, "person": TEXT},
        dated="at",
        optional=frozenset({"person"}),
    ),
    "notifications": Kind(
        NotificationRecord,
        {"obligation": TEXT, "incident": TEXT, "aware_at": INSTANT, "submitted_at": INSTANT},
        dated="aware_at",
        optional=frozenset({"submitted_at"}),
    ),
    "analytics": Kind(
        ActivityRecord,
        {"date": DATE, "user": TEXT, "posts": COUNT, "channel_posts": COUNT},
        dated="date",
    ),
}
"""Every type by its name in the plan's ``evidence`` section."""
