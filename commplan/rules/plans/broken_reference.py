"""A reference, template file, baseline, pack or lexicon that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.api import (
    NOUNS,
    PROFILES,
    Files,
    Fix,
    NotAssessed,
    Plan,
    Problem,
    Put,
    Reference,
    ReferenceField,
    Related,
    Remove,
    Rename,
    Severity,
    Verdicts,
    nearest,
    one_of,
    rule,
    visible,
    with_article,
)


@rule(
    "PLN101",
    severity=Severity.ERROR,
    profile="basic",
    since="0.1",
    source="A01 A15",
    fix="unsafe",
    baseline=True,
)
def broken_reference(plan: Plan, files: Files) -> Verdicts:
    """A reference, file, baseline, pack or lexicon names nothing that exists, or the wrong kind.

    A typo in `channel:incidnts` sends the update nowhere, and nobody notices
    before the incident. Correct the reference, or define what it names. While a
    baseline cannot be read, what is missing may be defined there and is not judged.
    A pack that does not exist, in `metadata.profiles`, asks for nothing, and a
    lexicon that does not, in `protocols.tone.lexicons`, finds nothing.

    Bad:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alise"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        channels:
          incidents: {kind: slack, slack: C02INC, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Facts:
        reference: the reference, the path of the file, or the name of the pack or lexicon
        nearest: the id that was probably meant, or null
    """
    for fault in plan.baseline_faults:
        yield Problem(at=fault.at, message=fault.problem, help="correct `extends`")
    for field in plan.reference_fields if plan.broken else ():
        reference = field.reference
        if plan.sound(reference):
            continue
        if reference.kind not in field.allowed:
            yield _wrong_kind(plan, field)
        elif plan.baseline_faults:
            reason = f"{reference} may be defined in the baseline that cannot be read"
            yield NotAssessed(reason, at=reference.at)
        else:
            yield _missing(plan, field)
    for template in plan.templates.values():
        at = template.at / "file"
        # PLN002 speaks of hidden spaces in a name.
        if template.file is not None and not files.exists(at, visible(template.file)):
            message = (
                f"template:{template.id} is to be in {template.file!r}, but no such file exists"
            )
            facts = {"reference": template.file, "nearest": None}
            yield Problem(
                at=at, message=message, help="create it, or correct the path", facts=facts
            )
    yield from _unknown_packs(plan)
    yield from _unknown_lexicons(plan, files)


def _unknown_packs(plan: Plan) -> Iterator[Problem]:
    if not plan.metadata.packs:
        return
    from commplan.api import pack_names  # only where a plan names packs

    for number, name in enumerate(plan.metadata.packs):
        if name in pack_names():
            continue
        at, fix = plan.metadata.at / "profiles" / number, None
        message = f"no pack is called {name!r}"
        if name in PROFILES:
            message += f"; {name} is how much a run asks for, as --profile or the configuration say"
            close, remedy, fix = None, "remove it", Fix((Remove(at),))
        elif close := nearest(name, pack_names()):
            message, remedy = f"{message}; did you mean {close!r}?", f"write {close!r} instead"
            fix = Fix((Put(at, close),))
        else:
            remedy = f"name one that there is: {', '.join(pack_names())}"
        yield Problem(
            at=at,
            message=message,
            help=remedy,
            facts={"reference": name, "nearest": close},
            fix=fix,
        )


def _unknown_lexicons(plan: Plan, files: Files) -> Iterator[Problem]:
    tone = plan.protocols.tone if "protocols" in plan.value else None
    if tone is None or not tone.lexicons:
        return
    from commplan.api import is_builtin_lexicon, lexicon_names  # only where a plan names lexicons

    for number, name in enumerate(tone.lexicons):
        at, close = tone.at / "lexicons" / number, None
        if is_builtin_lexicon(name):
            if name in lexicon_names():
                continue
            close = nearest(name, lexicon_names())
            message = f"no lexicon is called {name!r}"
            remedy = (
                f"name one that there is: {', '.join(lexicon_names())}; or the path of your own"
            )
        elif files.exists(at, visible(name)):
            continue
        else:
            message = f"the lexicon {name!r} is to be a file beside the plan, but none exists"
            remedy = f"create it, correct the path, or name one of {', '.join(lexicon_names())}"
        yield Problem(
            at=at,
            message=message,
            help=remedy,
            facts={"reference": name, "nearest": close},
            fix=Fix((Put(at, close),)) if close else None,
        )


def _wrong_kind(plan: Plan, field: ReferenceField) -> Problem:
    reference = field.reference
    expected = one_of(with_article(kind) for kind in field.allowed)
    namesake = _namesake(plan, field)
    return Problem(
        at=reference.at,
        message=f"{reference} is {with_article(reference.kind)}; expected {expected}",
        help=f'write "{namesake}"' if namesake else None,
        facts={"reference": str(reference), "nearest": namesake.id if namesake else None},
        fix=_corrected(plan, reference, namesake),
    )


def _missing(plan: Plan, field: ReferenceField) -> Problem:
    reference = field.reference
    message = f"no {NOUNS.get(reference.kind, reference.kind)} is called {reference.id!r}"
    if namesake := _namesake(plan, field):
        message += f"; there is {with_article(namesake.kind)} of that name"
        remedy, meant = f'write "{namesake}"', namesake
    elif close := nearest(reference.id, plan.ids(reference.kind)):
        message += f"; did you mean {close!r}{_apart(reference.id, close)}?"
        remedy, meant = f"write {close!r} instead", reference._replace(id=close)
    else:
        remedy, meant = f"define it, or name {with_article(reference.kind)} that exists", None
    return Problem(
        at=reference.at,
        message=message,
        help=remedy,
        related=(Related(plan.definition(meant).key, "declared here"),) if meant else (),
        facts={"reference": str(reference), "nearest": meant.id if meant else None},
        fix=_corrected(plan, reference, meant),
    )


def _corrected(plan: Plan, reference: Reference, meant: Reference | None) -> Fix | None:
    """Write what was meant, with as much around it as the field has: ``channel:…``, or the id."""
    if meant is None:
        return None
    if reference.at.on_key:
        return Fix((Rename(reference.at, meant.id),))
    written = str(plan.written(reference.at))
    if written == str(reference):
        return Fix((Put(reference.at, str(meant)),))
    return Fix((Put(reference.at, written.removesuffix(reference.id) + meant.id),))


def _apart(word: str, close: str) -> str:
    """What to say of two ids that nobody can tell apart by looking at them."""
    from unicodedata import normalize

    is_same = normalize("NFKC", word) == normalize("NFKC", close)
    return ", which looks the same but is made of other characters" if is_same else ""


def _namesake(plan: Plan, field: ReferenceField) -> Reference | None:
    """Something of the same id under another kind that the field takes."""
    kinds = (kind for kind in field.allowed if field.reference.id in plan.ids(kind))
    kind = next(kinds, None)
    return field.reference._replace(kind=kind) if kind else None
