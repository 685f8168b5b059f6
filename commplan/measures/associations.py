"""Whether incidents of which people hear less take longer to resolve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from commplan.clock import Duration, window_start
from commplan.evidence import Evidence, Gap, IncidentRecord
from commplan.measures.courses import IncidentCourse, incident_courses
from commplan.plan import Plan, incident_channels
from commplan.statistics import Association, holm, rank_correlation

if TYPE_CHECKING:
    from commplan.measures.history import History


class Habit(NamedTuple):
    """Something about how people communicate in an incident."""

    id: str
    more: str
    """What is said where there is more of it: ``longer update gaps``."""


UPDATE_GAP = Habit("largest_update_gap", "longer update gaps")
FIRST_RESPONSE = Habit("first_response", "later first updates")
THREAD_USE = Habit("thread_use", "larger shares in threads")


class ResolutionAssociation(NamedTuple):
    """How far the time to resolve incidents rises with a habit."""

    habit: Habit
    found: Association
    p: float
    """How often chance alone does as much, given how many habits were looked at."""


def resolution_associations(
    plan: Plan,
    evidence: Evidence,
    history: History | None,
    as_of: int,
    window: Duration,
    least: int,
) -> Iterator[ResolutionAssociation | Gap]:
    """Each habit against the time to resolve, over the incidents that were resolved in a window.

    Habits are the largest time between start, updates and end, the time to the first
    update, and the share of what people wrote in the incident's channels that stands in
    threads. Of incidents without updates either time would be the time to resolve once
    more, so they tell of threads alone. Fewer than ``least`` incidents tell nothing.
    Raises ValueError for a window in business days.
    """
    files, gaps = evidence.files_of(IncidentRecord), evidence.gaps(IncidentRecord)
    since = window_start(as_of, window)
    if since is None:
        raise ValueError(f"no calendar places a window of {window}: write days, such as 180d")
    for gap in gaps:
        yield gap._replace(reason=f"which incidents there were is not known: {gap.reason}")
    if not files and plan.severities:
        yield Gap((plan.root / "severities").key, "the plan names no file of incidents")
    if gaps or not files:
        return
    over = [
        course
        for course in incident_courses(plan, evidence, history, as_of, since)
        if course.ended is not None and course.ended > course.started >= since
    ]
    for doubt in dict.fromkeys(course.doubt for course in over if course.doubt):
        yield Gap(files[0].at, doubt)
    known = [one for one in over if not one.doubt and not one.doubtful and _is_known(one)]
    if len(known) < least:
        told = f"{len(known)} resolved incidents of the last {window} are known"
        yield Gap(files[0].at, f"{told}, and it takes {least} to tell what goes with their length")
        return
    with_updates = sum(bool(course.updates) for course in known)
    if with_updates < least:
        told = f"{with_updates} resolved incidents of the last {window} had updates"
        yield Gap(files[0].at, f"{told}, and it takes {least} to tell what goes with their length")
    found = list(_associations(known, history, least))
    for (habit, one), p in zip(found, holm([one.p for _, one in found]), strict=True):
        yield ResolutionAssociation(habit, one, p)


def _is_known(course: IncidentCourse) -> bool:
    start, end = course.known
    return course.ended is not None and start <= course.started and course.ended <= end


def _associations(
    courses: Sequence[IncidentCourse], history: History | None, least: int
) -> Iterator[tuple[Habit, Association]]:
    lengths = [(course.ended or course.started) - course.started for course in courses]
    heard_of = [(number, course) for number, course in enumerate(courses) if course.updates]
    measured: dict[Habit, Mapping[int, float]] = {
        UPDATE_GAP: {n: _largest_gap(course) for n, course in heard_of},
        FIRST_RESPONSE: {n: course.updates[0].at - course.started for n, course in heard_of},
    }
    if history is not None:
        measured[THREAD_USE] = _thread_use(history, courses)
    for habit, values in measured.items():
        numbers = sorted(values)
        if len(numbers) < least:
            continue
        found = rank_correlation([lengths[n] for n in numbers], [values[n] for n in numbers])
        if found is not None:
            yield habit, found


def _largest_gap(course: IncidentCourse) -> int:
    instants = [course.started, *(one.at for one in course.updates), course.ended or 0]
    return max(after - before for before, after in pairwise(instants))


def _thread_use(history: History, courses: Sequence[IncidentCourse]) -> Mapping[int, float]:
    """The share of messages in threads, by the number of the incident; none without messages."""
    import narwhals as nw

    from commplan.history import Author
    from commplan.measures.spells import during, spell_table

    spells = []
    for number, course in enumerate(courses):
        for channel in incident_channels(history.plan, course.severity.id):
            measured = history.channels.get(channel.id)
            if measured is not None and course.ended is not None:
                spells.append(((measured.id, str(number)), ((course.started, course.ended),)))
    table = spell_table(history.engine, ("channel", "number"), spells)
    written = history.frames.messages.filter(nw.col("kind") == Author.HUMAN.value)
    threaded = (~nw.col("thread").is_null()).cast(nw.Int64)
    counted = (
        during(written.select("channel", "at", "thread"), table, ("channel",))
        .group_by("number")
        .agg(n=nw.len(), inside=threaded.sum())
        .collect()
    )
    return {int(number): int(inside) / n for number, n, inside in counted.rows()}
