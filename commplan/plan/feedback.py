"""How people say what they think."""

from datetime import date

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference
from commplan.plan.values import Raw, day, duration, part, text, texts, whole


class Survey(NamedTuple):
    """A recurring survey."""

    at: Place
    every: Duration | None
    last: date | None
    records: str | None
    """The path of the file with the answers."""
    min_group: int | None
    """Groups with fewer answers are not shown."""


class Appraisal(NamedTuple):
    """What appraisals look at."""

    at: Place
    includes: tuple[str, ...]
    every: Duration | None
    last: date | None


class Feedback(NamedTuple):
    """The ways back; None for those that the plan does not state."""

    at: Place
    csat: Survey | None
    engagement: Survey | None
    suggestions: Reference | None
    speak_up: Reference | None
    """The anonymous or confidential route for concerns."""
    appraisal: Appraisal | None


def read_feedback(raw: Raw, at: Place) -> Feedback:
    """Read ``feedback``."""
    return Feedback(
        at=at,
        csat=part(raw, "csat", at, _survey),
        engagement=part(raw, "engagement", at, _survey),
        suggestions=read_reference(raw, "suggestions", at),
        speak_up=read_reference(raw, "speak_up", at),
        appraisal=part(raw, "appraisal", at, _appraisal),
    )


def _survey(raw: Raw, at: Place) -> Survey:
    return Survey(
        at=at,
        every=duration(raw.get("every")),
        last=day(raw.get("last")),
        records=text(raw.get("records")),
        min_group=whole(raw.get("min_group")),
    )


def _appraisal(raw: Raw, at: Place) -> Appraisal:
    return Appraisal(
        at=at,
        includes=texts(raw.get("includes")),
        every=duration(raw.get("every")),
        last=day(raw.get("last")),
    )
