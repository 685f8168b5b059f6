"""Which Slack channels a plan wants measured by their messages, and over which time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.clock import Duration, parse_duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.channels import Channel
from commplan.plan.holding import severities_of
from commplan.plan.incidents import incident_channels
from commplan.plan.values import duration, mapping

if TYPE_CHECKING:
    from commplan.plan.plan import Plan
    from commplan.plan.promises import Sla

MEASURED_WINDOW = parse_duration("28d")
"""How far back measures look that say nothing else."""
REPORT = "report"
"""The kind of messages that are sent regularly."""
SILENCE = parse_duration("14d")
"""How long an alert may be silent where the plan does not expect it more often."""


class MeasuredChannel(NamedTuple):
    """A channel and one thing that its messages are to show."""

    channel: Channel
    what: str
    """``sla:helpdesk``, ``kpi:mttr``, ``the alert vpn-down``, …"""
    window: Duration
    at: Place
    """Where the window stands, or what is measured over it."""
    clock: str | None = None
    """Whose working days its business days are, ``calendar:ID`` or ``24x7``."""


def measured_channels(plan: "Plan") -> Iterator[MeasuredChannel]:
    """All that the plan wants measured in Slack channels which it does not call retired.

    Response times where an SLA applies to the channel, updates where an SLA promises some
    for incidents that are handled there, indicators that name it as their source, requests
    where it takes some, alerts that arrive in it, and regular reports that are sent to it.
    """
    channels = {c.id for c in plan.channels.values() if c.is_slack and not c.retired}
    for one in (
        *_promises(plan),
        *_indicators(plan),
        *_intakes(plan),
        *_alerts(plan),
        *_reports(plan),
    ):
        if one.channel.id in channels:
            yield one


def _promises(plan: "Plan") -> Iterator[MeasuredChannel]:
    for sla in plan.slas.values():
        found = [plan.channels[one] for one in sla.channels if one in plan.channels]
        if sla.updates:
            concerned = severities_of(plan, sla)
            found += (c for one in concerned for c in incident_channels(plan, one.id))
        for channel in {channel.id: channel for channel in found}.values():
            yield MeasuredChannel(channel, f"sla:{sla.id}", *_window(sla), sla.clock)


def _window(sla: "Sla") -> tuple[Duration, Place]:
    """Of its objective; read by itself, for what else an objective states is not asked for."""
    objective = mapping(sla.raw.get("objective"))
    stated = duration(objective.get("window"))
    if stated is not None:
        return stated, sla.at / "objective" / "window"
    return MEASURED_WINDOW, (sla.at / "objective" if objective else sla.at).key


def _indicators(plan: "Plan") -> Iterator[MeasuredChannel]:
    for kpi in plan.kpis.values():
        if kpi.channel is not None and kpi.channel in plan.channels:
            at = kpi.at / "window" if kpi.window is not None else kpi.at.key
            yield MeasuredChannel(
                plan.channels[kpi.channel],
                f"kpi:{kpi.id}",
                kpi.window or MEASURED_WINDOW,
                at,
                kpi.clock,
            )


def _intakes(plan: "Plan") -> Iterator[MeasuredChannel]:
    for channel in plan.channels.values():
        if channel.intake is not None:
            yield MeasuredChannel(
                channel, "the intake of requests", MEASURED_WINDOW, channel.intake.at.key
            )


def _alerts(plan: "Plan") -> Iterator[MeasuredChannel]:
    for alert in plan.alerts:
        if plan.sound(alert.channel) and alert.channel is not None:
            expected = alert.expect_every
            yield MeasuredChannel(
                plan.channels[alert.channel.id],
                f"the alert {alert.id}",
                expected or SILENCE,
                alert.at.key if expected is None else alert.at / "expect_every",
            )


def _reports(plan: "Plan") -> Iterator[MeasuredChannel]:
    for message in plan.messages.values():
        if message.kind == REPORT:
            for via in message.via:
                if plan.sound(via) and via.id in plan.channels:
                    what, at = f"the report {message.id}", (message.at / "when").key
                    yield MeasuredChannel(plan.channels[via.id], what, MEASURED_WINDOW, at)
