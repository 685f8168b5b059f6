"""Numbers of payment cards in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CANDIDATE = re.compile(
    r"(?<![\w.,/#+-])(?<!\d )"
    r"(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})"
    r"(?![\w/-]|[.,]\d)",
    re.ASCII,
)
"""Digits in a row, or in the groups that are printed on cards; not within other numbers and ids,
such as those of bank accounts."""
_ISSUERS = tuple(
    (re.compile(prefix), frozenset(lengths))
    for prefix, lengths in (
        (r"4", (13, 16, 19)),  # Visa
        (r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", (16,)),  # Mastercard
        (r"3[47]", (15,)),  # American Express
        (r"6011|64[4-9]|65", (16, 17, 18, 19)),  # Discover
        (r"30[0-5]|3095|3[689]", (14, 15, 16, 17, 18, 19)),  # Diners Club
        (r"352[89]|35[3-8]", (16, 17, 18, 19)),  # JCB
        (r"62", (16, 17, 18, 19)),  # UnionPay
        (r"50(?:18|20|38)|5893|6304|6759|676[1-3]", (13, 14, 15, 16, 17, 18, 19)),  # Maestro
    )
)
"""Whose cards begin with which digits and how many they have, by ISO/IEC 7812's registry."""


def card_numbers(text: str) -> Iterator[str]:
    """The numbers of cards in a text, each as digits only, in time linear in its length."""
    for found in _CANDIDATE.finditer(text):
        digits = found[0].replace(" ", "").replace("-", "")
        if _is_issued(digits) and _passes_luhn(digits):
            yield digits


def _is_issued(digits: str) -> bool:
    return any(len(digits) in lengths and prefix.match(digits) for prefix, lengths in _ISSUERS)


def _passes_luhn(digits: str) -> bool:
    """Whether the last digit checks the others: ISO/IEC 7812-1, annex B.

    From the right every second digit counts twice, as the sum of its own digits; the
    sum of all is to end in 0.
    """
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0 and set(digits) != {"0"}
