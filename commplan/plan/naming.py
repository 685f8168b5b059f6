"""What things are called in messages, and what a misspelt name may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commplan.document import Pointer
from commplan.plan.references import NOUNS, SECTIONS, WRITTEN_KINDS

_PREFIXES: dict[Pointer, str] = {
    **{
        pointer: f"{kind}:" if kind in WRITTEN_KINDS else f"{kind} "
        for kind, pointer in SECTIONS.items()
    },
    ("goals",): "goal ",
    ("monitoring",): "system ",
    ("programmes",): "programme ",
    ("requests",): "request ",
    ("reviews",): "review of ",
    ("waivers",): "waiver ",
}


def entity_name(pointer: Pointer) -> str:
    """What the entry around a place is called: ``channel:it-help``, ``message delay``."""
    if pointer[:1] == ("monitoring",) and pointer[2:3] == ("alerts",) and len(pointer) > 3:
        return f"alert {pointer[3]}"
    for length in (2, 1):
        prefix = _PREFIXES.get(pointer[:length])
        if prefix is not None and len(pointer) > length:
            return f"{prefix}{pointer[length]}"
    return "the plan"


def with_article(kind: str) -> str:
    """The everyday word for a kind of reference, with its article."""
    word = NOUNS.get(kind, kind)
    return f"an {word}" if word[0] in "aeiouO" or word == "SLA" else f"a {word}"


def one_of(words: Iterable[str]) -> str:
    """``a, b or c``."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


_MOST_NAMES = 4


def listed(words: Sequence[str], most: int = _MOST_NAMES) -> str:
    """``a``, ``a and b``, ``a, b and c``; of many the first few and the number of the rest."""
    shown = list(words)
    if len(words) > most:
        shown = [*words[: most - 1], f"{len(words) - most + 1} more"]
    return " and ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else "".join(shown)


MANY = 500
"""Names beyond which only those that begin alike are compared: each comparison takes a while."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that is most like a misspelt word; None where nothing is close."""
    from difflib import get_close_matches

    wanted = word.casefold()
    folded: dict[str, str] = {}
    for candidate in candidates:
        folded.setdefault(candidate.casefold(), candidate)
    if wanted in folded:
        return folded[wanted]
    near: Iterable[str] = folded
    if len(folded) > MANY:
        near = [form for form in folded if form[:2] == wanted[:2]][:MANY]
    close = get_close_matches(wanted, near, n=1, cutoff=0.6)
    return folded[close[0]] if close else None
