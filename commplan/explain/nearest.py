"""What the author of a malformed value most likely meant.

Each kind of value has a function that proposes texts; a proposal is told only if
the schema allows it where it would stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from commplan.explain.part import Part
from commplan.plan.references import SECTIONS, WRITTEN_KINDS
from commplan.plan.values import mapping

Proposals = Iterator[str]

_LONGEST = 80
"""Longer texts are no slip of the hand, and comparing them takes long."""
_UNITS = {
    **dict.fromkeys(("s", "sec", "second"), "s"),
    **dict.fromkeys(("m", "min", "minute"), "m"),
    **dict.fromkeys(("h", "hr", "hour"), "h"),
    **dict.fromkeys(("d", "day"), "d"),
    **dict.fromkeys(("w", "week"), "w"),
    **dict.fromkeys(("bd", "business day", "working day", "workday"), "bd"),
    **dict.fromkeys(("mo", "month"), "mo"),
}
_SMALLER = {"w": ("d", 7), "d": ("h", 24), "h": ("m", 60), "m": ("s", 60)}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKS = {
    **dict.fromkeys(("weekdays", "workdays"), "mon-fri"),
    **dict.fromkeys(("weekend", "weekends"), "sat,sun"),
    **dict.fromkeys(("everyday", "every day", "all"), "daily"),
}
_SIGNS = {"=<": "<=", "=>": ">=", "≤": "<=", "≥": ">="}


def nearest(text: str, part: Part, plan: Mapping[str, Any]) -> str | None:
    """A text close to ``text`` that the schema allows here, or None."""
    text, title = text.strip(), part.title or ""
    proposals: list[str] = []
    if len(text) > _LONGEST:
        return None
    if title in _BY_NAME:
        proposals += _BY_NAME[title](text, plan)
    elif title in _BY_FORM:
        proposals += _BY_FORM[title](text)
    return next((proposal for proposal in proposals if part.allows(proposal)), None)


def closest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that is spelt most like ``word``, whatever its case and joints."""
    from difflib import get_close_matches

    if len(word) > _LONGEST:
        return None
    by_form = {_form(item): item for item in known}
    close = get_close_matches(_form(word), by_form, n=1, cutoff=0.6)
    return by_form[close[0]] if close else None


