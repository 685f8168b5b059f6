"""Where requests are taken, by whom they are answered, and what the plan says of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import MINUTE
from commplan.drift import Apps
from commplan.history import Author
from commplan.measures.history import History, MeasuredIn
from commplan.measures.literals import certainly
from commplan.plan import Channel, Plan, request_channels
from commplan.workspace import SLACKBOT, Workspace

if TYPE_CHECKING:
    import narwhals as nw

_COALESCE = 5 * MINUTE


class Forms(NamedTuple):
    """The workflow by which people may file requests."""

    ids: frozenset[str] = frozenset()
    """Its app, its bot and its account, as far as they are known."""
    unnamed: bool = False
    """The plan names no app: whatever a bot posts for a person it names is a request."""


class Desk(NamedTuple):
    """A channel in which requests are taken, as its messages are to be read."""

    measured: MeasuredIn
    responders: frozenset[str]
    """Accounts of the people whose answer counts."""
    doubt: str = ""
    """Why there may be other responders; empty where these are all."""
    coalesce: int = _COALESCE
    """Posts of one person within so many microseconds of each other are one request."""
    auto_ack: bool = False
    """Whether the answer of a bot acknowledges."""
    ack_reactions: tuple[str, ...] = ()
    close_reactions: tuple[str, ...] = ()
    forms: Forms | None = None
    questions_only: bool = False
    """Whether of the requester's later messages only questions wait for an answer."""

    @property
    def key(self) -> Hashable:
        """Tells it from others."""
        return (self.id, *self[1:])

    @property
    def id(self) -> str:
        """The channel's id in the workspace."""
        return self.measured.id

    @property
    def channel(self) -> Channel:
        """The channel in the plan."""
        return self.measured.channel


def desks(history: History) -> tuple[Desk, ...]:
    """The channels in which requests are taken and of which messages were read.

    Those with an intake, to which an SLA applies, or which are the source of an indicator of time.
    Nothing can be said about one with a ``doubt``: who is not known to be a responder
    would be taken for somebody who asks.
    """
    return history.once("desks", lambda: _desks(history))


def assessable(history: History) -> tuple[Desk, ...]:
    """Those of which it is known who responds."""
    return tuple(desk for desk in desks(history) if not desk.doubt)


def _desks(history: History) -> tuple[Desk, ...]:
    found = []
    serving = request_channels(history.plan)
    for measured in history.channels.values():
        intake = measured.channel.intake
        if measured.channel.id not in serving:
            continue
        crowd = history.responders(measured.channel)
        desk = Desk(measured, crowd.ids - history.machines, crowd.doubt)
        if intake is None:
            found.append(desk)
            continue
        coalesce = intake.coalesce
        found.append(
            Desk(
                *desk[:3],
                _COALESCE if coalesce is None else coalesce.microseconds,
                intake.auto_ack,
                intake.ack_reactions,
                intake.close_reactions,
                _forms(history.plan, history.drift.workspace, intake.workflow),
                intake.questions_only,
            )
        )
    return tuple(found)


def responders_table(history: History, where: Iterable[Desk]) -> nw.LazyFrame[Any]:
    """``channel`` and ``account`` of everybody whose answer counts there."""
    desks = tuple(where)

    def made() -> nw.LazyFrame[Any]:
        rows = [(desk.id, account) for desk in desks for account in sorted(desk.responders)]
        return history.engine.table({"channel": "text", "account": "text"}, rows)

    return history.once(("responders", *(desk.key for desk in desks)), made)


def channels_table(history: History, where: Iterable[Desk]) -> nw.LazyFrame[Any]:
    """``channel``: their ids."""
    ids = tuple(desk.id for desk in where)
    return history.once(
        ("channels", *ids),
        lambda: history.engine.table({"channel": "text"}, [(one,) for one in ids]),
    )


def machines_table(history: History) -> nw.LazyFrame[Any]:
    """``author``: accounts that no human is behind."""
    rows = [(one,) for one in sorted(history.machines)]
    return history.once("machines", lambda: history.engine.table({"author": "text"}, rows))


def is_machine(history: History) -> nw.Expr:
    """Whether no human is behind the author."""
    import narwhals as nw

    return certainly(nw.col("author").is_in(sorted(history.machines)))


def by_apps() -> nw.Expr:
    """Whether an app wrote it: what Slackbot reminds of proves no monitoring alive."""
    import narwhals as nw

    by_slackbot = certainly(nw.col("author") == SLACKBOT)
    return (nw.col("kind") == Author.BOT.value) & ~by_slackbot


def reactions_table(history: History, where: Iterable[Desk], of: str) -> nw.LazyFrame[Any]:
    """``channel`` and ``value`` of the reactions that a field of desks names."""
    rows = [(desk.id, name) for desk in where for name in sorted(set(getattr(desk, of)))]
    return history.engine.table({"channel": "text", "value": "text"}, rows)


def _forms(plan: Plan, workspace: Workspace, workflow: str | None) -> Forms | None:
    automation = None if workflow is None else plan.automations.get(workflow)
    if automation is None:
        return None
    if not automation.app:
        return Forms(unnamed=True)
    ids = {automation.app}
    for app in Apps(plan, workspace).called(automation.app):
        ids.update(one for one in (app.id, app.app_id, app.bot_id) if one)
    return Forms(frozenset(ids))
