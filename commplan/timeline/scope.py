"""Which calendars, rotations and people an answer can depend on."""

from collections.abc import Iterable

from commplan.named import NamedTuple
from commplan.plan import Reference
from commplan.timeline.roster import Roster


class Scope(NamedTuple):
    """Everything that can change who some references stand for; all ids, sorted."""

    calendars: tuple[str, ...]
    rotations: tuple[str, ...]
    people: tuple[str, ...]
    nodes: frozenset[tuple[str, str]]
    """Kind and id of everything on the way."""
    broken: bool
    """Whether a reference on the way names nothing."""
    doubtful: bool
    """Whether there is anybody of whom nobody can tell when they are there."""


class _Walk:
    """One walk from references to people.

    Somebody asked for by name counts by their hours and by any duty; somebody
    reached through a rotation, or a role that is always reachable, counts at
    all times: those two ways are walked apart.
    """

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._waiting: list[tuple[Reference, bool]] = []
        self.seen: set[tuple[str, str, bool]] = set()
        self.calendars: set[str] = set()
        self.rotations: set[str] = set()
        self.people: set[str] = set()
        self.broken = False
        self.doubtful = False

    def run(self, references: Iterable[Reference]) -> None:
        """Go from the references as far as there is anything behind them."""
        self._add(references, always=False)
        sound = self._roster.plan.sound
        while self._waiting:
            reference, always = self._waiting.pop()
            key = (reference.kind, reference.id, always)
            if key in self.seen:
                continue
            self.seen.add(key)
            if not sound(reference):
                self.broken = True
            else:
                self._step(reference, always)

    def _add(self, references: Iterable[Reference], always: bool) -> None:
        self._waiting += [(reference, always) for reference in references]

    def _step(self, reference: Reference, always: bool) -> None:
        plan = self._roster.plan
        if reference.kind == "person":
            self._person(reference.id, always)
        elif reference.kind == "role":
            always = always or plan.roles[reference.id].always_reachable
            self._add(plan.behind(reference), always)
        elif reference.kind == "rotation":
            self._rotation(reference.id)
        elif reference.kind == "external":
            self.doubtful = True
        else:
            if reference.kind == "group" and not plan.groups[reference.id].listed:
                self.doubtful = True
            self._add(plan.behind(reference), always)

    def _person(self, id: str, always: bool) -> None:
        self.people.add(id)
        if not always:
            calendar = self._roster.kept[id]
            if calendar is None:
                self.doubtful = True
            else:
                self.calendars.add(calendar)
            for rotation in self._roster.duties.get(id, ()):
                self._rotation(rotation)

    def _rotation(self, id: str) -> None:
        if id not in self.rotations:
            self.rotations.add(id)
            self.doubtful = self.doubtful or self._roster.turns(id) is None
            self._add(self._roster.users(id), always=True)


def scope(roster: Roster, references: Iterable[Reference]) -> Scope:
    """Walk from references to everything that can change whom they stand for."""
    walk = _Walk(roster)
    walk.run(references)
    return Scope(
        calendars=tuple(sorted(walk.calendars)),
        rotations=tuple(sorted(walk.rotations)),
        people=tuple(sorted(walk.people)),
        nodes=frozenset(key[:2] for key in walk.seen).union(
            ("rotation", rotation) for rotation in walk.rotations
        ),
        broken=walk.broken,
        doubtful=walk.doubtful,
    )
