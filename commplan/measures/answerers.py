"""Who answers in the channels of a plan, told while its messages are still being read."""

from __future__ import annotations

from collections.abc import Callable

from commplan.drift import Drift
from commplan.history import Answering
from commplan.measures.crowds import accounts_behind
from commplan.plan import Channel, Plan
from commplan.workspace import Workspace


class Answerers:
    """Who answers in the channels of one plan.

    The accounts are those of :class:`commplan.measures.intakes.Desk`, so that nobody reads
    less than is measured.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._drift: Drift | None = None

    def of(self, channel: str) -> Callable[[Workspace], Answering | None]:
        """Tells of a workspace whose replies are answers in a channel, by its id in the plan.

        None where there may be others than those who are known.
        """
        declared = self._plan.channels[channel]
        return lambda workspace: self._answering(declared, workspace)

    def _answering(self, channel: Channel, workspace: Workspace) -> Answering | None:
        if self._drift is None or self._drift.workspace is not workspace:
            self._drift = Drift(self._plan, workspace)
        crowd = accounts_behind(self._drift, filter(None, (channel.answering,)))
        if crowd.doubt:
            return None
        machines = {person.id for person in workspace.people if person.is_machine}
        intake = channel.intake
        return Answering(
            responders=crowd.ids - machines,
            by_bots=intake is not None and intake.auto_ack,
            by_forms=intake is not None and intake.workflow is not None,
            closed_in_words=intake is not None and bool(intake.close_reactions),
        )
