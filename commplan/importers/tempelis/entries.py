"""The entries of a tempelis file, read as strictly as tempelis reads them.

Strict keys, text where text belongs, and everything without which tempelis
refuses an entry. What tempelis lets pass is let pass here, too: the plan
carries it, and ``commplan check`` judges it there.
"""

from __future__ import annotations

import re

from commplan.importers.foreign import Foreign
from commplan.importers.tempelis.declared import (
    Channel,
    Mention,
    Restriction,
    Template,
    User,
    Usergroup,
)
from commplan.importers.tempelis.globs import glob_pattern

_CHANNEL = ("name", "id", "archived", "moderators")
_USERGROUP = ("name", "long_name", "description", "members", "channels", "external")
_TEMPLATE = ("topic", "purpose", "pins")
_RESTRICTION = ("path", "users", "template", "channels", "usergroups")

_NOT_SHARED = re.compile(
    r"""
      \(\?(?:[=!>(\#]|<[=!]|P[=>]|[a-zA-Z]*U)  # looking around, comments, named groups again; (?U)
    | \\[1-9ZQEC]                              # groups again; quoting, single bytes
    | \[\[:                                    # named classes of letters
    | (?<!\\)[*+?}]\+                          # quantifiers that give nothing back
    """,
    re.VERBOSE,
)
"""What a regular expression means in Go or in Python, and not in both."""


def read_users(field: Foreign) -> tuple[User, ...]:
    """Read the mapping under ``users``."""
    return tuple(_user(name, value) for name, value in field.keys("users").items())


def _user(name: str, value: Foreign) -> User:
    slack = value.text("a Slack id")
    if not name or not slack:
        raise value.fault("a user's name and Slack id")
    return User(name, slack, value.at)


def read_channels(field: Foreign) -> tuple[Channel, ...]:
    """Read the list under ``channels``."""
    return tuple(_channel(item) for item in field.items("channels"))


def _channel(item: Foreign) -> Channel:
    fields = item.fields("a channel", _CHANNEL)
    return Channel(
        name=_required(item, fields, "name", "a channel"),
        id=_text(fields, "id"),
        archived="archived" in fields and fields["archived"].flag("archived"),
        moderators=_mentions(fields, "moderators"),
        at=item.at,
    )


def read_usergroups(field: Foreign) -> tuple[Usergroup, ...]:
    """Read the list under ``usergroups``."""
    return tuple(_usergroup(item) for item in field.items("usergroups"))


def _usergroup(item: Foreign) -> Usergroup:
    fields = item.fields("a user group", _USERGROUP)
    group = Usergroup(
        name=_required(item, fields, "name", "a user group"),
        long_name=_text(fields, "long_name"),
        description=_text(fields, "description"),
        cut_off=_cut_off(fields["description"]) if "description" in fields else None,
        members=_mentions(fields, "members"),
        channels=_mentions(fields, "channels"),
        external="external" in fields and fields["external"].flag("external"),
        at=item.at,
    )
    if not group.external and not (group.long_name and group.description and group.members):
        raise item.fault(
            f"the user group {group.name!r} to have long_name, description and members,"
            " or external: true"
        )
    return group


def _cut_off(description: Foreign) -> Mention | None:
    """A comment that reads on where the text ends: ``Developers on #channel`` without quotes."""
    remark = description.remark
    return Mention(remark, description.at) if remark[1:2].strip() else None


def read_template(field: Foreign) -> Template | None:
    """Read ``channel_template``; None where it gives nothing."""
    fields = field.fields("a channel template", _TEMPLATE)
    parts = [key for key in ("topic", "purpose") if _text(fields, key)]
    if _mentions(fields, "pins"):
        parts.append("pins")
    return Template(tuple(parts), field.at) if parts else None


def read_restrictions(field: Foreign) -> tuple[Restriction, ...]:
    """Read the list under ``restrictions``."""
    return tuple(_restriction(item) for item in field.items("restrictions"))


def _restriction(item: Foreign) -> Restriction:
    fields = item.fields("a restriction", _RESTRICTION)
    glob = _required(item, fields, "path", "a restriction")
    files = glob_pattern(glob)
    if files is None:
        raise fields["path"].fault("a glob whose brackets, braces and ranges are whole")
    return Restriction(
        glob=glob,
        files=files,
        users="users" in fields and fields["users"].flag("users"),
        template="template" in fields and fields["template"].flag("template"),
        channels=_patterns(fields, "channels"),
        usergroups=_patterns(fields, "usergroups"),
        at=item.at,
    )


def _patterns(fields: dict[str, Foreign], key: str) -> tuple[re.Pattern[str], ...]:
    if key not in fields:
        return ()
    return tuple(_pattern(item) for item in fields[key].items(f"{key} as patterns"))


def _pattern(item: Foreign) -> re.Pattern[str]:
    text = item.text("a regular expression")
    expected = "a regular expression that Go and Python read alike"
    if _NOT_SHARED.search(text):
        raise item.fault(expected)
    try:
        return re.compile(text, re.ASCII)
    except (re.error, OverflowError) as error:
        raise item.fault(f"{expected} ({error})") from error


def _required(item: Foreign, fields: dict[str, Foreign], key: str, what: str) -> str:
    text = _text(fields, key)
    if not text:
        raise item.fault(f"{what} with a {key}")
    return text


def _text(fields: dict[str, Foreign], key: str) -> str:
    return fields[key].text(key) if key in fields else ""


def _mentions(fields: dict[str, Foreign], key: str) -> tuple[Mention, ...]:
    if key not in fields:
        return ()
    return tuple(Mention(item.text(key), item.at) for item in fields[key].items(key))
