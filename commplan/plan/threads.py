"""Why somebody would look into the threads of a channel, by what the plan says of it.

A rule that reads replies names its reasons, so that an audit reads no thread in which it
has no interest, and of the others no more than it takes. One that names none looks into
all threads of its channels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from commplan.history import Replies
from commplan.named import NamedTuple
from commplan.plan.incidents import incident_channels
from commplan.plan.measured import REPORT
from commplan.plan.plan import Plan
from commplan.plan.promises import ANSWERED, TIMES

_REQUIRED = "required"

Channels: TypeAlias = Callable[[Plan, Mapping[str, object]], Iterable[str]]
"""Ids of channels in a plan; given are the parameters of the rule that asks, too."""


def _everywhere(plan: Plan, _: Mapping[str, object]) -> Iterable[str]:
    return plan.channels


class ThreadReason(NamedTuple):
    """A reason to look into threads."""

    channels: Channels = _everywhere
    replies: Replies = Replies.ALL
    """How much somebody wants to know of the replies."""
    of_requests: bool = True
    """Whether only in threads in which somebody asks for something."""


def request_channels(plan: Plan) -> frozenset[str]:
    """The ids of channels in which people ask for something, by what the plan says of them.

    Those with an intake, to which an SLA applies, or which are the source of an indicator of
    time.
    """
    taking = {channel.id for channel in plan.channels.values() if channel.intake is not None}
    promised = {channel for sla in plan.slas.values() for channel in sla.channels}
    sources = {kpi.channel for kpi in plan.kpis.values() if kpi.channel and kpi.metric in TIMES}
    return frozenset(taking | promised | sources)


def _taking_requests(plan: Plan, _: Mapping[str, object]) -> Iterable[str]:
    return request_channels(plan)


def _with_answers_promised(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    for sla in plan.slas.values():
        if any(target.name in ANSWERED for target in sla.targets):
            yield from sla.channels
    for kpi in plan.kpis.values():
        if kpi.channel is not None:
            yield kpi.channel


def _with_first_responses_promised(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    for sla in plan.slas.values():
        if sla.target("first_response") is not None:
            yield from sla.channels


def _with_exchanges_promised(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    others = frozenset(TIMES).difference(ANSWERED)
    for sla in plan.slas.values():
        if any(target.name in others for target in sla.targets):
            yield from sla.channels
    for kpi in plan.kpis.values():
        if kpi.channel is not None and kpi.metric in others:
            yield kpi.channel


def _with_keys(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    for channel in plan.channels.values():
        if channel.intake is not None and channel.intake.key_pattern:
            yield channel.id


def _with_threads_required(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    for id_ in request_channels(plan).intersection(plan.channels):
        intake = plan.channels[id_].intake
        stated = None if intake is None else intake.threads
        if (plan.protocols.threads if stated is None else stated) == _REQUIRED:
            yield id_


def _of_incidents(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    for severity in plan.severities:
        yield from (channel.id for channel in incident_channels(plan, severity))


def _with_reports(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    for message in plan.messages.values():
        if message.kind == REPORT:
            yield from (via.id for via in message.via if plan.sound(via))


def _with_alerts(plan: Plan, _: Mapping[str, object]) -> Iterator[str]:
    for alert in plan.alerts:
        if alert.channel is not None and plan.sound(alert.channel):
            yield alert.channel.id


def _where_those_on_call_are_called(plan: Plan, parameters: Mapping[str, object]) -> Iterable[str]:
    """All channels, if enough people take turns somewhere for anything to be told of them."""
    least = parameters.get("min_group")
    turns = (plan.reach(*rotation.users).people for rotation in plan.rotations.values())
    told = any(not isinstance(least, int) or len(people) >= least for people in turns)
    return plan.channels if told else ()


THREAD_REASONS: Mapping[str, ThreadReason] = MappingProxyType(
    {
        "first_response": ThreadReason(_with_answers_promised, Replies.ANSWER),
        "unanswered": ThreadReason(_with_first_responses_promised, Replies.UNTIL_ANSWER),
        "open_requests": ThreadReason(_taking_requests, Replies.ANSWER),
        "exchanges": ThreadReason(_with_exchanges_promised),
        "requests": ThreadReason(_taking_requests),
        "key_pattern": ThreadReason(_with_keys),
        "threads_required": ThreadReason(_with_threads_required),
        "updates": ThreadReason(_of_incidents, of_requests=False),
        "reports": ThreadReason(_with_reports, of_requests=False),
        "alerts": ThreadReason(_with_alerts, of_requests=False),
        "rotations": ThreadReason(_where_those_on_call_are_called, of_requests=False),
    }
)
"""By name: promised first answers, requests that nobody answers, requests that are open,
promises about all that goes to and fro, requests by themselves, ticket keys, answers that
belong in threads, updates about incidents, reports, alerts, and those who are on call."""
