"""Training in communication."""

from collections.abc import Mapping

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_references
from commplan.plan.values import Raw, duration, mapping, text, texts


class Course(NamedTuple):
    """A course, and who must have passed it."""

    id: str
    at: Place
    covers: tuple[str, ...]
    valid: Duration | None
    """How long a pass counts; for ever where nothing is said."""
    required_for: tuple[Reference, ...]


class Training(NamedTuple):
    """Courses, and where it is recorded who passed them."""

    at: Place
    courses: Mapping[str, Course]
    records: str | None
    """The path of the file."""


def read_training(raw: Raw, at: Place) -> Training:
    """Read ``training``."""
    under, courses = at / "courses", mapping(raw.get("courses"))
    return Training(
        at=at,
        courses={key: _course(key, mapping(item), under / key) for key, item in courses.items()},
        records=text(raw.get("records")),
    )


def _course(id: str, raw: Raw, at: Place) -> Course:
    return Course(
        id=id,
        at=at,
        covers=texts(raw.get("covers")),
        valid=duration(raw.get("valid")),
        required_for=read_references(raw, "required_for", at),
    )
