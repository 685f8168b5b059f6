"""How many announcements fill in all fields of their template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import Duration
from commplan.measures.announcements import announcements, by_sender
from commplan.measures.history import History
from commplan.measures.looking import named
from commplan.measures.looking.templates import TEMPLATE, field_value, template_forms
from commplan.measures.threads import half_read_in
from commplan.measures.windows import Window, windows_of, within
from commplan.plan import Templated, templated_messages
from commplan.written import Files

if TYPE_CHECKING:
    import narwhals as nw


class Adherence(NamedTuple):
    """The posts of one message type."""

    templated: Templated
    windows: tuple[Window, ...]
    """Of its channels of which messages were read."""
    posts: int
    """How many are written from the template, by those who send such messages."""
    complete: int
    """How many of them fill in all fields."""
    missing: Mapping[str, int]
    """Fields to how many posts leave them out, the most often missed first."""
    half_read: int
    """Threads in the channels of which replies were not read."""
    doubt: str
    """Why posts of further senders may be missed; empty where there are none."""


class Unrecognisable(NamedTuple):
    """A message type whose posts nobody can tell from others."""

    templated: Templated


def template_adherence(
    history: History, files: Files, length: Duration
) -> Iterator[Adherence | Unrecognisable]:
    """Every message type with a template that goes through a channel which was read.

    Posts are those in its Slack channels, in threads too, that somebody behind the sender
    or an app which sends for them wrote, and that show the template.
    """
    for one in templated_messages(history.plan):
        fields = sorted(
            {field.name for form in template_forms(one.template, files) for field in form.fields}
        )
        read = [history.channels[c.id] for c in one.channels if c.id in history.channels]
        if not fields:
            yield Unrecognisable(one)
        elif read:
            yield _adherence(history, one, fields, windows_of(history, read, length))


def _adherence(
    history: History, one: Templated, fields: list[str], looked_at: tuple[Window, ...]
) -> Adherence:
    import narwhals as nw

    col = nw.col
    how, value = by_sender(history, one.message), named(history.plan, one.template.id)
    channels = [window.measured.id for window in looked_at]
    sent = announcements(history, how, channels, min(window.start for window in looked_at))
    posts = (
        within(history, looked_at, sent)
        .select("channel", "at")
        .join(_marks(history, (value,)), on=["channel", "at"], how="inner")
    )
    all_there = (col("amount") == len(fields)).cast(nw.Int64)
    totals = posts.select(nw.len(), all_there.sum().alias("complete")).collect().row(0)
    count, complete = int(totals[0]), int(totals[1] or 0)
    values = {field_value(value, field): field for field in fields}
    there = (
        _marks(history, tuple(values))
        .join(posts.select("channel", "at"), on=["channel", "at"], how="semi")
        .group_by("value")
        .agg(nw.len())
        .collect()
    )
    filled = {values[name]: int(number) for name, number in there.rows()}
    left_out = {field: count - filled.get(field, 0) for field in fields}
    ranked = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
    return Adherence(
        templated=one,
        windows=looked_at,
        posts=count,
        complete=complete,
        missing={field: number for field, number in ranked if number},
        half_read=sum(half_read_in(history, looked_at).values()),
        doubt=how.doubt,
    )


def _marks(history: History, values: tuple[str, ...]) -> nw.LazyFrame[Any]:
    import narwhals as nw

    return history.frames.marks.filter(
        nw.col("kind") == TEMPLATE, nw.col("value").is_in(list(values))
    ).select("channel", "at", "value", "amount")
