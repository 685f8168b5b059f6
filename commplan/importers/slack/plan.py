"""What Slack said, as the entries of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from commplan.api import LiveChannel, LivePerson, LiveUsergroup, Workspace
from commplan.importers.block_yaml import Entry, Item
from commplan.importers.ids import legal_id
from commplan.importers.slack.owners import Guess
from commplan.importers.slack.people import Roster, name_of


class Chosen(NamedTuple):
    """What of a workspace goes into the plan."""

    id: str
    channels: tuple[LiveChannel, ...]
    usergroups: tuple[LiveUsergroup, ...]
    guesses: Mapping[str, Guess]
    """Who may own each channel, by its Slack id."""
    channel_patterns: tuple[str, ...]
    usergroup_patterns: tuple[str, ...]


def plan_entries(workspace: Workspace, chosen: Chosen, roster: Roster) -> tuple[Entry, ...]:
    """The plan as a mapping. What refers to people comes first, so that the roster is full."""
    channels = [_channel(workspace, channel, chosen, roster) for channel in chosen.channels]
    groups = [_group(group, chosen, roster) for group in chosen.usergroups]
    metadata = _metadata(workspace, chosen, roster)
    stakeholders = (
        *_section("people", (_person(key, who) for key, who in roster.people.items())),
        *_section("groups", groups),
        *_section("external", map(_party, _organisations(chosen.channels))),
    )
    return (
        Entry("apiVersion", "commplan/v1"),
        Entry("kind", "CommunicationPlan"),
        Entry("metadata", metadata),
        *([Entry("stakeholders", stakeholders)] if stakeholders else []),
        *_section("channels", channels),
    )


def _metadata(workspace: Workspace, chosen: Chosen, roster: Roster) -> tuple[Entry, ...]:
    metadata = [Entry("id", chosen.id)]
    if workspace.team_name:
        metadata.append(Entry("title", f"Slack workspace {workspace.team_name}"))
    if workspace.team_id and workspace.source != "export":
        metadata.append(Entry("workspace", tuple(_workspace(workspace, roster))))
    managed = (
        Entry("channels", tuple(map(Item, chosen.channel_patterns))),
        Entry("usergroups", tuple(map(Item, chosen.usergroup_patterns))),
    )
    metadata.append(Entry("managed", managed, "whatever is new among these has to be declared"))
    return tuple(metadata)


def _workspace(workspace: Workspace, roster: Roster) -> Iterator[Entry]:
    yield Entry("team", workspace.team_id or "")
    ids = sorted(p.id for p in workspace.people if p.is_admin or p.is_owner or p.is_primary_owner)
    if admins := tuple(sorted(filter(None, map(roster.reference, ids)))):
        yield Entry("admins", tuple(map(Item, admins)))


def _section(key: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """A section, or nothing where it would be empty."""
    ordered = tuple(sorted(entries, key=lambda entry: entry.key))
    return (Entry(key, ordered),) if ordered else ()


def _person(key: str, person: LivePerson) -> Entry:
    fields = [Entry("name", name_of(person)), Entry("slack", person.id)]
    if person.tz:
        fields.append(Entry("timezone", person.tz))
    if person.is_guest:
        fields.append(Entry("guest", value=True))
    return Entry(key, tuple(fields))


def _group(group: LiveUsergroup, chosen: Chosen, roster: Roster) -> Entry:
    fields = [Entry("slack_usergroup", group.id), Entry("handle", group.handle or "")]
    if group.name:
        fields.append(Entry("name", group.name))
    if group.description:
        fields.append(Entry("description", group.description))
    if members := tuple(sorted(filter(None, map(roster.reference, group.users or ())))):
        fields.append(Entry("members", tuple(map(Item, members))))
    keys = {channel.id: _key(channel) for channel in chosen.channels}
    joined = sorted(keys[slack] for slack in group.default_channels or () if slack in keys)
    if joined:
        fields.append(Entry("default_channels", tuple(Item(f"channel:{key}") for key in joined)))
    return Entry(legal_id(group.handle or group.id), tuple(fields))


def _channel(workspace: Workspace, channel: LiveChannel, chosen: Chosen, roster: Roster) -> Entry:
    key, guess = _key(channel), chosen.guesses[channel.id]
    fields = [Entry("kind", "slack")]
    if key != channel.name:
        fields.append(Entry("name", channel.name or ""))
    fields.append(Entry("slack", channel.id))
    if channel.is_private is not None:
        fields.append(Entry("visibility", "private" if channel.is_private else "public"))
    if owner := _owner(guess, roster):
        fields.append(Entry("owner", owner, guess.why))
    if parties := _organisations((channel,)):
        fields.append(Entry("audience", tuple(Item(f"external:{party}") for party in parties)))
    for member in channel.members or ():
        person = workspace.person(member)
        if person is not None and person.is_guest:
            roster.reference(member)
    if apps := _apps(workspace, channel):
        fields.append(Entry("integrations", tuple(map(Item, apps))))
    return Entry(key, tuple(fields), "" if guess.owner else guess.why)


def _key(channel: LiveChannel) -> str:
    return legal_id(channel.name or channel.id)


def _owner(guess: Guess, roster: Roster) -> str | None:
    if isinstance(guess.owner, LiveUsergroup):
        return f"group:{legal_id(guess.owner.handle or guess.owner.id)}"
    return roster.reference(guess.owner) if guess.owner else None


def _organisations(channels: Iterable[LiveChannel]) -> tuple[str, ...]:
    """Ids of the organisations that channels are shared with; a cut connection is none."""
    shared = (c for c in channels if c.is_ext_shared and not c.is_frozen)
    return tuple(sorted({team for c in shared for team in c.connected_team_ids or ()}))


def _party(team: str) -> Entry:
    return Entry(team, (Entry("class", "partner"), Entry("org", team)))


def _apps(workspace: Workspace, channel: LiveChannel) -> tuple[str, ...]:
    """The apps in a channel, by the id of the app where Slack tells it."""
    bots = (workspace.person(member) for member in channel.members or ())
    working = (bot for bot in bots if bot is not None and bot.is_machine and not bot.deleted)
    return tuple(sorted({bot.app_id or bot.bot_id or bot.handle or bot.id for bot in working}))
