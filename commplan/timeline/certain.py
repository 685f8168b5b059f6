"""Somebody who is there whenever a clock runs, as can be told without unrolling the plan.

Most promises are kept by design: a rotation never pauses, or one of those who answer
keeps the very hours of the clock. What is not certain here is to be looked at moment
by moment.
"""

from __future__ import annotations

from commplan.clock import shifts
from commplan.plan import ANY_TIME, Reference
from commplan.timeline.calls import Call
from commplan.timeline.roster import Roster

_CLOCK = "calendar:"


def is_certain(roster: Roster, reference: Reference, clock: str) -> bool:
    """Whether a sound reference stands for somebody at every instant at which a clock runs.

    Nobody is trusted: of those whose hours nobody can tell, no one counts. It holds
    for the window of the roster.
    """
    calendar = None if clock == ANY_TIME else clock.removeprefix(_CLOCK)
    return _Hours(roster, calendar).covered(reference)


class _Hours:
    """The hours of a calendar, or any hour where there is none."""

    def __init__(self, roster: Roster, calendar: str | None) -> None:
        self._roster = roster
        self._calendar = calendar

    def covered(self, reference: Reference, *, on_duty: bool = False) -> bool:
        """Whether somebody is certainly there; ``on_duty``, if they only have to be no absentees.

        As in :mod:`commplan.timeline.moment`: whoever is on call, or reached as a role
        that is always reachable, is there at any hour.
        """
        roster, plan = self._roster, self._roster.plan
        if reference.kind == "person":
            kept = on_duty or (self._calendar and roster.kept[reference.id] == self._calendar)
            return bool(kept) and not plan.people[reference.id].ever_away
        if reference.kind == "rotation":
            users = roster.users(reference.id)
            return self._never_pauses(reference.id) and all(
                plan.sound(user) and self.covered(user, on_duty=True) for user in users
            )
        if reference.kind == "escalation":
            calls = () if on_duty else roster.unrolled(reference.id).calls
            return any(self._answered(call) for call in calls)
        if reference.kind == "role" and plan.roles[reference.id].always_reachable:
            on_duty = True
        return any(self.covered(one, on_duty=on_duty) for one in roster.behind(reference))

    def _never_pauses(self, rotation: str) -> bool:
        """Whether somebody has a turn from the first instant; there are no holes later on."""
        turns, (start, end) = self._roster.turns(rotation), self._roster.window
        spells = shifts(turns, start, end, self._roster.frozen_at) if turns else ()
        return bool(spells) and spells[0].start == start

    def _answered(self, call: Call) -> bool:
        """Whether a target is there, and whoever it may be has a medium of the step."""
        reach = self._roster.plan.reach
        return any(
            self.covered(target)
            and None not in [call.notice(person.id) for person in reach(target).people]
            for target in call.targets
        )
