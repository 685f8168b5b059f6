"""Escalation paths unrolled: who is called when, how, and how soon they notice."""

from collections.abc import Iterator, Mapping, Sequence

from commplan.cached import cached_property
from commplan.clock import Duration, compare_durations, exact_length, exact_parameter
from commplan.named import NamedTuple
from commplan.plan import EscalationPath, Method, Person, Plan, Reference, Step, addressees

NOTICE: Mapping[str, str] = {
    "push": "2m",
    "phone": "2m",
    "sms": "3m",
    "slack": "10m",
    "email": "30m",
}
"""How long it takes until somebody notices, by medium."""

SLACK = "slack"
_PAGING = "paging"


class Try(NamedTuple):
    """One medium of a step that is ever tried; all in microseconds from the step's start."""

    noticed: int
    """When somebody notices."""
    delay: int
    """When it is tried."""
    medium: str


class Notices(dict[str, int | None]):
    """How soon people notice one step's message, worked out when first asked for."""

    def __init__(self, plan: Plan, step: Step, media: Sequence[Try]) -> None:
        super().__init__()
        self._plan = plan
        self._step = step
        self._media = media

    @property
    def longest(self) -> int:
        """How soon people notice by the slowest medium that is tried; 0 if none is."""
        return max([tried.noticed for tried in self._media], default=0)

    def __missing__(self, id: str) -> int | None:
        """Microseconds by the quickest medium that somebody has.

        Parties whose contacts only others know count as having every medium.
        """
        tries = self.tries(id)
        self[id] = tries[0].noticed if tries else None
        return self[id]

    def tries(self, id: str) -> tuple[Try, ...]:
        """Every try to reach somebody by a medium they have, the quickest noticed first."""
        person = self._plan.people.get(id)
        if person is None:
            return tuple(self._media)
        return tuple([tried for tried in self._media if self._has(person, tried.medium)])

    def _has(self, person: Person, medium: str) -> bool:
        """Whether the step can reach somebody by a medium.

        In a step without ``via`` everybody counts as reached by Slack, with a
        declared account or not: the medium is then our assumption, and nobody is
        uncovered for want of an id that the plan had no reason to give.
        """
        if has_contact(person, medium):
            return True
        return medium == SLACK and (not self._step.via or person.id in self._mentioned)

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        """People whom Slack reaches as members of a user group."""
        notify = self._step.notify
        one_by_one = {
            party.id
            for target in notify
            for party in addressees(self._plan, target, by_usergroup=True)
        }
        people = (person.id for person in self._plan.reach(*notify).people)
        return frozenset(people) - one_by_one


class Call(NamedTuple):
    """One step of a path, when its turn comes.

    A path that a step notifies is called at that step's time: its first step
    belongs to the same level, its later ones are levels of their own.
    """

    level: tuple[int, ...]
    """Numbers of the steps that led here: ``(2,)``, or ``(2, 3)`` within a nested path."""
    step: Step
    targets: tuple[Reference, ...]
    """Whom the step notifies, nested paths and references to nothing left out."""
    after: int | None
    """Microseconds from the start of the outermost path; None if a wait before it is
    missing or has no fixed length."""
    notices: Notices
    """Microseconds from the step's start until somebody notices, by person or party."""

    def notice(self, id: str) -> int | None:
        """How soon somebody notices, from the step's start; None if it cannot reach them.

        ``id`` is a person's, or ``group:id`` and ``external:id`` as moments give them.
        """
        return self.notices[id]


class Unrolled(NamedTuple):
    """A path with everything that it sets in motion."""

    calls: tuple[Call, ...]
    """In the order of the steps."""
    end: int | None
    """Microseconds until the path gives up; with nested paths, until the last of them does."""

    @property
    def slowest(self) -> int | None:
        """By when anybody has noticed whom a call reaches at all; None if that is not known."""
        times = [call.after + call.notices.longest for call in self.calls if call.after is not None]
        return max(times, default=0) if len(times) == len(self.calls) else None


