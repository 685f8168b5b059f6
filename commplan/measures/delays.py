"""Promised times that were missed, and whether anybody had said so before they were due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from commplan.clock import DAY
from commplan.evidence import Evidence, Gap
from commplan.history import Author
from commplan.measures.cases import State
from commplan.measures.history import History
from commplan.measures.intakes import Desk, responders_table
from commplan.measures.literals import certainly, flag
from commplan.measures.looking import named
from commplan.measures.looking.markers import MARKER
from commplan.measures.looking.templates import TEMPLATE, field_value
from commplan.measures.request_cases import Promise, hindrances, promises
from commplan.measures.request_rows import posts_kept
from commplan.measures.shares import MeasuredShare, at_most
from commplan.plan import Plan, Sla, Template, templated_messages

if TYPE_CHECKING:
    import narwhals as nw

NOTICE = "delay-notice"
"""The type of templates by which delays are announced."""
REASON = "reason"
"""The field of such a template that says why."""
_JUDGED = ("first_response", "next_response", "resolve")
_AHEAD = DAY
"""For so long a notice to all in a channel holds."""


class Unannounced(NamedTuple):
    """How many missed times of an SLA nobody had announced."""

    sla: Sla
    share: MeasuredShare
    by_target: tuple[tuple[str, int, int], ...]
    """Of each target that was missed: how often, and how often without notice."""
    examples: tuple[tuple[str, int], ...]
    """Channel and instant of the latest requests without notice."""


def unannounced_delays(
    history: History, evidence: Evidence, limit: float
) -> Iterator[Unannounced | Gap]:
    """Each SLA that applies to a channel, with its missed times of the window.

    A notice is a message of a responder or an app, written from a template of type
    ``delay-notice``: it has its marker, or fills in its reason. It counts in the thread of
    the request before the time was due, or at the top level of the channel within a day
    before. That a request is acknowledged late is left to its first response.
    """
    plan = history.plan
    templates = [one for one in plan.templates.values() if one.type == NOTICE]
    for sla in plan.slas.values():
        targets = [target for target in sla.targets if target.name in _JUDGED]
        if not targets or not sla.channels:
            continue
        if not templates:
            yield Gap(targets[0].at, f"no template of type {NOTICE} tells how delays are announced")
            continue
        yield from hindrances(history, sla)
        telling = [id_ for id_ in sla.channels if _recognisable(plan, templates, id_)]
        for id_ in sla.channels:
            if id_ in history.channels and id_ not in telling:
                why = f"nobody can recognise a delay notice in channel:{id_}: give its template"
                yield Gap(targets[0].at, f"{why} a marker, or a message through that channel")
        kept = [one for one in promises(history, sla, telling) if one.target.name in _JUDGED]
        if kept:
            yield _unannounced(history, evidence, sla, kept, templates, limit)


def _recognisable(plan: Plan, templates: Sequence[Template], channel: str) -> bool:
    ids = {one.id for one in templates}
    sent = (one for one in templated_messages(plan) if one.template.id in ids)
    through = any(channel == c.id for one in sent for c in one.channels)
    return through or any(one.marker for one in templates)


def _unannounced(
    history: History,
    evidence: Evidence,
    sla: Sla,
    kept: Sequence[Promise],
    templates: Sequence[Template],
    limit: float,
) -> Unannounced:
    import narwhals as nw

    notices = _notices(history, kept[0].where, templates)
    by_target: list[tuple[str, int, int]] = []
    latest: set[tuple[int, str]] = set()
    for promise in kept:
        missed = promise.rows(history, evidence).filter(nw.col("state") == State.MISSED.number)
        told = _with_notice(history, promise, missed, notices).collect().rows(named=True)
        silent = [row for row in told if not row["told"]]
        if told:
            by_target.append((promise.target.name, len(told), len(silent)))
        latest.update((row["at"], row["channel"]) for row in silent)
    n, hits = sum(n for _, n, _ in by_target), sum(hits for _, _, hits in by_target)
    return Unannounced(
        sla,
        at_most(hits, n, limit, kept[0].windows),
        tuple(by_target),
        tuple((channel, at) for at, channel in sorted(latest, reverse=True)[:3]),
    )


def _notices(
    history: History, where: Sequence[Desk], templates: Sequence[Template]
) -> nw.LazyFrame[Any]:
    """``channel``, ``at`` and ``thread`` of messages that announce a delay."""
    import narwhals as nw

    plan = history.plan
    values = {named(plan, one.id): one for one in templates}
    filled = [
        field_value(value, REASON) if REASON in one.fields else value
        for value, one in values.items()
    ]
    kind, value = nw.col("kind"), nw.col("value")
    shown = history.frames.marks.filter(
        ((kind == MARKER) & value.is_in(sorted(values)))
        | ((kind == TEMPLATE) & value.is_in(sorted(filled)))
    )
    answering = responders_table(history, where).with_columns(responder=flag(value=True))
    return (
        history.frames.messages.filter(
            nw.col("channel").is_in([desk.id for desk in where]), nw.col("at") <= history.as_of
        )
        .join(shown.select("channel", "at").unique(), on=["channel", "at"], how="semi")
        .join(answering, left_on=["channel", "author"], right_on=["channel", "account"], how="left")
        .filter(certainly("responder") | (nw.col("kind") == Author.BOT.value))
        .select("channel", "thread", noticed="at")
    )


def _with_notice(
    history: History, promise: Promise, missed: nw.LazyFrame[Any], notices: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """``channel``, ``at`` and ``told`` of missed cases."""
    import narwhals as nw

    key = ["channel", "at"]
    noticed, due = nw.col("noticed"), nw.col("due")
    cases = missed.select(*key, "due")
    threads = _threads(history, promise)
    inside = (
        cases.join(threads, on=key, how="inner")
        .join(notices, on=["channel", "thread"], how="inner")
        .filter(noticed < due)
    )
    to_all = notices.filter(nw.col("thread").is_null()).with_columns(day=noticed // _AHEAD)
    twice = nw.concat([to_all, to_all.with_columns(day=nw.col("day") + 1)])
    outside = (
        cases.with_columns(day=due // _AHEAD)
        .join(twice, on=["channel", "day"], how="inner")
        .filter(noticed < due, noticed >= due - _AHEAD)
    )
    told = nw.concat([inside.select(*key), outside.select(*key)]).unique()
    told = told.with_columns(told=flag(value=True))
    return cases.join(told, on=key, how="left").select(*key, told=certainly("told"))


def _threads(history: History, promise: Promise) -> nw.LazyFrame[Any]:
    """``channel`` and ``at`` of cases with the ``thread`` in which they are."""
    import narwhals as nw

    asked = posts_kept(history, promise.where)
    if promise.target.name != "next_response":
        return asked.select("channel", at="request", thread=nw.col("at"))
    return history.frames.messages.filter(~nw.col("thread").is_null()).select(
        "channel", "at", "thread"
    )
