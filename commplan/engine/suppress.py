"""What hides a finding: waivers in plans and ignores in comments."""

from collections.abc import Iterable, Mapping, Sequence

from commplan.catalogue import Catalogue
from commplan.engine.select import Selection
from commplan.finding import Excuse, Finding, Waived
from commplan.named import NamedTuple
from commplan.place import Place

UNWAIVABLE = ("WVR", "AUD", "PLN001")
"""Code prefixes of rules that nothing hides: they say whether the run itself can be trusted."""


def naming_fault(word: str, catalogue: Catalogue, selection: Selection) -> str | None:
    """What is wrong with naming a rule so in a waiver or an ignore; None for nothing."""
    if not catalogue.knows(word):
        if word.rstrip("0123456789").isupper() and len(word) < 6:
            return f"covers the whole area {word!r} instead of a rule"
        return f"names the unknown rule {word!r}"
    rule = catalogue.find(word)
    if rule is not None and rule.code in selection.mandatory:
        return f"names {rule.code}, which is mandatory here"
    if rule is not None and rule.code.startswith(UNWAIVABLE):
        return f"names {rule.code}, which nothing can hide"
    return None


class Cover(NamedTuple):
    """A waiver or an ignore that holds today, reduced to what it covers."""

    excuse: Excuse
    at: Place
    """Where it stands."""
    codes: tuple[str, ...]
    """Codes, prefixes or names, as written."""
    plan: str | None
    """``metadata.id`` of the plan a waiver speaks of."""
    pointer: str | None
    """JSON pointer that a waiver covers, with all that lies under it."""
    line: int | None
    """Line that an ignore covers; None with ``pointer`` None means the whole file."""
    opened: int | None = None
    """A further line that it covers: that of a bracket which closes on the other."""

    def hides(self, finding: Finding) -> bool:
        """Whether this covers the finding."""
        if not any(_names(word, finding) for word in self.codes):
            return False
        if self.pointer is not None:
            return finding.plan == self.plan and _under(finding.location.pointer, self.pointer)
        same_file = finding.location.path == self.excuse.location.path
        return same_file and (self.line is None or finding.location.line in self.lines)

    @property
    def lines(self) -> tuple[int | None, int | None]:
        """The lines that an ignore covers."""
        return self.line, self.opened


class Suppressed(NamedTuple):
    """Findings apart: those that count and those that are hidden."""

    shown: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    matches: tuple[int, ...]
    """How many findings each cover matches, in the order of the covers."""


def suppress(findings: Iterable[Finding], covers: Sequence[Cover]) -> Suppressed:
    """Split findings; of several covers that match one, the first is its excuse."""
    near = _by_reach(covers)
    shown, waived = [], []
    matches = [0] * len(covers)
    for finding in findings:
        reached = () if finding.code.startswith(UNWAIVABLE) else _reaching(finding, near)
        hiding = [number for number in reached if covers[number].hides(finding)]
        for number in hiding:
            matches[number] += 1
        if hiding:
            waived.append(Waived(finding, covers[hiding[0]].excuse))
        else:
            shown.append(finding)
    return Suppressed(tuple(shown), tuple(waived), tuple(matches))


_Reach = tuple[str | None, str | None]
"""The plan that a cover speaks of, or the file; thousands of plans bring covers of their own."""


def _by_reach(covers: Sequence[Cover]) -> Mapping[_Reach, Sequence[int]]:
    near: dict[_Reach, list[int]] = {}
    for number, cover in enumerate(covers):
        file = cover.excuse.location.path if cover.pointer is None else None
        near.setdefault((cover.plan, file), []).append(number)
    return near


def _reaching(finding: Finding, near: Mapping[_Reach, Sequence[int]]) -> Iterable[int]:
    """The covers that may concern a finding, in order."""
    if not near:
        return ()
    of_plan, of_file = (finding.plan, None), (None, finding.location.path)
    return sorted((*near.get(of_plan, ()), *near.get(of_file, ())))


def _names(word: str, finding: Finding) -> bool:
    return word.upper() == finding.code or word.lower() == finding.name


def _under(pointer: str, cover: str) -> bool:
    return pointer == cover or pointer.startswith(cover.rstrip("/") + "/")
