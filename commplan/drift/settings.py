"""How a user group is set up, in the plan and in Slack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from commplan.drift.channels import BoundChannel
from commplan.drift.text import StoredText, apart
from commplan.place import Place
from commplan.plan import Group, listed
from commplan.workspace import LiveUsergroup, Workspace


class Setting(NamedTuple):
    """Something that the plan declares of a user group and that is not so, or may not be."""

    at: Place
    field: str
    """``handle``, ``name``, ``description`` or ``default_channels``."""
    clause: str
    """What is different; empty where that is not known."""
    doubt: str = ""
    """Why not all of it is known; empty where it is."""
    live: str | None = None
    """What Slack has instead, where that is a text, as people see it."""


class Settings:
    """Compares user groups in use with the groups of a plan, field by field."""

    def __init__(
        self,
        workspace: Workspace,
        channels: Mapping[str, BoundChannel],
        text: Callable[[str], StoredText],
    ) -> None:
        """``channels`` are those of the plan by id, ``text`` reads what Slack has stored."""
        self._workspace = workspace
        self._channels = channels
        self._text = text

    def differences(self, group: Group, live: LiveUsergroup) -> Iterator[Setting]:
        """What the plan declares and Slack has not, or does not tell."""
        if group.handle is not None:
            yield from self._handle(group, group.handle.removeprefix("@"), live)
        if group.name is not None:
            yield from self._worded(group, "name", group.name, live.name)
        if group.description is not None:
            yield from self._worded(group, "description", group.description, live.description)
        if group.default_channels:
            yield from self._defaults(group, live)

    def _handle(self, group: Group, declared: str, live: LiveUsergroup) -> Iterator[Setting]:
        at = group.at / "handle"
        if live.handle is None:
            yield Setting(at, "handle", "", f"Slack does not tell the handle of {live.id}")
        elif live.handle.casefold() != declared.casefold():
            bearer = self._bearer(declared.casefold())
            taken = f", which is taken by {bearer}" if bearer else ""
            clause = f"its handle is @{live.handle}, not @{declared}{taken}"
            yield Setting(at, "handle", clause, live=live.handle)

    def _bearer(self, handle: str) -> str:
        """What else goes by a handle, archived, disabled and deactivated ones too."""
        for usergroup in self._workspace.usergroups:
            if (usergroup.handle or "").casefold() == handle:
                disabled = "disabled " if usergroup.is_disabled else ""
                return f"the {disabled}user group {usergroup.id}"
        for channel in self._workspace.channels_named(handle):
            archived = "" if channel.is_live else "archived "
            return f"the {archived}channel #{channel.name} ({channel.id})"
        for person in self._workspace.people:
            if (person.handle or "").casefold() == handle:
                deactivated = "deactivated " if person.deleted else ""
                return f"the {deactivated}account {person.id}"
        return ""

    def _worded(
        self, group: Group, field: str, declared: str, stored: str | None
    ) -> Iterator[Setting]:
        at, id_ = group.at / field, group.slack_usergroup
        if stored is None:
            yield Setting(at, field, "", f"Slack does not tell the {field} of {id_}")
            return
        text = self._text(stored)
        same = text.equals(declared)
        if same is None:
            yield Setting(at, field, "", f"the {field} of {id_} mentions what is not known by name")
        elif not same:
            here, there = apart(text.shown, declared)
            yield Setting(at, field, f"its {field} is {here}, not {there}", live=text.shown)

    def _defaults(self, group: Group, live: LiveUsergroup) -> Iterator[Setting]:
        at, field = group.at / "default_channels", "default_channels"
        if live.default_channels is None:
            yield Setting(at, field, "", f"Slack does not tell the default channels of {live.id}")
            return
        declared = [self._channels.get(reference.id) for reference in group.default_channels]
        bound = [one for one in declared if one is not None]  # else broken, or not in Slack
        wanted = {one.id: one for one in bound if one.id and not _told_elsewhere(one)}
        spared = {id_ for one in bound if _told_elsewhere(one) for id_ in _ids(one)}
        doubt = next((one.doubt for one in bound if one.id is None and one.doubt), "")
        has = set(live.default_channels)
        missing = [one.label for id_, one in wanted.items() if id_ not in has]
        extra = [] if doubt else [self._name(id_) for id_ in has - wanted.keys() - spared]
        archived = [one.label for one in wanted.values() if one.live and one.live.is_archived]
        clauses = (
            f"{before}{' ' if len(names) == 1 else 's '}{listed(sorted(names))}{after}"
            for names, before, after in (
                (missing, "it lacks the default channel", ""),
                (extra, "it has the default channel", " besides"),
                (archived, "archived is its default channel", ""),
            )
            if names
        )
        if (clause := "; ".join(clauses)) or doubt:
            yield Setting(at, field, clause, doubt)

    def _name(self, channel_id: str) -> str:
        channel = self._workspace.channel(channel_id)
        return f"#{channel.name}" if channel is not None and channel.name else channel_id


def _told_elsewhere(bound: BoundChannel) -> bool:
    """Whether another rule speaks of the channel, which is not the one that the plan means."""
    return bound.missing or bound.archived or bound.mismatched


def _ids(bound: BoundChannel) -> set[str]:
    """Everything that a channel that is not right may be in Slack."""
    live = (one.id for one in (bound.live, bound.rival) if one is not None)
    return {*live, *([bound.channel.slack] if bound.channel.slack else [])}
