"""What a tempelis configuration declares, each thing with the line it stands on."""

from __future__ import annotations

import re
from typing import NamedTuple

from commplan.importers.foreign import Spot


class Mention(NamedTuple):
    """The name of something declared elsewhere."""

    name: str
    at: Spot


class User(NamedTuple):
    """A person's name, by custom that of their GitHub account, and their Slack id."""

    name: str
    slack: str
    at: Spot


class Channel(NamedTuple):
    """A public Slack channel."""

    name: str
    id: str
    """Empty where none is given."""
    archived: bool
    moderators: tuple[Mention, ...]
    at: Spot


class Usergroup(NamedTuple):
    """A Slack user group."""

    name: str
    """The handle, without ``@``."""
    long_name: str
    description: str
    cut_off: Mention | None
    """What follows the description and may be meant as part of it, such as ``#channel``."""
    members: tuple[Mention, ...]
    channels: tuple[Mention, ...]
    external: bool
    """Left to other tools: tempelis does not touch the group."""
    at: Spot


class Template(NamedTuple):
    """What tempelis gives to a channel that it creates."""

    parts: tuple[str, ...]
    """Which of ``topic``, ``purpose`` and ``pins`` it has."""
    at: Spot


class Restriction(NamedTuple):
    """What the files that match a glob may declare."""

    glob: str
    files: re.Pattern[str]
    users: bool
    template: bool
    channels: tuple[re.Pattern[str], ...]
    usergroups: tuple[re.Pattern[str], ...]
    at: Spot


class Declarations(NamedTuple):
    """Everything that the files of a folder declare, in the order of files and lines."""

    files: tuple[str, ...]
    """Relative to the folder, sorted."""
    passed_over: tuple[str, ...]
    """YAML files with a name that tempelis does not look for."""
    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    usergroups: tuple[Usergroup, ...]
    template: Template | None
    restrictions: tuple[Restriction, ...]
