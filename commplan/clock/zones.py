"""Names of time zones: which there are, and which a plan may use."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from commplan.errors import CommplanError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_NO_ZONES = frozenset({"posix", "right", "posixrules", "localtime", "Factory"})
"""First parts of names that a zone directory may hold besides the database's own names."""
_UNIVERSAL = frozenset({"GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "UCT", "Universal", "Zulu"})
_EUROPEAN = frozenset({"CET", "EET", "MET", "WET"})
_AMERICAN = frozenset({"CST6CDT", "EST", "EST5EDT", "HST", "MST", "MST7MDT", "PST8PDT"})
_ABBREVIATIONS = _UNIVERSAL | _EUROPEAN | _AMERICAN
"""Names of the database that are no places; the other names without a slash are countries."""


class UnknownZone(CommplanError):  # noqa: N818  # reads as what happened
    """A name that is not in the IANA time-zone database."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name!r} is not a zone of the IANA time-zone database"


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of that exact name; raises :class:`UnknownZone`."""
    # Not at the top: its import costs a third of the start-up, and UTC alone does without.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name.partition("/")[0] in _NO_ZONES or not _is_listed(name):
        raise UnknownZone(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A folder such as "America", or a table such as "leapseconds".
        raise UnknownZone(name) from None


@lru_cache(maxsize=1024)
def is_zone_name(name: str) -> bool:
    """Whether a plan may use this name: an IANA zone with the rules of a place, or ``UTC``.

    Abbreviations and fixed offsets (``EST``, ``CET``, ``Etc/GMT+2``) are zones
    of the database too, but say nothing of where somebody is.
    """
    if name in ("UTC", "Etc/UTC"):
        return True
    if name in _ABBREVIATIONS or name.partition("/")[0] in ("Etc", "SystemV"):
        return False
    try:
        zone(name)
    except UnknownZone:
        return False
    return True


def _is_listed(name: str) -> bool:
    """Whether each part of the name stands in its directory, spelled exactly so.

    Opening the file would not do: some file systems ignore case, and a name
    such as ``../zoneinfo/UTC`` or ``/etc/localtime`` leads to a file as well.
    """
    from zoneinfo import TZPATH

    return any(_is_under(root, name) for root in TZPATH) or _is_under(_packaged_zones(), name)


def _is_under(root: str, name: str) -> bool:
    folder = root
    for part in name.split("/"):
        try:
            if part not in os.listdir(folder):
                return False
        except OSError:
            return False
        folder = os.path.join(folder, part)
    return True


def _packaged_zones() -> str:
    """Where the ``tzdata`` package keeps its zones, or an empty text without it."""
    try:
        import tzdata  # type: ignore[import-untyped,unused-ignore]  # data, without types
    except ImportError:
        return ""
    return os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")
