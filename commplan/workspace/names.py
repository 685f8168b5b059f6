"""Names of people, for comparison."""

from __future__ import annotations

_STROKES = str.maketrans({**dict(zip("øłđħŧı", "oldhti", strict=True)), "æ": "ae", "œ": "oe"})
"""Letters that Unicode does not take apart."""


def folded(name: str) -> str:
    """A name without case, accents and spaces: what people write now so and now so."""
    plain = name.casefold()
    if not plain.isascii():
        from unicodedata import combining, normalize  # most names do without

        taken_apart = normalize("NFKD", plain.translate(_STROKES))
        plain = "".join(one for one in taken_apart if not combining(one))
    return "".join(plain.split())
