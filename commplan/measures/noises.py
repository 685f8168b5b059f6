"""How many alerts arrive, and on how many of them somebody acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import DAY, HOUR, Duration
from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.intakes import by_apps, is_machine
from commplan.measures.threads import half_read, key_kinds, marked
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import Alert

if TYPE_CHECKING:
    import narwhals as nw

ACT_WITHIN = HOUR
"""How long after an alert what people do counts as acting on it."""
_ALERT = ["channel", "root"]


class AlertNoise(NamedTuple):
    """The alerts of one channel."""

    window: Window
    alerts: int
    judged: int
    """Those that are older than :data:`ACT_WITHIN` and of which all replies were read."""
    acted: int
    """Those of them on which people acted."""
    unread: int
    """Those of which replies were not read."""

    @property
    def per_day(self) -> float:
        """How many there are in a day of the window."""
        length = self.window.end - self.window.start
        return self.alerts * DAY / length if length > 0 else 0.0


def alert_channels(history: History) -> dict[str, tuple[Alert, ...]]:
    """The Slack channels in use, by their ids in the plan, with the alerts that arrive there."""
    found: dict[str, tuple[Alert, ...]] = {}
    for alert in history.plan.alerts:
        reference = alert.channel
        if reference is None or not history.plan.sound(reference):
            continue
        channel = history.plan.channels[reference.id]
        if channel.is_slack and not channel.retired:
            found[channel.id] = (*found.get(channel.id, ()), alert)
    return found


def alert_noises(history: History, length: Duration) -> tuple[AlertNoise, ...]:
    """What arrived in each alert channel that was read, in a window that ends as of now.

    An alert is what an app posts outside threads. People act on it by a reply or a
    ticket key in its thread within an hour, or by a reaction, of which Slack tells no time.
    """
    channels = history.channels
    read = [channels[one] for one in alert_channels(history) if one in channels]
    looked_at = windows_of(history, read, length)
    if not looked_at:
        return ()
    counts = _counts(history, looked_at)
    return tuple(AlertNoise(one, *counts.get(one.measured.id, (0, 0, 0, 0))) for one in looked_at)


def _counts(history: History, looked_at: Sequence[Window]) -> dict[str, tuple[int, ...]]:
    import narwhals as nw

    alerts = within(history, looked_at, history.frames.messages).filter(
        nw.col("thread").is_null(), by_apps()
    )
    over = nw.col("root") + ACT_WITHIN <= nw.col("window_end")
    known = ~nw.col("half")
    told = (
        alerts.select("channel", "window_end", root="at")
        .join(
            _acts(history, looked_at).with_columns(acted=nw.lit(value=True)), on=_ALERT, how="left"
        )
        .join(half_read(history).with_columns(half=nw.lit(value=True)), on=_ALERT, how="left")
        .with_columns(
            acted=nw.coalesce("acted", nw.lit(value=False)),
            half=nw.coalesce("half", nw.lit(value=False)),
        )
        .with_columns(judged=over & known, lost=over & ~known)
        .with_columns(hit=nw.col("judged") & nw.col("acted"))
        .with_columns(nw.col("judged", "hit", "lost").cast(nw.Int64))
        .group_by("channel")
        .agg(nw.len(), nw.col("judged").sum(), nw.col("hit").sum(), nw.col("lost").sum())
        .collect()
    )
    return {channel: tuple(map(int, counts)) for channel, *counts in told.rows()}


def _acts(history: History, looked_at: Sequence[Window]) -> nw.LazyFrame[Any]:
    """``channel`` and ``root`` of what people acted on, each once."""
    import narwhals as nw

    soon = nw.col("at") <= nw.col("root") + ACT_WITHIN
    ids = [one.measured.id for one in looked_at]
    here = nw.col("channel").is_in(ids)
    human = (nw.col("kind") == Author.HUMAN.value) & ~is_machine(history)
    replies = history.frames.messages.filter(here, human, ~nw.col("thread").is_null())
    kinds = {kind for one in looked_at for kind in key_kinds(history, one.measured.channel.id)}
    keys = marked(history, tuple(sorted(kinds))).filter(here, nw.col("at") > nw.col("root"), soon)
    signs = history.frames.signs.filter(
        here, nw.col("kind") == "reaction", ~nw.col("by").is_in(sorted(history.machines))
    )
    found = (
        replies.with_columns(root="thread").filter(soon).select(*_ALERT),
        keys.select(*_ALERT),
        signs.select("channel", root="at"),
    )
    return nw.concat(found).unique(_ALERT)
