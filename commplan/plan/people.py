"""Stakeholders: people, groups, roles and external parties."""

from datetime import date

from commplan.named import NamedTuple
from commplan.place import Place
from commplan.plan.references import Reference, read_reference, read_references
from commplan.plan.values import Raw, day, mapping, text, texts


class Leave(NamedTuple):
    """Days away in the person's own zone, first and last included."""

    first: date
    last: date
    at: Place


class Person(NamedTuple):
    """Somebody who can own, answer or be called."""

    id: str
    at: Place
    name: str
    slack: str | None
    timezone: str | None
    calendar: Reference | None
    level: str | None
    contacts: Raw
    mentor: Reference | None
    verified: date | None
    """The day on which the contacts were last tried."""
    until: date | None
    """The last day; None for people who stay."""
    leave: tuple[Leave, ...]
    guest: bool
    clearance: str | None
    """The highest class that the person may see."""
    quiet_hours: str | None
    """The person's night as ``hh:mm-hh:mm``, in their own zone."""

    @property
    def ever_away(self) -> bool:
        """Whether the plan states any leave or a last day."""
        return bool(self.leave) or self.until is not None

    @property
    def email(self) -> str | None:
        """The declared e-mail address."""
        return text(self.contacts.get("email"))

    @property
    def has_contact(self) -> bool:
        """Whether the plan states any way to reach the person."""
        return bool(self.slack or any(self.contacts.values()))


class Group(NamedTuple):
    """Several people who are addressed together."""

    id: str
    at: Place
    stakeholder_class: str | None
    name: str | None
    """The name of the Slack user group."""
    members: tuple[Reference, ...]
    source: Reference | None
    """Where the members come from, instead of a list."""
    slack_usergroup: str | None
    handle: str | None
    description: str | None
    default_channels: tuple[Reference, ...]
    clearance: str | None
    """The highest class that members may see."""
    prefers: tuple[str, ...]
    """Kinds of channel."""
    needs: tuple[str, ...]
    """``captions``, ``screen-reader`` or ``summary``."""
    languages: tuple[str, ...]

    @property
    def listed(self) -> bool:
        """Whether the plan itself says who is in the group."""
        return bool(self.members) or self.source is not None


class Role(NamedTuple):
    """A hat: the first holder who is available wears it, else the first such deputy."""

    id: str
    at: Place
    holders: tuple[Reference, ...]
    deputies: tuple[Reference, ...]
    reachable: str | None
    excludes: tuple[Reference, ...]
    """Roles that nobody may hold at the same time."""
    training: tuple[str, ...]
    """Bare ids of the courses that every holder must have passed."""

    @property
    def always_reachable(self) -> bool:
        """Whether its people can be reached outside their hours."""
        return self.reachable == "24x7"


class External(NamedTuple):
    """A regulator, customer, supplier or other party outside the organization."""

    id: str
    at: Place
    name: str | None
    stakeholder_class: str | None
    contact: str | None
    ola: Reference | None
    clearance: str | None
    """The highest class that the party may see."""
    verified: date | None
    """The day on which the contact was last tried."""
    org: str | None
    """Slack's id of the party's workspace."""

    @property
    def has_contact(self) -> bool:
        """Whether the plan states any way to reach the party."""
        return bool(self.contact)


def read_person(id: str, raw: Raw, at: Place) -> Person:
    """Read ``stakeholders.people.<id>``."""
    return Person(
        id=id,
        at=at,
        name=text(raw.get("name")) or id,
        slack=text(raw.get("slack")),
        timezone=text(raw.get("timezone")),
        calendar=read_reference(raw, "calendar", at),
        level=text(raw.get("level")),
        contacts=mapping(raw.get("contacts")),
        mentor=read_reference(raw, "mentor", at),
        verified=day(raw.get("verified")),
        until=day(raw.get("until")),
        leave=_leave(raw.get("leave"), at / "leave"),
        guest=raw.get("guest") is True,
        clearance=text(raw.get("clearance")),
        quiet_hours=text(raw.get("quiet_hours")),
    )


def _leave(value: object, at: Place) -> tuple[Leave, ...]:
    if not isinstance(value, list):
        return ()
    spells = []
    for number, item in enumerate(value):
        first, last = day(mapping(item).get("from")), day(mapping(item).get("to"))
        if first is not None and last is not None:
            spells.append(Leave(first, last, at / number))
    return tuple(spells)


def read_group(id: str, raw: Raw, at: Place) -> Group:
    """Read ``stakeholders.groups.<id>``."""
    return Group(
        id=id,
        at=at,
        stakeholder_class=text(raw.get("class")),
        name=text(raw.get("name")),
        members=read_references(raw, "members", at),
        source=read_reference(raw, "source", at),
        slack_usergroup=text(raw.get("slack_usergroup")),
        handle=text(raw.get("handle")),
        description=text(raw.get("description")),
        default_channels=read_references(raw, "default_channels", at),
        clearance=text(raw.get("clearance")),
        prefers=texts(raw.get("prefers")),
        needs=texts(raw.get("needs")),
        languages=texts(raw.get("languages")),
    )


def read_role(id: str, raw: Raw, at: Place) -> Role:
    """Read ``stakeholders.roles.<id>``."""
    return Role(
        id=id,
        at=at,
        holders=read_references(raw, "holders", at),
        deputies=read_references(raw, "deputies", at),
        reachable=text(raw.get("reachable")),
        excludes=read_references(raw, "excludes", at),
        training=texts(raw.get("training")),
    )


def read_external(id: str, raw: Raw, at: Place) -> External:
    """Read ``stakeholders.external.<id>``."""
    return External(
        id=id,
        at=at,
        name=text(raw.get("name")),
        stakeholder_class=text(raw.get("class")),
        contact=text(raw.get("contact")),
        ola=read_reference(raw, "ola", at),
        clearance=text(raw.get("clearance")),
        verified=day(raw.get("verified")),
        org=text(raw.get("org")),
    )
