"""The times in a seed: absolute, or counted back from the start of the emulator."""

import re
from datetime import UTC, date, datetime, time

from commplan.testing.slack.fields import Fields
from commplan.testing.slack.workspace import microseconds

_PART = re.compile(r"(\d+)([smhdw])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


def duration(fields: Fields, key: str) -> int | None:
    """A duration such as ``30m``, ``2h`` or ``1d 4h`` in seconds; None if absent."""
    if not fields.has(key):
        fields.value(key)
        return None
    text = fields.text(key)
    parts = text.split()
    matches = [_PART.fullmatch(part) for part in parts]
    if not parts or not all(matches):
        fields.fail(key, f"{text!r} is no duration; write it like 30m, 2h or 1d 4h")
    return sum(int(found[1]) * _UNITS[found[2]] for found in matches if found)


def moment(fields: Fields, key: str, default: int) -> int:
    """A time in Unix seconds, written so, or as ISO 8601 (UTC unless it says otherwise)."""
    value = fields.value(key)
    if value is None:
        return default
    if isinstance(value, bool):
        fields.fail(key, "expected a time, found true/false")
    if isinstance(value, int):
        return value
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            fields.fail(key, f"{value!r} is no time; write it like 2026-10-01T09:00:00Z")
    if isinstance(value, datetime):
        return int((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp())
    if not isinstance(value, date):
        fields.fail(key, "expected Unix seconds or an ISO 8601 time")
    return int(datetime.combine(value, time(), UTC).timestamp())


def message_time(fields: Fields, default: int, *, now: int, root: int | None) -> str:
    """The time of a message from ``ts``, ``at``, ``ago`` or, in a thread, ``after``."""
    given = [key for key in ("ts", "at", "ago", "after") if fields.has(key)]
    if len(given) > 1:
        fields.fail(given[1], f"the message has {given[0]!r} already")
    if given == ["after"] and root is None:
        fields.fail("after", "only the replies of a thread come after something")
    written = fields.text("ts")
    ago, after = duration(fields, "ago"), duration(fields, "after")
    at = moment(fields, "at", default)
    if written:
        return _timestamp(fields, written)
    if ago is not None:
        at = now - ago
    if after is not None and root is not None:
        at = root + after
    return f"{at}.000000"


def _timestamp(fields: Fields, written: str) -> str:
    try:
        whole, part = divmod(microseconds(written), 1_000_000)
    except ValueError:
        fields.fail("ts", f"{written!r} is no message time; write it like '1512085950.000216'")
    return f"{whole}.{part:06d}"


def later(ts: str, taken: set[str]) -> str:
    """The first free message time from ``ts`` on: within a channel it is the message's id."""
    count = microseconds(ts)
    while ts in taken:
        count += 1
        ts = f"{count // 1_000_000}.{count % 1_000_000:06d}"
    return ts
