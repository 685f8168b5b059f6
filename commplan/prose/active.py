"""The lexicons that a plan's texts are held to."""

from __future__ import annotations

from collections.abc import Sequence

from commplan.document import visible
from commplan.place import Place
from commplan.plan import Plan
from commplan.prose.lexicon import Lexicon
from commplan.prose.lexicon_files import (
    is_builtin_lexicon,
    lexicon_names,
    load_lexicon,
    read_lexicon,
)
from commplan.prose.wordings import Unread
from commplan.written import Files, Unreadable

DEFAULT_LEXICONS = ("builtin/en",)
"""What texts are held to where nobody says anything else."""


def active_lexicons(
    plan: Plan, files: Files, default: Sequence[str]
) -> tuple[tuple[Lexicon, ...], tuple[Unread, ...]]:
    """The lexicons of ``protocols.tone``, or the default ones, and those that cannot be read.

    Names of nothing are left out: PLN101 speaks of them.
    """
    tone = plan.protocols.tone
    if tone is None or tone.lexicons is None:
        named = [(name, plan.root) for name in default]
    else:
        listed = tone.at / "lexicons"
        named = [(name, listed / number) for number, name in enumerate(tone.lexicons)]
    found = [_lexicon(files, name, at) for name, at in named]
    return (
        tuple(lexicon for lexicon in found if isinstance(lexicon, Lexicon)),
        tuple(fault for fault in found if isinstance(fault, Unread)),
    )


def _lexicon(files: Files, name: str, at: Place) -> Lexicon | Unread | None:
    if is_builtin_lexicon(name):
        return load_lexicon(name) if name in lexicon_names() else None
    text = files.text(at, visible(name))
    if isinstance(text, Unreadable):
        return None if text.is_missing else Unread(f"the lexicon {name}: {text.problem}", at)
    try:
        return read_lexicon(text)
    except ValueError as error:
        return Unread(f"the lexicon {name}: {error}", at)
