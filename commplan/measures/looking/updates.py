"""What an update about an incident says: which incident, which phase, when the next one comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from commplan.clock import HOUR, MINUTE, UnknownZone, first_instant, format_clock, local_time
from commplan.history import Look, Showing
from commplan.measures.looking.naming import named
from commplan.named import NamedTuple
from commplan.plan import Plan, incident_channels

CASE, PHASE, NEXT = "case", "phase", "next-update"
"""The kinds of marks."""

_CASE = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{0,9}-\d{1,9}(?:-\d{1,9})?(?![A-Za-z0-9])", re.ASCII
)
_CASES_AT_MOST = 20
"""A text with more ids is a list, and no update about any of them."""
_LABEL = re.compile(
    r"(?:next[\s_-]update|nächstes\s+update|nächste\s+aktualisierung|"
    r"prochaine\s+mise\s+à\s+jour|próxima\s+actualización)[^\n\d]{0,40}",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(\d{1,3})\s*(m|min|mins|minutes?|minuten|h|hrs?|hours?|stunden?|heures?|horas?)\b",
    re.IGNORECASE | re.ASCII,
)
_WHEN = re.compile(
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})[T,\s]{1,3}(?:at\s+)?)?"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?::\d{2})?\s?(?P<half>am|pm)?"
    r"\s?(?P<zone>(?-i:[A-Z]{3,5}|Z)\b|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE | re.ASCII,
)
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_UNIVERSAL = frozenset({"Z", "UTC", "GMT"})


class CaseLook(NamedTuple):
    """Looks for ids such as ``INC-12`` or ``INC-2026-007``."""

    @property
    def kind(self) -> str:
        """What it looks for."""
        return CASE

    @property
    def key(self) -> str:
        """There is but one such look."""
        return ""

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # as looks are called
        """The ids, in capitals."""
        found = dict.fromkeys(one.upper() for one in _CASE.findall(text))
        if len(found) <= _CASES_AT_MOST:
            yield from map(Showing, found)


class PhaseLook(NamedTuple):
    """Looks for the first phase of an incident that is named."""

    phases: tuple[tuple[str, str], ...]
    """Each phase as the plan writes it, and what stands for it in a mark."""

    @property
    def kind(self) -> str:
        """What it looks for."""
        return PHASE

    @property
    def key(self) -> str:
        """All phases."""
        return repr(self.phases)

    def find(self, text: str, at: int) -> Iterator[Showing]:  # noqa: ARG002  # as looks are called
        """The phase that comes first in the text."""
        values = {phase.casefold(): value for phase, value in self.phases}
        words = "|".join(re.escape(one) for one in sorted(values, key=len, reverse=True))
        found = re.search(rf"(?<!\w)(?:{words})(?!\w)", text.casefold())
        if found is not None:
            yield Showing(values[found[0]])


class NextUpdateLook(NamedTuple):
    """Looks for an announced time: ``Next update: 15:30`` or ``next update in 30 minutes``."""

    value: str
    """What stands for the plan in a mark."""
    zone: str
    """That of times that name none."""

    @property
    def kind(self) -> str:
        """What it looks for."""
        return NEXT

    @property
    def key(self) -> str:
        """The plan and its zone."""
        return repr((self.value, self.zone))

    def find(self, text: str, at: int) -> Iterator[Showing]:
        """The instant of the first such announcement that can be understood."""
        for label in _LABEL.finditer(text):
            when = _announced(text, label.end(), at, self.zone)
            if when is not None and when > at:
                yield Showing(self.value, when)
                return


def update_looks(plan: Plan) -> Mapping[str, tuple[Look, ...]]:
    """Looks in the channels in which people are told about incidents."""
    channels = {c.id for one in plan.severities for c in incident_channels(plan, one)}
    if not channels:
        return {}
    phases = dict.fromkeys(
        phase
        for phases in (
            *((one.phase for one in sla.updates if one.phase) for sla in plan.slas.values()),
            *(template.phases for template in plan.templates.values()),
        )
        for phase in phases
    )
    looks: list[Look] = [CaseLook(), NextUpdateLook(named(plan), plan.metadata.timezone)]
    if phases:
        looks.append(PhaseLook(tuple((phase, named(plan, phase)) for phase in phases)))
    return dict.fromkeys(sorted(channels), tuple(looks))


def _announced(text: str, start: int, at: int, zone: str) -> int | None:
    """The instant that stands at a place of a text, if one does."""
    later = _LATER.match(text, start)
    if later is not None:
        unit = HOUR if later[2].casefold().startswith(("h", "s")) else MINUTE
        return at + int(later[1]) * unit
    found = _WHEN.match(text, start)
    if found is None or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].casefold() == "pm" else 0)
    try:
        return _instant(found["day"], (hour, minute), found["zone"] or "", at, zone)
    except (UnknownZone, ValueError, OverflowError):  # no such day or hour; AVL002 tells of zones
        return None


def _instant(day: str | None, time: tuple[int, int], given: str, at: int, zone: str) -> int | None:
    """The first such time after a message, or that of the day that is named.

    Raises ValueError for what is no time, and UnknownZone.
    """
    offset, shift = _OFFSET.fullmatch(given), 0
    if offset is not None:
        sign, hours, minutes = offset.groups()
        shift = (int(hours) * HOUR + int(minutes) * MINUTE) * (-1 if sign == "-" else 1)
    is_certain = offset is not None or given in _UNIVERSAL
    in_zone = "UTC" if is_certain else zone
    today = local_time(at + shift, in_zone).date()
    named_day = today if day is None else date.fromisoformat(day)
    wall = datetime.combine(named_day, clock_time(*time))
    when = first_instant(wall, in_zone) - shift
    if day is None and when <= at:
        when = first_instant(wall + timedelta(days=1), in_zone) - shift
    known = is_certain or given in ("", _abbreviation(when, zone))
    return when if known else None


def _abbreviation(when: int, zone: str) -> str:
    """What people call the time of a zone then: ``BST``."""
    return format_clock(when, zone).rpartition(" ")[2]
