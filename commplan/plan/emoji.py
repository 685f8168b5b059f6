"""Emoji by the names that Slack tells them by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from commplan.plan.values import texts

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "thumbsup": "+1",
        "thumbsdown": "-1",
        "collision": "boom",
        "envelope": "email",
        "heavy_exclamation_mark": "exclamation",
        "open_book": "book",
        "pencil": "memo",
        "punch": "facepunch",
        "raised_hand": "hand",
        "running": "runner",
        "telephone": "phone",
    }
)
"""Other names that people may type for an emoji, each with the one under which it is stored."""


def emoji_names(value: object) -> tuple[str, ...]:
    """A list of emoji, each once, as Slack stores them: without colons and tones of skin."""
    bare = (name.strip(":").partition("::")[0] for name in texts(value))
    return tuple(dict.fromkeys(ALIASES.get(name, name) for name in bare))
