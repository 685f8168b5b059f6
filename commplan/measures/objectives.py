"""Every promised time of a plan, and how well it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commplan.clock import Duration
from commplan.evidence import Evidence, Gap
from commplan.measures.attainment import Attainment
from commplan.measures.incident_cases import incident_attainments
from commplan.plan import TIMES, Plan

if TYPE_CHECKING:
    from commplan.measures.history import History


def attainments(
    plan: Plan,
    evidence: Evidence,
    history: History | None,
    as_of: int,
    *,
    by_channel: bool = False,
    by_day: bool = False,
    window: Duration | None = None,
) -> Iterator[Attainment | Gap]:
    """Each target of each SLA, or why it cannot be measured.

    Requests in all channels of an SLA are taken together, unless they are told
    ``by_channel``, and so are incidents of all its severities. ``by_day`` draws whole days
    again for intervals; ``window`` replaces those of the objectives.
    """
    for sla in plan.slas.values():
        promised = [target for target in sla.targets if target.name in TIMES]
        slack = [id_ for id_ in sla.channels if id_ in plan.channels and _is_used(plan, id_)]
        if slack and promised and history is None:
            yield Gap(sla.at / "applies" / "channel", "no messages were read")
        elif slack and promised and history is not None:
            from commplan.measures.request_cases import hindrances, request_attainments

            yield from hindrances(history, sla, window)
            yield from request_attainments(
                history,
                sla,
                slack,
                by_channel=by_channel,
                by_day=by_day,
                window=window,
                evidence=evidence,
            )
        yield from incident_attainments(
            plan, evidence, history, as_of, sla, by_day=by_day, window=window
        )


def _is_used(plan: Plan, channel: str) -> bool:
    return plan.channels[channel].is_slack and not plan.channels[channel].retired
