"""What waivers and ignores were good for in a run, as far as the run can tell."""

from collections.abc import Callable, Mapping, Sequence

from commplan.catalogue import Catalogue
from commplan.engine.suppress import Cover
from commplan.finding import Location
from commplan.named import NamedTuple
from commplan.place import Place


class CoverUse(NamedTuple):
    """A waiver or an ignore that held in this run, and what came of it."""

    waiver: str | None
    """The id of a waiver; None for an inline ignore."""
    rules: tuple[str, ...]
    """Codes or names, as written."""
    at: Place
    pointer: str | None
    """JSON pointer that a waiver covers."""
    line: int | None
    """Line that an ignore covers; None for a whole file, and for a waiver."""
    matches: int
    """How many findings it matched, whether or not another one hid them."""
    doubt: str | None
    """Why it may match more than this run could see."""


class Extent(NamedTuple):
    """How far a run went."""

    catalogue: Catalogue
    selected: Callable[[str], frozenset[str]]
    """Codes of the rules that judge the file of a path."""
    partial: Mapping[str, str]
    """Codes of rules that did not judge everything, with the reason."""
    files: frozenset[str]
    """Paths of the files that were looked at."""
    plans: frozenset[str]
    """Ids of the plans and baselines that were judged."""
    gap: str | None
    """Why no rule has seen everything, if so."""


def uses(covers: Sequence[Cover], matches: Sequence[int], extent: Extent) -> tuple[CoverUse, ...]:
    """What each waiver and ignore was good for; ``matches`` tells of the covers one by one.

    A waiver of a baseline is one, and covers each plan that extends it.
    """
    found: dict[Location, CoverUse] = {}
    for cover, count in zip(covers, matches, strict=True):
        spot = cover.excuse.location
        before = found.get(spot)
        found[spot] = CoverUse(
            waiver=cover.excuse.id,
            rules=cover.codes,
            at=before.at if before else cover.at,
            pointer=cover.pointer,
            line=cover.line,
            matches=count + (before.matches if before else 0),
            doubt=(before.doubt if before else None) or _doubt(cover, extent),
        )
    return tuple(found.values())


def _doubt(cover: Cover, extent: Extent) -> str | None:
    if extent.gap is not None:
        return extent.gap
    if cover.excuse.location.path not in extent.files:  # a baseline, which others may extend
        return f"{cover.excuse.location.path} is not among the files"
    if cover.plan is not None and cover.plan not in extent.plans:
        return f"no plan {cover.plan!r} was judged"
    return next(filter(None, (_unjudged(word, cover, extent) for word in cover.codes)), None)


def _unjudged(word: str, cover: Cover, extent: Extent) -> str | None:
    """Why a rule did not judge everything."""
    rule = extent.catalogue.find(word)
    if rule is None:
        return f"{word} is a rule of a later version"
    if rule.code not in extent.selected(cover.excuse.location.path):
        return f"{rule.code} is not among the rules of this run"
    if rule.code in extent.partial:
        return f"{rule.code} did not judge everything: {extent.partial[rule.code]}"
    return None
