"""Who is there at an instant, given which calendars are open, who has duty and who is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from commplan.plan import ALWAYS, Person, Reference
from commplan.timeline.calls import Call
from commplan.timeline.roster import Roster

_CLOCK = "calendar:"


class Moment:
    """A constellation that holds at some instants: what is open, who has duty, who is away.

    A year has thousands of instants at which something changes, but few
    constellations; rules judge those, and :meth:`View.when` says when they hold.

    ``trusting`` counts those whose availability nobody can tell from the plan:
    people without a (valid) calendar, members of a group that only Slack
    knows, outside parties, users of a rotation that is out of order. What holds
    without trust is certain; what does not hold with it is certainly wrong.
    Such groups and parties appear as ``group:id`` and ``external:id``.
    """

    __slots__ = ("_known", "_on_call", "_roster", "away", "on_duty", "open")

    def __init__(
        self,
        roster: Roster,
        open: frozenset[str],
        on_duty: Mapping[str, Reference | None],
        away: frozenset[str],
    ) -> None:
        self._roster = roster
        self._known: dict[tuple[str, str, bool, bool], tuple[str, ...]] = {}
        self._on_call: dict[bool, frozenset[str]] = {}
        self.open = open
        """Ids of the calendars that are open."""
        self.on_duty = on_duty
        """Whose turn it is, by rotation; None before the rotation's start."""
        self.away = away
        """People on leave or past their last day."""

    def runs(self, clock: str | None) -> bool:
        """Whether a clock (``24x7``, ``calendar:id``, None for never) runs."""
        if clock is None or clock == ALWAYS:
            return clock == ALWAYS
        return clock.removeprefix(_CLOCK) in self.open

    def people(self, *references: Reference, trusting: bool = False) -> tuple[str, ...]:
        """Ids of the people whom references stand for, in the order of the plan.

        An escalation path stands for those whom its steps reach by a method they
        have: the people who are eligible for its severity.
        """
        return self._all(references, False, trusting)

    def reached(self, calls: Iterable[Call], *, trusting: bool = False) -> tuple[str, ...]:
        """Ids of the people whom calls reach by a method they have, in order of the calls."""
        found: dict[str, None] = {}
        for call in calls:
            for person in self.people(*call.targets, trusting=trusting):
                if call.notice(person) is not None:
                    found[person] = None
        return tuple(found)

    def _all(
        self, references: Iterable[Reference], always: bool, trusting: bool
    ) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for reference in references:
            found.update(dict.fromkeys(self._find(reference, always, trusting)))
        return tuple(found)

    def _find(self, reference: Reference, always: bool, trusting: bool) -> tuple[str, ...]:
        """People behind a reference; ``always`` if they count outside their hours, too."""
        key = (reference.kind, reference.id, always, trusting)
        if key not in self._known:
            # A cycle comes back here and finds nobody new.
            self._known[key] = ()
            if self._roster.plan.sound(reference):
                self._known[key] = self._behind(reference, always, trusting)
        return self._known[key]

    def _behind(self, reference: Reference, always: bool, trusting: bool) -> tuple[str, ...]:
        plan = self._roster.plan
        if reference.kind == "person":
            there = self._is_there(plan.people[reference.id], always, trusting)
            return (reference.id,) if there else ()
        if reference.kind == "role":
            return self._wearer(reference, always, trusting)
        if reference.kind == "rotation":
            return self._taking_turn(reference.id, trusting)
        if reference.kind == "group" and not plan.groups[reference.id].listed:
            known_to_slack = plan.groups[reference.id].slack_usergroup is not None
            return (str(reference),) if known_to_slack and trusting else ()
        if reference.kind == "external":
            return (str(reference),) if trusting else ()
        if reference.kind == "escalation" and not always:
            return self.reached(self._roster.unrolled(reference.id).calls, trusting=trusting)
        return self._all(plan.behind(reference), always, trusting)

    def _wearer(self, role: Reference, always: bool, trusting: bool) -> tuple[str, ...]:
        """The first holder, else deputy, who is there."""
        always = always or self._roster.plan.roles[role.id].always_reachable
        for reference in self._roster.plan.behind(role):
            if found := self._find(reference, always, trusting):
                return found[:1]
        return ()

    def _taking_turn(self, rotation: str, trusting: bool) -> tuple[str, ...]:
        """Whoever is on call, whatever their calendar says."""
        duty = self._roster.plan.rotations[rotation]
        if rotation not in self._roster.rotations:
            return self._all(duty.users, True, True) if trusting else ()
        user = self.on_duty[rotation]
        return () if user is None else self._find(user, True, trusting)

    def _is_there(self, person: Person, always: bool, trusting: bool) -> bool:
        if person.id in self.away:
            return False
        if always or person.id in self._all_on_call(trusting):
            return True
        calendar = self._roster.calendar_of(person)
        return trusting if calendar is None else calendar in self.open

    def _all_on_call(self, trusting: bool) -> frozenset[str]:
        """Everybody who is on call in one of the rotations that matter here."""
        if trusting not in self._on_call:
            turns = (self._taking_turn(rotation, trusting) for rotation in self.on_duty)
            self._on_call[trusting] = frozenset(chain.from_iterable(turns))
        return self._on_call[trusting]
