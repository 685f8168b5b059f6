"""A live channel that no plan knows of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from commplan.api import (
    SHARE,
    Fix,
    NotAssessed,
    Place,
    Problem,
    Put,
    Resource,
    Severity,
    as_read,
    channel_key,
    format_utc,
    listed,
    other_workspace,
    rule,
)

if TYPE_CHECKING:
    from commplan.api import (
        LiveChannel,
        LivePerson,
        Organization,
        PlanCard,
        Verdicts,
        Workspace,
    )


@rule(
    "CHN301",
    severity=Severity.WARNING,
    profile="standard",
    since="0.1",
    source="A14 B13; real: kubernetes/community #8647",
    fix="unsafe",
    reads=("public-channels", "private-channels", "members", "people"),
    of=("managed",),
    takes={"overlap": SHARE},
)
def undeclared_channel(
    organization: Organization, workspace: Workspace, *, overlap: float = 0.8
) -> Verdicts:
    """A live channel has a name that a plan manages, and is in no plan.

    Nobody answers for it, and what is asked there is not counted. A plan that lists all
    channels of some names says so by `metadata.managed.channels`. Declare the channel,
    archive it, or let the patterns mean fewer names. Channels of all plans of the run
    count, so name all of them. Private channels without the app stay unseen. The message
    adds a creator who is gone, and a declared channel with nearly the same members: those
    in both, as a share of those in either. The fix declares it, for you to name an owner.

    Bad:
        metadata: {id: it-ops, managed: {channels: ["it-*"]}}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Good:
        metadata: {id: it-ops, managed: {channels: ["it-*"]}}
        channels:
          it-help: {kind: slack, slack: C01HELP, owner: "person:alice"}
          it-lab: {kind: slack, slack: C09LAB, owner: "person:alice"}
        stakeholders:
          people:
            alice: {name: Alice Ng, slack: U01ALICE}

    Workspace:
        people:
          U01ALICE: alice
        channels:
          C01HELP: it-help
          C09LAB: it-lab

    Facts:
        id: the channel's Slack id
        name: its name
        pattern: the pattern that its name matches
        plans: ids of all plans that manage its name
        creator: the Slack id of whoever created it, or null
        creator_gone: whether that account is deactivated, or null if that is not known
        like: the Slack id of a declared channel with nearly the same members, or null
        overlap: those in both channels as a share of those in either, or null
        read_at: when the workspace was read
    """
    here = []
    for plan in organization.plans:
        elsewhere = other_workspace(plan.team, workspace)
        if not elsewhere:
            here.append(plan)
        if plan.managed_channels and (why := elsewhere or _unlisted(workspace)):
            yield NotAssessed(why, at=plan.managed_at)
    declared = _Declared(here, workspace)
    for live in workspace.channels:
        claims = [] if live in declared else list(_claims(here, live))
        if not claims or live.is_archived:
            continue
        resource = Resource("channel", live.id, live.name)
        if live.is_archived is None:
            why = f"Slack does not tell whether {live.id} is archived"
            yield NotAssessed(why, at=claims[0].at, resource=resource)
            continue
        twin = declared.twin(live, overlap)
        creator = workspace.person(live.creator) if live.creator else None
        gone = None if creator is None else creator.deleted
        yield Problem(
            at=claims[0].at,
            message=f"#{live.name} ({live.id}) is in no plan, although {_managers(claims)}"
            f"{_creator(live, creator) if gone else ''}{twin.words if twin else ''}"
            f"{as_read(workspace)}",
            help="declare it, archive it in Slack, or let the pattern mean fewer names",
            facts={
                "id": live.id,
                "name": live.name,
                "pattern": claims[0].glob,
                "plans": [claim.plan.id for claim in claims],
                "creator": live.creator,
                "creator_gone": gone,
                "like": twin.live.id if twin else None,
                "overlap": round(twin.overlap, 2) if twin else None,
                "read_at": format_utc(workspace.taken_at),
            },
            resource=resource,
            subject=live.id,
            fix=_declared(claims[0], live),
        )


class _Claim(NamedTuple):
    """A plan that manages the name of a channel."""

    plan: PlanCard
    at: Place
    glob: str


def _claims(plans: Iterable[PlanCard], live: LiveChannel) -> Iterator[_Claim]:
    for plan in plans:
        at = plan.manages(live.name) if live.name is not None else None
        if at is not None:
            yield _Claim(plan, at, plan.managed_channels[int(at.pointer[-1])])


def _declared(claim: _Claim, live: LiveChannel) -> Fix:
    """An entry under its name, of which only people know the owner (CHN101)."""
    at = Place(claim.at.origin, ("channels", str(live.name)))
    return Fix((Put(at, {"kind": "slack", "slack": live.id}),))


def _managers(claims: Sequence[_Claim]) -> str:
    names = dict.fromkeys(claim.plan.id for claim in claims)
    verb = "manages" if len(names) == 1 else "manage"
    return f"{listed(tuple(names))} {verb} {claims[0].glob}"


def _creator(live: LiveChannel, creator: LivePerson | None) -> str:
    name = creator.handle if creator is not None else None
    whoever = f"{name} ({live.creator})" if name else live.creator
    return f"; {whoever}, who created it, is deactivated"


def _unlisted(workspace: Workspace) -> str:
    """Why a channel may have been overlooked; empty where all were read that the app may see."""
    readings = (workspace.reading(fact) for fact in ("public-channels", "private-channels"))
    return next((reading.reason for reading in readings if not reading.complete), "")


class _Twin(NamedTuple):
    """A declared channel with nearly the same members as another."""

    live: LiveChannel
    both: int
    either: int

    @property
    def overlap(self) -> float:
        return self.both / self.either

    @property
    def words(self) -> str:
        return (
            f"; of {self.either} people in it or in #{self.live.name}, {self.both} are in both "
            f"({self.both * 100 // self.either} %)"
        )


class _Declared:
    """The live channels of all plans, whether these name them by id or by name."""

    def __init__(self, plans: Iterable[PlanCard], workspace: Workspace) -> None:
        channels = [channel for plan in plans for channel in plan.channels]
        self._ids = {channel.slack for channel in channels}
        self._names = {channel_key(channel.name) for channel in channels}
        self._workspace = workspace

    def __contains__(self, live: LiveChannel) -> bool:
        return live.id in self._ids or channel_key(live.name or "") in self._names

    def twin(self, other: LiveChannel, overlap: float) -> _Twin | None:
        """The channel whose members are most nearly those of another one; one makes no crowd."""
        wanted = frozenset(other.members or ())
        best: _Twin | None = None
        for live, members in self._members if len(wanted) > 1 else ():
            fewer, more = sorted((len(members), len(wanted)))
            if fewer >= overlap * more:
                both = len(members & wanted)
                twin = _Twin(live, both, fewer + more - both)
                if twin.overlap >= max(overlap, best.overlap if best else 0.0):
                    best = twin
        return best

    @cached_property
    def _members(self) -> tuple[tuple[LiveChannel, frozenset[str]], ...]:
        return tuple(
            (live, frozenset(live.members))
            for live in self._workspace.channels
            if live.members and live.is_live and live in self
        )
