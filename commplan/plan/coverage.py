"""When how many people have to be reachable."""

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.values import Raw, text, whole


class Requirement(NamedTuple):
    """When how many people must be reachable for a severity."""

    severity: str
    at: Place
    require: str | None
    """``24x7`` or ``calendar:<id>``."""
    min_depth: int


def read_requirement(severity: str, raw: Raw, at: Place) -> Requirement:
    """Read ``coverage.<severity>``."""
    depth = whole(raw.get("min_depth"))
    return Requirement(
        severity=severity,
        at=at,
        require=text(raw.get("require")),
        min_depth=1 if depth is None else depth,
    )
