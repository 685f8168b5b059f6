"""What hides a finding: waivers in plans and ignores in comments."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from commplan.finding import Excuse, Finding, Waived

UNWAIVABLE = ("WVR", "AUD", "PLN001")
"""Code prefixes of rules that nothing hides: they say whether the run itself can be trusted."""


class Cover(NamedTuple):
    """A waiver or an ignore that holds today, reduced to what it covers."""

    excuse: Excuse
    codes: tuple[str, ...]
    """Codes, prefixes or names, as written."""
    plan: str | None
    """``metadata.id`` of the plan a waiver speaks of."""
    pointer: str | None
    """JSON pointer that a waiver covers, with all that lies under it."""
    line: int | None
    """Line that an ignore covers; None with ``pointer`` None means the whole file."""

    def hides(self, finding: Finding) -> bool:
        """Whether this covers the finding."""
        if not any(_names(word, finding) for word in self.codes):
            return False
        if self.pointer is not None:
            return finding.plan == self.plan and _under(finding.location.pointer, self.pointer)
        same_file = finding.location.path == self.excuse.location.path
        return same_file and self.line in (None, finding.location.line)


def suppress(
    findings: Iterable[Finding], covers: Sequence[Cover]
) -> tuple[tuple[Finding, ...], tuple[Waived, ...]]:
    """Split findings into those that count and those that are hidden."""
    shown, waived = [], []
    for finding in findings:
        cover = None
        if not finding.code.startswith(UNWAIVABLE):
            cover = next((c for c in covers if c.hides(finding)), None)
        if cover is None:
            shown.append(finding)
        else:
            waived.append(Waived(finding, cover.excuse))
    return tuple(shown), tuple(waived)


def _names(word: str, finding: Finding) -> bool:
    return word.upper() == finding.code or word.lower() == finding.name


def _under(pointer: str, cover: str) -> bool:
    return pointer == cover or pointer.startswith(cover.rstrip("/") + "/")
