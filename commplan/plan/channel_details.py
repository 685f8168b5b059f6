"""What a channel may state besides its plain fields, and few plans do."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, duration, text


class Bridge(NamedTuple):
    """A copy of a channel's content that goes elsewhere."""

    at: Place
    to: Reference | None
    redact: bool
    """Content is cut down to the class of the receiving channel on the way."""
    by: str | None
    """The integration that carries the content."""


class Posting(NamedTuple):
    """Who may write in a channel."""

    at: Place
    broadcast: str | None
    """Who may ping everybody: ``nobody``, ``admins`` or ``everyone``."""
    allowed: tuple[Reference, ...]
    """Who may post at all; empty for everybody."""


class ChannelSettings(NamedTuple):
    """How a channel is set up in Slack."""

    at: Place
    threads: str | None
    """Who may reply in threads: ``everyone`` or ``admins``."""
    huddles: str | None
    """``on`` or ``off``."""
    retention: Duration | None


def read_bridge(raw: Raw, at: Place) -> Bridge:
    """Read an item of ``channels.<id>.bridges``."""
    return Bridge(at, read_reference(raw, "to", at), raw.get("redact") is True, text(raw.get("by")))


def read_posting(raw: Raw, at: Place) -> Posting:
    """Read ``channels.<id>.posting``."""
    return Posting(at, text(raw.get("broadcast")), read_references(raw, "allowed", at))


def read_settings(raw: Raw, at: Place) -> ChannelSettings:
    """Read ``channels.<id>.settings``."""
    return ChannelSettings(
        at=at,
        threads=text(raw.get("threads")),
        huddles=text(raw.get("huddles")),
        retention=duration(raw.get("retention")),
    )
