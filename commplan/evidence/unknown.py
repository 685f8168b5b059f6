"""Records of what a plan does not have: nobody can judge what they tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from commplan.evidence.evidence import Gap
from commplan.evidence.table import LONGEST_NAME
from commplan.explain.words import shown
from commplan.plan import nearest

if TYPE_CHECKING:
    from commplan.evidence.evidence import EvidenceFile


def strangers(
    named: Iterable[tuple[EvidenceFile, str]], known: Collection[str], noun: str
) -> Iterator[Gap]:
    """One for each file with names that are not known, given all names with their files.

    ``noun`` says what they should name: ``obligation``.
    """
    unknown: dict[EvidenceFile, set[str]] = {}
    for file, name in named:
        if name not in known:
            unknown.setdefault(file, set()).add(name)
    for file, names in unknown.items():
        first, *others = sorted(names)
        more = f" and {len(others)} more" if others else ""
        meant = nearest(first, known) if len(first) <= LONGEST_NAME else None
        hint = f"; did you mean {meant}?" if meant else ""
        yield Gap(file.at, f"{file.path}: the plan has no {noun} {shown(first)}{more}{hint}")
