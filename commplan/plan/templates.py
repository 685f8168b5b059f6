"""Templates of messages."""

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.values import Raw, text, texts


class Template(NamedTuple):
    """A text with fields, kept in a file beside the plan or in the plan."""

    id: str
    at: Place
    type: str | None
    """What kind of message it is for."""
    phases: tuple[str, ...]
    """Phases of an incident that it serves."""
    fields: tuple[str, ...]
    """Fields it uses, each written ``{{ field }}`` in the text."""
    file: str | None
    text: str | None
    """The text itself, where there is no file."""
    languages: tuple[str, ...]
    summary_first: bool
    """The text begins with a summary."""
    marker: str | None
    """Words by which a message written from it is recognised."""


def read_template(id: str, raw: Raw, at: Place) -> Template:
    """Read ``templates.<id>``."""
    return Template(
        id=id,
        at=at,
        type=text(raw.get("type")),
        phases=texts(raw.get("phases")),
        fields=texts(raw.get("fields")),
        file=text(raw.get("file")),
        text=text(raw.get("text")),
        languages=texts(raw.get("languages")),
        summary_first=raw.get("summary_first") is True,
        marker=text(raw.get("marker")),
    )
