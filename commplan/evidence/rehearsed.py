"""When each path, channel or tool was last rehearsed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from commplan.evidence.records import DrillRecord
from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.evidence.evidence import EvidenceFile
    from commplan.plan import Plan, Rehearsal


class NewestDrill(NamedTuple):
    """The newest drill of something."""

    what: str
    """As plans write it: ``escalation:major``."""
    day: date
    path: str
    """The file that tells of it."""
    calls: Mapping[int, Sequence[DrillRecord]]
    """By level, the last call: several records where several were called at once."""


def drill_names(plan: Plan) -> Mapping[str, str]:
    """What records may call a path, channel or tool, to its name in the plan.

    A bare id means the escalation path of that id, if there is one.
    """
    names: dict[str, str] = {}
    for kind in ("escalation", "channel", "tool"):
        for id_ in plan.ids(kind):
            names.setdefault(id_, f"{kind}:{id_}")
            names[f"{kind}:{id_}"] = f"{kind}:{id_}"
    return names


def newest_drills(
    records: Iterable[tuple[EvidenceFile, DrillRecord]], names: Mapping[str, str], as_of: int
) -> dict[str, NewestDrill]:
    """The newest drill of everything that was rehearsed, by what it is."""
    rows: dict[str, list[tuple[EvidenceFile, DrillRecord]]] = {}
    for file, record in records:
        is_past = record.notified_at is None or record.notified_at <= as_of
        if record.path in names and is_past:
            rows.setdefault(names[record.path], []).append((file, record))
    found = {}
    for what, all_of_it in sorted(rows.items()):
        day = max(record.date for _, record in all_of_it)
        of_day = [(file, record) for file, record in all_of_it if record.date == day]
        calls = _last_calls(record for _, record in of_day)
        found[what] = NewestDrill(what, day, of_day[0][0].path, calls)
    return found


def _last_calls(records: Iterable[DrillRecord]) -> dict[int, Sequence[DrillRecord]]:
    calls: dict[int, list[DrillRecord]] = {}
    for record in records:
        calls.setdefault(record.level, []).append(record)
    last = {level: max(map(_called, of_level)) for level, of_level in sorted(calls.items())}
    return {level: [c for c in calls[level] if _called(c) == when] for level, when in last.items()}


def _called(record: DrillRecord) -> int:
    return record.notified_at or 0


def last_drill(
    plan: Plan, rehearsal: Rehearsal, newest: Mapping[str, NewestDrill]
) -> NewestDrill | None:
    """The newest drill that counts for something: for a tool, also of a path through it."""
    names = [rehearsal.name]
    if rehearsal.kind == "tool":
        through = (p for p in plan.paths.values() if p.tool and str(p.tool) == rehearsal.name)
        names += (f"escalation:{path.id}" for path in through)
    drills = (newest[name] for name in names if name in newest)
    return max(drills, key=lambda drill: drill.day, default=None)
