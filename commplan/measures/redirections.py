"""Words by which conversations go to direct messages, held against requests."""

from __future__ import annotations

from typing import NamedTuple

from commplan.clock import Duration
from commplan.history import Author
from commplan.measures.asked import asked_for, asked_in
from commplan.measures.history import History
from commplan.measures.looking.redirects import DIRECT, REDIRECT, redirect_value
from commplan.measures.windows import Window, within


class Redirections(NamedTuple):
    """What responders wrote about direct messages in the channels where they take requests."""

    windows: tuple[Window, ...]
    requests: int
    redirected: int
    """Messages of responders that cite the policy or speak of direct messages."""


def redirections_of(history: History, length: Duration) -> Redirections | None:
    """What responders wrote in a window; None where no intake channel can be measured."""
    import narwhals as nw

    asked = asked_in(history, length)
    if not asked.windows:
        return None
    values = [DIRECT, redirect_value(history.plan)]
    marks = history.frames.marks.filter(
        nw.col("kind") == REDIRECT, nw.col("value").is_in(values)
    ).select("channel", "at")
    answering = sorted({account for desk in asked.desks for account in desk.responders})
    written = within(history, asked.windows, history.frames.messages).filter(
        nw.col("kind") == Author.HUMAN.value, nw.col("author").is_in(answering)
    )
    redirected = written.join(marks, on=["channel", "at"], how="semi")
    counted = asked_for(history, asked.windows)
    return Redirections(
        asked.windows,
        int(counted.select(nw.len()).collect().item()),
        int(redirected.select(nw.len()).collect().item()),
    )
