"""Emoji by the names that Slack tells them by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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


def as_stored(name: str) -> str:
    """The name under which Slack stores an emoji: without colons and tone of skin."""
    bare = name.strip(":").partition("::")[0]
    return ALIASES.get(bare, bare)
