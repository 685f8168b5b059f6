"""How people are expected to communicate."""

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, emoji_names, flag, number, part, text, texts


class Tone(NamedTuple):
    """How messages should sound."""

    at: Place
    guide: str | None
    lexicons: tuple[str, ...] | None
    """Word lists: built-in ones, or paths."""
    max_grade: float | None
    """The highest reading grade, in years of school."""


class Conduct(NamedTuple):
    """How people treat each other."""

    at: Place
    blameless: bool | None
    code: str | None


class DmPolicy(NamedTuple):
    """What happens to requests that arrive as direct messages."""

    at: Place
    redirect_to: Reference | None
    text: str | None
    """The reply that sends people there."""
    exceptions: tuple[str, ...]


class Decisions(NamedTuple):
    """Where decisions are kept."""

    at: Place
    record_in: Reference | None
    reactions: tuple[str, ...]
    """Reactions that mark a thread as a decision."""


class Notifications(NamedTuple):
    """Limits that protect attention."""

    at: Place
    channel_ping: tuple[Reference, ...]
    """Who may ping a whole channel."""
    max_interrupts_per_shift: float | None
    """How many interruptions twelve hours on call may bring."""
    quiet_hours: str | None
    """``hh:mm-hh:mm``, in everybody's own zone."""


class Protocols(NamedTuple):
    """Rules of conduct; None for what the plan does not state."""

    at: Place
    tone: Tone | None
    conduct: Conduct | None
    threads: str | None
    """``required``, ``recommended`` or ``optional``."""
    closed_loop: str | None
    """Whether receivers confirm what they understood: as above."""
    open_help: bool | None
    """Whether people outside the team may help with requests."""
    dm_policy: DmPolicy | None
    decisions: Decisions | None
    notifications: Notifications | None
    naming: str | Raw | None
    """A regular expression for names of Slack channels, or one for each purpose."""


def read_protocols(raw: Raw, at: Place) -> Protocols:
    """Read ``protocols``."""
    naming = raw.get("naming")
    return Protocols(
        at=at,
        tone=part(raw, "tone", at, _tone),
        conduct=part(raw, "conduct", at, _conduct),
        threads=text(raw.get("threads")),
        closed_loop=text(raw.get("closed_loop")),
        open_help=flag(raw.get("open_help")),
        dm_policy=part(raw, "dm_policy", at, _dm_policy),
        decisions=part(raw, "decisions", at, _decisions),
        notifications=part(raw, "notifications", at, _notifications),
        naming=naming if isinstance(naming, str | dict) else None,
    )


def _tone(raw: Raw, at: Place) -> Tone:
    return Tone(
        at=at,
        guide=text(raw.get("guide")),
        lexicons=texts(raw["lexicons"]) if "lexicons" in raw else None,
        max_grade=number(raw.get("max_grade")),
    )


def _conduct(raw: Raw, at: Place) -> Conduct:
    return Conduct(at, flag(raw.get("blameless")), text(raw.get("code")))


def _dm_policy(raw: Raw, at: Place) -> DmPolicy:
    return DmPolicy(
        at=at,
        redirect_to=read_reference(raw, "redirect_to", at),
        text=text(raw.get("text")),
        exceptions=texts(raw.get("exceptions")),
    )


def _decisions(raw: Raw, at: Place) -> Decisions:
    return Decisions(at, read_reference(raw, "record_in", at), emoji_names(raw.get("reactions")))


def _notifications(raw: Raw, at: Place) -> Notifications:
    return Notifications(
        at=at,
        channel_ping=read_references(raw, "channel_ping", at),
        max_interrupts_per_shift=number(raw.get("max_interrupts_per_shift")),
        quiet_hours=text(raw.get("quiet_hours")),
    )
