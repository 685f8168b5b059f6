"""Settings that one file takes over from others: an organization's policy, and a team's own.

A policy's mandatory rules stay as the policy has them, whatever the file says
that extends it.
"""

import os
from collections.abc import Mapping
from typing import Any

from commplan.config.checking import check
from commplan.config.files import Keys, SettingsFile, named
from commplan.errors import CommplanError, ConfigError
from commplan.extends import Extended, extended
from commplan.named import NamedTuple

Table = Mapping[str, Any]


class Merged(NamedTuple):
    """What a file says together with all that it extends."""

    table: Table
    policies: tuple[SettingsFile, ...] = ()
    """What it extends, directly or not, each with what that extends in turn, farthest first."""


def merged(file: SettingsFile, on_the_way: tuple[str, ...] = ()) -> Merged:
    """Check a file and what it extends, and merge them. Raises ConfigError."""
    check(file)
    on_the_way = (*on_the_way, file.path)
    table: Table = {}
    policies: tuple[SettingsFile, ...] = ()
    for number, word in enumerate(file.table.get("extends", ())):
        policy = _policy(file, ("extends", number), word, on_the_way)
        below = merged(policy, on_the_way)
        table = merge(table, below.table)
        policies += (*below.policies, policy._replace(table=below.table))
    own = {key: value for key, value in file.table.items() if key != "extends"}
    _check_custom(file, table)
    return Merged(merge(table, own), policies)


def _policy(file: SettingsFile, keys: Keys, word: str, on_the_way: tuple[str, ...]) -> SettingsFile:
    try:
        target = extended(word, os.path.dirname(file.path))
        _check_circle(target, on_the_way)
        policy = named(target.path)
    except CommplanError as error:
        raise ConfigError(f"{file.place(keys)}: extends: {error}") from error
    if problem := target.changed(policy.data):
        raise ConfigError(f"{file.place(keys)}: extends: {problem}")
    return policy


def _check_circle(target: Extended, on_the_way: tuple[str, ...]) -> None:
    if os.path.realpath(target.path) in map(os.path.realpath, on_the_way):
        circle = " → ".join((*on_the_way, target.path))
        raise ConfigError(f"it comes back to itself: {circle}")


def _check_custom(file: SettingsFile, policy: Table) -> None:
    """A rule that a policy declares is not declared anew: it might be a mandatory one."""
    for name in file.table.get("custom", {}):
        if name in policy.get("custom", {}):
            place = file.place(("custom", name))
            raise ConfigError(f"{place}: custom.{name}: the rule is declared by what this extends")


def merge(base: Table, own: Table) -> dict[str, Any]:
    """Settings of a policy with those of a file that extends it, which has the last word."""
    made = {**base, **own}
    for key in ("packs", "ignore", "mandatory"):
        if key in base and key in own:
            made[key] = list(dict.fromkeys((*base[key], *own[key])))
    for key in ("custom", "plugins"):
        if key in base and key in own:
            made[key] = {**base[key], **own[key]}
    rules, paths = base.get("rules", {}), base.get("paths", {})
    if "rules" in own:
        changed = {word: {**rules.get(word, {}), **table} for word, table in own["rules"].items()}
        made["rules"] = {**rules, **changed}
    if "paths" in own:
        changed = {glob: merge(paths.get(glob, {}), table) for glob, table in own["paths"].items()}
        made["paths"] = {**paths, **changed}
    return made
