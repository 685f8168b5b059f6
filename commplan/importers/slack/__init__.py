"""A snapshot of a Slack workspace as a first plan.

The plan says what is there, not what ought to be: auditing the same snapshot
finds no drift. Left out is what no plan should promise, each with a note:
archived channels, user groups that are disabled or reach nobody, deactivated
members. People come in as far as the plan speaks of them.

Who owns a channel Slack does not know. It is guessed, and each guess is marked
as one (:mod:`commplan.importers.slack.owners`); where there is nothing to guess
from, the channel has no owner, and CHN101 asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

from commplan.api import (
    ConfigError,
    Imported,
    LiveChannel,
    LiveUsergroup,
    Workspace,
    format_utc,
    load_snapshot,
)
from commplan.importers.block_yaml import comment, render
from commplan.importers.ids import legal_id
from commplan.importers.slack.owners import Guess, guess_owner
from commplan.importers.slack.people import Roster, is_active
from commplan.importers.slack.plan import Chosen, plan_entries

ALL = "*"

_Named = TypeVar("_Named", LiveChannel, LiveUsergroup)


def run(path: str, options: Mapping[str, str]) -> Imported:
    """Turn the snapshot in the file ``path`` into one plan; see ``IMPORTERS`` for the options.

    Raises SnapshotError for a file that is no snapshot, and ConfigError for an id
    that no plan can have and for patterns that nothing matches.
    """
    workspace = load_snapshot(path)
    plan_id = _plan_id(workspace, options)
    patterns = _patterns(options, "channels"), _patterns(options, "usergroups")
    channels = _matching(workspace.channels, "channels", patterns[0])
    usergroups = _matching(workspace.usergroups, "usergroups", patterns[1])
    in_use = tuple(channel for channel in channels if channel.is_live)
    staffed = tuple(group for group in usergroups if _reaches(workspace, group))
    guesses = {channel.id: guess_owner(workspace, channel, staffed) for channel in in_use}
    chosen = Chosen(plan_id, in_use, staffed, guesses, *patterns)
    roster = Roster(workspace)
    entries = plan_entries(workspace, chosen, roster)
    lines = (*_header(workspace), *render(entries))
    return Imported(
        files={f"{plan_id}.yaml": "\n".join(lines) + "\n"},
        notes=(
            *_left_out(channels, in_use, usergroups, staffed),
            *_owners(in_use, guesses),
            *_unread(workspace),
        ),
    )


def _plan_id(workspace: Workspace, options: Mapping[str, str]) -> str:
    chosen = options.get("id")
    if chosen is None:
        name = workspace.team_name or workspace.team_id or "workspace"
        return legal_id("-".join(name.lower().split()))
    if not chosen or legal_id(chosen) != chosen:
        raise ConfigError(f"expected an id without blanks, '/', ':' and '%', found {chosen!r}")
    return chosen


def _patterns(options: Mapping[str, str], key: str) -> tuple[str, ...]:
    words = (word.strip().lstrip("#@") for word in options.get(key, ALL).split(","))
    return tuple(word for word in words if word)


def _matching(
    objects: tuple[_Named, ...], key: str, patterns: tuple[str, ...]
) -> tuple[_Named, ...]:
    """Objects whose name one of the patterns matches, sorted by name."""
    found = {one: _name(one) for one in objects if _name(one)}
    for pattern in patterns:
        if pattern != ALL and not any(fnmatchcase(name, pattern) for name in found.values()):
            raise ConfigError(f"--set {key}: nothing in the snapshot is called {pattern!r}")
    wanted = (one for one, name in found.items() if any(fnmatchcase(name, p) for p in patterns))
    return tuple(sorted(wanted, key=lambda one: (_name(one), one.id)))


def _name(one: LiveChannel | LiveUsergroup) -> str:
    return (one.name if isinstance(one, LiveChannel) else one.handle) or ""


def _reaches(workspace: Workspace, group: LiveUsergroup) -> bool:
    """Whether a mention reaches anybody, as far as is known."""
    if group.is_disabled:
        return False
    if group.users is None:
        return True
    members = (workspace.person(member) for member in group.users)
    return any(who is None or (is_active(who) and not who.is_guest) for who in members)


def _header(workspace: Workspace) -> Iterator[str]:
    read_at = format_utc(workspace.taken_at)
    yield comment(f"Made by `commplan import slack` of what Slack said at {read_at}. An owner that")
    yield comment("is marked as guessed has promised nothing yet: confirm or correct it.")


def _left_out(
    channels: tuple[LiveChannel, ...],
    in_use: tuple[LiveChannel, ...],
    usergroups: tuple[LiveUsergroup, ...],
    staffed: tuple[LiveUsergroup, ...],
) -> Iterator[str]:
    if archived := len(channels) - len(in_use):
        yield f"{archived} archived channels are left out"
    left = [f"@{group.handle}" for group in usergroups if group not in staffed]
    if left:
        yield f"user groups that are disabled or reach nobody are left out: {', '.join(left)}"


def _owners(in_use: tuple[LiveChannel, ...], guesses: Mapping[str, Guess]) -> Iterator[str]:
    unowned = [channel for channel in in_use if guesses[channel.id].owner is None]
    guessed = len(in_use) - len(unowned)
    yield f"{len(in_use)} channels: {guessed} with a guessed owner, {len(unowned)} without any"


def _unread(workspace: Workspace) -> Iterator[str]:
    for fact in ("people", "usergroups", "public-channels", "private-channels"):
        reading = workspace.reading(fact)
        if not reading.complete:
            yield f"the snapshot does not hold all there is: {reading.reason}"
