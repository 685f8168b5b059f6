"""How a run looks at its files, and what of it is reported."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from commplan.named import NamedTuple

if TYPE_CHECKING:
    from commplan.checker.cache import Cache
    from commplan.checker.known import Known


class Options(NamedTuple):
    """How to look at files."""

    command: str = "check"
    profile: str = "standard"
    jobs: int = 1
    cache: Callable[[], "Cache"] | None = None
    """Opens the cache; None for a run without one."""
    known: "Known | None" = None
    """What the baseline knows; None for a run without one."""
    report_only: frozenset[str] | None = None
    """Print only what concerns these files and the plans that rest on them; None for all."""
    honour_covers: bool = True
    """False shows what waivers and ignores hide."""
