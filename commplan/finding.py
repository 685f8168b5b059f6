"""What rules say, and what a run makes of it.

A rule yields :class:`Problem` and :class:`NotAssessed` values that point into a
document by keys. The engine turns the pointers into lines and columns once, at
the end: a rule never counts a column.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from commplan.named import NamedTuple
from commplan.place import Place


class Severity(StrEnum):
    """How grave a finding is; configuration and packs may change a rule's default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest, so that findings sort gravest first."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Outcome(StrEnum):
    """What a rule concluded about one subject."""

    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_ASSESSED = "not-assessed"


class Related(NamedTuple):
    """A second place that explains a finding."""

    at: Place
    message: str


class Resource(NamedTuple):
    """The live object that somebody would change: a channel, a person, a user group."""

    kind: str
    id: str | None
    name: str | None


class Put(NamedTuple):
    """Let a value stand at a place: for what is there, or as a new key or one more item.

    A key is put into its mapping, which is made where it is missing; an item is put
    at the end of its list, ``at`` being the index after the last. A text that stands
    there already is written in quotes.
    """

    at: Place
    value: object
    """Of dict, list, str, int, float, bool and None."""


class Remove(NamedTuple):
    """Take away a key with its value, or an item of a list."""

    at: Place


class Rename(NamedTuple):
    """Give the key at a place another name; the same name is written in quotes."""

    at: Place
    key: str


class RemoveComment(NamedTuple):
    """Take away the comment that the span of a place marks."""

    at: Place


Edit: TypeAlias = Put | Remove | Rename | RemoveComment
"""One change of a document, told in its values; style and comments are not a rule's business."""


class Fix(NamedTuple):
    """Edits that mend a fault together: all of them are made, or none."""

    edits: tuple[Edit, ...]
    safe: bool = True
    """False where only a person can tell whether this was meant, though the rule is safe."""


class Problem(NamedTuple):
    """One fault that a rule found."""

    at: Place
    message: str
    """The fact, with the values involved; one line, no full stop."""
    help: str | None = None
    """The smallest edit that mends it."""
    related: tuple[Related, ...] = ()
    facts: Mapping[str, object] = {}
    """The values of the message, for programs: instants in UTC, durations in whole seconds."""
    resource: Resource | None = None
    outcome: Outcome = Outcome.FAIL
    sensitive: bool = False
    """The value itself is secret: it is covered wherever its line is shown."""
    subject: str | None = None
    """What is meant, where one place may have several such faults: part of the fingerprint."""
    fix: Fix | None = None
    """What ``--fix`` does about it; only rules that say whether it is safe may give one."""


class NotAssessed(NamedTuple):
    """One subject that a rule could not judge, and why. It never counts as a pass."""

    reason: str
    at: Place | None = None
    resource: Resource | None = None


class Location(NamedTuple):
    """A place that has been looked up. Lines and columns are 1-based, the end is exclusive."""

    path: str
    pointer: str
    """RFC 6901 JSON pointer into the document."""
    line: int
    column: int
    end_line: int
    end_column: int


class RelatedLocation(NamedTuple):
    """A related place that has been looked up."""

    location: Location
    message: str


class Seen(NamedTuple):
    """What the record of earlier audits says of a finding."""

    status: str
    """``new`` since the last audit, or ``known`` to it."""
    first_seen: int
    """When an audit first found it, in microseconds since the epoch, UTC."""


class Finding(NamedTuple):
    """A located problem with the rule's identity and the severity of this run."""

    code: str
    name: str
    severity: Severity
    outcome: Outcome
    message: str
    help: str | None
    location: Location
    related: tuple[RelatedLocation, ...]
    facts: Mapping[str, object]
    resource: Resource | None
    fingerprint: str
    """``sha256:…`` of code, plan, entity key and path; independent of line numbers."""
    plan: str
    """``metadata.id`` of the plan, or the file where there is none."""
    sensitive: bool = False
    """The marked text is secret and covered wherever its line is shown."""
    baseline: str = "new"
    """``new``, or ``known`` when the baseline has an entry for it."""
    fix: Fix | None = None
    """Its places name the documents that would change."""
    state: Seen | None = None
    """None in a run that keeps no record of its findings."""
    strict: bool = False
    """Whether the run counts what is inconclusive like what is certain."""

    def fails(self, limit: Severity) -> bool:
        """Whether it makes a run fail whose least failing severity is ``limit``."""
        counts = self.baseline == "new" and (self.strict or self.outcome is Outcome.FAIL)
        return counts and self.severity.rank <= limit.rank


class Skipped(NamedTuple):
    """A rule, or one subject of a rule, that was not judged."""

    code: str
    name: str
    reason: str
    path: str | None = None
    pointer: str | None = None
    resource: Resource | None = None


