"""Messages of a type that the plan describes, found among those in Slack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.drift import Apps
from commplan.history import Author
from commplan.measures.history import History
from commplan.measures.looking import named
from commplan.measures.looking.markers import MARKER
from commplan.plan import Message

if TYPE_CHECKING:
    import narwhals as nw


class Signature(NamedTuple):
    """By what messages of one type are told from others in their channels."""

    marker: str | None
    """The value of the mark that all of them have; None where the template has no marker."""
    authors: frozenset[str] | None
    """The accounts that send them; None where anybody may."""
    apps: frozenset[str]
    """Apps and bots that send them, too."""
    doubt: str = ""
    """Why there may be further senders; empty where there are none."""

    @property
    def words(self) -> str:
        """What is asked of a message to be one of them."""
        return "with its marker" if self.marker else "of its sender" if self.authors else "at all"


def signature(history: History, message: Message) -> Signature:
    """How messages of a type are recognised.

    By the marker of the template, whoever writes them, where it has one. Else by the
    sender, and by the apps of automations that send them. Else every message is one.
    """
    plan = history.plan
    template = message.template
    if plan.sound(template) and template is not None and plan.templates[template.id].marker:
        return Signature(named(plan, template.id), None, frozenset())
    return by_sender(history, message)


def by_sender(history: History, message: Message) -> Signature:
    """How messages of a type are recognised by who sends them alone."""
    plan = history.plan
    apps = frozenset(
        name
        for automation in plan.automations.values()
        if automation.message == message.id and automation.app
        for name in app_ids(history, automation.app)
    )
    if message.sender is None or not plan.sound(message.sender):
        return Signature(None, None, apps)
    senders = history.accounts((message.sender,))
    return Signature(None, senders.ids, apps, senders.doubt)


def app_ids(history: History, name: str) -> Iterator[str]:
    """Every id by which messages may name an app that the plan calls so."""
    yield name
    for app in Apps(history.plan, history.drift.workspace).called(name):
        yield from (one for one in (app.id, app.app_id, app.bot_id) if one)


def announcements(
    history: History, how: Signature, channels: Iterable[str], since: int
) -> nw.LazyFrame[Any]:
    """The messages in some channels that are of a type, from an instant up to as of now.

    ``channels`` are ids in Slack. Columns: ``channel``, ``at``, ``thread``.
    """
    import narwhals as nw

    written = history.frames.messages.filter(
        nw.col("channel").is_in(sorted(channels)),
        nw.col("at") >= since,
        nw.col("at") <= history.as_of,
        nw.col("kind").is_in([Author.HUMAN.value, Author.BOT.value]),
    )
    if how.marker is not None:
        marked = history.frames.marks.filter(
            nw.col("kind") == MARKER, nw.col("value") == how.marker
        )
        written = written.join(marked, on=["channel", "at"], how="semi")
    else:
        apps = sorted(how.apps)
        by_people = nw.col("kind") == Author.HUMAN.value
        if how.authors is not None:
            by_people = nw.col("author").is_in(sorted(how.authors))
        by_apps = (nw.col(name).is_in(apps) for name in ("author", "bot", "app"))
        written = written.filter(reduce(or_, by_apps, by_people) if apps else by_people)
    return written.select("channel", "at", "thread")
