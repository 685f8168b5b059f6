"""What ``commplan measure`` has found: one value for each promise, and what could not be measured.

Every form of output shows these values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from commplan.engine.judge import Inputs
from commplan.engine.locate import Texts, locate
from commplan.evidence import Evidence, Gap
from commplan.finding import Location
from commplan.measures import (
    Attainment,
    AttainmentWords,
    History,
    WeekHours,
    attainments,
    week_hours,
)
from commplan.measures.attainment import REQUESTS
from commplan.plan import Channel, Plan

if TYPE_CHECKING:
    from commplan.clock import Duration
    from commplan.measures.crowds import Crowd


class Promise(NamedTuple):
    """One promised time and how well it is kept."""

    plan: Plan
    channel: Channel | None
    """In which it is measured; None for incidents."""
    found: Attainment
    words: AttainmentWords
    responders: Crowd | None
    """Whose answers count; None for incidents."""

    @property
    def place(self) -> str:
        """``#it-help`` or ``incidents``."""
        return self.found.kind if self.channel is None else f"#{self.channel.name}"

    @property
    def promised(self) -> str:
        """``first_response 30m``."""
        return f"{self.found.target.name} {self.found.target.duration}"

    @property
    def clock(self) -> str:
        """The hours in which the time runs."""
        return self.found.sla.clock or "24x7"


class Unmeasured(NamedTuple):
    """Something that is promised and could not be measured."""

    plan: Plan | None
    """None where nobody can tell what is promised, as the plan is not valid."""
    at: Location
    reason: str

    @property
    def told(self) -> str:
        """``plans/desk.yaml:6:15: #talks (C064MDSSC) is archived``."""
        return f"{self.at.path}:{self.at.line}:{self.at.column}: {self.reason}"


class Week(NamedTuple):
    """The hours of the week of one channel under one SLA."""

    plan: Plan
    channel: Channel
    sla: str
    hours: WeekHours


class Measured(NamedTuple):
    """Everything that was measured, in the order of the plans."""

    promises: tuple[Promise, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    weeks: tuple[Week, ...] = ()

    @property
    def blind(self) -> bool:
        """Whether it tells nothing of a plan, or of anything that is promised: no good news."""
        invalid = any(one.plan is None for one in self.unmeasured)
        return invalid or (bool(self.unmeasured) and not self.promises)

    def end(self, as_of: int) -> int:
        """As of when it was measured: of an old export, as of its end, whatever was asked for."""
        return max((one.found.end for one in self.promises), default=as_of)


def measure(
    inputs: Inputs, texts: Texts, as_of: int, window: Duration | None, *, with_weeks: bool
) -> Measured:
    """What one plan promises, channel by channel; ``window`` replaces those of the SLAs."""
    plan = cast("Plan", inputs.get("plan"))
    history = cast("History | None", inputs.get("maybe_history"))
    evidence = cast("Evidence", inputs.get("evidence"))
    found = tuple(_found(plan, evidence, history, as_of, window))
    promises = tuple(
        _promise(plan, channel, one, history)
        for channel, one in found
        if isinstance(one, Attainment)
    )
    gaps = (
        Unmeasured(plan, locate(one.at, texts), one.reason)
        for _, one in found
        if isinstance(one, Gap)
    )
    weeks = _weeks(promises, history) if with_weeks and history is not None else ()
    return Measured(promises, tuple(dict.fromkeys(gaps)), tuple(weeks))


def _found(
    plan: Plan,
    evidence: Evidence,
    history: History | None,
    as_of: int,
    window: Duration | None,
) -> Iterator[tuple[Channel | None, Attainment | Gap]]:
    """What is measured of requests is told for each channel, in the order of the plan."""
    places = {id_: place for place, id_ in enumerate(plan.channels)}
    by_channel: list[tuple[Channel, Attainment]] = []
    for one in attainments(plan, evidence, history, as_of, by_channel=True, window=window):
        if isinstance(one, Gap) or one.kind != REQUESTS:
            yield None, one
        else:
            by_channel.append((one.windows[0].measured.channel, one))
    yield from sorted(by_channel, key=lambda told: places[told[0].id])


def _promise(
    plan: Plan, channel: Channel | None, found: Attainment, history: History | None
) -> Promise:
    workspace = None if history is None else history.drift.workspace
    responders = None if history is None or channel is None else history.responders(channel)
    return Promise(plan, channel, found, AttainmentWords(found, workspace), responders)


def _weeks(promises: tuple[Promise, ...], history: History) -> Iterator[Week]:
    """One for each channel and SLA, over the window of its first promise."""
    seen: set[tuple[str, str]] = set()
    for one in promises:
        if one.channel is None or (one.channel.id, one.found.sla.id) in seen:
            continue
        seen.add((one.channel.id, one.found.sla.id))
        for window in one.found.windows:
            hours = week_hours(history, window, one.clock)
            yield Week(one.plan, one.channel, one.found.sla.id, hours)
