"""What the records of each type say, typed."""

from datetime import date

from commplan.named import NamedTuple


class TrainingRecord(NamedTuple):
    """A course that a person has passed."""

    person: str
    course: str
    completed: date


class ReviewRecord(NamedTuple):
    """A review, or an occasion of a programme, that took place."""

    review: str
    """The id of the review or programme, or of the incident that was reviewed."""
    done: date
    by: str | None


class ActionRecord(NamedTuple):
    """Something that a review decided to do; a record of it counts from the day it is due."""

    review: str
    """As in the record of the review."""
    action: str
    due: date
    done: date | None
    """None while it is open."""


class AnswerRecord(NamedTuple):
    """One answer to a survey."""

    date: date
    wave: str | None
    group: str | None
    score: float


class DrillRecord(NamedTuple):
    """How one level of a path, or a fallback, answered in a rehearsal."""

    path: str
    date: date
    level: int
    notified_at: int | None
    acknowledged_at: int | None
    """None if nobody acknowledged."""


class IncidentRecord(NamedTuple):
    """An incident; instants are microseconds UTC."""

    id: str
    severity: str
    started_at: int
    acknowledged_at: int | None
    resolved_at: int | None
    closed_at: int | None


class UpdateRecord(NamedTuple):
    """An update about an incident; instants are microseconds UTC."""

    incident: str
    posted_at: int
    phase: str | None
    """The phase that it puts the incident in."""
    next_update_at: int | None
    """When it says that the next one will come."""


class TicketRecord(NamedTuple):
    """A ticket of a request."""

    key: str
    request_ts: str | None
    """The ``ts`` of the Slack message that made the request, if one did."""
    channel: str | None
    created_at: int
    assignee: str | None
    closed_at: int | None


class PageRecord(NamedTuple):
    """A page that was sent to whoever is on call."""

    path: str
    at: int
    """In microseconds UTC."""
    person: str | None
    """Whom it was sent to; None where the record does not say."""


class NotificationRecord(NamedTuple):
    """A notification under an obligation."""

    obligation: str
    incident: str
    aware_at: int
    submitted_at: int | None
    """None while it is due."""


class ActivityRecord(NamedTuple):
    """What one member wrote on one day."""

    date: date
    user: str
    posts: int
    channel_posts: int


Record = (
    TrainingRecord
    | ReviewRecord
    | ActionRecord
    | AnswerRecord
    | DrillRecord
    | IncidentRecord
    | UpdateRecord
    | TicketRecord
    | PageRecord
    | NotificationRecord
    | ActivityRecord
)
