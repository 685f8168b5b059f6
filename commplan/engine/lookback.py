"""How far back in messages a rule looks by itself, and in which channels."""

from __future__ import annotations

from collections.abc import Iterator

from commplan.clock import Duration, parse_duration
from commplan.engine.select import Selection
from commplan.errors import ConfigError
from commplan.plan import THREAD_REASONS, MeasuredChannel, Plan, ThreadReason
from commplan.rule import Rule


def rule_window(rule: Rule, selection: Selection) -> Duration | None:
    """How far back a rule looks by itself; a number is one of weeks. None: as plans say.

    Raises ConfigError where the configuration says what is no duration.
    """
    if rule.back not in rule.parameters:
        return parse_duration(rule.back) if rule.back else None
    value = _parameters(rule, selection)[rule.back]
    try:
        return parse_duration(value if isinstance(value, str) else f"{value}w")
    except ValueError as error:
        raise ConfigError(f"{rule.code}: {rule.back}: {error}") from None


def thread_reasons(
    plan: Plan, rule: Rule, selection: Selection
) -> Iterator[tuple[ThreadReason, frozenset[str]]]:
    """Why a rule looks into threads, each with the channels, by their ids in the plan."""
    parameters = _parameters(rule, selection)
    named = [THREAD_REASONS[name] for name in rule.threads]
    for reason in named or [ThreadReason(of_requests=False)]:
        yield reason, frozenset(reason.channels(plan, parameters))


def measured_by_rules(plan: Plan, selection: Selection) -> Iterator[MeasuredChannel]:
    """The channels that rules of a run measure over windows of their own.

    Only of rules that say in the threads of which channels they look; the others look
    wherever there is something for them.
    """
    for rule in selection.rules:
        window = rule_window(rule, selection) if rule.threads else None
        if window is not None:
            what = f"{rule.code} ({rule.name})"
            for id_ in sorted(_channels(plan, rule, selection)):
                channel = plan.channels.get(id_)
                if channel is not None and channel.is_slack and not channel.retired:
                    yield MeasuredChannel(channel, what, window, channel.at.key)


def _channels(plan: Plan, rule: Rule, selection: Selection) -> frozenset[str]:
    return frozenset().union(*(ids for _, ids in thread_reasons(plan, rule, selection)))


def _parameters(rule: Rule, selection: Selection) -> dict[str, object]:
    return {**rule.parameters, **selection.parameters.get(rule.code, {})}
