"""Why nobody can tell from the plan whether somebody is there."""

from __future__ import annotations

from collections.abc import Iterable

from commplan.plan import listed
from commplan.timeline.roster import Roster


def doubts(roster: Roster, ids: Iterable[str]) -> str:
    """Name those on whom an answer hangs, and why: ``alice and bob (no calendar)``.

    ``ids`` are people's, or ``group:id`` and ``external:id`` as moments give them.
    """
    by_reason: dict[str, list[str]] = {}
    for name in sorted(ids):
        by_reason.setdefault(_reason(roster, name), []).append(name)
    return "; ".join(f"{listed(names)} ({reason})" for reason, names in sorted(by_reason.items()))


def _reason(roster: Roster, id: str) -> str:
    person = roster.plan.people.get(id)
    if person is None:
        group = id.startswith("group:")
        return "members known to Slack only" if group else "outside the organization"
    if person.calendar is None:
        return "no calendar"
    if roster.calendar_of(person) is None:
        return f"{person.calendar} is not valid"
    return "on call in a rotation that is not valid"
