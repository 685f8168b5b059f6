"""What a channel may state besides its plain fields, and few plans do."""

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_mention, read_reference, read_references
from commplan.plan.values import Raw, duration, mapping, text, texts


class Bridge(NamedTuple):
    """A copy of a channel's content that goes elsewhere."""

    at: Place
    to: Reference | None
    redact: bool
    """Content is cut down to the class of the receiving channel on the way."""
    by: str | None
    """The integration that carries the content."""


class MustMention(NamedTuple):
    """Something that the texts at the top of a channel have to mention."""

    at: Place
    text: str
    """As it stands in the plan."""
    reference: Reference | None
    """Whom it means; None for words."""


class Published(NamedTuple):
    """Something that is to be found in a channel, pinned or bookmarked."""

    at: Place
    title: str | None
    """Such as ``how-to``."""
    link: str | None


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


def read_must_mention(raw: Raw, at: Place) -> tuple[MustMention, ...]:
    """Read ``channels.<id>.must_mention``."""
    items = enumerate(texts(raw.get("must_mention")))
    places = ((at / "must_mention" / number, item) for number, item in items)
    return tuple(MustMention(place, item, read_mention(item, place)) for place, item in places)


RUNBOOK = "runbook"


def read_published(raw: Raw, at: Place) -> tuple[Published, ...]:
    """Read ``channels.<id>.publish``, and ``runbook``, which may stand beside it alone."""
    runbook, items = text(raw.get(RUNBOOK)), raw.get("publish")
    found = []
    for number, item in enumerate(items if isinstance(items, list) else ()):
        place = at / "publish" / number
        if isinstance(item, str):
            found.append(Published(place, item, runbook if item == RUNBOOK else None))
        else:
            one = mapping(item)
            found.append(Published(place, text(one.get("title")), text(one.get("link"))))
    if runbook is not None and all(one.title != RUNBOOK for one in found):
        found.append(Published(at / RUNBOOK, RUNBOOK, runbook))
    return tuple(found)


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
