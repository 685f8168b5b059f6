"""Findings that were there when a team began: known, and not to become more.

An entry speaks of a rule, a file and what in it is at fault, never of a line, so
it holds while the text around it moves. Where several findings have all of these
in common, the entry says how many there may be.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from commplan.engine.suppress import UNWAIVABLE
from commplan.finding import Finding, Mismatch
from commplan.named import NamedTuple

Key = tuple[str, str, str, str | None]
"""File, code, what is at fault, and the live object."""


class Entry(NamedTuple):
    """What a baseline knows of one rule at one thing."""

    path: str
    code: str
    at: str
    """JSON pointer to what is at fault, as far as it consists of names."""
    resource: str | None = None
    """Id of the live object, where there is one."""
    number: int = 1
    """Findings that may be there."""
    reason: str | None = None
    expires: str | None = None
    """The last day on which it hides anything, as YYYY-MM-DD."""

    @property
    def key(self) -> Key:
        """What tells it from other entries."""
        return self.path, self.code, self.at, self.resource


class Terms(NamedTuple):
    """What decides whether an entry holds."""

    today: str
    """As YYYY-MM-DD."""
    mandatory: frozenset[str]
    """Codes of rules that nothing hides."""
    judged: Callable[[Entry], bool]
    """Whether the run would have found what an entry speaks of."""


def key_of(finding: Finding) -> Key:
    """What an entry has in common with the findings it knows."""
    resource = finding.resource.id if finding.resource is not None else None
    return finding.location.path, finding.code, entity(finding.location.pointer), resource


def entity(pointer: str) -> str:
    """A JSON pointer up to its first number: places in a list change when others come and go."""
    steps = pointer.split("/")
    names = next((n for n, step in enumerate(steps) if step.isdecimal()), len(steps))
    return "/".join(steps[:names])


def entries_of(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The entries that know all these findings, sorted."""
    counted = Counter(map(key_of, findings))
    return tuple(sorted((Entry(*key, count) for key, count in counted.items()), key=_order))


def compare(
    findings: Sequence[Finding], entries: Iterable[Entry], terms: Terms
) -> tuple[tuple[Finding, ...], tuple[Mismatch, ...]]:
    """Mark the findings that are known, and tell of entries that do not match what was found.

    Where there are more findings than an entry knows, nobody can tell which are
    the old ones: then all of them are new.
    """
    found = Counter(map(key_of, findings))
    known, mismatches = set(), []
    for entry in entries:
        why = _why_not(entry, found[entry.key], terms)
        if why is not None:
            mismatches.append(why)
        if why is None or why.kind == "stale":
            known.add(entry.key)
    marked = tuple(f._replace(baseline="known") if key_of(f) in known else f for f in findings)
    return marked, tuple(mismatches)


def _why_not(entry: Entry, found: int, terms: Terms) -> Mismatch | None:
    """What is not as an entry says."""

    def mismatch(kind: str, message: str) -> Mismatch:
        return Mismatch(
            kind, message, entry.path, entry.code, entry.at, entry.resource, entry.number, found
        )

    if entry.code in terms.mandatory:
        return mismatch("refused", f"{entry.code} is mandatory here, which no baseline can hide")
    if entry.code.startswith(UNWAIVABLE):
        return mismatch("refused", f"names {entry.code}, which nothing can hide")
    if entry.expires is not None and entry.expires < terms.today:
        return mismatch("expired", f"hides nothing since {entry.expires}")
    if found > entry.number:
        return mismatch("exceeded", f"knows {entry.number}, there are {found}: all of them are new")
    if found < entry.number and terms.judged(entry):
        left = f"only {found} of {entry.number} are left" if found else "nothing of it is left"
        return mismatch("stale", left)
    return None


def lowered(entries: Iterable[Entry], mismatches: Iterable[Mismatch]) -> tuple[Entry, ...]:
    """The entries without what is gone, is over, or must not be there."""
    by_key: Mapping[Key, Mismatch] = {(m.path, m.code, m.at, m.resource): m for m in mismatches}
    kept = []
    for entry in entries:
        why = by_key.get(entry.key)
        if why is None or why.kind == "exceeded":
            kept.append(entry)
        elif why.kind == "stale" and why.found:
            kept.append(entry._replace(number=why.found))
    return tuple(kept)


def raised(entries: Iterable[Entry], findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The entries and all that was found, with the reasons that are there."""
    known = {entry.key: entry for entry in entries}
    for new in entries_of(findings):
        before = known.get(new.key, new)
        known[new.key] = before._replace(number=max(before.number, new.number))
    return tuple(sorted(known.values(), key=_order))


def can_be_known(finding: Finding, mandatory: frozenset[str]) -> bool:
    """Whether a baseline may hide a finding."""
    return finding.code not in mandatory and not finding.code.startswith(UNWAIVABLE)


def _order(entry: Entry) -> tuple[str, ...]:
    return entry.path, entry.code, entry.at, entry.resource or ""