def _form(word: str) -> str:
    """A word without what hands vary: capitals, and how its parts are joined."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[- ]", "_", word).lower()


def _ids(kind: str, plan: Mapping[str, Any]) -> Mapping[str, Any]:
    raw: Any = plan
    for step in SECTIONS[kind]:
        raw = mapping(raw).get(step)
    return mapping(raw)


def _references(text: str, plan: Mapping[str, Any]) -> Proposals:
    """``dana``, ``@dana`` and ``team:dana`` stand for whatever is called so in the plan."""
    kind, colon, rest = text.partition(":")
    name = (rest if colon else text).strip().lstrip("@#")
    yield from (f"{known}:{name}" for known in WRITTEN_KINDS if name in _ids(known, plan))
    if colon and (known := closest(kind.strip(), WRITTEN_KINDS)):
        yield f"{known}:{name}"
    if text.startswith("#"):
        yield f"channel:{name}"


def _clocks(text: str, plan: Mapping[str, Any]) -> Proposals:
    if re.fullmatch(r"24\W?7|24\s*h(ours)?|always|round the clock", text, re.IGNORECASE):
        yield "24x7"
    name = text.removeprefix("calendar:").strip()
    if name in _ids("calendar", plan):
        yield f"calendar:{name}"


def _names(text: str) -> Proposals:
    """``automation:berth`` where a bare id is wanted, ``two words`` for an id."""
    yield text.rpartition(":")[2].strip()
    yield re.sub(r"[\s/:]+", "-", text)


def _durations(text: str) -> Proposals:
    """``10 minutes``, ``1.5h``, ``1h 30m``, ``PT15M``."""
    iso = re.fullmatch(r"P((?:\d+[DW])*)(?:T((?:\d+[HMS])+))?", text)
    text = "".join(iso.groups("")) if iso else text
    parts = re.findall(r"([0-9]+(?:[.][0-9]+)?)[\s-]*([a-z]+(?: days?)?)", text.lower())
    read = sum(len(number) + len(unit) for number, unit in parts)
    if (
        parts
        and text[0] != "-"
        and read == len(re.sub(r"(?<!business|.working)[\s,-]|\band\b", "", text))
    ):
        yield "".join(_amount(number, unit) for number, unit in parts)


def _amount(number: str, unit: str) -> str:
    """One part of a duration; ``1.5h`` becomes ``1h30m``."""
    short = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"), "?")
    whole, _, fraction = number.partition(".")
    if not fraction.strip("0"):
        return f"{whole}{short}"
    smaller, size = _SMALLER.get(short, ("?", 1))
    rest = f"{round(float(f'0.{fraction}') * size)}{smaller}"
    return f"{whole}{short}{rest}" if int(whole) else rest


def _thresholds(text: str) -> Proposals:
    """``30m`` without a sign, ``=<30m``, ``<= 30 minutes``."""
    found = re.match(r"=<|=>|≤|≥|[<>]=?", text)
    sign = _SIGNS.get(found[0], found[0]) if found else "<="
    amount = text[found.end() :].strip() if found else text
    yield from (f"{sign}{proposal}" for proposal in (*_durations(amount), amount))


def _dates(text: str) -> Proposals:
    """Year first in other forms, or day first with dots; slashes could mean either."""
    for form in (
        r"(?P<y>\d{4})\D?(?P<m>\d\d)\D?(?P<d>\d\d)",
        r"(?P<y>\d{4})\D(?P<m>\d\d?)\D(?P<d>\d\d?)",
        r"(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?(?P<y>\d{4})",
    ):
        if found := re.fullmatch(form, text):
            yield f"{found['y']}-{found['m']:0>2}-{found['d']:0>2}"


def _wall_times(text: str) -> Proposals:
    """``2026-01-05 9:00``, ``2026-01-05T09:00:00``; a zone is never dropped."""
    day, _, time = text.replace("T", " ").partition(" ")
    clock = re.sub(r"(:\d\d):00$", r"\1", time)
    yield from (f"{date}T{hour}" for date in _dates(day) for hour in _times(clock))


def _times(text: str) -> Proposals:
    """``9``, ``9:30``, ``9.30``, ``5pm``."""
    found = re.fullmatch(r"(\d\d?)(?:[:.h](\d\d))?\s*([ap]m)?", text.strip().lower())
    if found:
        hour = int(found[1]) % 12 if found[3] else int(found[1])
        yield f"{hour + 12 * (found[3] == 'pm'):02}:{found[2] or '00'}"


def _time_ranges(text: str) -> Proposals:
    start, _, end = re.sub(r"–|—|\bto\b|\buntil\b", "-", text).partition("-")
    yield from (f"{first}-{last}" for first in _times(start) for last in _times(end))


def _days(text: str) -> Proposals:
    """``Mon-Fri``, ``monday to friday``, ``weekdays``."""
    lower = text.lower()
    yield _WEEKS.get(lower, lower)
    joined = re.sub(r"\s*(,|;|\band\b)\s*", ",", re.sub(r"\s*(–|—|-|\bto\b)\s*", "-", lower))
    yield re.sub(r"[a-z]+", lambda word: _day(word[0]), joined)


def _day(word: str) -> str:
    return next((day for day in _DAYS if word.startswith(day)), word)


def _languages(text: str) -> Proposals:
    yield text.replace("_", "-")


def _pointers(text: str) -> Proposals:
    yield "/" + text.lstrip("#/").replace(".", "/")


def _statistics(text: str) -> Proposals:
    word = text.lower()
    yield {"average": "mean", "avg": "mean", "percentage": "share"}.get(word, word)
    yield "p" + re.sub(r"\D", "", word)


def _published(text: str) -> Proposals:
    if close := closest(text, ("sla", "how-to", "dm-policy", "runbook")):
        yield close


_BY_FORM: Mapping[str, Callable[[str], Proposals]] = {
    "id": _names,
    "id or list of ids": _names,
    "duration": _durations,
    "cadence": _durations,
    "horizon (more than nothing, less than a century)": _durations,
    "threshold": _thresholds,
    "criterion": _thresholds,
    "date": _dates,
    "local date and time": _wall_times,
    "time of day": _times,
    "time range": _time_ranges,
    "day or days of the week": _days,
    "language tag": _languages,
    "JSON pointer": _pointers,
    "statistic": _statistics,
    "published item": _published,
}
"""Proposals by the ``title`` of the schema that the text has to match."""

_BY_NAME: Mapping[str, Callable[[str, Mapping[str, Any]], Proposals]] = {
    "reference": _references,
    "reference or list of references": _references,
    "clock": _clocks,
    "clock of a deadline": _clocks,
}
"""Likewise, for proposals that depend on what the plan defines."""