def has_contact(person: Person, medium: str) -> bool:
    """Whether the plan knows how to reach somebody by a medium. Anybody can be paged."""
    if medium == SLACK:
        return person.slack is not None
    if medium in ("phone", "sms"):
        return bool(person.contacts.get("phone"))
    return medium == "push" or (medium == "email" and person.email is not None)


def unroll(plan: Plan, path: EscalationPath, notice: Mapping[str, str] = NOTICE) -> Unrolled:
    """Unroll a path. ``notice`` replaces :data:`NOTICE` medium by medium.

    Raises ConfigError for a notice that is no exact duration.
    """
    return _Unrolling(plan, notice).path(path, (), 0)


def last_call(plan: Plan, path: EscalationPath) -> Call | None:
    """What happens when nobody on the path has acknowledged, as a call after the last one."""
    given_up = path.on_exhausted
    if given_up is None:
        return None
    step = Step(0, given_up.at, given_up.notify, given_up.via, None, False, None)
    return _Unrolling(plan, NOTICE).call(path, step, (), None)


class _Unrolling:
    """The state of one unrolling."""

    def __init__(self, plan: Plan, notice: Mapping[str, str]) -> None:
        self._plan = plan
        self._begun: set[str] = set()
        self._notice = {
            medium: exact_parameter("notice", text) for medium, text in {**NOTICE, **notice}.items()
        }

    def path(self, path: EscalationPath, level: tuple[int, ...], after: int | None) -> Unrolled:
        self._begun.add(path.id)
        calls: list[Call] = []
        ends: list[int | None] = []
        start = after
        for step in path.steps:
            here = level if level and step.number == 1 else (*level, step.number)
            calls.append(self.call(path, step, here, after))
            for nested in self._nested(step):
                inner = self.path(nested, here, after)
                calls += inner.calls
                ends.append(inner.end)
            after = _plus(after, step.ack_within)
        if start is None or after is None:
            ends.append(None)
        else:
            ends.append(start + (path.repeat + 1) * (after - start))
        known = [end for end in ends if end is not None]
        return Unrolled(tuple(calls), max(known) if len(known) == len(ends) else None)

    def _nested(self, step: Step) -> Iterator[EscalationPath]:
        """Paths that the step sets in motion; one that has begun is not begun again."""
        for target in step.notify:
            begins = target.kind == "escalation" and target.id not in self._begun
            if begins and self._plan.sound(target):
                yield self._plan.paths[target.id]

    def call(
        self, path: EscalationPath, step: Step, level: tuple[int, ...], after: int | None
    ) -> Call:
        sound = filter(self._plan.sound, step.notify)
        media = sorted(self._media(path, step))
        return Call(
            level=level,
            step=step,
            targets=tuple(target for target in sound if target.kind != "escalation"),
            after=after,
            notices=Notices(self._plan, step, media),
        )

    def _media(self, path: EscalationPath, step: Step) -> Iterator[Try]:
        """Media of a step that are ever tried."""
        for method in step.methods:
            delay = exact_length(method.delay)
            tried = not step.via or not _hands_over_before(step, method)
            if delay is not None and tried and (method.medium != "push" or self._pages(path)):
                yield Try(self._notice[method.medium] + delay, delay, method.medium)

    def _pages(self, path: EscalationPath) -> bool:
        """Whether the path has a tool that can push."""
        if path.tool is None or not self._plan.sound(path.tool):
            return False
        return self._plan.tools[path.tool.id].is_kind(_PAGING)


def _hands_over_before(step: Step, method: Method) -> bool:
    """Whether a method is due only when the next step has taken over, so that it never fires."""
    return step.ack_within is not None and compare_durations(method.delay, step.ack_within) in (
        0,
        1,
    )


def _plus(time: int | None, wait: Duration | None) -> int | None:
    length = None if wait is None else exact_length(wait)
    return None if time is None or length is None else time + length
