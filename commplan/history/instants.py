"""Slack's message times as instants: exact, where a float would lose microseconds."""

import re

_TS = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?")


def message_instant(ts: object) -> int | None:
    """Microseconds since the epoch of ``1512085950.000216``; None for anything else.

    Programs that rewrite exports drop zeros at the end, or the whole fraction.
    """
    found = _TS.fullmatch(ts) if isinstance(ts, str) and ts.isascii() else None
    if found is None:
        return None
    seconds, fraction = found.groups()
    return int(seconds) * 1_000_000 + int((fraction or "").ljust(6, "0"))


def message_ts(instant: int) -> str:
    """The message time, which is a message's id in its channel, of an instant."""
    return f"{instant // 1_000_000}.{instant % 1_000_000:06d}"
