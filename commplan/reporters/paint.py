"""Terminal colours, for text that has been neutralised."""

from __future__ import annotations

STYLES = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36;1",
    "ok": "32",
    "alarm": "41;97;1",
    "strong": "1",
    "faint": "2",
}
"""SGR parameters; the first three are named like the severities."""


def paint(text: str, style: str, colour: bool) -> str:
    """Return ``text`` in a style of :data:`STYLES`, or as it is where no colour is wanted."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if colour and text else text
