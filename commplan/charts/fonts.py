"""Fonts: Matplotlib's own, and beside it whatever the machine has for other scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from warnings import WarningMessage

OWN = "DejaVu Sans"
"""Comes with Matplotlib; has Latin, Greek, Cyrillic, Arabic and Hebrew letters."""
_OTHERS = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC", "Noto Sans JP"),
    *("Hiragino Sans", "PingFang SC", "Apple SD Gothic Neo", "Yu Gothic", "Microsoft YaHei"),
    *("Malgun Gothic", "WenQuanYi Zen Hei", "Noto Sans Devanagari", "Nirmala UI"),
    *("Kohinoor Devanagari", "Noto Sans Thai", "Leelawadee UI", "Thonburi", "Arial Unicode MS"),
)
"""Looked through for a letter that the own font lacks, in this order."""
_MISSING = re.compile(r"Glyph (\d+) .* missing from")


@cache
def families() -> list[str]:
    """The own font and those of the others that are installed."""
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    return [OWN, *(name for name in _OTHERS if name in installed)]


def missing_from(told: Iterable[WarningMessage]) -> str:
    """The characters of which Matplotlib warns that no font has them, each once, sorted."""
    found = (_MISSING.search(str(warning.message)) for warning in told)
    return "".join(sorted({chr(int(match[1])) for match in found if match}))
