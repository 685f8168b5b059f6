"""How long a text will be with its fields filled in, and how much one message of a medium takes."""

from __future__ import annotations

from typing import NamedTuple

from commplan.prose.fields import FIELD

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The letters that a text message takes in seven bits (3GPP TS 23.038, 6.2.1)."""
_GSM_TWICE = frozenset("\f^{}\\[~]|€")
"""Those that take twice as much there."""


class Length(NamedTuple):
    """The length of a message, and the most that its medium takes."""

    length: int
    most: int
    unit: str


def length_in(medium: str, text: str, field_length: int) -> Length | None:
    """How long a template is in a medium, if each field takes ``field_length`` characters.

    None for media without a limit worth naming: a mail or a page may be long.
    """
    if medium not in ("slack", "sms", "push"):
        return None
    filled = FIELD.sub("x" * field_length, text).strip()
    if medium == "slack":
        # `chat.postMessage` cuts off what is beyond 40,000 characters; Slack asks for texts below
        # 4,000, and may show a longer one as several messages.
        return Length(len(filled), 4_000, "characters")
    if medium == "push":
        # Apple and Google both refuse a notification of more than 4 KB.
        return Length(len(filled.encode("utf-8", "replace")), 4_096, "bytes")
    return _text_message(filled)


def _text_message(text: str) -> Length:
    """A text message has 140 bytes; with letters beyond the alphabet, each takes two or four."""
    if _GSM_TWICE.union(_GSM).issuperset(text):
        length = len(text) + sum(letter in _GSM_TWICE for letter in text)
        return Length(length, 160, "characters")
    return Length(len(text.encode("utf-16-le", "replace")) // 2, 70, "characters")
