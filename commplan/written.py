"""A document as it was written, before and beside its meaning: what rules of form look at."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from commplan.document import Document, Ignore
from commplan.errors import PlanSyntaxError
from commplan.named import NamedTuple
from commplan.place import Origin, Place
from commplan.schema import Fault


class WrittenDocument(NamedTuple):
    """One document as written; what rules of class 0 ask for as ``document``."""

    origin: Origin
    kind: str | None
    """``CommunicationPlan``, ``Baseline``, …, or None where the document does not say."""
    document: Document | None
    """None where the file cannot be read as YAML."""
    faults: tuple[Fault, ...]
    """What the schema does not allow."""
    syntax: PlanSyntaxError | None
    """Why the file cannot be read as YAML."""
    ignores: tuple[Ignore, ...]
    """Inline ignore comments of the file; given with its first document only."""

    @property
    def value(self) -> Mapping[str, Any]:
        """The mapping as written; empty where there is none."""
        value = self.document.value if self.document else None
        return value if isinstance(value, dict) else {}

    @property
    def keys(self) -> AbstractSet[str]:
        """Every key, be it of one mapping or of many; none where the file cannot be read."""
        return self.document.keys if self.document else frozenset()

    def scalars(self, keys: AbstractSet[str]) -> Iterable[tuple[str, object]]:
        """The scalars under some keys, each with its key; the key of a list is that of its items.

        In no order, and maybe with some that a later key has replaced: for a quick look.
        """
        return self.document.scalars(keys) if self.document else ()

    def may_hold(self, *marks: str) -> bool:
        """Whether a scalar can have one of some marks without blanks in it; False is certain."""
        return self.document is not None and self.document.may_hold(*marks)

    @property
    def root(self) -> Place:
        """The document as a place."""
        return Place(self.origin, ())


class Unreadable(NamedTuple):
    """Why a file beside a plan has no text."""

    problem: str
    """Such as ``the file is too large; expected at most …``; it does not name the file."""
    is_missing: bool


class Files(Protocol):
    """The files beside a plan.

    Paths are relative to the file in which the value at ``at`` stands: what a
    baseline names lies beside the baseline.
    """

    def exists(self, at: Place, path: str) -> bool:
        """Whether ``path`` exists."""

    def resolve(self, at: Place, path: str) -> str | None:
        """``path`` as from the working directory; None where no value stands at ``at``."""

    def text(self, at: Place, path: str) -> str | Unreadable:
        """The text of the file ``path``, or why it has none.

        Only regular files within the limit on size are read, as UTF-8 and without a
        byte order mark. A path may lead anywhere, to a key as well: repeat no words of
        a text before it has shown that it is what was meant.
        """
