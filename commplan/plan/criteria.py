"""Which severity a case has: what the criteria of severities take, and what none of them takes.

A case gives every measure a value and every flag yes or no. Severities are tried
in their order, and the first whose criteria hold is the one: every condition of
it, or one of its flags under ``or``. Nothing is sampled: a search over the sides
of the limits decides exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from commplan.named import NamedTuple
from commplan.plan.measures import (
    IS_SET,
    NOT_SET,
    Condition,
    Measure,
    Range,
    UnclearCriteria,
    read_condition,
    read_measures,
)
from commplan.plan.promises import IncidentSeverity

Box = Mapping[str, Range]
"""Cases: the range of each measure and flag."""
Clause = Sequence[tuple[str, Range]]
"""Ranges of which a case has to be in one at least."""

_MOST_STEPS = 1_000_000
"""How much trying is reasonable; criteria that people write take some hundred steps."""


class Grade(NamedTuple):
    """A severity and what makes a case so grave: all conditions, or one of the flags."""

    id: str
    order: int
    conditions: tuple[Condition, ...]
    flags: tuple[str, ...]

    @property
    def ways(self) -> Iterator[list[Clause]]:
        """Each of the ways in which a case is so grave."""
        if self.conditions:
            yield [[(condition.measure, condition.inside)] for condition in self.conditions]
        for flag in self.flags:
            yield [[(flag, IS_SET)]]

    @property
    def missed(self) -> list[Clause]:
        """What holds for a case that is not."""
        missed: list[Clause] = [[(flag, NOT_SET)] for flag in self.flags]
        if self.conditions:
            missed.append([(condition.measure, condition.outside) for condition in self.conditions])
        return missed


class Hidden(NamedTuple):
    """A severity that no case has."""

    grade: Grade
    possible: bool
    """There are cases that meet its criteria; the severities before it take them."""
    by: str | None
    """The one before it that takes all of them, where one does that alone."""


class Criteria:
    """The criteria of severities that all have some. Reading them may raise UnclearCriteria."""

    def __init__(self, severities: Iterable[IncidentSeverity]) -> None:
        # Names decide where orders do not, and below the order of conditions: not that of the text.
        in_order = sorted(severities, key=lambda severity: (severity.order, severity.id))
        self.measures = read_measures(in_order)
        self.grades = tuple(_grade(severity, self.measures) for severity in in_order)
        self._everything = {name: measure.range for name, measure in self.measures.items()}
        self._steps = 0

    def gaps(self) -> Iterator[Box]:
        """Cases that no severity takes: all gaps of the only measure, else one if there is any.

        Raises UnclearCriteria where trying takes too long.
        """
        missed = [clause for grade in self.grades for clause in grade.missed]
        measured = [measure for measure in self.measures.values() if measure.kind != "flag"]
        if len(measured) == 1:
            yield from self._gaps_of(measured[0], missed)
        elif (box := self._find(missed)) is not None:
            yield box

    def _gaps_of(self, measure: Measure, missed: Sequence[Clause]) -> Iterator[Box]:
        gap: Box | None = None
        for cell in self._cells(measure):
            found = self._find([[(measure.name, cell)], *missed])
            if gap and found and gap == {**found, measure.name: gap[measure.name]}:
                found = {**found, measure.name: (gap[measure.name][0], cell[1])}
            elif gap:
                yield gap
            gap = found
        if gap:
            yield gap

    def _cells(self, measure: Measure) -> Iterator[Range]:
        """The pieces into which the limits cut a measure, from the lowest up."""
        first, last = measure.range
        ranges = [
            side
            for grade in self.grades
            for condition in grade.conditions
            if condition.measure == measure.name
            for side in (condition.inside, condition.outside)
        ]
        starts = sorted({first, *(start for start, _ in ranges if first < start <= last)})
        ends = [*(measure.before(start) for start in starts[1:]), last]
        yield from zip(starts, ends, strict=True)

    def hidden(self) -> Iterator[Hidden]:
        """Severities that no case has; those of one order hide none of each other.

        Raises UnclearCriteria as above.
        """
        for grade in self.grades:
            before = [other for other in self.grades if other.order < grade.order]
            if not self._may_be(grade, before):
                possible = self._may_be(grade, ())
                alone = (other.id for other in before if not self._may_be(grade, (other,)))
                yield Hidden(grade, possible, next(alone, None) if possible else None)

    def _may_be(self, grade: Grade, before: Iterable[Grade]) -> bool:
        """Whether some case has the severity and none of those before it."""
        missed = [clause for other in before for clause in other.missed]
        return any(self._find([*way, *missed]) is not None for way in grade.ways)

    def bordering(self, box: Box) -> Iterator[Condition]:
        """The conditions whose limit is an end of a box, those of the mildest severity first."""
        for grade in reversed(self.grades):
            for condition in grade.conditions:
                lowest, highest = self.measures[condition.measure].range
                first, last = box[condition.measure]
                start, end = condition.outside
                if first == start != lowest or last == end != highest:
                    yield condition

    def _find(self, clauses: Iterable[Clause]) -> Box | None:
        """Some cases that meet every clause, as large a box as the search comes by."""
        box = dict(self._everything)
        forks = []
        for clause in clauses:
            if len(clause) > 1:
                forks.append(clause)
                continue
            ((name, wanted),) = clause
            both = _overlap(box[name], wanted)
            if both is None:
                return None
            box[name] = both
        return self._search(box, forks)

    def _search(self, box: Box, forks: Sequence[Clause]) -> Box | None:
        waiting = [(box, 0)]
        while waiting:
            box, number = waiting.pop()
            if number == len(forks):
                return box
            self._steps += len(box)
            if self._steps > _MOST_STEPS:
                raise UnclearCriteria("there are too many ways to combine the criteria")
            for name, wanted in reversed(forks[number]):
                both = _overlap(box[name], wanted)
                if both is not None:
                    waiting.append(({**box, name: both}, number + 1))
        return None


def _overlap(one: Range, other: Range) -> Range | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _grade(severity: IncidentSeverity, measures: Mapping[str, Measure]) -> Grade:
    at = severity.at / "criteria"
    conditions = tuple(
        read_condition(measures[name], value, at / name)
        for name, value in sorted(severity.criteria.items())
        if name != "or"
    )
    return Grade(severity.id, severity.order, conditions, tuple(severity.criteria.get("or", ())))
