"""What tempelis declares, as the entries of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commplan.importers.block_yaml import Entry, Item
from commplan.importers.ids import legal_id
from commplan.importers.tempelis.declared import Channel, Declarations, Mention, Usergroup
from commplan.importers.tempelis.owners import Team
from commplan.importers.tempelis.ownership import Ownership
from commplan.importers.tempelis.roster import Person, Roster

_COMPLETE = (Entry("channels", (Item("*"),)), Entry("usergroups", (Item("*"),)))


def plan_entries(
    id: str, declared: Declarations, ownership: Ownership, roster: Roster
) -> tuple[Entry, ...]:
    """The plan as a mapping.

    Entries are sorted by key. What is declared twice stands there twice, in the
    order of files and lines, so that ``commplan check`` can object to it.
    """
    roles = [_team_role(team, roster.ids) for team in ownership.teams]
    roles += (_moderators_role(channel) for channel in declared.channels if channel.moderators)
    metadata = (
        Entry("id", id),
        Entry("title", f"Slack workspace {id}"),
        Entry("managed", _COMPLETE, "tempelis expects both lists to be complete"),
    )
    stakeholders = (
        *_section("people", map(_person, roster.people)),
        *_section("groups", map(_group, declared.usergroups)),
        *_section("roles", roles),
    )
    channels = (_channel(channel, ownership) for channel in declared.channels)
    return (
        Entry("apiVersion", "commplan/v1"),
        Entry("kind", "CommunicationPlan"),
        Entry("metadata", metadata),
        *([Entry("stakeholders", stakeholders)] if stakeholders else []),
        *_section("channels", channels),
    )


def _section(key: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """A section, or nothing where it would be empty."""
    ordered = tuple(sorted(entries, key=lambda entry: entry.key))
    return (Entry(key, ordered),) if ordered else ()


def _person(person: Person) -> Entry:
    fields = [Entry("name", person.name)]
    if person.slack:
        fields.append(Entry("slack", person.slack))
    if person.email:
        fields.append(Entry("contacts", (Entry("email", person.email),)))
    return Entry(person.id, tuple(fields), person.at.origin)


def _group(group: Usergroup) -> Entry:
    fields = [Entry("handle", group.name)]
    if group.long_name:
        fields.append(Entry("name", group.long_name))
    if group.description:
        fields.append(Entry("description", group.description))
    if group.members:
        fields.append(Entry("members", _references("person", group.members)))
    if group.channels:
        fields.append(Entry("default_channels", _references("channel", group.channels)))
    return Entry(legal_id(group.name), tuple(fields), group.at.origin)


def _team_role(team: Team, ids: Mapping[str, str]) -> Entry:
    holders = tuple(Item(f"person:{ids[lead.github]}", lead.at.origin) for lead in team.leads)
    return Entry(legal_id(team.role), (Entry("holders", holders),), team.at.origin)


def moderators(channel: Channel) -> str:
    """The id of the role that the moderators of a channel hold."""
    return legal_id(f"{channel.name}-moderators")


def _moderators_role(channel: Channel) -> Entry:
    holders = _references("person", channel.moderators)
    return Entry(moderators(channel), (Entry("holders", holders),), channel.at.origin)


def _channel(channel: Channel, ownership: Ownership) -> Entry:
    key = legal_id(channel.name)
    fields = [Entry("kind", "slack")]
    if key != channel.name:
        fields.append(Entry("name", channel.name))
    if channel.id:
        fields.append(Entry("slack", channel.id))
    fields.append(Entry("visibility", "public"))
    if channel.archived:
        fields.append(Entry("state", "archived"))
    if channel.name in ownership.owners:
        team, claim = ownership.owners[channel.name]
        fields.append(Entry("owner", f"role:{legal_id(team.role)}", claim.at.origin))
    return Entry(key, tuple(fields), channel.at.origin)


def _references(kind: str, mentions: tuple[Mention, ...]) -> tuple[Item, ...]:
    return tuple(Item(f"{kind}:{legal_id(name)}", at.origin) for name, at in mentions)
