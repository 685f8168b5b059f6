"""A promise that too few cases will ever put to the test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    WEEK,
    Plan,
    Problem,
    Severity,
    Sla,
    flawless_cases,
    listed,
    rule,
    severities_of,
)

if TYPE_CHECKING:
    from commplan.api import Duration

_WEEKS_IN_A_MONTH = 365.2425 / 12 / 7
_WORKING_DAYS = 5


@rule("SLA205", severity=Severity.INFO, profile="standard", since="0.1", source="A39")
def objective_unverifiable(plan: Plan) -> Iterator[Problem]:
    """The window of an objective will hold too few cases ever to confirm it.

    Twenty cases, all in time, do not prove 95 %: a team that keeps its promise in
    nine cases of ten has such a run one time in eight. It takes 36 cases without a
    single miss to confirm 90 % (two-sided, with 95 % confidence), 72 for 95 % and
    368 for 99 %; with misses it takes more. Look at a longer window, or promise a
    share that the number of cases can prove. How many are expected stands in
    `capacity.expected`: `requests_per_week` for the SLA of a channel,
    `incidents_per_week` for that of a severity.

    Bad:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major:
            clock: 24x7
            targets: {first_response: 30m, update_every: 1h}
            objective: {attainment: 0.95, window: 90d}
        capacity: {expected: {incidents_per_week: 2}}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Good:
        severities:
          sev1: {order: 1, path: "escalation:major", sla: "sla:major"}
        slas:
          major:
            clock: 24x7
            targets: {first_response: 30m, update_every: 1h}
            objective: {attainment: 0.95, window: 365d}
        capacity: {expected: {incidents_per_week: 2}}
        escalations:
          major:
            steps:
            - {notify: ["person:alice"], ack_within: 10m}
            - {notify: ["person:bob"], ack_within: 20m}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}
            bob: {name: Bob Ito, slack: U02BOB}

    Facts:
        sla: id of the SLA
        objective: the share of cases, from 0 to 1
        needed: how many cases can confirm it; null where no number can
        expected: how many the window will hold; null where the plan does not say
    """
    for sla in plan.slas.values():
        objective, rates = sla.objective, _rates(plan, sla)
        if objective is None or objective.share is None or objective.window is None or not rates:
            continue  # no case at all, or an objective that SLA103 speaks of
        test = _Test(objective.share, objective.window, rates)
        if not test.can_be_passed:
            yield Problem(
                at=objective.at,
                message=f"sla:{sla.id} {test.verdict}",
                help=test.remedy,
                facts={
                    "sla": sla.id,
                    "objective": test.share,
                    "needed": test.needed,
                    "expected": test.expected,
                },
            )


def _rates(plan: Plan, sla: Sla) -> Mapping[str, float | None]:
    """How many cases a week are expected, by the key that says so."""
    expected = plan.capacity.expected
    found: dict[str, float | None] = {}
    if any(channel in plan.channels for channel in sla.channels):
        found["requests_per_week"] = expected.requests_per_week if expected else None
    if severities_of(plan, sla):
        found["incidents_per_week"] = expected.incidents_per_week if expected else None
    return found


class _Test(NamedTuple):
    """What it takes to confirm an objective."""

    share: float
    window: Duration
    rates: Mapping[str, float | None]

    @property
    def needed(self) -> int | None:
        """The least number of cases whose flawless record confirms the share."""
        return flawless_cases(self.share)

    @property
    def expected(self) -> float | None:
        """How many cases the window will hold; None where the plan does not say."""
        untold = self._weeks and None in self.rates.values()
        return None if untold else self._known

    @property
    def can_be_passed(self) -> bool:
        """Whether enough cases are expected, whatever the plan leaves out."""
        return self.needed is not None and self._known >= self.needed

    @property
    def verdict(self) -> str:
        """What is wrong, where it cannot be passed."""
        percent = f"{100 * self.share:.6g} %"
        needed, expected = self.needed, self.expected
        if needed is None:
            return f"can never be confirmed: no number of cases proves {percent}"
        if expected is not None:
            about = min(round(expected), needed - 1)
            return (
                f"can never be confirmed: {percent} needs {needed} cases in {self.window}, "
                f"about {about} are expected"
            )
        weekly = ceil(round(needed / self._weeks * 10, 6)) / 10
        return (
            f"needs {needed} cases in {self.window} to confirm {percent}, {weekly:,.10g} a week, "
            "and the plan does not say how many are expected"
        )

    @property
    def remedy(self) -> str:
        """What would make it pass, or show that it can."""
        if self.needed is None:
            return "write a share below 100 %"
        if self.expected is None:
            unknown = [f"`{key}`" for key, rate in self.rates.items() if rate is None]
            return f"add {listed(unknown)} to `capacity.expected`"
        return "look at a longer `window`, or promise a smaller share"

    @property
    def _known(self) -> float:
        return self._weeks * sum(rate for rate in self.rates.values() if rate is not None)

    @property
    def _weeks(self) -> float:
        length = self.window
        weeks = length.microseconds / WEEK + length.business_days / _WORKING_DAYS
        return weeks + length.months * _WEEKS_IN_A_MONTH
