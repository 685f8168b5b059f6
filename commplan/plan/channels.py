"""Channels: where communication happens."""

from datetime import date
from typing import TYPE_CHECKING

from commplan.clock import Duration
from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import (
    Raw,
    day,
    duration,
    emoji_names,
    flag,
    part,
    parts,
    text,
    texts,
    whole,
)

if TYPE_CHECKING:
    from commplan.plan.channel_details import (
        Bridge,
        ChannelSettings,
        MustMention,
        Posting,
        Published,
    )
    from commplan.plan.drills import Drill

SLACK = "slack"
ACTIVE = "active"
_SPOKEN = ("phone", "video", "meeting")


class Intake(NamedTuple):
    """How a channel takes requests."""

    at: Place
    responders: Reference | None
    threads: str | None
    """``required``, ``recommended`` or ``optional``."""
    ticketing: Reference | None
    key_pattern: str | None
    """A regular expression that finds ticket keys."""
    coalesce: Duration | None
    """Posts of one author within this time are one request."""
    ack_reactions: tuple[str, ...]
    close_reactions: tuple[str, ...]
    auto_ack: bool
    """A bot's answer counts as acknowledgement."""
    workflow: str | None
    """Bare id of the automation through which people may ask."""
    questions_only: bool
    """Of the requester's later messages only questions wait for a next response."""


class Channel(NamedTuple):
    """Where messages go: a Slack channel, a mailing list, a status page, a phone bridge.

    What nearly every check asks for is read at once, the rest when it is asked for.
    """

    id: str
    at: Place
    kind: str
    declared_name: str | None
    slack: str | None
    """Slack's id of the channel, which survives a rename."""
    purpose: str | None
    audience: tuple[Reference, ...]
    owner: Reference | None
    visibility: str | None
    fallback: Reference | None
    intake: Intake | None
    state: str
    expires: date | None
    topic: str | None
    description: str | None
    raw: Raw
    """The entry as it was loaded."""

    @property
    def name(self) -> str:
        """The name in Slack, without ``#``: ``name``, or the key where that is absent."""
        return self.declared_name if self.declared_name is not None else self.id

    @property
    def name_at(self) -> Place:
        """Where the name stands."""
        return self.at / "name" if self.declared_name is not None else self.at.key

    @property
    def is_slack(self) -> bool:
        """Whether the channel lives in Slack."""
        return self.kind == SLACK

    @property
    def is_spoken(self) -> bool:
        """Whether people talk there, so that there is nothing to read."""
        return self.kind in _SPOKEN

    @property
    def declared_private(self) -> bool:
        """Whether the plan says that the channel is private."""
        return self.visibility == "private"

    @property
    def answering(self) -> Reference | None:
        """Who answers in it: the responders of its intake, else its owner."""
        return (self.intake.responders if self.intake else None) or self.owner

    @property
    def retired(self) -> bool:
        """Whether the plan says that the channel is out of use, whatever the date."""
        return self.state != ACTIVE

    @property
    def private_reason(self) -> str | None:
        """Why the channel is private."""
        return text(self.raw.get("private_reason"))

    @property
    def ceiling(self) -> str | None:
        """The highest class of content that the channel may carry."""
        return text(self.raw.get("ceiling"))

    @property
    def tool(self) -> Reference | None:
        """The tool that provides the channel."""
        return read_reference(self.raw, "tool", self.at)

    @property
    def provider(self) -> str | None:
        """Who runs the channel, where no tool says so."""
        return text(self.raw.get("provider"))

    @property
    def depends_on(self) -> tuple[str, ...]:
        """Ids of tools, or names of services that are in no plan."""
        return texts(self.raw.get("depends_on"))

    @property
    def address(self) -> str | None:
        """The address of a mailing list, page, room or number."""
        return text(self.raw.get("address"))

    @property
    def anonymous(self) -> bool | None:
        """Whether people can write without giving their name."""
        return flag(self.raw.get("anonymous"))

    @property
    def out_of_band(self) -> bool | None:
        """Whether the channel works while the usual tools are down or not trusted."""
        return flag(self.raw.get("out_of_band"))

    @property
    def must_mention(self) -> "tuple[MustMention, ...]":
        """Words and references that topic, description or bookmarks have to mention."""
        from commplan.plan.channel_details import read_must_mention

        return read_must_mention(self.raw, self.at)

    @property
    def guests(self) -> str | None:
        """Which guests may be members: ``none``, ``declared`` or ``any``."""
        return text(self.raw.get("guests"))

    @property
    def runbook(self) -> str | None:
        """The instructions for what is handled in the channel."""
        return text(self.raw.get("runbook"))

    @property
    def integrations(self) -> tuple[str, ...]:
        """Apps and bots that may be in the channel."""
        return texts(self.raw.get("integrations"))

    @property
    def min_members(self) -> int | None:
        """The least number of members of a channel that is alive."""
        return whole(self.raw.get("min_members"))

    @property
    def published(self) -> "tuple[Published, ...]":
        """What is to be found in the channel, pinned or bookmarked, its runbook included."""
        from commplan.plan.channel_details import read_published

        return read_published(self.raw, self.at)

    @property
    def posting(self) -> "Posting | None":
        """Who may write."""
        from commplan.plan.channel_details import read_posting

        return part(self.raw, "posting", self.at, read_posting)

    @property
    def settings(self) -> "ChannelSettings | None":
        """How the channel is set up in Slack."""
        from commplan.plan.channel_details import read_settings

        return part(self.raw, "settings", self.at, read_settings)

    @property
    def bridges(self) -> "tuple[Bridge, ...]":
        """Where content of the channel is copied to."""
        from commplan.plan.channel_details import read_bridge

        return parts(self.raw, "bridges", self.at, read_bridge)

    @property
    def drill(self) -> "Drill | None":
        """How the use of the channel is rehearsed."""
        from commplan.plan.drills import read_drill

        return part(self.raw, "drill", self.at, read_drill)


def read_channel(id: str, raw: Raw, at: Place) -> Channel:
    """Read ``channels.<id>``."""
    return Channel(
        id=id,
        at=at,
        kind=text(raw.get("kind")) or "",
        declared_name=text(raw.get("name")),
        slack=text(raw.get("slack")),
        purpose=text(raw.get("purpose")),
        audience=read_references(raw, "audience", at),
        owner=read_reference(raw, "owner", at),
        visibility=text(raw.get("visibility")),
        fallback=read_reference(raw, "fallback", at),
        intake=part(raw, "intake", at, _intake),
        state=text(raw.get("state")) or ACTIVE,
        expires=day(raw.get("expires")),
        topic=text(raw.get("topic")),
        description=text(raw.get("description")),
        raw=raw,
    )


def _intake(raw: Raw, at: Place) -> Intake:
    return Intake(
        at=at,
        responders=read_reference(raw, "responders", at),
        threads=text(raw.get("threads")),
        ticketing=read_reference(raw, "ticketing", at),
        key_pattern=text(raw.get("key_pattern")),
        coalesce=duration(raw.get("coalesce")),
        ack_reactions=emoji_names(raw.get("ack_reactions")),
        close_reactions=emoji_names(raw.get("close_reactions")),
        auto_ack=raw.get("auto_ack") is True,
        workflow=text(raw.get("workflow")),
        questions_only=raw.get("further") == "questions",
    )
