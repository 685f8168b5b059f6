"""How long ago an app last wrote where alerts arrive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from commplan.clock import Duration
from commplan.measures.history import History, MeasuredIn
from commplan.measures.intakes import by_apps
from commplan.place import Place
from commplan.plan import Alert


class AlertSilence(NamedTuple):
    """The silence of one alert's channel."""

    alert: Alert
    channel: str
    """Its id in the plan."""
    at: Place
    expected: Duration
    measured: MeasuredIn | None
    last: int | None
    """When an app last wrote, in microseconds UTC; None if it did not in the time read."""
    silent: int
    """Microseconds since then, or since the first instant that was read."""
    too_long: bool = False
    certain: bool = True
    """False where less was read than is expected."""
    doubt: str = ""
    """Why nothing can be said; empty where something can."""


def alert_silences(history: History, default: Duration) -> Iterator[AlertSilence]:
    """Every alert that the plan sends to a Slack channel in use."""
    last = _last_of_apps(history)
    for alert in history.plan.alerts:
        reference = alert.channel
        if reference is None or not history.plan.sound(reference):
            continue
        channel = history.plan.channels[reference.id]
        if not channel.is_slack or channel.retired:
            continue
        expected = alert.expect_every or default
        at = alert.at / "expect_every" if alert.expect_every else alert.at.key
        found = AlertSilence(alert, channel.id, at, expected, None, None, 0)
        measured, starts = history.channels.get(channel.id), history.starts(expected)
        if measured is None:
            yield found._replace(doubt=history.unread(channel.id))
        elif starts is None:
            yield found._replace(doubt=f"no calendar tells how long {expected} are")
        else:
            when = last.get(measured.id)
            since = measured.since if when is None else when
            yield found._replace(
                measured=measured,
                last=when,
                silent=history.as_of - since,
                too_long=when is None or when < starts,
                certain=when is not None or measured.since <= starts,
            )


def _last_of_apps(history: History) -> dict[str, int]:
    import narwhals as nw

    ids = [one.id for one in history.channels.values()]
    written = (
        history.frames.messages.filter(
            nw.col("channel").is_in(ids),
            by_apps(),
            nw.col("at") <= history.as_of,
        )
        .group_by("channel")
        .agg(nw.col("at").max())
        .collect()
    )
    return dict(written.rows())
