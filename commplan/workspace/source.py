"""Where workspaces come from, and how little of them to ask for."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from commplan.history import Shelf, WantedHistory
from commplan.workspace.model import Workspace
from commplan.workspace.privacy import Pseudonyms

SLACK_API = "https://slack.com/api/"
SAFE_PAGE = 200
"""Slack recommends no more than this many objects in one page."""
MAX_WAIT = 15 * 60.0
MAX_TIME = 3 * 3600.0


def is_team(text: str) -> bool:
    """Whether a text is certainly the id of a workspace, and not some name in capitals."""
    form = text.isascii() and text.isalnum() and text == text.upper() and text[:1] == "T"
    return form and (len(text) >= 9 or any(letter.isdigit() for letter in text))


class WantedChannel(NamedTuple):
    """A channel that a plan speaks of."""

    id: str | None = None
    name: str | None = None
    """The name, or a pattern with ``*``, ``?`` and ``[…]`` for many; used where there is no id."""
    facts: tuple[str, ...] | None = None
    """Which of the request's per-channel facts to read of this channel; None: all of them."""
    history: WantedHistory | None = None
    """How much of the facts ``messages`` and ``replies``; None: nothing."""


class WantedUsergroup(NamedTuple):
    """A user group that a plan speaks of."""

    id: str
    handle: str | None = None
    """What the plan says it is called, without ``@``."""


class WantedPerson(NamedTuple):
    """A person that a plan speaks of, by id, by address or by both."""

    id: str | None = None
    email: str | None = None
    facts: tuple[str, ...] | None = None
    """Which of the request's per-person facts to read of this person; None: all of them."""


class Progress(NamedTuple):
    """One step of a read, for whoever is watching. Comes from one thread at a time."""

    method: str
    done: int
    """Calls of this method answered so far."""
    waiting: float = 0.0
    """Seconds until the next call, where Slack asked to wait."""
    foreseen: int | None = None
    """Calls of this method in all, as far as they can be told beforehand; None: nobody knows."""
    pace: float = 0.0
    """Seconds from one call to the next at the rate that Slack promises."""


class Checkpoint(NamedTuple):
    """Where a source may keep what it has read until it has read everything."""

    folder: str | None = None
    """Where it makes a file of its own…"""
    file: str | None = None
    """… unless one is named."""
    resume: bool = False
    """Whether to go on from what an earlier read has left there."""


class Request(NamedTuple):
    """What to read; a source reads this and no more."""

    facts: tuple[str, ...]
    """Names from :data:`commplan.workspace.FACTS`."""
    channels: tuple[WantedChannel, ...] = ()
    people: tuple[WantedPerson, ...] = ()
    usergroups: tuple[WantedUsergroup, ...] = ()
    """All of them are listed; these are those whose members matter."""
    teams: tuple[str, ...] = ()
    """Ids that plans give the workspace: which one to read where a token opens several."""
    usergroup_members: bool = True
    declared_only: tuple[str, ...] = ()
    """Facts of which nobody asks for what no plan names: looking up a few objects may replace
    a listing. ``public-channels``, ``private-channels`` and ``people`` can be among them; of
    people, whoever is named by what else is read is looked up, too."""
    page_size: int = SAFE_PAGE
    """Objects per page, 1 to 999."""
    max_wait: float = MAX_WAIT
    """Seconds to spend waiting in all after Slack has refused a call."""
    max_time: float = MAX_TIME
    """Seconds after which nothing more is asked."""
    paced: bool = False
    """Keep to Slack's documented rates from the first call, not only once it complains."""
    progress: Callable[[Progress], None] | None = None
    checkpoint: Checkpoint | None = None
    shelf: Shelf | None = None
    """Where messages go. Without one none are read."""
    as_of: int | None = None
    """The instant that is judged, from which channels say how far back messages are wanted; None
    for the present. Whatever ends earlier gives as much from its own end."""

    def wants(self, *facts: str) -> bool:
        """Whether any of these facts is asked for."""
        return any(fact in self.facts for fact in facts)


SideBySide: TypeAlias = Callable[[Sequence[Callable[[], None]]], None]


class Environment(NamedTuple):
    """What a source may use of the world; everything else it is told."""

    now: Callable[[], int]
    """The present in microseconds since the epoch, UTC."""
    monotonic: Callable[[], float]
    """Seconds on a clock that never goes back."""
    sleep: Callable[[float], None]
    random: Callable[[], float]
    """A number from 0 up to 1, for pauses that do not fall into step."""
    token: str | None = None
    administrator_token: str | None = None
    """Asked with for nothing but what Slack tells administrators; None if ``token`` will do."""
    token_variable: str = "SLACK_BOT_TOKEN"  # noqa: S105  # the name of a variable
    """What errors call the place of ``token``…"""
    administrator_variable: str = "SLACK_ADMIN_TOKEN"
    """… and of ``administrator_token``."""
    base_url: str = SLACK_API
    timeout: float = 30.0
    """Seconds to wait for one answer."""
    redaction_key: Pseudonyms | None = None
    """Recognises people in snapshots whose names are redacted."""
    side_by_side: SideBySide | None = None
    """Runs lanes of work to their end; None for a thread each. A clock that is set by hand has
    a way of its own."""

    def __repr__(self) -> str:
        """Without the tokens, so that they cannot slip into a log or a traceback."""
        token = None if self.token is None else "…"
        return f"Environment(token={token}, base_url={self.base_url!r})"


class Source(NamedTuple):
    """One kind of place that a workspace can be read from."""

    name: str
    """What stands before the colon in ``--workspace NAME:WHERE``."""
    summary: str
    """One sentence for ``--help``."""
    open: Callable[[str, Request, Environment], Workspace]
    """Reads the workspace at WHERE (empty if none was given).

    Raises :class:`commplan.errors.SourceError` or
    :class:`commplan.errors.SnapshotError` if nothing can be read; what fails in
    part is in the readings.
    """
