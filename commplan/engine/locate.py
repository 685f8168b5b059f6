"""From keys to lines and columns, and from problems to findings: once, at the end."""

from collections.abc import Callable, Iterable, Sequence

from commplan.document import Document, Span, escape_pointer
from commplan.finding import (
    Finding,
    Fix,
    Location,
    Outcome,
    Problem,
    RelatedLocation,
    Severity,
)
from commplan.named import NamedTuple
from commplan.place import Origin, Place
from commplan.plan import cover_credentials
from commplan.rule import Rule

START = Span(1, 1, 1, 1)


class Written(NamedTuple):
    """Where the text of one plan stands."""

    plan: str
    """``metadata.id``, or the file where there is none."""
    documents: tuple[Document, ...]
    """The plan's own document first, then its baselines, nearest first; empty if unreadable."""


Texts = Callable[[Origin], Written]


def locate(place: Place, texts: Texts) -> Location:
    """Look a place up in the document where its value stands.

    A value that a plan inherits is found in the baseline; something absent is
    reported at the closest thing around it in the plan itself.
    """
    pointer = escape_pointer(place.pointer)
    if place.span is not None:
        return Location(place.origin.path, pointer, *place.span)
    documents = texts(place.origin).documents
    if not documents:
        return Location(place.origin.path, pointer, *START)
    document = _home(documents, place)
    return Location(document.path, pointer, *document.span(place.pointer, key=place.on_key))


def _home(documents: Sequence[Document], place: Place) -> Document:
    """The document that holds the longest part of a pointer; the plan's own on a tie."""
    for length in range(len(place.pointer), 0, -1):
        for document in documents:
            if document.has(place.pointer[:length]):
                return document
    return documents[0]


def findings(
    problems: Iterable[tuple[Rule, Problem]], texts: Texts, *, strict_evidence: bool = False
) -> tuple[Finding, ...]:
    """Locate problems; the same fault of a plan at the same spot is one finding.

    Several keys may lead to one spot, where the text uses aliases. What is inconclusive
    counts for less, except with ``strict_evidence``.
    """
    found: dict[tuple[object, ...], Finding] = {}
    for rule, problem in problems:
        location = locate(problem.at, texts)
        plan = texts(problem.at.origin).plan
        finding = Finding(
            code=rule.code,
            name=rule.name,
            severity=rule.severity if strict_evidence else _severity(rule, problem),
            outcome=problem.outcome,
            message=cover_credentials(problem.message),
            help=problem.help,
            location=location,
            related=tuple(
                RelatedLocation(locate(related.at, texts), related.message)
                for related in problem.related
            ),
            facts=problem.facts,
            resource=problem.resource,
            fingerprint=_fingerprint(rule.code, plan, location, problem.subject),
            plan=plan,
            sensitive=problem.sensitive,
            fix=_fix(rule, problem.fix, texts) if problem.fix else None,
            strict=strict_evidence,
        )
        found.setdefault((plan, *identity(finding)), finding)
    return tuple(found.values())


def _fix(rule: Rule, fix: Fix, texts: Texts) -> Fix | None:
    """A fix whose places name the documents that would change; None where these cannot be read.

    What a baseline holds means something to every plan that extends it, so that a
    fix is safe only where the plan's own document changes.
    """
    edits = []
    safe = fix.safe and rule.fix == "safe"
    for edit in fix.edits:
        documents = texts(edit.at.origin).documents
        if not documents:
            return None
        home = documents[0] if edit.at.span is not None else _home(documents, edit.at)
        origin = Origin(home.path, home.index)
        edits.append(edit._replace(at=edit.at._replace(origin=origin)))
        safe = safe and origin == edit.at.origin
    return Fix(tuple(edits), safe)


def identity(finding: Finding) -> tuple[object, ...]:
    """What makes two findings the same to a reader: rule, words, and the text they point at."""
    return (finding.code, finding.message, finding.location._replace(pointer=""))


def _severity(rule: Rule, problem: Problem) -> Severity:
    """An error that is inconclusive counts as a warning."""
    if problem.outcome is Outcome.INCONCLUSIVE and rule.severity is Severity.ERROR:
        return Severity.WARNING
    return rule.severity


def _fingerprint(code: str, plan: str, location: Location, subject: str | None) -> str:
    """Identity of a finding over time: what, of which plan, about what, in which file."""
    from hashlib import sha256

    about = () if subject is None else (subject,)
    identity = "\0".join((code, plan, location.pointer, location.path, *about))
    return "sha256:" + sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
