"""All plans of a run, side by side: only what rules across plans compare.

A card is small on purpose. An organization of thousands of plans is judged
plan by plan; what must be compared across them is kept, the rest is let go.
"""

from commplan.named import NamedTuple
from commplan.place import Origin, Place
from commplan.plan.metadata import first_match
from commplan.plan.plan import Plan


class PersonCard(NamedTuple):
    """A person's identity."""

    id: str
    slack: str | None
    inherited: bool
    """Defined in a baseline, so that several plans share it."""


class ChannelCard(NamedTuple):
    """A Slack channel's binding."""

    id: str
    name: str
    slack: str | None
    owner: str | None


class GroupCard(NamedTuple):
    """A user group's binding."""

    id: str
    handle: str
    """Without ``@``."""
    slack_usergroup: str | None


class PlanCard(NamedTuple):
    """One plan as others see it."""

    origin: Origin
    id: str
    people: tuple[PersonCard, ...]
    channels: tuple[ChannelCard, ...]
    groups: tuple[GroupCard, ...]
    team: str | None
    """Slack's id of the workspace that the plan is about."""
    by_address: bool
    """Somebody has an e-mail address and no Slack id."""
    usergroups: tuple[str, ...]
    """Slack ids of the user groups that groups and rotations name, sorted."""
    packs: tuple[str, ...]
    """Names of packs in the plan's ``metadata.profiles``."""
    managed_channels: tuple[str, ...]
    """Globs of the names of channels that the plan claims to list completely."""
    managed_usergroups: tuple[str, ...]
    """Likewise, of the handles of user groups."""
    claims: tuple[str, ...]
    """What the plan says of any of its channels or people; see :mod:`commplan.plan.claims`.
    Empty where nothing is compared with a workspace."""

    def shares_workspace(self, other: "PlanCard") -> bool:
        """Whether both plans may speak of one workspace: they do not name two."""
        return self.team is None or other.team is None or self.team == other.team

    def manages(self, channel: str) -> Place | None:
        """Where the plan claims to list every channel of such a name; None where it does not."""
        number = first_match(channel, self.managed_channels)
        return None if number is None else self.managed_at / number

    @property
    def managed_at(self) -> Place:
        """Where the plan says which names of channels it lists completely."""
        return Place(self.origin, ("metadata", "managed", "channels"))

    def manages_usergroup(self, handle: str) -> Place | None:
        """Where the plan claims to list every user group of such a handle, if it does."""
        number = first_match(handle, self.managed_usergroups)
        return None if number is None else self.managed_usergroups_at / number

    @property
    def managed_usergroups_at(self) -> Place:
        """Where the plan says which handles of user groups it lists completely."""
        return Place(self.origin, ("metadata", "managed", "usergroups"))

    def person_at(self, id: str) -> Place:
        """Where a person is defined."""
        return Place(self.origin, ("stakeholders", "people", id))

    def group_at(self, id: str) -> Place:
        """Where a group is defined."""
        return Place(self.origin, ("stakeholders", "groups", id))

    def channel_at(self, id: str) -> Place:
        """Where a channel is defined."""
        return Place(self.origin, ("channels", id))


class RecordsCard(NamedTuple):
    """A document of kind Evidence, as far as others need to know."""

    origin: Origin
    plan: str | None
    """The id of the plan that its records are for; None for all plans."""
    types: tuple[str, ...]
    """What it records: ``training``, ``reviews``, …"""

    def serves(self, plan: str) -> bool:
        """Whether its records are for a plan."""
        return self.plan is None or self.plan == plan

    @property
    def at(self) -> Place:
        """Where it says which plan it serves."""
        return Place(self.origin, ("metadata", "plan"))


class Organization(NamedTuple):
    """What was loaded together, sorted by file."""

    plans: tuple[PlanCard, ...]
    records: tuple[RecordsCard, ...] = ()
    is_whole: bool = True
    """There are no further plans, as far as anyone can tell: none was left out, or unreadable."""


def card(plan: Plan, own_people: frozenset[str], *, claimed: bool = True) -> PlanCard:
    """Reduce a plan to its card; ``own_people`` are defined in the plan's own document.

    Without ``claimed``, what only an audit asks for is left out.
    """
    return PlanCard(
        origin=plan.origin,
        id=plan.metadata.id,
        people=tuple(
            PersonCard(person.id, person.slack, person.id not in own_people)
            for person in plan.people.values()
            if person.slack
        ),
        channels=tuple(
            ChannelCard(c.id, c.name, c.slack, str(c.owner) if c.owner else None)
            for c in plan.channels.values()
            if c.is_slack
        ),
        groups=tuple(
            GroupCard(group.id, group.handle.removeprefix("@"), group.slack_usergroup)
            for group in plan.groups.values()
            if group.handle
        ),
        team=plan.metadata.team,
        by_address=any(p.email and not p.slack for p in plan.people.values()),
        usergroups=_usergroups(plan),
        packs=plan.metadata.packs,
        managed_channels=plan.metadata.managed_channels,
        managed_usergroups=plan.metadata.managed_usergroups,
        claims=_claims(plan) if claimed else (),
    )


def _usergroups(plan: Plan) -> tuple[str, ...]:
    found = {group.slack_usergroup for group in plan.groups.values()}
    found |= {rotation.slack_usergroup for rotation in plan.rotations.values()}
    return tuple(sorted(filter(None, found)))


def _claims(plan: Plan) -> tuple[str, ...]:
    from commplan.plan.claims import claims  # a check without a workspace does without

    return tuple(sorted(claims(plan)))
