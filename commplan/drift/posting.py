"""Who may do something in a channel, and who should be able to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from commplan.drift.attendance import Crowd
from commplan.workspace import LiveUsergroup, Restriction, Workspace

ADMINISTRATORS = frozenset({"admin", "owner", "org_admin", "org_owner"})
"""Roles, in Slack's words, that can give themselves any right: no plan takes it from them."""
ADMINISTRATORS_ONLY = "administrators only"
_REGULAR = "ra"
"""Everybody but guests."""


class Posters(NamedTuple):
    """How those who may post differ from those whom the plan allows to."""

    extra: tuple[str, ...] = ()
    """Who may and should not, in words."""
    lacking: tuple[str, ...] = ()
    """Who should be able to and is not."""
    doubt: str = ""
    """Why it is not known of others whether they are; empty where it is."""


def is_open(restriction: Restriction) -> bool:
    """Whether everybody may who is no guest."""
    return not any(restriction) or _REGULAR in restriction.roles


def whom(restriction: Restriction) -> str:
    """Whom a restriction lets do something, in words, as far as they are named by role."""
    if not any(restriction):
        return "everybody"
    if _REGULAR in restriction.roles:
        return "everybody but guests"
    others = restriction.users or restriction.usergroups
    others = others or tuple(role for role in restriction.roles if role not in ADMINISTRATORS)
    return "administrators and some others" if others else ADMINISTRATORS_ONLY


def posters(
    restriction: Restriction,
    crowd: Crowd,
    usergroups: Collection[str],
    workspace: Workspace,
) -> Posters:
    """Hold a restriction against a crowd of people and the user groups that stand for them.

    Administrators may always post. Slack may name a user group or everybody in it.
    """
    if is_open(restriction):
        return Posters((whom(restriction),))
    named = {_own_id(workspace, user) for user in restriction.users}
    extra = [_name(user, workspace) for user in sorted(named) if user not in crowd.sought]
    covered, unread = set(named), ""
    for one in restriction.usergroups:
        group = workspace.usergroup(one)
        if group is None or group.users is None:
            unread = unread or f"the members of {one} were not read"
        members = {_own_id(workspace, user) for user in (group.users if group else None) or ()}
        covered |= members
        if one not in usergroups and not (members and members <= crowd.sought.keys()):
            extra.append(_handle(one, group))
    covered |= set(_administrators(workspace)) if ADMINISTRATORS & {*restriction.roles} else set()
    found = crowd.within(covered)
    return Posters(tuple(extra), () if unread else found.absent, unread or found.doubt)


def _own_id(workspace: Workspace, id: str) -> str:
    """The id under which an account was read: an organisation may name it by another."""
    live = workspace.person(id)
    return id if live is None else live.id


def _name(id: str, workspace: Workspace) -> str:
    live = workspace.person(id)
    return f"{live.handle} ({id})" if live is not None and live.handle else id


def _handle(id: str, group: LiveUsergroup | None) -> str:
    return f"@{group.handle} ({id})" if group is not None and group.handle else id


def _administrators(workspace: Workspace) -> Iterator[str]:
    return (p.id for p in workspace.people if p.is_admin or p.is_owner or p.is_primary_owner)
