"""Places in documents, named by keys: what rules point at and the engine looks up."""

from commplan.document import Pointer, Span
from commplan.named import NamedTuple


class Origin(NamedTuple):
    """One YAML document of one file."""

    path: str
    """The file, as shown to the user."""
    document: int
    """0-based number of the document within the file."""


class Place(NamedTuple):
    """Something in a document, named by its keys rather than by line and column.

    ``place / "owner"`` goes one key deeper. A pointer to something absent stands
    for the closest thing around it that is there.
    """

    origin: Origin
    pointer: Pointer
    on_key: bool = False
    """The key is meant, not its value."""
    span: Span | None = None
    """Set where the spot is known already and no key leads to it (a comment, a syntax error)."""

    def __truediv__(self, step: str | int) -> "Place":
        return tuple.__new__(Place, (self.origin, (*self.pointer, step), False, None))  # see place

    @property
    def key(self) -> "Place":
        """The same place, meaning the key."""
        return Place(self.origin, self.pointer, True)


def place(origin: Origin, pointer: Pointer) -> Place:
    """``Place(origin, pointer)``, past what calling a class costs: plans have hundreds."""
    return tuple.__new__(Place, (origin, pointer, False, None))
