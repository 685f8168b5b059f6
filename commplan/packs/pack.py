"""What a pack is: the duties to notify of a framework, its controls, and what it makes graver."""

from collections.abc import Mapping
from typing import NamedTuple

from commplan.clock import Duration
from commplan.finding import Severity


class Duty(NamedTuple):
    """A duty to notify somebody, as a law or standard states it."""

    id: str
    """What an obligation of a plan answers by its id or its ``duty``."""
    title: str
    """What is to be done: ``notify the supervisory authority of …``."""
    trigger: str | None
    after: str | None
    """The duty whose notification starts this one, instead of ``trigger``."""
    deadline: Duration | None
    """None where the source says no more than without undue delay."""
    clock: str | None
    """``calendar``: through nights, weekends and holidays; None without a deadline."""
    rolls_to: str | None
    """A deadline on a weekend or holiday moves to this time of the next working day."""
    recipient: str
    """The class of who is notified."""
    where: str | None
    """The duty is only asked of plans with a group or external party of this class."""
    fields: tuple[str, ...]
    """What its template has to say."""
    source: str
    verified: bool
    """Somebody has compared this with the text of the source."""
    note: str | None


class Control(NamedTuple):
    """A requirement of a framework on communication, and the rules that look at it."""

    id: str
    title: str
    """In our own words."""
    verified: bool
    """Somebody has compared id and title with the text of the source."""
    rules: tuple[str, ...]
    """Codes, of this or of later versions."""


class Pack(NamedTuple):
    """One framework."""

    name: str
    title: str
    source: str
    classes: tuple[str, ...]
    """Classes of stakeholders that a plan has to know beside its own."""
    severity: Mapping[str, Severity]
    """By code: rules that are at least this grave under the pack."""
    duties: tuple[Duty, ...]
    controls: tuple[Control, ...]
