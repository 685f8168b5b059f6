"""A tempelis folder: which files belong to it, and what they declare together."""

from __future__ import annotations

import os
from typing import NamedTuple

from commplan.api import CommplanError, find_plan_files
from commplan.importers.foreign import Foreign, read_foreign
from commplan.importers.tempelis.declared import (
    Channel,
    Declarations,
    Restriction,
    Template,
    User,
    Usergroup,
)
from commplan.importers.tempelis.entries import (
    read_channels,
    read_restrictions,
    read_template,
    read_usergroups,
    read_users,
)

_KEYS = ("users", "channels", "usergroups", "channel_template", "restrictions")


class _File(NamedTuple):
    users: tuple[User, ...] = ()
    channels: tuple[Channel, ...] = ()
    usergroups: tuple[Usergroup, ...] = ()
    template: Template | None = None
    restrictions: tuple[Restriction, ...] = ()


def read_folder(path: str) -> Declarations:
    """Read every ``*.yaml`` below the folder ``path``, or the file ``path``.

    Raises CommplanError with one line for every file that cannot be read, for
    a second template or list of restrictions, and where there is nothing to read.
    """
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    names = _names(path, folder)
    ours = tuple(name for name in names if name.endswith(".yaml"))
    if not ours:
        raise CommplanError(f"{path}: expected a folder with tempelis files (*.yaml)")
    files = _read_all(folder, ours)
    return Declarations(
        files=ours,
        passed_over=tuple(name for name in names if name not in ours),
        users=tuple(user for file in files for user in file.users),
        channels=tuple(channel for file in files for channel in file.channels),
        usergroups=tuple(group for file in files for group in file.usergroups),
        template=_template(files),
        restrictions=_restrictions(files),
    )


def _names(path: str, folder: str) -> tuple[str, ...]:
    """The YAML files that ``path`` stands for, relative to ``folder``, with ``/``."""
    names = (os.path.relpath(name, folder or os.curdir) for name in find_plan_files([path]))
    return tuple(sorted(name.replace(os.sep, "/") for name in names))


def _read_all(folder: str, names: tuple[str, ...]) -> tuple[_File, ...]:
    files, faults = [], []
    for name in names:
        try:
            files.append(_read(read_foreign(folder, name)))
        except CommplanError as error:
            faults.append(str(error))
    if faults:
        raise CommplanError("\n".join(faults))
    return tuple(files)


def _read(root: Foreign | None) -> _File:
    fields = root.fields("a tempelis file", _KEYS) if root else {}
    return _File(
        users=read_users(fields["users"]) if "users" in fields else (),
        channels=read_channels(fields["channels"]) if "channels" in fields else (),
        usergroups=read_usergroups(fields["usergroups"]) if "usergroups" in fields else (),
        template=read_template(fields["channel_template"])
        if "channel_template" in fields
        else None,
        restrictions=read_restrictions(fields["restrictions"]) if "restrictions" in fields else (),
    )


def _template(files: tuple[_File, ...]) -> Template | None:
    templates = [file.template for file in files if file.template is not None]
    if len(templates) > 1:
        first, second = templates[:2]
        raise CommplanError(
            f"{second.at}: a second channel template, expected only the one at {first.at}"
        )
    return templates[0] if templates else None


def _restrictions(files: tuple[_File, ...]) -> tuple[Restriction, ...]:
    lists = [file.restrictions for file in files if file.restrictions]
    if len(lists) > 1:
        first, second = lists[0][0], lists[1][0]
        raise CommplanError(
            f"{second.at}: a second list of restrictions, expected only the one at {first.at}"
        )
    return lists[0] if lists else ()
