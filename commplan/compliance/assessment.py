"""The join of a report with the controls of frameworks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from commplan.catalogue import Catalogue
from commplan.finding import Finding, Outcome, Report, Skipped, Waived
from commplan.packs import Control, Pack


class State(StrEnum):
    """What a run can say of a rule, or of a control."""

    FOUND = "faults found"
    ACCEPTED = "accepted"
    """Everything that was found is waived, with an owner and an end."""
    NOTHING_FOUND = "nothing found"
    PARTLY = "partly assessed"
    """Nothing was found where something could be judged; the rest was not."""
    NOT_ASSESSED = "not assessed"


class RuleOutcome(NamedTuple):
    """What one rule said about everything that was looked at."""

    code: str
    name: str
    """Empty for a rule that this version does not have."""
    state: State
    findings: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why it was not assessed, wholly or in part."""


class ControlOutcome(NamedTuple):
    """One control and the rules that look at it."""

    control: Control
    state: State
    rules: tuple[RuleOutcome, ...]

    @property
    def findings(self) -> int:
        """How many faults stand against it."""
        return sum(len(rule.findings) for rule in self.rules)


class PackOutcome(NamedTuple):
    """One framework."""

    pack: Pack
    controls: tuple[ControlOutcome, ...]

    @property
    def is_live(self) -> bool:
        """Whether some rule of its controls looks at a workspace."""
        return any(rule.name and _is_live(rule.code) for c in self.controls for rule in c.rules)

    def count(self, state: State) -> int:
        """How many controls are in a state."""
        return sum(1 for outcome in self.controls if outcome.state is state)


def _is_live(code: str) -> bool:
    return code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").startswith("3")


def assess(report: Report, packs: Iterable[Pack], catalogue: Catalogue) -> tuple[PackOutcome, ...]:
    """What the report says of every control of some packs."""
    said = _Said(report, catalogue)
    return tuple(
        PackOutcome(pack, tuple(_control(control, said) for control in pack.controls))
        for pack in packs
    )


def codes_of(packs: Iterable[Pack], catalogue: Catalogue) -> tuple[str, ...]:
    """Codes of the rules that look at the controls, as far as there are any, sorted."""
    named = {code for pack in packs for control in pack.controls for code in control.rules}
    return tuple(sorted(code for code in named if code in catalogue.by_code))


def _control(control: Control, said: _Said) -> ControlOutcome:
    rules = tuple(said.of(code) for code in control.rules)
    return ControlOutcome(control, _together([rule.state for rule in rules]), rules)


def _together(states: list[State]) -> State:
    """Faults stand whatever else is unknown; what is unknown spoils any other claim."""
    if State.FOUND in states:
        return State.FOUND
    if all(state is State.NOT_ASSESSED for state in states):
        return State.NOT_ASSESSED
    if State.PARTLY in states or State.NOT_ASSESSED in states:
        return State.PARTLY
    return State.ACCEPTED if State.ACCEPTED in states else State.NOTHING_FOUND


class _Said:
    """What a report says, by rule."""

    def __init__(self, report: Report, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._ran = frozenset(report.ran)
        self._known: dict[str, RuleOutcome] = {}
        self._findings: dict[str, list[Finding]] = {}
        self._waived: dict[str, list[Waived]] = {}
        self._skipped: dict[str, list[Skipped]] = {}
        self._stopped: dict[str, list[str]] = {}
        # A finding that the baseline knows is a fault all the same.
        for finding in report.findings:
            self._findings.setdefault(finding.code, []).append(finding)
        for waived in report.waived:
            self._waived.setdefault(waived.finding.code, []).append(waived)
        for skipped in report.skipped:
            self._skipped.setdefault(skipped.code, []).append(skipped)
        for stop in report.incomplete:
            for code in (stop.what, *stop.rules):
                self._stopped.setdefault(code, []).append(f"{stop.what}: {stop.error}")
        self._nothing_read = report.plans == 0

    def of(self, code: str) -> RuleOutcome:
        """The outcome of one rule."""
        if code not in self._known:
            self._known[code] = self._outcome(code)
        return self._known[code]

    def _outcome(self, code: str) -> RuleOutcome:
        rule = self._catalogue.by_code.get(code)
        if rule is None:
            return RuleOutcome(code, "", State.NOT_ASSESSED, reasons=(_LATER,))
        certain = tuple(f for f in self._findings.get(code, ()) if f.outcome is Outcome.FAIL)
        waived = tuple(self._waived.get(code, ()))
        reasons = self._reasons(code)
        state = self._state(code, certain, waived, reasons)
        if state is State.NOT_ASSESSED and not reasons:
            reasons = (_NOT_PART,)
        return RuleOutcome(code, rule.name, state, certain, waived, reasons)

    def _state(
        self,
        code: str,
        findings: tuple[Finding, ...],
        waived: tuple[Waived, ...],
        reasons: tuple[str, ...],
    ) -> State:
        if findings:
            return State.FOUND
        whole = any(skipped.path is None for skipped in self._skipped.get(code, ()))
        if code not in self._ran or whole or self._nothing_read:
            return State.NOT_ASSESSED
        if reasons:
            return State.PARTLY
        return State.ACCEPTED if waived else State.NOTHING_FOUND

    def _reasons(self, code: str) -> tuple[str, ...]:
        found = self._findings.get(code, ())
        doubtful = (finding.message for finding in found if finding.outcome is not Outcome.FAIL)
        skipped = (_words(skipped) for skipped in self._skipped.get(code, ()))
        return tuple(dict.fromkeys((*self._stopped.get(code, ()), *doubtful, *skipped)))


_LATER = "no rule of this version looks at it"
_NOT_PART = "not part of this run"


def _words(skipped: Skipped) -> str:
    where = f"{skipped.path}: " if skipped.path else ""
    return f"{where}{skipped.reason}"
