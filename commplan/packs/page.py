"""The page about packs, made from the packs."""

from collections.abc import Iterable, Iterator

from commplan.packs.pack import Duty, Pack

_INTRODUCTION = """\
<!-- generated from commplan/packs; edit the packs there -->

# Packs

A pack holds plans to a framework. It asks for the framework's duties to notify (NTF101, NTF102),
makes some rules graver, and never switches one off. A plan names its packs in `metadata.profiles`,
for itself; `packs` in the configuration, and `--profile` or `--pack` on the command line, name them
for all plans. A severity that the configuration sets stands.

An obligation answers a duty by its own id, or by `duty: ID`. Where a duty has no deadline, the
source gives none, or says no more than without undue delay. Fields are what the template of the
notification has to have.

"Verified" means that somebody has compared the entry with the text of the source. It is no legal
advice: whether a duty applies to you, and what national law adds, a linter cannot know.
"""


def packs_page(packs: Iterable[Pack]) -> str:
    """The page as Markdown."""
    return "\n".join((_INTRODUCTION, *(part for pack in packs for part in _parts(pack))))


def _parts(pack: Pack) -> Iterator[str]:
    yield f"## {pack.name}\n\n{pack.title}: {pack.source}.\n"
    if pack.classes:
        yield f"Stakeholders that a plan has to know (STK101): {', '.join(pack.classes)}.\n"
    if pack.severity:
        graver = (f"{code} is {severity}" for code, severity in pack.severity.items())
        yield f"Graver: {', '.join(graver)}.\n"
    if pack.duties:
        yield _table(
            ("duty", "what is to be done", "by when", "fields", "source"),
            (
                (f"`{duty.id}`", _what(duty), _when(duty), _listed(duty.fields), _source(duty))
                for duty in pack.duties
            ),
        )
    yield _table(
        ("control", "what it asks for", "rules", "verified"),
        (
            (control.id, control.title, _listed(control.rules), "yes" if control.verified else "no")
            for control in pack.controls
        ),
    )


def _what(duty: Duty) -> str:
    where = f"; only where a group or external party has class `{duty.where}`" if duty.where else ""
    return f"{duty.title}{where}"


def _when(duty: Duty) -> str:
    start = f"`{duty.after}`" if duty.after else f"`{duty.trigger}`"
    parts = (
        f"{duty.deadline} after {start}" if duty.deadline else f"after {start}",
        f"a deadline on a weekend or holiday moves to {duty.rolls_to} of the next working day"
        if duty.rolls_to
        else None,
        duty.note,
    )
    return "; ".join(filter(None, parts))


def _source(duty: Duty) -> str:
    return duty.source if duty.verified else f"{duty.source} (not verified)"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
