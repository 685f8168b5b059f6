"""Who is there at an instant, given which calendars are open, who has duty and who is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commplan.plan import ANY_TIME, Reference
from commplan.timeline.calls import Call
from commplan.timeline.roster import Roster

_CLOCK = "calendar:"


class _There:
    """Whom references stand for while nothing changes."""

    __slots__ = ("_doubtful", "_known", "_roster")

    def __init__(self, roster: Roster, doubtful: bool) -> None:
        self._roster = roster
        self._doubtful = doubtful
        self._known: dict[tuple[str, str, bool], tuple[str, ...]] = {}

    def people(self, *references: Reference, trusting: bool = False) -> tuple[str, ...]:
        """Ids of the people whom references stand for, in the order of the plan."""
        return self._all(self._roster.sound(references), trusting)

    def _all(self, references: tuple[Reference, ...], trusting: bool) -> tuple[str, ...]:
        # Without doubts there is nobody to trust, and one answer serves both questions.
        trusting = trusting and self._doubtful
        if len(references) == 1:  # as most steps, owners and turns are
            only = references[0]
            if only.kind != "person":
                return self.find(only, trusting)
            return (only.id,) if self._is_there(only.id, trusting) else ()
        found: list[str] = []
        for reference in references:
            if reference.kind != "person":
                found += self.find(reference, trusting)
            elif self._is_there(reference.id, trusting):
                found.append(reference.id)
        return tuple(dict.fromkeys(found))

    def find(self, reference: Reference, trusting: bool) -> tuple[str, ...]:
        """Ids of those whom one reference, which is sound and no person, stands for."""
        key = (reference.kind, reference.id, trusting)
        if key not in self._known:
            self._known[key] = ()  # a cycle comes back here and finds nobody new
            self._known[key] = self._behind(reference, trusting)
        return self._known[key]

    def _behind(self, reference: Reference, trusting: bool) -> tuple[str, ...]:
        plan = self._roster.plan
        if reference.kind == "role":
            return self._wearer(reference, trusting)
        if reference.kind == "group" and not plan.groups[reference.id].listed:
            known_to_slack = plan.groups[reference.id].slack_usergroup is not None
            return (str(reference),) if known_to_slack and trusting else ()
        if reference.kind == "external":
            return (str(reference),) if trusting else ()
        return self._all(self._roster.behind(reference), trusting)

    def _wearer(self, role: Reference, trusting: bool) -> tuple[str, ...]:
        """The first holder, else deputy, who is there."""
        for reference in self._roster.behind(role):
            if found := self._all((reference,), trusting):
                return found[:1]
        return ()

    def _is_there(self, person: str, trusting: bool) -> bool:
        """Whether somebody is there when asked for by name."""
        raise NotImplementedError


class Duty(_There):
    """Who is there at any hour: on call, or reached as a role that is always reachable.

    It holds from one hand-over, departure or return to the next, whatever opens
    and closes in between.
    """

    __slots__ = ("_on_call", "away", "turns")

    def __init__(
        self,
        roster: Roster,
        turns: Mapping[str, tuple[Reference, ...]],
        away: frozenset[str],
        doubtful: bool,
    ) -> None:
        super().__init__(roster, doubtful)
        self._on_call: dict[bool, frozenset[str]] = {}
        self.turns = turns
        """Whose turn it is, by rotation; nobody's before the rotation's start."""
        self.away = away
        """People on leave or past their last day."""

    def without(self, person: str) -> Duty:
        """The same with somebody away who is not."""
        return Duty(self._roster, self.turns, self.away | {person}, self._doubtful)

    def on_call(self, trusting: bool) -> frozenset[str]:
        """Everybody who is on call in one of the rotations that matter here."""
        if trusting not in self._on_call:
            self._on_call[trusting] = frozenset(
                person for rotation in self.turns for person in self._turn(rotation, trusting)
            )
        return self._on_call[trusting]

    def _behind(self, reference: Reference, trusting: bool) -> tuple[str, ...]:
        if reference.kind == "rotation":
            return self._turn(reference.id, trusting)
        return super()._behind(reference, trusting)

    def _turn(self, rotation: str, trusting: bool) -> tuple[str, ...]:
        if self._roster.turns(rotation) is not None:
            return self._all(self.turns[rotation], trusting)
        users = self._roster.plan.rotations[rotation].users
        return self._all(self._roster.sound(users), True) if trusting else ()

    def _is_there(self, person: str, trusting: bool) -> bool:  # noqa: ARG002  # as inherited
        return person not in self.away


class Moment(_There):
    """A constellation that holds at some instants: what is open, who has duty, who is away.

    A year has thousands of instants at which something changes, but few
    constellations; rules judge those, and :meth:`View.when` says when they hold.

    People asked for by name are there inside their own hours or while on call in
    any rotation. An escalation path stands for those whom its steps reach by a
    method they have: the people who are eligible for its severity.

    ``trusting`` counts those whose availability nobody can tell from the plan:
    people without a (valid) calendar, members of a group that only Slack
    knows, outside parties, users of a rotation that is out of order. What holds
    without trust is certain; what does not hold with it is certainly wrong.
    Such groups and parties appear as ``group:id`` and ``external:id``.
    """

    __slots__ = ("duty", "open")

    def __init__(self, roster: Roster, open: frozenset[str], duty: Duty, doubtful: bool) -> None:
        super().__init__(roster, doubtful)
        self.open = open
        """Ids of the calendars that are open."""
        self.duty = duty

    def runs(self, clock: str | None) -> bool:
        """Whether a clock (``24x7``, ``calendar:id``, None for never) runs."""
        if clock is None or clock == ANY_TIME:
            return clock == ANY_TIME
        return clock.removeprefix(_CLOCK) in self.open

    def without(self, person: str) -> Moment:
        """The same with somebody away who is not, so that roles fall to whoever comes next."""
        return Moment(self._roster, self.open, self.duty.without(person), self._doubtful)

    def called(self, call: Call, *, trusting: bool = False) -> tuple[str, ...]:
        """Ids of the people whom a call is meant for, by whatever method."""
        return self._all(call.targets, trusting)

    def meant(self, call: Call, *, trusting: bool = False) -> tuple[str, ...]:
        """Ids of the people who may hear a call: of a role, whoever holds it or deputises.

        A call goes to one wearer of a role; but where that one sleeps, another may read it.
        """
        found: dict[str, None] = {}
        for target in call.targets:
            if target.kind == "role":
                who = self.duty if self._is_always_reachable(target) else self
                names = who.people(*self._roster.behind(target), trusting=trusting)
            else:
                names = self._all((target,), trusting)
            found.update(dict.fromkeys(names))
        return tuple(found)

    def reached(self, calls: Iterable[Call], *, trusting: bool = False) -> tuple[str, ...]:
        """Ids of the people whom calls reach by a method they have, in order of the calls."""
        found: dict[str, None] = {}
        for call in calls:
            for person in self._all(call.targets, trusting):
                if call.notice(person) is not None:
                    found[person] = None
        return tuple(found)

    def find(self, reference: Reference, trusting: bool) -> tuple[str, ...]:
        """As inherited; what duty alone decides is remembered there, for all its moments."""
        if reference.kind == "rotation" or self._is_always_reachable(reference):
            return self.duty.find(reference, trusting)
        return super().find(reference, trusting)

    def _behind(self, reference: Reference, trusting: bool) -> tuple[str, ...]:
        if reference.kind == "escalation":
            return self.reached(self._roster.unrolled(reference.id).calls, trusting=trusting)
        return super()._behind(reference, trusting)

    def _is_always_reachable(self, reference: Reference) -> bool:
        if reference.kind != "role":
            return False
        return self._roster.plan.roles[reference.id].always_reachable

    def _is_there(self, person: str, trusting: bool) -> bool:
        calendar = self._roster.kept[person]
        inside_hours = trusting if calendar is None else calendar in self.open
        if inside_hours and person not in self.duty.away:
            return True
        return person in self.duty.on_call(trusting)