class Incomplete(NamedTuple):
    """Something this run had to do and could not: a crashed rule, a failed read."""

    kind: str
    """``rule``, ``read``, ``engine``, ``plugin``, ``state`` or ``notice``."""
    what: str
    """The rule's code, the method or the engine that failed."""
    error: str
    tries: int = 1
    rules: tuple[str, ...] = ()
    """Codes of the rules that could not be judged."""
    path: str | None = None
    pointer: str | None = None
    resource: Resource | None = None


class Remembered(NamedTuple):
    """A finding of an earlier audit, as far as it was written down."""

    fingerprint: str
    code: str
    name: str
    severity: str
    message: str
    plan: str
    path: str
    pointer: str
    first_seen: int
    last_seen: int


class Since(NamedTuple):
    """What became of the findings of earlier audits."""

    last_audit: int | None
    """As of when the last one was; None where this is the first."""
    recorded: bool
    """Whether this audit was written down; one that is older than the last is not."""
    resolved: tuple[Remembered, ...] = ()
    """Found before, judged again and not found, sorted as findings are."""
    not_judged: tuple[Remembered, ...] = ()
    """Found before and not judged this time: neither there nor gone."""


class Coverage(NamedTuple):
    """How much of one kind of live object the plans of a run declare."""

    kind: str
    """``channels`` or ``usergroups``."""
    counted: bool
    """Whether what is undeclared is known; if not, there is no figure."""
    managed: int = 0
    """Declared and there."""
    undeclared: int = 0
    """There and not declared."""
    missing: int = 0
    """Declared and not there."""
    not_read: int = 0
    """Declared, and not looked up: in no other number."""
    reason: str | None = None
    """Why nothing, or not everything, is counted."""

    @property
    def total(self) -> int:
        """What the managed ones are a part of."""
        return self.managed + self.undeclared + self.missing

    @property
    def percent(self) -> int | None:
        """Rounded down; None where there is nothing to be a part of, or it is not known."""
        return self.managed * 100 // self.total if self.counted and self.total else None


class Excuse(NamedTuple):
    """Why a finding was hidden: a waiver of the plan or a comment in the file."""

    kind: str
    """``waiver`` or ``ignore``."""
    id: str | None
    reason: str
    owner: str | None
    approved_by: str | None
    expires: str | None
    location: Location


class Waived(NamedTuple):
    """A finding that a valid waiver or inline ignore hides."""

    finding: Finding
    excuse: Excuse


class Unfixed(NamedTuple):
    """A finding whose fix was refused, and why: nothing of it was written."""

    finding: Finding
    reason: str


class Mismatch(NamedTuple):
    """An entry of the baseline that does not match what was found."""

    kind: str
    """``stale``, ``exceeded``, ``expired`` or ``refused``."""
    message: str
    path: str
    code: str
    at: str
    """JSON pointer to what the entry speaks of."""
    resource: str | None
    number: int
    """Findings that the entry knows."""
    found: int
    """Findings that there are."""


class Compared(NamedTuple):
    """The baseline that a run was held against, and what of it does not match."""

    path: str
    mismatches: tuple[Mismatch, ...]


class Report(NamedTuple):
    """Everything one run has to say; every reporter renders this and nothing else."""

    command: str
    as_of: int
    """Microseconds since the epoch, UTC."""
    profile: str
    files: int
    plans: int
    rules_run: int
    findings: tuple[Finding, ...]
    """Sorted by path, line, column, code."""
    waived: tuple[Waived, ...]
    skipped: tuple[Skipped, ...]
    incomplete: tuple[Incomplete, ...]
    workspace: str | None = None
    """What was audited, in words, or None when no workspace was read."""
    paths: tuple[str, ...] = ()
    """The files that were looked at."""
    beside: tuple[str, ...] = ()
    """Files that plans rest on: baselines, templates, evidence."""
    ran: tuple[str, ...] = ()
    """Codes of the rules that were run."""
    fixed: tuple[Finding, ...] | None = None
    """What this run mended, located as it was found; None for a run that was to mend nothing."""
    unfixed: tuple[Unfixed, ...] = ()
    """Findings that a fix was tried for in vain; they are among the findings, too."""
    compared: Compared | None = None
    """The baseline, or None where there was none."""
    coverage: tuple[Coverage, ...] = ()
    """How much of the workspace the plans declare; empty where none was read."""
    since: Since | None = None
    """What changed since the audit before; None in a run that keeps no record."""

    @property
    def complete(self) -> bool:
        """Whether everything that was to be judged was judged."""
        return not self.incomplete

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Entries of the baseline that do not match what was found."""
        return self.compared.mismatches if self.compared is not None else ()

    def failing(self, limit: Severity) -> int:
        """How many things make a run fail whose least failing severity is ``limit``.

        An entry of the baseline that does not match counts as a warning.
        """
        odd = len(self.mismatches) if limit.rank >= Severity.WARNING.rank else 0
        return sum(1 for finding in self.findings if finding.fails(limit)) + odd

    def count(self, severity: Severity) -> int:
        """How many findings of this severity are new (not known to the baseline)."""
        return sum(1 for f in self.findings if f.severity is severity and f.baseline == "new")
