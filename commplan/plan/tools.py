"""Software that carries or records communication."""

from typing import TYPE_CHECKING

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.values import Raw, part, text, texts

if TYPE_CHECKING:
    from commplan.plan.drills import Drill


class Tool(NamedTuple):
    """A tool and what it depends on; :meth:`Plan.security` tells how secure it is."""

    id: str
    at: Place
    kind: str | None
    provider: str | None
    also: tuple[str, ...]
    """Further kinds of use."""
    features: tuple[str, ...]
    scopes: tuple[str, ...]
    depends_on: tuple[str, ...]
    """Ids of tools, or names of services that are in no plan."""
    urls: tuple[str, ...]
    """Where it is found: links that begin so lead to it."""
    raw: Raw
    """The entry as it was loaded."""

    def is_kind(self, kind: str) -> bool:
        """Whether the tool serves as this kind, mainly or also."""
        return kind == self.kind or kind in self.also

    @property
    def drill(self) -> "Drill | None":
        """How its use is rehearsed."""
        from commplan.plan.drills import read_drill

        return part(self.raw, "drill", self.at, read_drill)


def read_tool(id: str, raw: Raw, at: Place) -> Tool:
    """Read ``tools.<id>``."""
    return Tool(
        id=id,
        at=at,
        kind=text(raw.get("kind")),
        provider=text(raw.get("provider")),
        also=texts(raw.get("also")),
        features=texts(raw.get("features")),
        scopes=texts(raw.get("scopes")),
        depends_on=texts(raw.get("depends_on")),
        urls=texts(raw.get("url")),
        raw=raw,
    )
