"""Which file of a tempelis folder may declare what.

The first restriction whose glob matches a file decides for it; what it leaves
unset is forbidden, and a file that none matches may declare anything. As when
tempelis is given its restrictions first, they hold for the whole folder,
whichever file they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from commplan.importers.foreign import Spot
from commplan.importers.tempelis.declared import Channel, Declarations, Restriction, Usergroup


def violations(declared: Declarations) -> tuple[str, ...]:
    """What stands in a file that may not declare it; each with file, line and what was expected."""
    found: list[str] = []
    for file in declared.files:
        deciding = (rule for rule in declared.restrictions if rule.files.fullmatch(file))
        if rule := next(deciding, None):
            found += _in_file(declared, file, rule)
    return tuple(found)


def _in_file(declared: Declarations, file: str, rule: Restriction) -> Iterator[str]:
    users = [user for user in declared.users if user.at.file == file]
    if users and not rule.users:
        yield _violation(users[0].at, "users", "no users", rule)
    template = declared.template
    if template is not None and template.at.file == file and not rule.template:
        yield _violation(template.at, "a channel template", "no channel template", rule)
    channels = [channel for channel in declared.channels if channel.at.file == file]
    yield from _misplaced(channels, "channel", rule.channels, rule)
    groups = [group for group in declared.usergroups if group.at.file == file]
    yield from _misplaced(groups, "user group", rule.usergroups, rule)


def _misplaced(
    items: Sequence[Channel | Usergroup],
    noun: str,
    allowed: tuple[re.Pattern[str], ...],
    rule: Restriction,
) -> Iterator[str]:
    names = " or ".join(pattern.pattern for pattern in allowed)
    expected = f"a {noun} that matches {names}" if allowed else f"no {noun}"
    for item in items:
        if not any(pattern.search(item.name) for pattern in allowed):
            yield _violation(item.at, f"the {noun} {item.name!r}", expected, rule)


def _violation(at: Spot, found: str, expected: str, rule: Restriction) -> str:
    return (
        f"{at}: {found} may not be declared in this file,"
        f" expected {expected} (restriction {rule.glob!r} at {rule.at.file}:{rule.at.line})"
    )
