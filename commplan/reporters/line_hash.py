"""The hash by which GitHub recognises an alert whose line has moved.

It is CodeQL's ``primaryLocationLineHash``: a hash of the 100 characters from the
start of the line on, blanks left out, so that it survives new lines above and new
indentation. GitHub computes it, too, and compares.
Source: github/codeql-action, ``src/fingerprints.ts``; the result matches it to the bit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_LENGTH = 100
"""Characters that enter the hash of a line, some of them from the lines after it."""
_BASE = 37
_MASK = 2**64 - 1
_END = 0xFFFF
"""Stands for the end of the file; zeros follow it."""
_BLANKS = str.maketrans("", "", " \t")


def line_hashes(lines: Sequence[str]) -> list[str]:
    """Return the hash of every line: hexadecimal, then ``:n`` for the n-th equal hash.

    ``lines`` are those of a file that ends with a line break; what follows it
    counts as a last, empty line.
    """
    starts: list[int] = []
    characters: list[int] = []
    for line in lines:
        starts.append(len(characters))
        characters += _code_units(line.translate(_BLANKS))
        characters.append(ord("\n"))
    starts.append(len(characters))
    characters.append(_END)
    seen: Counter[str] = Counter()
    hashes = []
    for value in _windows(characters, starts):
        seen[value] += 1
        hashes.append(f"{value}:{seen[value]}")
    return hashes


def _windows(characters: Sequence[int], starts: Sequence[int]) -> list[str]:
    """Return the polynomial hash of the ``_LENGTH`` characters from each start on.

    With p(k) the hash of the first k characters, the hash of a window that
    starts at s is p(s + length) - p(s) * base ** length, modulo 2 ** 64.
    """
    prefixes = [0]
    for character in (*characters, *[0] * _LENGTH):
        prefixes.append((prefixes[-1] * _BASE + character) & _MASK)
    out = pow(_BASE, _LENGTH, _MASK + 1)
    return [f"{(prefixes[s + _LENGTH] - prefixes[s] * out) & _MASK:x}" for s in starts]


def _code_units(text: str) -> list[int]:
    """UTF-16 code units, which is what the original counts."""
    if text.isascii():
        return list(text.encode("ascii"))
    units = text.encode("utf-16-le", "surrogatepass")
    return [low | high << 8 for low, high in zip(units[::2], units[1::2], strict=True)]
